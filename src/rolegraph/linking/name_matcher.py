"""All names of a graph, found in a text at once: the longest first, with folding of what spelling leaves open.

A text and the names are taken apart into the same tokens: runs of letters and digits, with the signs of `C++`, `C#`
and `.NET`; a comma, a bracket or the end of a sentence is a token that few names have, so that none is found across it.
Tokens are folded (case, width, accents, `&`, British and American spelling, the plural), and an Aho-Corasick automaton
over them (Aho and Corasick 1975) finds all names in one pass. What is ambiguous as a word is left to `guards`.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.linking.guards import WORDS, Verdict, closes, joins, verdict
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node, fold

if TYPE_CHECKING:
    from rolegraph.facts.lexicon import Lexicon

# How sure it is that a name means a node: by what name it is, and how it is written.
LABEL, WITHOUT_BRACKET, OTHER_NAME, SHORTENED, DISTANT = 1.0, 0.95, 0.9, 0.8, 0.7
_INFLECTED, _AMBIGUOUS, _GUARDED = 0.1, 0.1, 0.2  # what is taken off
_ORDINARY: Final = 0.5  # at most, for an everyday word
# From how many labels on that have a word it is an everyday one: as a label, as a part of one, as any other name.
_ORDINARY_LABEL, _ORDINARY_PART, _ORDINARY_OTHER = 20, 10, 4
_SHORT: Final = 3  # letters of an abbreviation that may have many meanings
_ROOT: Final = 4  # letters of the shortest root that two words share
_MAKER_TOOLS: Final = 3  # tools that begin with a word, from which it is known as a maker's name
_BREAK: Final = ","
_MARKS: Final = "\u0300-\u036f"
_TOKEN: Final = re.compile(
    rf"(?:(?<![\w.])\.)?[^\W_]{{1,60}}(?:[{_MARKS}]{{1,4}}[^\W_]{{0,60}}){{0,9}}(?:['\u2019][^\W_]{{1,60}})?(?:\+{{1,2}}|\#)?|&"
    r"|[,;:()\[\]{}<>\"\u201c\u201d\u2022|!?\n\r\t]|\.(?=\s|$)"
)
# British spellings as American ones; what else is changed by it is changed in names and texts alike.
_SPELLINGS: Final = (
    (re.compile(r"(?<=.)is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"yse(?=[drs]?$)"), "yze"),
    (re.compile(r"(?<=..)our(?=$|s$|al|ed$|ing$|ite)"), "or"),
    (re.compile(r"ll(?=(?:ed|er|ers|ing)$)"), "l"),
    (re.compile(r"(?<=.)ae(?=.)"), "e"),
    (re.compile(r"(?<=[cdt])re$"), "er"),
    (re.compile(r"(?<=gram)me(?=s?$)|(?<=log)ue(?=s?$)"), ""),
    (re.compile(r"(?<=licen)c(?=e|ing)"), "s"),
)
# Verbs that say no more than that something is done.
_LIGHT_VERBS: Final = frozenset(
    "apply carry conduct execute exercise have perform possess provide undertake use".split()
)
# What ends in "-ing" and is not what the verb says: "marketing" is not of a market.
_NOUNS: Final = frozenset(
    "accounting advertising banking building catering clothing engineering housing lighting marketing meeting nursing "
    "publishing".split()
)
_PREPOSITIONS: Final = frozenset("as at by for from in of on out to under up with".split())
_ARTICLES: Final = frozenset("a an the our your their its".split())
_BRACKET: Final = re.compile(r"\s*\([^()]*\)\s*$")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LOW: Final = 64  # different characters in the second place of a token's code
_UNKNOWN: Final = chr(0x100) + chr(0x20)
_MOST_CHANGED: Final = 500  # nodes, from which on a matcher is built anew


Token = tuple[tuple[int, int], tuple[str, str]]
"""Where a token of a text stands; folded, and folded further, to one form for both numbers and for "-ing"."""


class NameMatch(NamedTuple):
    """A name in a text, and the nodes that it may mean, the best first."""

    start: int
    end: int
    text: str
    nodes: tuple[Node, ...]
    confidence: float


class _Name(NamedTuple):
    """A name of a node, as its folded tokens, how sure it is that it means the node, and a maker's name left out."""

    node: Node
    folded: tuple[str, ...]
    confidence: float
    maker: str = ""


