"""What members of an enumeration share: a generic head behind them all, a noun or an adjective before them.

The grammar of what is asked for: "A, B, or C", "such as", and nouns that share a head.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rolegraph.linking import WrittenName
from rolegraph.readers.documents.text import BRACKET_MARKER, HIDDEN, TRAILING, mask, spells, split

Known = Callable[[str], bool]


# Heads that say nothing of their own: "techniques" of data modeling are data modeling.
GENERIC_HEADS: Final = (
    "tools and technologies",
    "tools and techniques",
    "tools and software",
    "best practices",
    "tools",
    "tool",
    "technologies",
    "technology",
    "techniques",
    "technique",
    "skills",
    "skill",
    "concepts",
    "principles",
    "methods",
    "methodologies",
    "methodology",
    "practices",
    "software",
)


_ADJECTIVE: Final = re.compile(
    r"(?:analytical|technical|interpersonal|organi[sz]ational|verbal|written|soft|hard|quantitative|creative"
    r"|mathematical"
    r"|statistical|critical|strategic|oral|managerial|cognitive|social|digital|practical|numerical|structured"
    r"|unstructured"
    r"|relational|non-relational|supervised|unsupervised|descriptive|inferential|predictive|prescriptive|qualitative"
    r"|computational|exploratory|ethical|legal|diagnostic|nosql|sql)",
    re.IGNORECASE,
)


_PROCESS: Final = re.compile(r"[a-z-]+(?:ing|tion|sion|ment|ance|ysis|yses|val|handling)")


# Nouns that what is done to them can be said of in turn: data cleaning and (data) preparation.
_OBJECTS: Final = frozenset(
    "data model software pipeline system database feature report dashboard requirements product image text network "
    "cloud "
    "infrastructure api algorithm code web application workflow log query schema experiment risk metadata".split()
)


# Processes that are skills by themselves, whatever stands before them.
STANDALONE: Final = frozenset(
    "programming communication collaboration documentation automation optimization statistics scripting debugging "
    "troubleshooting networking mentoring coaching leadership reporting presentation presenting teamwork negotiation "
    "problem-solving marketing accounting budgeting consulting forecasting experimentation containerization coding "
    "orchestration storytelling engineering management innovation learning training planning".split()
)


def inherited(name: str, place: int, texts: list[str], last: str, lent: str, known: Known) -> str:
    """A name with the noun or the adjective's head that it shares with its neighbours."""
    if place < len(texts) - 1 and _ADJECTIVE.fullmatch(name) and not known(name):
        # "written and verbal communication skills", "analytical and problem-solving skills"
        words = last.split()
        if len(words) > 1 and _ADJECTIVE.fullmatch(words[0]):
            return f"{name} {' '.join(words[1:])}"
        return f"{name} {lent}".strip() if lent in ("skills", "techniques", "methods") else name
    first = texts[0].split()
    is_process = place > 0 and " " not in name and _PROCESS.fullmatch(name.lower())
    if (
        not is_process
        or len(first) != 2
        or first[0].lower() not in _OBJECTS
        or not _PROCESS.fullmatch(first[1].lower())
    ):
        return name
    whole = f"{first[0]} {name}"
    if known(whole):
        return whole
    alone = all(" " not in beheaded(text, known)[0] for text in texts[1:])
    is_own = known(name) or name.lower() in STANDALONE or first[1].lower() == "learning"
    return whole if alone and not is_own else name


def beheaded(text: str, known: Known) -> tuple[str, str]:
    """A name without its generic head, and the head; a single adjective keeps it."""
    if known(text):
        return text, ""
    lower = text.lower()
    for head in GENERIC_HEADS:
        if lower.endswith(" " + head):
            rest = text[: -len(head) - 1].strip()
            if _ADJECTIVE.fullmatch(rest) and not rest.isupper() and not known(rest):
                return text, head
            return rest, head
    return text, ""


_MARKER: Final = re.compile(
    r"[,\s]\s*(?:such as|like|including|e\.g\.,?|i\.e\.,?|for example,?"
    r"|for instance,?|especially|particularly|notably|namely|preferably|ideally)\s+",
    re.IGNORECASE,
)


_ARTICLES: Final = re.compile(
    r"^(?:(?:an?|the|various|other|relevant|modern|popular|common|commonly used|different|multiple|several"
    r"|relational and"
    r"|at least one of|at least one|one or more|one or more of|both|either|some|any|all|key|core|related|use of"
    r"|the use of|using"
    r"|working with|utilizing)\s+){1,3}(?=\S)",
    re.IGNORECASE,
)


