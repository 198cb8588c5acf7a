"""Coordinated lists of capabilities: "A, B, or C", "such as", and members that share a noun or an adjective.

A generic head behind a list ("… skills", "… tools") belongs to all its members; a first noun may be shared too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rolegraph.linking import WrittenName
from rolegraph.readers.documents.plain_text import (
    BRACKET_MARKER,
    HIDDEN,
    OPEN_END,
    mask,
    spells_out,
    split_list,
    trimmed,
)

Known = Callable[[str], bool]

# Heads without a meaning of their own: "techniques" of data modeling are data modeling.
_GENERIC_HEADS: Final = (
    "tools and technologies|tools and techniques|tools and software|best practices|tools|tool|technologies|technology"
    "|techniques|technique|skills|skill|concepts|principles|methods|methodologies|methodology|practices|software"
).split("|")
_ADJECTIVE: Final = re.compile(
    r"(?:analytical|technical|interpersonal|organi[sz]ational|verbal|written|soft|hard|quantitative|creative"
    r"|mathematical|statistical|critical|strategic|oral|managerial|cognitive|social|digital|practical|numerical"
    r"|structured|unstructured|relational|non-relational|supervised|unsupervised|descriptive|inferential|predictive"
    r"|prescriptive|qualitative|computational|exploratory|ethical|legal|diagnostic|nosql|sql)",
    re.IGNORECASE,
)
_PROCESS: Final = re.compile(r"[a-z-]+(?:ing|tion|sion|ment|ance|ysis|yses|val|handling)")
# Nouns that several processes may share: data cleaning and (data) preparation.
_OBJECTS: Final = frozenset(
    "data model software pipeline system database feature report dashboard requirements product image text network "
    "cloud infrastructure api algorithm code web application workflow log query schema experiment risk metadata".split()
)
# Processes that are skills by themselves, with any noun before them.
_STANDALONE: Final = frozenset(
    "programming communication collaboration documentation automation optimization statistics scripting debugging "
    "troubleshooting networking mentoring coaching leadership reporting presentation presenting teamwork negotiation "
    "problem-solving marketing accounting budgeting consulting forecasting experimentation containerization coding "
    "orchestration storytelling engineering management innovation learning training planning".split()
)
# What is a skill without the word: "drafting skills" are drafting, "knife skills" are not a knife.
_OF_ITSELF: Final = re.compile(
    r"(?:ing|[tsx]ion|ship|ment|work|[ae]nce|acy|ity|ysis|ogy|tomy|graphy|metry|istry|ics|research|care|craft|design|support|control|sales)$"
)
# Nouns that say little alone: "infection prevention and control" is one thing.
_GENERAL: Final = frozenset(
    "control management development support care treatment assurance improvement compliance maintenance delivery "
    "evaluation prevention protection review supervision disposal storage handling".split()
)
_PAIRS: Final = re.compile(
    r"\b(identity|health|research|profit|food|sales|equality|terms|policies|rules|supply|diagnosis|import|heating)"
    r" and (access management|safety|development|loss|beverages?|operations|diversity|conditions|procedures"
    r"|regulations|demand|treatment|export|ventilation)\b",
    re.IGNORECASE,
)
_OF_BOTH: Final = re.compile(r"[a-z]+ (?:law|legislation|regulations)")  # "landlord and tenant law"
_AMPERSAND: Final = re.compile(r"\b([A-Z][a-z]+) & ([A-Z][a-z]+)\b")
_JOINED: Final = "\x01"  # stands for a space that does not divide a list
_MOST_MEMBERS: Final = 100  # of a list that have anything in common
_MARKER: Final = re.compile(
    r"[,\s]\s*(?:such as|like|including|incl\.?|e\.g\.,?|i\.e\.,?|for example,?|for instance,?|especially|particularly"
    r"|notably|namely|preferably|ideally)\s+",
    re.IGNORECASE,
)
_DETERMINERS: Final = re.compile(
    r"^(?:(?:an?|the|various|other|relevant|modern|popular|common|commonly used|different|multiple|several"
    r"|relational and|at least one of|at least one|one or more|one or more of|both|either|some|any|all|key|core"
    r"|related|use of|the use of|using|working with|utilizing|of|bit of|little)\s+){1,3}(?=\S)",
    re.IGNORECASE,
)
_WITH_SOMETHING: Final = re.compile(
    r"^(?:children|pupils|students|young people|people|adults|patients|clients|customers|individuals|families"
    r"|residents) (?:with|who have|living with)\s+(?=\S)",
    re.IGNORECASE,
)
_STAGE: Final = re.compile(r"\bKey $")  # "Key Stage 2"
_QUANTITY: Final = re.compile(
    r"^(?:at least one|one or more|one|any)(?:\s+(?:of the|of|or more))?\s+(?=[a-z])", re.IGNORECASE
)
_DOUBLE_HEAD: Final = re.compile(
    r"(?<=\w )(tools|technologies|techniques|methods|methodologies|principles|concepts|practices)\s+(?:and|or)\s+"
    r"(?:tools|technologies|techniques|methods|methodologies|principles|concepts|best practices|practices)\b",
    re.IGNORECASE,
)
_HEDGES: Final = re.compile(r"^(?:ideally|preferably|especially|particularly|notably|also|even)\s+", re.IGNORECASE)
# Heads whose members are alternatives if the list says "or".
_CLASSES: Final = re.compile(
    r"(?:^|.*\s)(?:languages?|platforms?|frameworks?|librar(?:y|ies)|databases?|systems?|packages?|services"
    r"|warehouses?|tools?|technologies|software|environments?|solutions|providers?|engines?|suites?)$",
    re.IGNORECASE,
)
_DOING: Final = re.compile(r"[a-z]+ing\s+", re.IGNORECASE)
# Brackets that say neither an example nor another name: "(or similar)", "(basic)", "(3 years)".
_REMARK: Final = re.compile(
    r"(?:or|and) (?:similar|equivalent|related)|\d|an?\s|the\s"
    r"|(?:[a-z-]+\s+)?(?:level|required|preferred|optional|basic|advanced)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What a list asks for: any of `options`, with `examples`; `is_class` if their head names a class of tools."""

    options: tuple[WrittenName, ...]
    examples: tuple[str, ...] = ()
    is_class: bool = False
    head: str = ""


