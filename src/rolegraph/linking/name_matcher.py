"""All names of a graph, found in a text at once: the longest first, with folding of what spelling leaves open.

A text and the names are taken apart into the same tokens: runs of letters and digits, with the signs of `C++`, `C#`
and `.NET`; a comma, a bracket or the end of a sentence is a token that few names have, so that none is found across it.
Tokens are folded (case, width, accents, `&`, the plural), and an Aho-Corasick automaton over them (Aho and Corasick
1975) finds all names in one pass. What is ambiguous as a word is left to `guards`.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.linking.guards import Verdict, joins, verdict
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node, fold

if TYPE_CHECKING:
    import ahocorasick

    from rolegraph.facts.lexicon import Lexicon

# How sure it is that a name means a node: by what name it is, and how it is written.
LABEL, WITHOUT_BRACKET, OTHER_NAME, SHORTENED = 1.0, 0.95, 0.9, 0.8
_INFLECTED, _AMBIGUOUS, _GUARDED = 0.1, 0.1, 0.2  # what is taken off
_ORDINARY: Final = 0.5  # at most, for an everyday word
_BREAK: Final = ","
_MAKER_TOOLS: Final = 3  # tools that begin with a word, from which it is known as a maker's name
_MARKS: Final = "\u0300-\u036f"
_TOKEN: Final = re.compile(
    rf"(?:(?<![\w.])\.)?(?P<word>[^\W_]+(?:[{_MARKS}]+[^\W_]*)*(?:['\u2019][^\W_]+)?(?:\+{{1,2}}|\#)?)|&"
    r"|(?P<break>[,;:()\[\]{}<>\"\u201c\u201d\u2022|!?\n\r\t]|\.(?=\s|$))"
)
_BRACKET: Final = re.compile(r"\s*\([^()]*\)\s*$")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LOW: Final = 64  # different characters in the second place of a token's code


class Token(NamedTuple):
    """A token of a text: where it stands, folded, and folded to the singular."""

    start: int
    end: int
    folded: str
    key: str


class NameMatch(NamedTuple):
    """A name in a text, and the nodes that it may mean, the best first."""

    start: int
    end: int
    text: str
    nodes: tuple[Node, ...]
    confidence: float


class _Name(NamedTuple):
    """A name of a node, as its folded tokens, and how sure it is that it means the node."""

    node: Node
    folded: tuple[str, ...]
    confidence: float


def tokens(text: str) -> list[Token]:
    """The tokens of a text.

    >>> [token.key for token in tokens("Node.js, C++ & .NET APIs")]
    ['node', 'js', ',', 'c++', 'and', '.net', 'api']
    """
    found = []
    for match in _TOKEN.finditer(text):
        folded, key = (_BREAK, _BREAK) if match["break"] else _folded(match[0])
        found.append(Token(match.start(), match.end(), folded, key))
    return found


@lru_cache(maxsize=100_000)
def _folded(token: str) -> tuple[str, str]:
    """A token without case, width and accents, and in the singular."""
    text = unicodedata.normalize("NFKD", token).casefold()
    if not text.isascii():
        text = "".join(char for char in text if not unicodedata.combining(char)).replace("\u2019", "'")
    text = text.removesuffix("'s").replace("'", "")
    if text == "&":
        return "and", "and"
    is_acronym = token[:-1].isupper() and token.endswith("s") and len(token) > 2
    return text, text[:-1] if is_acronym else _singular(text)


def _singular(word: str) -> str:
    """A word without the ending of the plural; the same word for both numbers, not always a right one."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