_QUANTITY: Final = re.compile(
    r"^(?:at least one|one or more|one|any)(?:\s+(?:of the|of|or more))?\s+(?=[a-z])", re.IGNORECASE
)


_DOUBLE_HEAD: Final = re.compile(
    r"(?<=\w )(tools|technologies|techniques|methods|methodologies|principles|concepts|practices)\s+(?:and|or)\s+"
    r"(?:tools|technologies|techniques|methods|methodologies|principles|concepts|best practices|practices)\b",
    re.IGNORECASE,
)


_HEDGES: Final = re.compile(r"^(?:ideally|preferably|especially|particularly|notably|also|even)\s+", re.IGNORECASE)


# Heads whose members are alternatives where the list says "or".
_CLASSES: Final = re.compile(
    r"(?:^|.*\s)(?:languages?|platforms?|frameworks?|librar(?:y|ies)|databases?|systems?|packages?|services"
    r"|warehouses?|tools?"
    r"|technologies|software|environments?|solutions|providers?|engines?|suites?)$",
    re.IGNORECASE,
)


_DOING: Final = re.compile(r"[a-z]+ing\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What one list asks for: any of `options`; `examples` of them; `is_class` if their head names a class of tools."""

    options: tuple[WrittenName, ...]
    examples: tuple[str, ...] = ()
    is_class: bool = False
    head: str = ""


@dataclass(slots=True)
class _Element:
    conj: str
    text: str
    inner: list[tuple[str, str]] = field(default_factory=list)  # what stands before a bracket, and in it
    first_example: str | None = None


def asks(text: str, known: Known, *, starts: bool = False) -> list[Alternatives]:
    """What a list of capabilities asks for.

    Parameters
    ----------
    text
        The list, without the words that set a level.
    known
        Whether a name is known as a whole, so that it is neither split nor shortened.
    starts
        Whether the list begins a sentence, so that its first capital says nothing.

    >>> def show(text):
    ...     found = asks(text, lambda name: False)
    ...     return [("|".join(name.text for name in ask.options), ask.examples) for ask in found]
    >>> show("model deployment and monitoring tools (e.g., MLflow, Kubeflow)")
    [('model deployment', ('MLflow', 'Kubeflow')), ('model monitoring', ('MLflow', 'Kubeflow'))]
    >>> show("programming languages such as Python, R, or Java")
    [('Python|R|Java', ())]
    """
    text = _DOUBLE_HEAD.sub(r"\1", _QUANTITY.sub("", text.strip(" ,;."), count=1))
    if known(text):
        return [Alternatives((WrittenName(text, starts=starts),))]
    groups: list[tuple[list[_Element], list[str], bool]] = [([], [], False)]
    for element in _elements(text):
        main, examples, _ = groups[-1]
        goes_on = bool(examples) and element.first_example is None and not _begins_anew(element, examples, known)
        if goes_on:
            groups[-1] = (main, [*examples, element.text], groups[-1][2] or "or" in element.conj)
            continue
        if examples:
            groups.append(([], [], False))
            main = groups[-1][0]
        main.append(element)
        if element.first_example is not None:
            groups[-1] = (main, [element.first_example], False)
    out: list[Alternatives] = []
    for main, examples, either in groups:
        out.extend(_asks_of(main, examples, either, known, starts=starts and not out))
    return out


def _elements(text: str) -> list[_Element]:
    out: list[_Element] = []
    for conj, part in split(TRAILING.sub("", text)):
        raw = _HEDGES.sub("", part)
        if out and _goes_on(out[-1], raw):
            out[-1].text += f" {conj} {raw}"
            continue
        element = _Element(conj, raw)
        if marker := _MARKER.search(" " + mask(raw)):
            at = max(0, marker.start() - 1)
            element.first_example = raw[marker.end() - 1 :].strip()
            element.text = raw[:at].strip()
        _take_brackets(element)
        if element.text or element.first_example:
            out.append(element)
    return out


def _goes_on(last: _Element, text: str) -> bool:
    """Whether two things are done to one object: "building and deploying models"."""
    words = last.text.split()
    if last.inner or last.first_example or len(words) != 1 or words[0].lower() in STANDALONE:
        return False
    doing = _DOING.match(text)
    return _DOING.fullmatch(words[0] + " ") is not None and doing is not None and " " in text


def _take_brackets(element: _Element) -> None:
    """Move what stands in brackets out of an element's text."""
    hidden, text = mask(element.text), element.text
    kept = ""
    place = 0
    for match in re.finditer(HIDDEN + "+", hidden):
        kept += text[place : match.start()]
        element.inner.append((kept.strip(), text[match.start() + 1 : match.end() - 1].strip()))
        place = match.end()
    element.text = " ".join((kept + text[place:]).split())


def _begins_anew(element: _Element, examples: list[str], known: Known) -> bool:
    """Whether an element behind a list of proper names is something else again: "…like MySQL, and data modeling"."""
    if element.inner and element.text[:1].islower() and not known(element.text):
        return True
    return (
        "and" in element.conj
        and element.text[:1].islower()
        and " " in element.text
        and all(example[:1].isupper() for example in examples)
    )


def _asks_of(
    main: list[_Element], examples: list[str], either: bool, known: Known, *, starts: bool
) -> list[Alternatives]:
    if not main:
        return []
    names = _with_shared_heads(main, known)
    shared = names[-1].shares and len(main) > 1
    shared = shared and not any(
        _is_proper(element.text, starts=starts and not place) for place, element in enumerate(main[:-1])
    )
    groups: list[list[int]] = []
    for place, element in enumerate(main):
        if place == 0 or ("and" in element.conj.split("/") and element.conj != "and/or"):
            groups.append([])
        groups[-1].append(place)
    out: list[Alternatives] = []
    for group in groups:
        has_or = any(main[place].conj == "or" for place in group[1:])
        for part in [group] if has_or else [[place] for place in group]:
            last = part[-1] == len(main) - 1
            given = list(examples) if last or shared else []
            said_either = either and (last or shared)
            for place in part if not shared else range(len(main)):
                for before, inner in main[place].inner:
                    listed, inner_either, _ = _inner(before, names[place].text, inner)
                    given += listed
                    said_either = said_either or inner_either
            options = tuple(
                WrittenName(names[place].text, names[place].alt, starts=starts and place == 0)
                for place in part
                if names[place].text
            )
            out.append(_either(options, tuple(dict.fromkeys(given)), said_either, names[part[-1]]))
    return [ask for ask in out if ask.options]


def _is_proper(text: str, *, starts: bool) -> bool:
    """Whether an element is a name by itself; at the start of a sentence a second word in lower case says it is not."""
    words = text.split()
    return text[:1].isupper() and not (starts and len(words) > 1 and words[1].islower())


@dataclass(frozen=True, slots=True)
class _Headed:
    text: str
    whole: str
    alt: tuple[str, ...] = ()
    shares: bool = False


def _either(options: tuple[WrittenName, ...], examples: tuple[str, ...], either: bool, headed: _Headed) -> Alternatives:
    """A class of tools with alternatives asks for one of them; anything else has them for examples."""
    is_class = _CLASSES.match(headed.whole) is not None
    bare = headed.text == headed.whole or not headed.text
    if examples and (is_class and either and bare and len(options) == 1):
        return Alternatives(tuple(WrittenName(example) for example in examples), (), is_class=True, head=headed.whole)
    return Alternatives(options, examples, is_class, headed.whole)


def _with_shared_heads(main: list[_Element], known: Known) -> list[_Headed]:
    """Each element's name without generic heads, and with what it shares with its neighbours."""
    texts = [_ARTICLES.sub("", element.text) for element in main]
    last, head = beheaded(texts[-1], known)
    names: list[_Headed] = []
    for place, text in enumerate(texts):
        name, own = (last, head) if place == len(texts) - 1 else beheaded(text, known)
        lent = head if not own and place < len(texts) - 1 else ""
        name = inherited(name, place, texts, last, lent, known)
        alt = tuple(other for before, inner in main[place].inner for other in _inner(before, name, inner)[2])
        names.append(_Headed(name, text, alt, shares=bool(own) and place == len(texts) - 1))
    return names


def _inner(before: str, name: str, inner: str) -> tuple[list[str], bool, tuple[str, ...]]:
    """What a bracket gives: examples, whether they are alternatives, and other names of what stands before it."""
    listed = BRACKET_MARKER.sub("", inner)
    is_marked = listed != inner
    if not is_marked and spells(before, inner):
        return [], False, (inner,) if name.endswith(before) or before.endswith(name) else ()
    if not is_marked and re.match(
        r"(?:or|and) (?:similar|equivalent|related)|\d|an?\s|the\s|(?:[a-z-]+\s+)?(?:level|required|preferred"
        r"|optional|basic|advanced)",
        inner,
        re.I,
    ):
        return [], False, ()
    parts = split(TRAILING.sub("", listed))
    return [text for _, text in parts], any(conj == "or" for conj, _ in parts), ()