@dataclass(slots=True)
class _Element:
    """A member of a list: its conjunction, its text, and its brackets, each with the text before it."""

    conj: str
    text: str
    brackets: list[tuple[str, str]] = field(default_factory=list)
    first_example: str | None = None


@dataclass(slots=True)
class _Group:
    """Members with the examples behind them; `either` if the examples are joined by "or"."""

    members: list[_Element] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    either: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A member's name without its generic head; `lends` if it is the last, and its head belongs to all members."""

    text: str
    whole: str
    alt: tuple[str, ...] = ()
    lends: bool = False


def alternatives(text: str, known: Known, *, starts: bool = False) -> list[Alternatives]:
    """The capabilities that a list asks for, which stands without the words that set a level.

    A `known` name is neither split nor shortened. If the list `starts` a sentence, its first capital means nothing.
    """
    text = _DOUBLE_HEAD.sub(r"\1", _QUANTITY.sub("", trimmed(text), count=1))
    if known(text):
        return [Alternatives((WrittenName(text, starts=starts),))]
    text = _PAIRS.sub(rf"\1{_JOINED}and{_JOINED}\2", text)
    text = _AMPERSAND.sub(lambda m: m[0] if known(m[1]) or known(m[2]) else m[0].replace(" ", _JOINED), text)
    groups = [_Group()]
    for element in _elements(text, known):
        group = groups[-1]
        if group.examples:
            if element.first_example is None and not _begins_anew(element, group.examples, known):
                group.examples.append(element.text)
                group.either = group.either or "or" in element.conj
                continue
            groups.append(group := _Group())
        elif len(group.members) == _MOST_MEMBERS:
            groups.append(group := _Group())
        group.members.append(element)
        if element.first_example is not None:
            group.examples = [element.first_example]
    out: list[Alternatives] = []
    for group in groups if groups[0].members else []:
        out.extend(_group_alternatives(group, known, starts=starts and not out))
    return out


