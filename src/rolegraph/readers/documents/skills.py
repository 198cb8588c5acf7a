"""The skills section: what a bullet or a sentence asks for, as requirements."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rolegraph.linking import LONGEST_LABEL, Linker, WrittenName
from rolegraph.model.nodes import Necessity
from rolegraph.readers.documents.coordination import Alternatives, alternatives
from rolegraph.readers.documents.cues import Segment, clauses, has_cue, level_of, segments, split_necessity
from rolegraph.readers.documents.headings import divides_section
from rolegraph.readers.documents.plain_text import list_items, mask
from rolegraph.readers.documents.records import Passage, RequirementRecord, distinct

_LABELLED: Final = re.compile(
    r"^([^:.;()]{2,60}(?:\([^()]{1,40}\))?):\s+(\S.*)$|^([A-Z][^:.;()]{2,50}?)\s+(?:-|\u2014)\s+(\S.*)$"
)
# Words that a sentence puts before what it asks for.
_LEAD: Final = frozenset(
    "typically generally often usually commonly also should must need needs require requires required have has to "
    "possess possesses be are is expected demonstrate ideally primarily both will can may they he she he/she their "
    "candidates professionals it essential important crucial show bring a an the additionally furthermore moreover in "
    "addition addition, contrast contrast, necessary particularly".split()
)
_INCLUDES: Final = re.compile(
    r"^(?:[\w&'-]+\s+){0,8}?(?:skills?|requirements?|competencies|qualifications?|abilities)"
    r"(?:\s+[\w'-]+){0,6}?\s+(?:include|includes|are|is)(?:\s+(?:also|typically|usually|often))?:?\s+",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(?:need|needs|require|requires|must have|should have|possess|must be|should be|have|skills|essential"
    r"|important|crucial|necessary|required|include|includes)\b",
    re.IGNORECASE,
)
_IS_REQUIRED: Final = re.compile(
    r",?\s+(?:is|are)\s+(?:also |often |typically |usually |generally )?(?:essential|important|crucial|necessary"
    r"|required|needed|critical|key|a must|vital|expected)\b.*$",
    re.IGNORECASE,
)
_QUALIFIER: Final = re.compile(
    r"(?<!\battention),?\s+(?:with\s+(?:an?\s+)?(?:strong |particular |special )?(?:focus|emphasis)\b"
    r"|to\s+(?!be\b)[a-z]|for\s+|in order to\s"
    r"|in\s+(?:an?\s|the\s|production|real-world|practice|this|their|order)|across\s|within\s|through\s|throughout\s"
    r"|at scale|related to\s|when\s|while\s|on\s+(?:an?\s|the\s|large)|as\s+(?:it|they|well as to)\b)"
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
# A thing with such a head is done, not used.
_METHODS: Final = re.compile(
    r"\b(?:skills?|techniques?|concepts|principles|methods|methodolog(?:y|ies)|practices|algorithms)$", re.IGNORECASE
)
_CLASS_WORDS: Final = frozenset(
    "tools technologies languages frameworks libraries platforms software databases".split()
)
_MODALS: Final = frozenset("must should need needs requires possess have has be".split())
_MOST_NAME_WORDS: Final = 8
_LONGEST_LABELLED: Final = 5_000


def split_label(text: str) -> tuple[str, str]:
    """A bullet's label and text; the label is empty if it has none."""
    match = _LABELLED.match(text) if len(text) < _LONGEST_LABELLED else None
    if match is None:
        return "", text
    label, rest = (match[1], match[2]) if match[1] else (match[3], match[4])
    return (label.strip(), rest) if len(label.split()) <= _MOST_NAME_WORDS else ("", text)


def requirements(text: str, passage: Passage, linker: Linker, *, is_prose: bool = False) -> list[RequirementRecord]:
    """The requirements in a bullet or, if `is_prose`, in the clauses that ask for something of a sentence's predicate.

    The text has its capitals as in running text. Rules of English, not understanding: a list of verb phrases can come
    out as names, and a noun that two skills share can be given to the wrong one. The passage keeps the words.
    """
    label, rest = split_label(text)
    if label and not has_cue(label):
        if not divides_section(label) and not has_cue(rest) and not _only_names(rest, linker):
            return _of_label(label, rest, passage, linker)
        is_preferred = split_necessity(label)[0] is Necessity.PREFERRED
        text = f"{rest} ({label})" if is_preferred else rest
    elif label:
        text = f"{label} {rest}" if re.search(r"\b(?:in|of|with|to)$", label) else rest if has_cue(rest) else label
    records: list[RequirementRecord] = []
    for clause in clauses(text):
        necessity, body = split_necessity(clause)
        if is_prose and not _asks_for_something(body):
            continue
        if is_prose or body.split(" ", 1)[0].lower() in _MODALS:
            body = _without_lead(body)
        body = _IS_REQUIRED.sub("", body)
        for segment in (part for whole in segments(body) for part in _split_at_levels(whole)):
            records.extend(_of_segment(segment, necessity, passage, linker, label))
    return list(distinct(records, lambda record: (record.any_of, record.necessity, record.level)))


def clauses_without_requirement(text: str) -> list[str]:
    """The clauses of a sentence in prose that ask for nothing, which `requirements` leaves out."""
    return [clause for clause in clauses(text) if not _asks_for_something(split_necessity(clause)[1])]


def _asks_for_something(text: str) -> bool:
    return has_cue(text) or _ASKS.search(text) is not None


