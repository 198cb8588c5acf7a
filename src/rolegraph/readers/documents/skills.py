"""The skills section: what a bullet or a sentence asks for, as requirements."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rolegraph.linking import LONGEST_LABEL, Linker, Mention, WrittenName
from rolegraph.model.nodes import Level, Necessity
from rolegraph.readers.documents.headings import divides
from rolegraph.readers.documents.phrases import Alternatives, asks
from rolegraph.readers.documents.records import Passage, RequirementRecord
from rolegraph.readers.documents.text import items, mask
from rolegraph.readers.documents.wording import Segment, clauses, has_cue, level_of, necessity, segments

_LABELLED: Final = re.compile(
    r"^([^:.;()]{2,60}(?:\([^()]{1,40}\))?):\s+(\S.*)$|^([A-Z][^:.;()]{2,50}?)\s+(?:-|\u2014)\s+(\S.*)$"
)
# What sentences put before what they ask for.
_LEAD: Final = frozenset(
    "typically generally often usually commonly also should must need needs require requires required have has to "
    "possess "
    "possesses be are is expected demonstrate ideally primarily both will can may they he she he/she their candidates "
    "professionals it essential important crucial show bring a an the additionally furthermore moreover in addition "
    "addition, contrast contrast, necessary particularly".split()
)
_INCLUDES: Final = re.compile(
    r"^(?:[\w&'-]+\s+){0,8}?(?:skills?|requirements?|competencies|qualifications?"
    r"|abilities)(?:\s+[\w'-]+){0,6}?\s+(?:include|includes|are|is)"
    r"(?:\s+(?:also|typically|usually|often))?:?\s+",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(?:need|needs|require|requires|must have|should have|possess|must be|should be|have|skills|essential"
    r"|important|crucial"
    r"|necessary|required|include|includes)\b",
    re.IGNORECASE,
)
_IS_REQUIRED: Final = re.compile(
    r",?\s+(?:is|are)\s+(?:also |often |typically |usually |generally )?(?:essential|important|crucial|necessary"
    r"|required|needed|critical|key"
    r"|a must|vital|expected)\b.*$",
    re.IGNORECASE,
)
_QUALIFIER: Final = re.compile(
    r"(?<!\battention),?\s+(?:with\s+(?:an?\s+)?(?:strong |particular |special )?(?:focus|emphasis)\b"
    r"|to\s+(?!be\b)[a-z]|for\s+|in order to\s"
    r"|in\s+(?:an?\s|the\s|production|real-world|practice|this|their|order)|across\s|within\s|through\s|throughout\s"
    r"|at scale"
    r"|related to\s|when\s|while\s|on\s+(?:an?\s|the\s|large)|as\s+(?:it|they|well as to)\b)"
    r"|,\s+(?:which|who|where|so|allowing|enabling|ensuring|making|as|both|especially (?:for|in|when)"
    r"|particularly (?:for|in|when))\s",
    re.IGNORECASE,
)
_LEVEL_IN_BRACKETS: Final = re.compile(
    r"(?P<name>[^,;()]{2,60}?)\s?\((?P<level>basic|advanced|expert|proficient|familiar)(?:[ -]level)?\)", re.IGNORECASE
)
_JOINT: Final = re.compile(r"^[\s,;]*(?:(?:and|or)\b[\s,;]*)?|[\s,;]*(?:\b(?:and|or))?[\s,;]*$", re.IGNORECASE)
_SLASH: Final = re.compile(r"(?<![\w/])([\w+#.-]{2,30})/([\w+#.-]{2,30})(?![\w/])")
_RESUMES: Final = re.compile(r"(?:,\s*(?:and\s+|or\s+)?|\s+and\s+)(?=[A-Z])")
# What has such a head is done, not used.
_METHODS: Final = re.compile(
    r"\b(?:skills?|techniques?|concepts|principles|methods|methodolog(?:y|ies)|practices|algorithms)$", re.IGNORECASE
)
_CLASS_WORDS: Final = frozenset(
    ("tools", "technologies", "languages", "frameworks", "libraries", "platforms", "software", "databases")
)
_MODALS: Final = frozenset(("must", "should", "need", "needs", "requires", "possess", "have", "has", "be"))
_LONGEST_NAME: Final = 8


def labelled(text: str) -> tuple[str, str]:
    """A bullet's label and text; the label is empty where there is none.

    >>> labelled("Data Cleaning: Preparing raw data."), labelled("Python, R")
    (('Data Cleaning', 'Preparing raw data.'), ('', 'Python, R'))
    """
    match = _LABELLED.match(text) if len(text) < 5_000 else None
    if match is None:
        return "", text
    label, rest = (match[1], match[2]) if match[1] else (match[3], match[4])
    return (label.strip(), rest) if len(label.split()) <= _LONGEST_NAME else ("", text)


def requirements(text: str, passage: Passage, linker: Linker, *, is_prose: bool = False) -> list[RequirementRecord]:
    """What a bullet or, where `is_prose`, a sentence without its subject asks for; none where it asks for nothing.

    Notes
    -----
    Rules of English, not understanding: a list of verb phrases can come out as names, and a noun that two skills share
    can be lent to the wrong one. The passage keeps the words.
    """
    label, rest = labelled(text)
    if label and not has_cue(label):
        if not divides(label) and not has_cue(rest) and not _only_names(rest, linker):
            return _of_label(label, rest, passage, linker)
        text = f"{rest} ({label})" if necessity(label)[0] is Necessity.PREFERRED else rest
    elif label:
        text = f"{label} {rest}" if re.search(r"\b(?:in|of|with|to)$", label) else rest if has_cue(rest) else label
    out: list[RequirementRecord] = []
    for clause in clauses(text):
        how, body = necessity(clause)
        if is_prose:
            if not _asks_for_something(body):
                continue
            body = _without_lead(body)
        elif body.split(" ", 1)[0].lower() in _MODALS:
            body = _without_lead(body)
        body = _IS_REQUIRED.sub("", body)
        for segment in (part for whole in segments(body) for part in _levelled(whole)):
            out.extend(_of_segment(segment, how, passage, linker, label))
    return _merged(out)


def clauses_beside(text: str) -> list[str]:
    """The clauses of a sentence in prose that ask for nothing, and that `requirements` passes over."""
    return [clause for clause in clauses(text) if not _asks_for_something(necessity(clause)[1])]


def _asks_for_something(text: str) -> bool:
    return has_cue(text) or _ASKS.search(text) is not None


def _levelled(segment: Segment) -> list[Segment]:
    """A segment cut at members whose level stands in brackets behind them: "Python, SQL (advanced)"."""
    out, start = [], 0
    for match in _LEVEL_IN_BRACKETS.finditer(segment.text):
        out.append(replace(segment, text=segment.text[start : match.start()]))
        out.append(replace(segment, text=match["name"], level=level_of(match["level"]) or segment.level))
        start = match.end()
    out.append(replace(segment, text=segment.text[start:]))
    trimmed = (replace(part, text=_JOINT.sub("", part.text)) for part in out)
    return [part for part in trimmed if part.text] if start else [segment]


def _slashes(text: str, linker: Linker) -> str:
    """ "Docker/Kubernetes" as alternatives, where both are known and the whole is not the name of one thing."""

    def spelled(match: re.Match[str]) -> str:
        both = linker.knows(match[1]) and linker.knows(match[2])
        return f"{match[1]} or {match[2]}" if both and not linker.knows(match[0]) else match[0]

    return _SLASH.sub(spelled, text)


def _of_label(label: str, rest: str, passage: Passage, linker: Linker) -> list[RequirementRecord]:
    """A bullet whose label is the skill: "Communication: Presenting results to others"."""
    _, text = necessity(rest)
    how = Necessity.PREFERRED if text != rest or necessity(label)[1] != label else Necessity.ESSENTIAL
    note = rest.rstrip(".")
    return [
        _record(ask, segment, how, note, passage, linker)
        for segment in segments(necessity(label)[1])
        for ask in asks(segment.text, linker.knows, starts=True)
    ]


def _of_segment(
    segment: Segment, how: Necessity, passage: Passage, linker: Linker, label: str
) -> list[RequirementRecord]:
    """What stands behind one cue; `label` names what a bare "tools like A and B" are tools for."""
    text = _slashes(segment.text.strip(" ,;."), linker)
    if not any(map(str.isalnum, text)):
        return []
    if segment.is_ability:
        phrase, note = _verb_phrase(text)
        ask = Alternatives((WrittenName(phrase),))
        return [_record(ask, segment, how, note, passage, linker)]
    text, note = ("", "") if not text else _unqualified(text, linker)
    found = [named for ask in asks(text, linker.knows, starts=segment.starts) for named in _named(ask, label, linker)]
    if any(len(name.text.split()) > _LONGEST_NAME for ask in found for name in ask.options):
        phrase, more = _verb_phrase(text)
        found, note = (
            [Alternatives((WrittenName(phrase, starts=segment.starts),))],
            "; ".join(part for part in (more, note) if part),
        )
    return [_record(ask, segment, how, note, passage, linker) for ask in found]


def _named(ask: Alternatives, label: str, linker: Linker) -> list[Alternatives]:
    """An ask for "tools" or "languages" alone: it is for what the bullet's label names, or for each of the examples."""
    if len(ask.options) > 1 or not ask.examples or ask.options[0].text.lower() not in _CLASS_WORDS:
        return [ask]
    if label and not divides(label):
        return [
            replace(found, examples=ask.examples, is_class=True) for found in asks(label, linker.knows, starts=True)
        ]
    return [Alternatives((WrittenName(example),), is_class=True) for example in ask.examples]