def tokens(text: str) -> list[Token]:
    """The tokens of a text; articles are none.

    >>> [key for _, (_, key) in tokens("Node.js, C++ & the .NET APIs")]
    ['node', 'js', ',', 'c++', 'and', '.net', 'api']
    """
    return [(match.span(), _folded(match[0])) for match in _TOKEN.finditer(text) if match[0] not in _ARTICLES]


def _parts(name: str) -> tuple[list[str], list[str]]:
    """A name as its folded tokens, and as their keys."""
    found = [_folded(part) for part in _TOKEN.findall(name) if part not in _ARTICLES or name.endswith(f" {part}")]
    return [folded for folded, _ in found], [key for _, key in found]


@lru_cache(maxsize=100_000)
def _folded(token: str) -> tuple[str, str]:
    """A token without case, width and accents, and its key."""
    text = unicodedata.normalize("NFKD", token).casefold()
    if not text.isascii():
        text = "".join(char for char in text if not unicodedata.combining(char)).replace("\u2019", "'")
    if text == "&":
        return "and", "and"
    text = text.removesuffix("'s").replace("'", "")
    if not text.removeprefix(".")[:1].isalnum():
        return _BREAK, _BREAK
    text = american(text)
    is_acronym = token[:-1].isupper() and token.endswith("s") and len(token) > 2
    return text, text[:-1] if is_acronym else _root(_singular(text))


def american(word: str) -> str:
    """A folded word in American spelling."""
    if len(word) > 5:
        for spelling, other in _SPELLINGS:
            word = spelling.sub(other, word)
    return word


def _singular(word: str) -> str:
    """A word without the ending of the plural; the same word for both numbers, not always a right one."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ics") and len(word) > 7:  # "economics", but "clinics"
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def _root(word: str) -> str:
    """A word in one form with and without "-ing": *manage* and *managing*, *plan* and *planning*."""
    if len(word) > 5 and word.endswith("ing") and word not in _NOUNS:
        word = word[:-3]
        return word[:-1] if word[-1] == word[-2] and word[-1] not in "ls" else word
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


class NameMatcher:
    """Finds the names of a lexicon in texts.

    Parameters
    ----------
    lexicon
        The names; it is not to change while the matcher is used (`matcher_of` sees to that).

    Notes
    -----
    The confidence of a match is 1 for a label; 0.95 for one without its bracket ("Python" of *Python (computer
    programming)*); 0.9 for another name; 0.8 for one that is shortened or written apart ("Excel" of *Microsoft Excel*,
    "PowerBI" of *Power BI*), and for another name of one word with the root of one in the label, 0.7 for one without.
    It is 0.1 less in another number or with "-ing"; 0.1 less where it may mean nodes of different labels equally well;
    0.2 less for a name that is also a word ("Go") and is taken for the name by what stands around it; at most 0.5 for
    an everyday word, which many labels have, and for an abbreviation in lower case, or one of three letters that the
    label does not explain. What is no more than another name, of one word that many labels have ("data"), is never
    found. It is a rule, not a probability; `docs/explanation/quality.md` has how often matches are right.

    Examples
    --------
    >>> from rolegraph.facts.lexicon import MemoryLexicon
    >>> sql = Node("https://w3id.org/rolegraph/id/skill/sql", Kind.SKILL, "SQL")
    >>> matcher = NameMatcher(MemoryLexicon([(sql, ["Structured Query Language"])]))
    >>> [(match.start, match.text, match.confidence) for match in matcher.matches("structured-query language, SQL")]
    [(0, 'structured-query language', 0.9), (27, 'SQL', 1.0)]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._usage: Final = _Usage(lexicon)
        self._automata: Final = [_Automaton(_all_names(lexicon))]
        self._start: Final = len(lexicon.replaced)
        self._seen = self._start
        self._changed: frozenset[str] = frozenset()

    def follow(self, lexicon: Lexicon) -> bool:
        """Take in what has changed in the lexicon since; False where it is too much, and a new matcher is better."""
        if len(lexicon.replaced) == self._seen:
            return True
        self._seen = len(lexicon.replaced)
        self._changed = frozenset(lexicon.replaced[self._start :])
        self._usage.replace(lexicon, self._changed)
        self._automata[1:] = [_Automaton(_all_names(lexicon, self._changed))]
        return len(self._changed) < _MOST_CHANGED

    def matches(self, text: str, kinds: Collection[Kind] = CAPABILITY_KINDS) -> list[NameMatch]:
        """The names in a text that nodes of some kinds have: the leftmost, of these the longest; none overlap.

        All kinds if `kinds` is empty.
        """
        found = tokens(text)
        by_start: dict[int, dict[int, list[_Name]]] = {}
        for number, automaton in enumerate(self._automata):
            for first, last, names in automaton.hits(found):
                if self._changed and not number:
                    names = [name for name in names if name.node.iri not in self._changed]  # noqa: PLW2901
                by_start.setdefault(first, {}).setdefault(last, []).extend(names)
        chosen: list[tuple[NameMatch, Verdict]] = []
        free = 0
        for first in sorted(by_start):
            if first < free:
                continue
            for last in sorted(by_start[first], reverse=True):
                names = [name for name in by_start[first][last] if not kinds or name.node.kind in kinds]
                match, sense = _match(text, found[first : last + 1], self._usage.meant(names))
                if match is not None and sense is not Verdict.NO:
                    chosen.append((match, sense))
                    free = last + 1
                    break
        return _settled(text, chosen)