def _split_at_levels(segment: Segment) -> list[Segment]:
    """A segment cut at members with a level in brackets behind them: "Python, SQL (advanced)"."""
    out, start = [], 0
    for match in _LEVEL_IN_BRACKETS.finditer(segment.text):
        out.append(replace(segment, text=segment.text[start : match.start()]))
        out.append(replace(segment, text=match["name"], level=level_of(match["level"]) or segment.level))
        start = match.end()
    out.append(replace(segment, text=segment.text[start:]))
    trimmed = (replace(part, text=_JOINT.sub("", part.text)) for part in out)
    return [part for part in trimmed if part.text] if start else [segment]


def _without_slashes(text: str, linker: Linker) -> str:
    """ "Docker/Kubernetes" as alternatives, if both are known and the whole is not the name of one thing."""

    def spelled_out(match: re.Match[str]) -> str:
        both = linker.knows(match[1]) and linker.knows(match[2])
        return f"{match[1]} or {match[2]}" if both and not linker.knows(match[0]) else match[0]

    return _SLASH.sub(spelled_out, text)


def _of_label(label: str, rest: str, passage: Passage, linker: Linker) -> list[RequirementRecord]:
    """A bullet whose label is the skill: "Communication: Presenting results to others"."""
    (of_label, plain_label), (of_rest, _) = split_necessity(label), split_necessity(rest)
    necessity = Necessity.PREFERRED if Necessity.PREFERRED in (of_label, of_rest) else Necessity.ESSENTIAL
    return [
        _record(group, segment, necessity, rest.rstrip("."), passage, linker)
        for segment in segments(plain_label)
        for group in alternatives(segment.text, linker.knows, starts=True)
    ]


def _of_segment(
    segment: Segment, necessity: Necessity, passage: Passage, linker: Linker, label: str
) -> list[RequirementRecord]:
    """The requirements behind one cue; `label` says what a bare "tools like A and B" are tools for."""
    text = _without_slashes(segment.text.strip(" ,;."), linker)
    if not any(map(str.isalnum, text)):
        return []
    if segment.is_ability:
        phrase, note = _verb_phrase(text)
        return [_record(Alternatives((WrittenName(phrase),)), segment, necessity, note, passage, linker)]
    text, note = _split_qualifier(text, linker)
    found = alternatives(text, linker.knows, starts=segment.starts)
    groups = [named for group in found for named in _named(group, label, linker)]
    if any(len(name.text.split()) > _MOST_NAME_WORDS for group in groups for name in group.options):
        phrase, more = _verb_phrase(text)
        groups = [Alternatives((WrittenName(phrase, starts=segment.starts),))]
        note = _joined(more, note)
    return [_record(group, segment, necessity, note, passage, linker) for group in groups]


def _named(group: Alternatives, label: str, linker: Linker) -> list[Alternatives]:
    """For "tools" or "languages" alone, what the bullet's label names, or else each of the examples."""
    if len(group.options) > 1 or not group.examples or group.options[0].text.lower() not in _CLASS_WORDS:
        return [group]
    if label and not divides_section(label):
        found = alternatives(label, linker.knows, starts=True)
        return [replace(named, examples=group.examples, is_class=True) for named in found]
    return [Alternatives((WrittenName(example),), is_class=True) for example in group.examples]


def _record(
    group: Alternatives, segment: Segment, necessity: Necessity, note: str, passage: Passage, linker: Linker
) -> RequirementRecord:
    are_tools = group.is_class and len(group.options) > 1
    is_method = _METHODS.search(group.head) is not None
    options = [linker.capability(name, passage.line, as_tool=are_tools, as_skill=is_method) for name in group.options]
    examples = [linker.capability(WrittenName(name), passage.line, as_tool=group.is_class) for name in group.examples]
    any_of = distinct(options, lambda option: option.iri)
    return RequirementRecord(
        any_of=any_of,
        necessity=necessity,
        passage=passage,
        level=segment.level,
        examples=distinct([*any_of, *examples], lambda mention: mention.iri)[len(any_of) :],
        note=_joined(segment.note, note),
    )


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _only_names(text: str, linker: Linker) -> bool:
    """Whether a text is nothing but a list of known or proper names."""
    names = [re.sub(r"\s*\([^()]*\)", "", name) for name in list_items(text)]
    return bool(names) and all(linker.knows(name) or _is_proper(name, linker) for name in names)


def _is_proper(name: str, linker: Linker) -> bool:
    return 0 < len(name.split()) <= 3 and linker.truecase.label(name, starts=True)[:1].isupper()


def _without_lead(text: str) -> str:
    """A sentence's predicate without the words before what it asks for."""
    words = _INCLUDES.sub("", text).split(" ")
    start = next((index for index, word in enumerate(words) if word.strip(",:").lower() not in _LEAD), len(words))
    return " ".join(words[start:])


def _split_qualifier(text: str, linker: Linker) -> tuple[str, str]:
    """A list and the purpose or place behind it: "Python for data analysis" is Python."""
    if linker.knows(text):
        return text, ""
    hidden = mask(text)
    match = _QUALIFIER.search(hidden)
    if match is None or match.start() == 0:
        return text, ""
    resumed = _RESUMES.search(hidden, match.end())
    if resumed and not re.search(r"[A-Z]", hidden[match.start() : resumed.start()]):
        rest, note = _split_qualifier(text[: match.start()] + text[resumed.start() :], linker)
        return rest, _joined(text[match.start() : resumed.start()].strip(" ,;"), note)
    return text[: match.start()].strip(" ,;"), text[match.start() :].strip(" ,;")


def _verb_phrase(text: str) -> tuple[str, str]:
    """A verb phrase as a label, and the rest of the text if it is long."""
    cut = mask(text).find(", ")
    if cut > 0 and not re.search(r"\b(?:and|or)\b", text[cut:]):
        return text[:cut], text[cut + 2 :]
    if len(text) <= LONGEST_LABEL:
        return text, ""
    label = text[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:")
    return label, text[len(label) :].strip(" ,;")