def _record(
    ask: Alternatives, segment: Segment, how: Necessity, note: str, passage: Passage, linker: Linker
) -> RequirementRecord:
    from_class = ask.is_class and len(ask.options) > 1
    is_method = _METHODS.search(ask.head) is not None
    options = [linker.capability(name, passage.line, as_tool=from_class, as_skill=is_method) for name in ask.options]
    examples = [linker.capability(WrittenName(name), passage.line, as_tool=ask.is_class) for name in ask.examples]
    level = segment.level
    return RequirementRecord(
        any_of=_distinct(options),
        necessity=how,
        passage=passage,
        level=level if isinstance(level, Level) else None,
        examples=tuple(one for one in _distinct(examples) if one.iri not in {option.iri for option in options}),
        note="; ".join(part for part in (segment.note, note) if part),
    )


def _distinct(mentions: list[Mention]) -> tuple[Mention, ...]:
    return tuple({mention.iri: mention for mention in reversed(mentions)}.values())[::-1]


def _merged(records: list[RequirementRecord]) -> list[RequirementRecord]:
    """The records, each of the same alternatives once."""
    return list({(record.any_of, record.necessity, record.level): record for record in reversed(records)}.values())[
        ::-1
    ]


def _only_names(text: str, linker: Linker) -> bool:
    """Whether a text is nothing but a list of known or proper names."""
    names = items(text)
    return bool(names) and all(linker.knows(_plain(name)) or _is_proper(_plain(name), linker) for name in names)