def _elements(text: str, known: Known) -> list[_Element]:
    out: list[_Element] = []
    for conj, part in split_list(OPEN_END.sub("", text)):
        raw = _HEDGES.sub("", part)
        if out and _is_one_with(out[-1], conj, raw):
            out[-1].text += f" and {raw}".replace(" ", _JOINED)
            continue
        if out and _shares_object(out[-1], raw):
            out[-1].text += f" {conj} {raw}"
            continue
        element = _Element(conj, raw)
        if marker := _MARKER.search(" " + mask(raw)):
            element.first_example = raw[marker.end() - 1 :].strip()
            element.text = raw[: max(0, marker.start() - 1)].strip()
            if "incl" in marker[0].lower() and known(element.first_example):  # what is included is asked for
                out += [_Element(conj, element.text)] if element.text else []
                element = _Element("and", element.first_example)
        if not element.text and element.first_example and out and out[-1].first_example is None:
            out[-1].first_example = element.first_example  # "SQL, e.g. MySQL"
            continue
        _take_brackets(element)
        if element.text or element.first_example:
            out.append(element)
    return out


def _is_one_with(last: _Element, conj: str, text: str) -> bool:
    """Whether "and" joins the words of one name: "infection prevention and control", "landlord and tenant law"."""
    if conj != "and" or last.brackets or last.conj == ",":
        return False
    if _OF_BOTH.fullmatch(text):
        return re.fullmatch(r"[a-z]+", last.text) is not None
    first, _, others = last.text.partition(" ")
    return text.lower() in _GENERAL and bool(others) and first.lower() not in _OBJECTS


def _shares_object(last: _Element, text: str) -> bool:
    """Whether two things are done to one object: "building and deploying models"."""
    words = last.text.split()
    if last.brackets or last.first_example or len(words) != 1 or words[0].lower() in _STANDALONE:
        return False
    return _DOING.fullmatch(words[0] + " ") is not None and _DOING.match(text) is not None and " " in text


def _take_brackets(element: _Element) -> None:
    text = element.text
    before, start = "", 0
    for match in re.finditer(HIDDEN + "+", mask(text)):
        before += text[start : match.start()]
        element.brackets.append((before.strip(), text[match.start() + 1 : match.end() - 1].strip()))
        start = match.end()
    element.text = " ".join((before + text[start:]).split())


def _begins_anew(element: _Element, examples: list[str], known: Known) -> bool:
    """Whether an element behind a list of proper names is not one of them: "…like MySQL, and data modeling"."""
    if not element.text[:1].islower():
        return False
    if element.brackets and not known(element.text):
        return True
    return "and" in element.conj and " " in element.text and all(example[:1].isupper() for example in examples)


def _group_alternatives(group: _Group, known: Known, *, starts: bool) -> list[Alternatives]:
    members = group.members
    names = _with_shared_heads(members, known, starts=starts)
    are_proper = (_is_proper(member.text, starts=starts and not index) for index, member in enumerate(members[:-1]))
    shared = names[-1].lends and len(members) > 1 and not any(are_proper)
    out: list[Alternatives] = []
    for indices in _joined_by_or(members):
        has_examples = shared or indices[-1] == len(members) - 1
        examples = list(group.examples) if has_examples else []
        either = group.either and has_examples
        for index in range(len(members)) if shared else indices:
            for before, inner in members[index].brackets:
                listed, inner_either, _ = _read_bracket(before, names[index].text, inner)
                examples += listed
                either = either or inner_either
        options = tuple(
            WrittenName(names[index].text.replace(_JOINED, " "), names[index].alt, starts=starts and index == 0)
            for index in indices
            if names[index].text
        )
        out.append(_as_alternatives(options, tuple(dict.fromkeys(examples)), names[indices[-1]], either=either))
    return [alternative for alternative in out if alternative.options]


def _joined_by_or(members: list[_Element]) -> list[list[int]]:
    """The members that are alternatives of each other, by index: "A and B or C" are A, and B or C."""
    runs: list[list[int]] = []
    for index, member in enumerate(members):
        closes = member.conj == "," and any(members[before].conj == "or" for before in runs[-1][1:]) if runs else False
        if index == 0 or member.conj == "and" or closes:  # "A or B, C, and D"
            runs.append([])
        runs[-1].append(index)
    out: list[list[int]] = []
    for run in runs:
        has_or = any(members[index].conj == "or" for index in run[1:])
        out += [run] if has_or else [[index] for index in run]
    return out


def _is_proper(text: str, *, starts: bool) -> bool:
    """Whether a member is a proper name; if it starts a sentence, a second word in lower case shows that it is not."""
    words = text.split()
    return text[:1].isupper() and not (starts and len(words) > 1 and words[1].islower())


