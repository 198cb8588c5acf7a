"""What a name means that no node has exactly: other spellings of it, and names that say it and nothing more.

What is found must be one node alone: nothing is guessed. Which words say nothing more, and whose products people name
without their maker, is our judgement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from rolegraph.facts.lexicon import LABELS, Lexicon
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node, fold, slugify

_SHORTEST: Final = 4  # letters of a word of which the plural is tried, or that is written together or apart
_LONGEST: Final = 80  # letters of a name of which anything is tried
_SOFTWARE: Final = frozenset("software program application app suite platform package system tool language".split())
_SMALL: Final = frozenset("and of for the in to".split())
_SKILL_WORDS: Final = re.compile(r"(?:knowledge|use) of (.+)|(.+) (?:skills?|knowledge)")
_ROLE_WORDS: Final = re.compile(r"(?:i am|i'm|i’m) (?:an? )?(.+)|an? (.+)")
_TOOL_WORDS: Final = re.compile(r"(.+?) (?:(?:programming|coding|scripting)(?: languages?)?|languages?)")
_MAKERS: Final = (
    "microsoft", "apache", "adobe", "google", "amazon", "ibm", "oracle", "autodesk", "sap", "sas", "atlassian", "apple",
    "esri", "intuit", "salesforce", "cisco", "the mathworks", "mathworks", "red hat", "vmware", "tibco", "jetbrains",
    "hashicorp", "nvidia", "mozilla",
)  # fmt: skip
_SHORT_MAKERS: Final = {"ms ": "microsoft ", "gcp ": "google cloud ", "aws ": "amazon "}
# Endings that British and American spelling tell apart, both ways.
_SPELLINGS: Final = (
    (r"is(e|ed|er|ers|ing|ation|ations)\b", r"iz\1"),
    (r"iz(e|ed|er|ers|ing|ation|ations)\b", r"is\1"),
    (r"ell(ing|ed|er|ers)\b", r"el\1"),
    (r"el(ing|ed|er|ers)\b", r"ell\1"),
    (r"([lv])our\b", r"\1or"),
    (r"\bcentre\b", "center"),
    (r"\bprogramme\b", "program"),
)


def spellings(name: str, kinds: Collection[Kind] = ()) -> Iterator[tuple[str, tuple[Kind, ...]]]:
    """Other ways to write or say a name, the likeliest first, each with the kinds among which it means the same."""
    text, among = fold(name), tuple(kinds) or tuple(Kind)
    if not text or len(text) > _LONGEST or "/" in text:
        return
    tools = tuple(kind for kind in among if kind is Kind.TOOL)
    roles = tuple(kind for kind in among if kind is Kind.ROLE)
    called = _parts(_ROLE_WORDS, text)
    seen = {text}
    for spelling, fitting in (
        *((one, among) for one in _other_numbers(text)),
        *((re.sub(pattern, other, text), among) for pattern, other in _SPELLINGS),
        *((long + text.removeprefix(short), among) for short, long in _SHORT_MAKERS.items() if text.startswith(short)),
        *((text.removeprefix(f"{maker} "), tools) for maker in _MAKERS),
        *((one, roles) for part in called for one in (part, *_other_numbers(part))),
        *((part, tools) for part in _parts(_TOOL_WORDS, text)),
        *((part, tuple(k for k in among if k in CAPABILITY_KINDS)) for part in _parts(_SKILL_WORDS, text)),
    ):
        if spelling not in seen and fitting:
            seen.add(spelling)
            yield spelling, fitting


def _parts(pattern: re.Pattern[str], text: str) -> list[str]:
    found = pattern.fullmatch(text)
    return [part for part in found.groups() if part] if found else []


def _other_numbers(text: str) -> Iterator[str]:
    """The last word in the plural, or the singular."""
    last = text.rpartition(" ")[2]
    if len(last) < _SHORTEST or not last.isalpha():
        return
    if last.endswith("ies"):
        yield f"{text[:-3]}y"
    elif last.endswith("s") and not last.endswith("ss"):
        yield text[:-1]
        if last.endswith("es"):
            yield text[:-2]
    else:
        yield f"{text[:-1]}ies" if last.endswith("y") else f"{text}s"


def like(lexicon: Lexicon, name: str, kinds: Collection[Kind] = ()) -> Node | None:
    """The node that alone has a name with the same letters, or one that says the name and nothing more.

    Such are *Node.js* for *nodejs*, *SAP software* for *SAP*, *Microsoft Excel* for *Excel*, and for an abbreviation
    what it is short for together with it, as *Structured query language SQL*. All names are looked through.
    """
    text = fold(name)
    if len(text) < 2 or len(text) > _LONGEST or "/" in text:
        return None
    alike = set(_with_letters(lexicon, text, kinds))
    labelled = (node for node in alike if _letters(node.label) == _letters(text))
    return (
        _alone(labelled)
        or _alone(alike)
        or _alone(
            node
            for wanted in (True, False)
            for book, said, node in lexicon.containing(text)
            if (book == LABELS) is wanted and (not kinds or node.kind in kinds) and _says_no_more(said, text, node)
        )
    )


def _alone(nodes: Iterable[Node]) -> Node | None:
    found = set(nodes)
    return found.pop() if len(found) == 1 else None


def _letters(name: str) -> str:
    return slugify(name).replace("-", "")


def _with_letters(lexicon: Lexicon, text: str, kinds: Collection[Kind]) -> Iterator[Node]:
    """Nodes whose name differs only in what stands between its words."""
    letters = _letters(text)
    if len(letters) >= _SHORTEST:
        for slug in lexicon.slugs(kinds):
            if slug.replace("-", "") == letters:
                yield from (node for node in lexicon.with_slug(slug) if not kinds or node.kind in kinds)


def _says_no_more(said: str, name: str, node: Node) -> bool:
    """Whether a name of a node is another name with words around it that say nothing more."""
    before, _, after = said.partition(name)
    if before[-1:].isalnum() or after[:1].isalnum():
        return False
    first, last = re.findall(r"\w+", before), re.findall(r"\w+", after)
    if first:
        whole = not last and (_is_of_a_maker(first, node) or first == ["use"])
        return whole or (_is_short_for(name, first) and _SOFTWARE.issuperset(last))
    if after.startswith(" ("):
        return _is_short_for(name, last)
    return bool(last) and _SOFTWARE.issuperset(last) and _is_proper(name, node)


def _is_of_a_maker(before: list[str], node: Node) -> bool:
    return node.kind is Kind.TOOL and " ".join(before) in _MAKERS


def _is_proper(name: str, node: Node) -> bool:
    """Whether a label writes a name as only products are: *SAP software*, and not *Contract management software*."""
    written = node.label[: len(name)]
    return node.kind is Kind.TOOL and fold(written) == name and written[1:] != written[1:].casefold()


def _is_short_for(name: str, words: list[str]) -> bool:
    """Whether a name is an abbreviation of words: all its letters, and all of theirs that count, in their order."""
    starts = bool(words) and (name[0] == words[0][0] or (name[0] == "x" and words[0].startswith("ex")))
    if not (name.isalpha() and starts and 1 < len(words) <= len(name)):
        return False
    letters, initials = iter("".join(words)), iter(name)
    counted = [word[0] for word in words[1:] if word not in _SMALL]
    return all(letter in letters for letter in name) and all(letter in initials for letter in counted)