def _plain(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", name)


def _is_proper(name: str, linker: Linker) -> bool:
    words = name.split()
    return 0 < len(words) <= 3 and linker.truecase.label(name, starts=True)[:1].isupper()


def _without_lead(text: str) -> str:
    """A sentence's predicate without the words before what it asks for."""
    text = _INCLUDES.sub("", text)
    words = text.split(" ")
    start = 0
    while start < len(words) and words[start].strip(",:").lower() in _LEAD:
        start += 1
    return " ".join(words[start:])


def _unqualified(text: str, linker: Linker) -> tuple[str, str]:
    """A list without the purpose or place behind it: "Python for data analysis" is Python."""
    if linker.knows(text):
        return text, ""
    hidden = mask(text)
    match = _QUALIFIER.search(hidden)
    if match is None or match.start() == 0:
        return text, ""
    tail = text[match.start() :]
    resumed = _RESUMES.search(hidden, match.end())
    if resumed and not re.search(r"[A-Z]", hidden[match.start() : resumed.start()]):
        rest, note = _unqualified(text[: match.start()] + text[resumed.start() :], linker)
        return rest, "; ".join(part for part in (text[match.start() : resumed.start()].strip(" ,;"), note) if part)
    return text[: match.start()].strip(" ,;"), tail.strip(" ,;")


def _verb_phrase(text: str) -> tuple[str, str]:
    """A thing done as a label, and what is left of the text where it is long."""
    cut = mask(text).find(", ")
    if cut > 0 and not re.search(r"\b(?:and|or)\b", text[cut:]):
        return text[:cut], text[cut + 2 :]
    if len(text) <= LONGEST_LABEL:
        return text, ""
    label = text[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:")
    return label, text[len(label) :].strip(" ,;")