class NameMatcher:
    """Finds the names of a lexicon in texts.

    Parameters
    ----------
    lexicon
        The names; it is not to change while the matcher is used (`matcher_of` sees to that).

    Notes
    -----
    The confidence of a match is 1 for a label, 0.95 for one without its bracket ("Python" of *Python (computer
    programming)*), 0.9 for another name, 0.8 for one that is shortened or written apart ("Excel" of *Microsoft Excel*,
    "PowerBI" of *Power BI*); 0.1 less in another number, 0.1 less where it may mean several nodes equally well,
    0.2 less for a name that is also a word ("Go") and is taken for the name by what stands around it; at most 0.5 for
    an everyday word ("music"). It is a rule, not a probability.

    Examples
    --------
    >>> from rolegraph.facts.lexicon import MemoryLexicon
    >>> sql = Node("https://w3id.org/rolegraph/id/skill/sql", Kind.SKILL, "SQL")
    >>> matcher = NameMatcher(MemoryLexicon([(sql, ["Structured Query Language"])]))
    >>> [(match.start, match.text, match.confidence) for match in matcher.matches("structured-query language, SQL")]
    [(0, 'structured-query language', 0.9), (27, 'SQL', 1.0)]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._names: Final[list[list[_Name]]] = []
        self._codes: Final[dict[str, str]] = {}
        place_of: dict[tuple[str, ...], int] = {}
        for keys, name in _all_names(lexicon):
            place = place_of.setdefault(keys, len(self._names))
            if place == len(self._names):
                self._names.append([])
            self._names[place].append(name)
        self._automaton: Final = self._built(place_of)

    def _built(self, place_of: dict[tuple[str, ...], int]) -> ahocorasick.Automaton | None:
        """The automaton over tokens, each a code of two characters, which is faster than one over letters."""
        import ahocorasick

        for keys in place_of:
            for key in keys:
                number = len(self._codes) + 1
                self._codes.setdefault(key, chr(0x100 + number // _LOW) + chr(0x20 + number % _LOW))
        automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for keys, place in place_of.items():
            automaton.add_word("".join(map(self._codes.__getitem__, keys)), place)
        automaton.make_automaton()
        return automaton if place_of else None

    def matches(self, text: str, kinds: Collection[Kind] = CAPABILITY_KINDS) -> list[NameMatch]:
        """The names in a text that nodes of some kinds have: the leftmost, of these the longest; none overlap."""
        if self._automaton is None:
            return []
        found = tokens(text)
        code = self._codes.get
        unknown = chr(0x100) + chr(0x20)
        coded = "".join(code(token.key) or code(token.key.rstrip("+#")) or unknown for token in found)
        by_start: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for end, place in self._automaton.iter(coded):
            last = end // 2
            by_start[last - len(self._names[place][0].folded) + 1].append((last, place))
        chosen: list[tuple[NameMatch, Verdict]] = []
        free = 0
        for first in sorted(by_start):
            if first < free:
                continue
            for last, place in sorted(by_start[first], reverse=True):
                match, sense = self._match(text, found[first : last + 1], place, kinds)
                if match is not None and sense is not Verdict.NO:
                    chosen.append((match, sense))
                    free = last + 1
                    break
        return _settled(text, chosen)

    def _match(
        self, text: str, found: list[Token], place: int, kinds: Collection[Kind]
    ) -> tuple[NameMatch | None, Verdict]:
        folded = tuple(token.folded for token in found)
        best: dict[Node, float] = {}
        for name in self._names[place]:
            if not kinds or name.node.kind in kinds:
                is_same = name.folded == folded
                if is_same or not _is_proper(name):
                    sure = name.confidence if is_same else name.confidence - _INFLECTED
                    best[name.node] = max(sure, best.get(name.node, 0.0))
        if not best:
            return None, Verdict.NO
        nodes = sorted(best, key=lambda node: (-best[node], node.label, node.iri))
        sure = best[nodes[0]] - (_AMBIGUOUS if len(nodes) > 1 and best[nodes[1]] == best[nodes[0]] else 0.0)
        start, end = found[0].start, found[-1].end
        sense = verdict(text, start, end) if len(found) == 1 else Verdict.NAME
        if sense is Verdict.ORDINARY:
            sure = min(sure, _ORDINARY)
        elif sense in (Verdict.GUARDED, Verdict.IN_LIST):
            sure -= _GUARDED
        return NameMatch(start, end, text[start:end], tuple(nodes), round(sure, 2)), sense


def _settled(text: str, chosen: list[tuple[NameMatch, Verdict]]) -> list[NameMatch]:
    """The matches but those that would have to stand in a list with others, and do not."""
    kept: list[NameMatch] = []
    for place, (match, sense) in enumerate(chosen):
        if sense is Verdict.IN_LIST:
            after = chosen[place + 1 : place + 2]
            is_after = bool(kept) and joins(text[kept[-1].end : match.start])
            is_before = any(joins(text[match.end : other.start]) for other, its in after if its is not Verdict.IN_LIST)
            if not is_after and not is_before:
                continue
        kept.append(match)
    return kept


def _is_proper(name: _Name) -> bool:
    """Whether a name is one word, and that of a product: such has no other number ("Teams")."""
    return len(name.folded) == 1 and name.node.kind is Kind.TOOL and name.node.label[:1].isupper()


def _all_names(lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], _Name]]:
    """Each name by its keys, with the shorter and the joined forms of names where no other name is so."""
    derived: defaultdict[tuple[str, ...], dict[Node, _Name]] = defaultdict(dict)
    taken: set[tuple[str, ...]] = set()
    makers = _makers(lexicon)
    for node, text, is_label in _spellings(lexicon):
        found = tokens(text)
        keys, folded = tuple(token.key for token in found), tuple(token.folded for token in found)
        if not any(map(str.isalpha, text)) or not keys:
            continue
        taken.add(keys)
        yield keys, _Name(node, folded, LABEL if is_label else OTHER_NAME)
        for other, confidence in _other_forms(node, text, folded, makers):
            parts = tokens(other)
            name = _Name(node, tuple(token.folded for token in parts), confidence)
            derived[tuple(token.key for token in parts)].setdefault(node, name)
    for keys, names in derived.items():
        if keys and (keys not in taken or any(name.confidence == WITHOUT_BRACKET for name in names.values())):
            is_short = len(names) == 1
            yield from ((keys, name) for name in names.values() if is_short or name.confidence == WITHOUT_BRACKET)


def _spellings(lexicon: Lexicon) -> Iterator[tuple[Node, str, bool]]:
    """Each name once: labels as they are written, other names folded."""
    for node in lexicon:
        yield node, node.label, True
    for node, name, is_label in lexicon.names():
        if name != fold(node.label):
            yield node, name, is_label


def _other_forms(
    node: Node, text: str, folded: tuple[str, ...], makers: Collection[str]
) -> Iterator[tuple[str, float]]:
    """What a name is also written as."""
    if (plain := _BRACKET.sub("", text)) and plain != text:
        yield plain, WITHOUT_BRACKET
    if node.kind is Kind.TOOL and len(folded) > 1 and folded[0] in makers:
        yield text.split(None, 1)[-1], SHORTENED
    if len(folded) == 2 and _BREAK not in folded and len("".join(folded)) > 4:
        yield "".join(folded), SHORTENED
    if len(folded) == 1 and (apart := _CAMEL.sub(" ", text)) != text and len(apart.split()[0]) > 2:
        yield apart, SHORTENED


def _makers(lexicon: Lexicon) -> set[str]:
    """What several tools' labels begin with, before another proper name: "Microsoft", not "Data"."""
    before = Counter(
        words[0].casefold()
        for words in (node.label.split() for node in lexicon if node.kind is Kind.TOOL)
        if len(words) > 1 and words[1][:1].isupper()
    )
    return {word for word, count in before.items() if count >= _MAKER_TOOLS}


_MATCHERS: Final[weakref.WeakKeyDictionary[Lexicon, NameMatcher]] = weakref.WeakKeyDictionary()


def matcher_of(lexicon: Lexicon) -> NameMatcher:
    """The matcher of a lexicon, built once and again where the lexicon has changed."""
    known = _MATCHERS.get(lexicon)
    if known is None:
        known = _MATCHERS[lexicon] = NameMatcher(lexicon)
    return known