class _Automaton:
    """An automaton over tokens, each a code of two characters, which is faster than one over letters."""

    def __init__(self, names: Iterable[tuple[tuple[str, ...], _Name]]) -> None:
        import ahocorasick

        by_keys: dict[tuple[str, ...], list[_Name]] = {}
        for keys, name in names:
            by_keys.setdefault(keys, []).append(name)
        self._names: Final = list(by_keys.values())
        found = enumerate(dict.fromkeys(key for keys in by_keys for key in keys), start=1)
        self._codes: Final = {key: chr(0x100 + number // _LOW) + chr(0x20 + number % _LOW) for number, key in found}
        self._automaton: Final = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for place, keys in enumerate(by_keys):
            self._automaton.add_word("".join([self._codes[key] for key in keys]), place)
        self._automaton.make_automaton()

    def hits(self, found: list[Token]) -> Iterator[tuple[int, int, list[_Name]]]:
        """The places of the first and the last token of each name, and the names there."""
        if not self._names:
            return
        code = self._codes.get
        for end, place in self._automaton.iter("".join([code(key) or self._other_code(key) for _, (_, key) in found])):
            names = self._names[place]
            yield end // 2 - len(names[0].folded) + 1, end // 2, names

    def _other_code(self, key: str) -> str:
        """The code of a token that is part of no name as it is: one that none has, or that without a sign."""
        return self._codes.get(key.rstrip("+#"), _UNKNOWN)


def _match(text: str, found: list[Token], names: list[_Name]) -> tuple[NameMatch | None, Verdict]:
    """What some tokens of a text mean by names that have their keys."""
    start, end = found[0][0][0], found[-1][0][1]
    if text[start - 1 : start] == "." and start > 1 and text[start - 2].isalnum() and text[start].islower():
        return None, Verdict.NO  # "js" of "Node.js"
    folded = tuple([folded for _, (folded, _) in found])
    best: dict[Node, float] = {}
    for name in names:
        if sure := _sureness(name, folded, text[start:end]):
            best[name.node] = max(sure, best.get(name.node, 0.0))
    if not best:
        return None, Verdict.NO
    nodes = sorted(best, key=lambda node: (-best[node], node.label, node.iri))
    called = {fold(_BRACKET.sub("", node.label)) for node in nodes if best[node] == best[nodes[0]]}
    sure = best[nodes[0]] - (_AMBIGUOUS if len(called) > 1 else 0.0)
    is_one, is_short = len(found) == 1, any(name.maker for name in names)
    sense = verdict(text, start, end, is_product=is_short) if is_one else Verdict.NAME
    if sense in (Verdict.GUARDED, Verdict.IN_LIST):
        sure -= _GUARDED
    return NameMatch(start, end, text[start:end], tuple(nodes), round(sure, 2)), sense


def _sureness(name: _Name, folded: tuple[str, ...], written: str) -> float:
    """How sure it is that a text means the node of a name that has its keys; 0 if it does not."""
    is_one, is_proper = len(folded) == 1, name.node.label[:1].isupper()
    is_plain = is_one and is_proper and name.node.kind is Kind.TOOL and written.islower() and written.endswith("s")
    if is_plain and name.folded[0] != _singular(name.folded[0]):
        return min(name.confidence, _ORDINARY)  # "levels", which are tools
    if name.folded == folded:
        is_lower = is_one and (written.islower() or (folded[0] in WORDS and not written.isupper()))
        is_word = is_lower and _is_abbreviation(folded[0], _parts(name.node.label)[1])
        return min(name.confidence, _ORDINARY) if is_word else name.confidence  # "wild", "led", "Epic"
    if is_one and (is_proper or written.isupper()):  # has no other number: "Teams", "IFRS"
        return 0.0
    for place, (one, other) in enumerate(zip(name.folded, folded, strict=True)):
        if _singular(one) != _singular(other) and (place or is_one):  # "-ing" is of a verb before its object
            return 0.0
    return name.confidence - _INFLECTED


def _settled(text: str, chosen: list[tuple[NameMatch, Verdict]]) -> list[NameMatch]:
    """The matches but those that would have to stand in a list with others, and do not."""
    is_kept = [sense is not Verdict.IN_LIST for _, sense in chosen]
    if all(is_kept):
        return [match for match, _ in chosen]
    pairs = [(place, place + 1) for place in range(len(chosen) - 1)]
    joined = {pair for pair in pairs if joins(text[chosen[pair[0]][0].end : chosen[pair[1]][0].start])}
    for one, other in reversed(pairs):
        is_kept[one] |= is_kept[other] and _is_name(chosen[other][0]) and (one, other) in joined
    for one, other in pairs:
        is_last = closes(text, chosen[other][0].end) or (other, other + 1) in joined
        is_kept[other] |= is_kept[one] and _is_name(chosen[one][0]) and (one, other) in joined and is_last
    return [match for (match, _), is_good in zip(chosen, is_kept, strict=True) if is_good]


def _is_name(match: NameMatch) -> bool:
    """Whether a match is of a name rather than of words: of a tool, or of what is written with capitals or signs."""
    return match.nodes[0].kind is Kind.TOOL or not match.nodes[0].label.replace(" ", "").islower()


class _Usage:
    """What the labels of a lexicon show of words, and what that makes of names.

    It is asked when a name is found, not before, so that it does not matter in which order a lexicon came to be.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._frequency: Final[Counter[str]] = Counter()
        self._makers: Final[Counter[str]] = Counter()  # what labels of tools begin with, before another proper name
        self._labels: Final[dict[str, Node]] = {}
        for node in lexicon:
            self._labels[node.iri] = node
            self._count(node, 1)

    def replace(self, lexicon: Lexicon, iris: Collection[str]) -> None:
        """Go by what some nodes are called now."""
        for iri in iris & self._labels.keys():
            self._count(self._labels.pop(iri), -1)
        for node in {node for node, _, _ in lexicon.names(iris)}:
            self._labels[node.iri] = node
            self._count(node, 1)

    def _count(self, node: Node, by: int) -> None:
        for key in set(_parts(node.label)[1]):
            self._frequency[key] += by
        if node.kind is Kind.TOOL and len(words := node.label.split(None, 2)) > 1 and words[1][:1].isupper():
            self._makers[words[0].casefold()] += by

    def meant(self, names: list[_Name]) -> list[_Name]:
        """Of names with the same keys, those that are to be found: what is shortened only where no other is so."""
        full = [name for name in names if name.confidence > SHORTENED]
        if not full:
            short = [name for name in names if not name.maker or self._makers[name.maker] >= _MAKER_TOOLS]
            return short if len({name.node for name in short}) == 1 else []
        if len(full[0].folded) > 1:
            return full
        sure = [(name, self._of_one_word(name)) for name in full]
        return [name._replace(confidence=confidence) for name, confidence in sure if confidence]

    def _of_one_word(self, name: _Name) -> float:
        """How sure a name of one word is, by how many labels have the word; 0 if it is not to be found."""
        word = _root(_singular(name.folded[0]))
        frequency = self._frequency[word]
        if name.confidence != OTHER_NAME:
            is_everyday = frequency >= _ORDINARY_LABEL and name.node.kind is not Kind.TOOL
            return _ORDINARY if is_everyday else name.confidence
        label = _parts(name.node.label)[1]
        if word in label:
            return OTHER_NAME if frequency < _ORDINARY_PART else 0.0
        if _is_abbreviation(word, label):
            return OTHER_NAME
        if any(_shares_root(key, word) for key in label):
            return SHORTENED if frequency < _ORDINARY_LABEL else 0.0
        sure = DISTANT if len(word) > _SHORT else _ORDINARY  # of few letters, such as "POS", there are many
        return sure if frequency < _ORDINARY_OTHER else 0.0


def _all_names(lexicon: Lexicon, iris: Collection[str] = ()) -> Iterator[tuple[tuple[str, ...], _Name]]:
    """Each name by its keys, with its shorter and joined forms."""
    for node, text, is_label in _spellings(lexicon, iris):
        folded, keys = map(tuple, _parts(text))
        if keys and any(map(str.isalpha, text)):
            yield keys, _Name(node, folded, LABEL if is_label else OTHER_NAME)
            for other, confidence, maker in _other_forms(node, text, folded):
                its_folded, its_keys = map(tuple, _parts(other))
                if its_keys and any(map(str.isalpha, other)):
                    yield its_keys, _Name(node, its_folded, confidence, maker)


def _is_abbreviation(word: str, label: Iterable[str]) -> bool:
    """Whether a word is made of the first letters of a label, or of some and more: "GCP" of *Google Cloud*."""
    initials = "".join(key[:1] for key in label if key != "and")
    return len(word) > 1 and (initials.startswith(word) or (len(initials) > 1 and word.startswith(initials)))


def _shares_root(one: str, other: str) -> bool:
    length = min(len(one), len(other), _ROOT + 1)
    return length >= _ROOT and one[:length] == other[:length]


def _spellings(lexicon: Lexicon, iris: Collection[str]) -> Iterator[tuple[Node, str, bool]]:
    """Each name once, of the nodes with some IRIs or of all: labels as they are written, other names folded."""
    labels: dict[Node, str] = {}
    for node, name, is_label in lexicon.names(iris):
        if node not in labels:
            labels[node] = fold(node.label)
            yield node, node.label, True
        if name != labels[node]:
            yield node, name, is_label


def _other_forms(node: Node, text: str, folded: tuple[str, ...]) -> Iterator[tuple[str, float, str]]:
    """What a name is also written as, how sure that is, and the first word where it is left out as a maker's name."""
    if text.endswith(")") and (plain := _BRACKET.sub("", text)) and plain != text:
        yield plain, WITHOUT_BRACKET, ""
    is_joined = len(folded) == 2 and _BREAK not in folded and (min(map(len, folded)) > 2 or node.kind is Kind.TOOL)
    if is_joined and len("".join(folded)) > 4:
        yield "".join(folded), SHORTENED, ""
    if len(folded) > 1 and node.kind is Kind.TOOL:
        yield text.split(None, 1)[-1], SHORTENED, folded[0]
    rest = folded[2 if folded[1:2] == ("out",) else 1 :]
    if len(rest) > 1 and folded[0] in _LIGHT_VERBS and rest[0] not in _PREPOSITIONS:
        yield " ".join(rest), SHORTENED, ""
    if len(folded) == 1 and (apart := _CAMEL.sub(" ", text)) != text and len(apart.split()[0]) > 2:
        yield apart, SHORTENED, ""


_MATCHERS: Final[weakref.WeakKeyDictionary[Lexicon, NameMatcher]] = weakref.WeakKeyDictionary()


def matcher_of(lexicon: Lexicon) -> NameMatcher:
    """The matcher of a lexicon as it is now, built once: of what changes in a lexicon in memory, only that is read."""
    known = _MATCHERS.get(lexicon)
    if known is None or not known.follow(lexicon):
        known = _MATCHERS[lexicon] = NameMatcher(lexicon)
    return known