def _as_alternatives(
    options: tuple[WrittenName, ...], examples: tuple[str, ...], name: _Name, *, either: bool
) -> Alternatives:
    """A bare class of tools asks for one of its examples, if they are joined by "or"; anything else keeps them."""
    is_class = _CLASSES.match(name.whole) is not None
    is_bare = name.text == name.whole or not name.text
    if examples and is_class and either and is_bare and len(options) == 1:
        return Alternatives(tuple(map(WrittenName, examples)), (), is_class=True, head=name.whole)
    return Alternatives(options, examples, is_class, name.whole)


def _with_shared_heads(members: list[_Element], known: Known, *, starts: bool) -> list[_Name]:
    """Each member's name without generic heads, and with what it shares with the others."""
    texts = [_plain(member.text) for member in members]
    last, head = _without_head(texts[-1], known, starts=starts and len(texts) == 1)
    names: list[_Name] = []
    for index, (text, member) in enumerate(zip(texts, members, strict=True)):
        is_last = index == len(texts) - 1
        name, own_head = _without_head(text, known, starts=starts and index == 0)
        name = _with_shared_word(name, index, texts, last, "" if own_head or is_last else head, known)
        alt = tuple(other for before, inner in member.brackets for other in _read_bracket(before, name, inner)[2])
        names.append(_Name(name, text, alt, lends=bool(own_head) and is_last))
    return names


def _plain(text: str) -> str:
    """A member without determiners, and what people have instead of the people: "pupils with special needs"."""
    if match := _DETERMINERS.match(text):
        is_stage = _STAGE.search(match[0]) and text[match.end()].isupper()
        text = text[match.end() - (len("Key ") if is_stage else 0) :]
    return _WITH_SOMETHING.sub("", text)


def _without_head(text: str, known: Known, *, starts: bool = False) -> tuple[str, str]:
    """A name without its generic head, and the head; a single adjective keeps it, and what is no skill without it."""
    if known(text):
        return text, ""
    lower = text.lower()
    for head in _GENERIC_HEADS:
        if lower.endswith(" " + head):
            rest = text[: -len(head) - 1].strip()
            is_short = _ADJECTIVE.fullmatch(rest) and not rest.isupper()
            is_named = _OF_ITSELF.search(rest.lower()) or (rest[:1].isupper() and rest != "IT" and not starts)
            is_thing = (
                head in ("skill", "skills", "tool", "tools")
                and " " not in rest
                and not (is_named or (len(rest) > 2 and rest.isupper()))
            )
            if (is_short or is_thing) and not known(rest):
                return text, head
            return rest, head
    return text, ""


def _with_shared_word(name: str, index: int, texts: list[str], last: str, head: str, known: Known) -> str:
    """A name with the noun before the first member, or the noun behind an adjective of the last."""
    if index < len(texts) - 1 and _ADJECTIVE.fullmatch(name) and not known(name):
        # "written and verbal communication skills", "analytical and problem-solving skills"
        words = last.split()
        if len(words) > 1 and _ADJECTIVE.fullmatch(words[0]):
            return f"{name} {' '.join(words[1:])}"
        return f"{name} {head}".strip() if head in ("skills", "techniques", "methods") else name
    first = texts[0].split()
    if index == 0 or " " in name or not _PROCESS.fullmatch(name.lower()):
        return name
    if len(first) != 2 or first[0].lower() not in _OBJECTS or not _PROCESS.fullmatch(first[1].lower()):
        return name
    whole = f"{first[0]} {name}"
    if known(whole):
        return whole
    are_single = all(" " not in _without_head(text, known)[0] for text in texts[1:])
    is_own = known(name) or name.lower() in _STANDALONE or first[1].lower() == "learning"
    return whole if are_single and not is_own else name


def _read_bracket(before: str, name: str, inner: str) -> tuple[list[str], bool, tuple[str, ...]]:
    """The examples in a bracket, whether they are alternatives, and other names of what stands before it."""
    listed = BRACKET_MARKER.sub("", inner)
    if listed == inner and spells_out(before, inner):
        return [], False, (inner,) if name.endswith(before) or before.endswith(name) else ()
    if listed == inner and _REMARK.match(inner):
        return [], False, ()
    parts = split_list(OPEN_END.sub("", listed))
    return [text for _, text in parts], any(conj == "or" for conj, _ in parts), ()
