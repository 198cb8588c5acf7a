"""Linking: each name that a source mentions becomes a known node, or a new one with its own slug."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.name_matcher import NameMatch, matcher_of
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, fold, node_iri, slugify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_LABEL: Final = 100
_LEAST_SIMILARITY: Final = 90.0
_SHORTEST_SIMILAR: Final = 6
_LETTERS: Final = 32  # counts by which labels are told apart before they are compared
# Ways of working that are written like names of tools.
_METHODS: Final = frozenset(
    "agile scrum kanban lean devops mlops dataops devsecops six-sigma bayesian-statistics ci-cd".split()
)
_SMALL: Final = frozenset("and or of the for in to with a an as on at by from".split())
_INNER_SIGNS: Final = re.compile(r"[A-Z].*[a-z].*[A-Z]|[a-z][A-Z]|[A-Z][a-z].*[A-Z]|\d|[+#]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a source, resolved: the IRI of a known node, or of one that this source introduces.

    `alt_labels` are other names that the source itself gives (`Natural Language Processing (NLP)`).
    """

    iri: str
    kind: Kind
    label: str
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as written, with other names for it; `starts` if it stood at the start of a sentence."""

    text: str
    alt: tuple[str, ...] = ()
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to check about how a source was read: what is missing, unclear or without a place.

    `line` counts from 1; None for the whole source.
    """

    message: str
    line: int | None = None


class Linker:
    """Resolves the names of a source, and remembers those that it introduces.

    A known name is recognised in any spelling; similarity only makes a finding. A new name is a tool if the source
    lists it as one or writes it like one, otherwise a skill, which can be wrong for a name written in capitals.
    With `before`, the linker of a first reading of the same source, a tool is a tool wherever it is named, and the
    most frequent spelling is the label, in any order of the text.
    """

    def __init__(self, lexicon: MemoryLexicon, truecase: Truecase, before: Linker | None = None) -> None:
        self.truecase: Final = truecase
        self._lexicon = lexicon
        self.tools: Final[set[str]] = before.tools if before else set()
        self._not_tools: Final[set[str]] = set()  # slugs that were asked for, and were of no listed tool then
        self._spellings: Counter[tuple[Kind, str, str]] = Counter()
        self._labels = before.chosen() if before else {}
        self._lines: dict[Mention, int] = {}
        self._ambiguous: dict[str, int] = {}
        self._found: Final[dict[tuple[str, tuple[Kind, ...]], tuple[Mention, ...]]] = {}

    def matches(self, text: str, kinds: Collection[Kind] = LEARNABLE_KINDS) -> list[NameMatch]:
        """The known names in a text, as `NameMatcher` finds them."""
        return matcher_of(self._lexicon).matches(text, kinds)

    def spoken_of(self, phrase: str, *, wholly: bool = False) -> Mention | None:
        """The known skill that the words of a phrase speak of, in whatever order and form; `wholly` if all must."""
        from rolegraph.linking.word_sets import word_sets_of

        node = word_sets_of(self._lexicon).named_by(phrase, wholly=wholly)
        return Mention(node.iri, node.kind, node.label) if node else None

    def knows(self, name: str) -> bool:
        return bool(self._find(name, LEARNABLE_KINDS))

    def is_label(self, name: str, iri: str) -> bool:
        """Whether a node has this name as a label, in any language, and not only as another name."""
        wanted = fold(name)
        return any(label and folded == wanted for _, folded, label in self._lexicon.names({iri}))

    def knows_as(self, name: str, kind: Kind) -> bool:
        """Whether this is the name of a known node of this kind, or of a tool that the source lists."""
        return bool(self._find(name, (kind,))) or (kind is Kind.TOOL and self._is_listed(name))

    def capability(self, name: WrittenName, line: int, *, as_tool: bool = False, as_skill: bool = False) -> Mention:
        """The skill or tool of this name; `as_tool` or `as_skill` if the text around it tells which."""
        text = _clipped(name.text)
        known = self.known(text, LEARNABLE_KINDS, line, prefer=Kind.TOOL if as_tool else Kind.SKILL)
        if known is not None:
            return replace(known, alt_labels=_others(name.alt, known.label))
        if as_tool:
            self.tools.add(slugify(text))
        is_tool = self._is_listed(text) or (not as_skill and self._looks_like_tool(name))
        label = text if is_tool else self.truecase.label(text, starts=name.starts)
        return self.stated(Kind.TOOL if is_tool else Kind.SKILL, label, line, name.alt)

    def tool(self, text: str, line: int, alt: tuple[str, ...] = ()) -> Mention:
        """The tool of a name in a list of tools."""
        known = self.known(text, (Kind.TOOL,), line) or self.known(text, (Kind.SKILL,), line)
        if known is not None:
            return replace(known, alt_labels=_others(alt, known.label))
        self.tools.add(slugify(text))
        return self.stated(Kind.TOOL, _clipped(text), line, alt)

    def titled(self, kind: Kind, text: str, line: int) -> Mention:
        """The field, industry or category of this name, labelled in title case."""
        return self.known(text, (kind,), line) or self.stated(kind, title_case(_clipped(text)), line)

    def stated(self, kind: Kind, label: str, line: int, alt: tuple[str, ...] = ()) -> Mention:
        """A new node of this kind and label; in a second reading, under the most frequent spelling of the label."""
        slug = slugify(label, kind)
        self._spellings[kind, slug, label] += 1
        label = self._labels.setdefault((kind, slug), label)
        mention = Mention(node_iri(kind, slug), kind, label, _others(alt, label))
        self._lines.setdefault(Mention(mention.iri, kind, label), line)
        return mention

    def field(self, text: str, line: int) -> Mention:
        """The field of study of this name; an abbreviation may be known as a skill's ("ML")."""
        plain = _without_article(text)
        is_short = plain.isupper() and not self._find(plain, (Kind.FIELD,))  # "consulting" is a field as it is
        if is_short and len(found := self._find(plain, (Kind.SKILL,))) == 1:
            plain = found[0].label
        return self.titled(Kind.FIELD, plain, line)

    def _is_listed(self, name: str) -> bool:
        slug = slugify(name)
        if slug in self.tools:
            return True
        self._not_tools.add(slug)
        return False

    def is_settled(self) -> bool:
        """Whether a second reading, with this linker `before`, would be told the same, and so read the same."""
        return self._not_tools.isdisjoint(self.tools) and self.chosen() == self._labels

    def findings(self) -> list[Finding]:
        """Names to check: those with several meanings, and new ones that are almost a known one."""
        found = [
            Finding(f"{name!r} names more than one thing; taken for the first", line)
            for name, line in self._ambiguous.items()
        ]
        for mention, line in self._lines.items():
            if mention.kind in LEARNABLE_KINDS and len(mention.label) >= _SHORTEST_SIMILAR:
                similar = self._lexicon.derived(_SimilarLabels).find(mention.label)
                if similar is not None:
                    found.append(Finding(f"{mention.label!r} is new; did you mean {similar!r}?", line))
        return found

    def meanings(self, name: str, kinds: Collection[Kind]) -> tuple[Mention, ...]:
        """All known nodes of these kinds that a name may mean."""
        return self._find(name, kinds)

    def _find(self, name: str, kinds: Collection[Kind]) -> tuple[Mention, ...]:
        """The known nodes of a name, also without an article, in the singular or the plural."""
        key = (name, tuple(kinds))
        if (found := self._found.get(key)) is None:
            found = self._found[key] = self._looked_up(name, kinds)
        return found

    def _looked_up(self, name: str, kinds: Collection[Kind]) -> tuple[Mention, ...]:
        if not name or len(name) > LONGEST_LABEL:
            return ()
        plain = _without_article(name)
        for spelling in dict.fromkeys((name, plain, plain.removesuffix("s"), plain + "s")):
            if found := self._lexicon.find(spelling, kinds):
                return tuple(Mention(node.iri, node.kind, node.label) for node in found)
        return ()

    def known(self, name: str, kinds: Collection[Kind], line: int, prefer: Kind | None = None) -> Mention | None:
        """The known node of these kinds with this name, of the preferred kind if there is one."""
        found = self._find(name, kinds)
        preferred = [node for node in found if node.kind is prefer] or list(found)
        if len(preferred) > 1:
            self._ambiguous.setdefault(name, line)
        return preferred[0] if preferred else None

    def _looks_like_tool(self, name: WrittenName) -> bool:
        text, words = name.text, name.text.split()
        if self.truecase.keeps_capitals:
            return len(words) == 1 and _INNER_SIGNS.search(text) is not None
        if len(text) == 1 and text.isupper():
            return True
        if slugify(text) in _METHODS or len(words) > 4 or (text.isupper() and not re.search(r"[+#\d]", text)):
            return False
        if re.fullmatch(r"[A-Z]{2,}s", words[-1]):  # APIs, KPIs
            return False
        first = self.truecase.label(words[0], starts=name.starts)
        if not first[:1].isupper():
            return bool(_INNER_SIGNS.search(words[0])) and len(words) == 1
        last_is_proper = self.truecase.label(words[-1])[:1].isupper() or words[-1][:1].isdigit()
        return last_is_proper and not (words[0].isupper() and len(words) > 1)

    def chosen(self) -> dict[tuple[Kind, str], str]:
        """The most frequent spelling of each new name, the first in the alphabet among equals."""
        ranked = sorted(sorted(self._spellings), key=lambda spelling: -self._spellings[spelling])
        return {(kind, slug): label for kind, slug, label in reversed(ranked)}


class _SimilarLabels:
    """The labels of all skills and tools, for the one that is almost a given label.

    What is so similar has nearly the same length, and nearly the same letters: only that is compared.
    """

    def __init__(self, lexicon: MemoryLexicon) -> None:
        import numpy as np

        labels = {fold(node.label): node.label for node in lexicon if node.kind in LEARNABLE_KINDS}
        self._folded = sorted(labels, key=len)
        self._labels = [labels[folded] for folded in self._folded]
        self._lengths = np.array([len(folded) for folded in self._folded], dtype=np.int64)
        self._letters = np.ascontiguousarray(_letters(self._folded).T)

    def find(self, label: str) -> str | None:
        """The label that is almost this one, the first in the alphabet among equals."""
        import numpy as np
        from rapidfuzz import fuzz

        wanted = fold(label)
        share = (200 - _LEAST_SIMILARITY) / _LEAST_SIMILARITY
        lengths = int(len(wanted) / share), int(len(wanted) * share) + 2
        start, end = (int(place) for place in np.searchsorted(self._lengths, lengths))
        common = np.minimum(self._letters[:, start:end], _letters([wanted]).T).sum(axis=0, dtype=np.uint16)
        enough = 200.0 * common >= _LEAST_SIMILARITY * (self._lengths[start:end] + len(wanted))
        scored = (
            (-score, self._folded[place], self._labels[place])
            for place in (np.flatnonzero(enough) + start).tolist()
            if (score := fuzz.ratio(wanted, self._folded[place], score_cutoff=_LEAST_SIMILARITY))
        )
        return min(scored, default=(0.0, "", None))[2]


def _letters(texts: Sequence[str]) -> NDArray[np.uint8]:
    """How often each letter is in each text, of some letters together."""
    import numpy as np

    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32) % _LETTERS
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    counts = np.bincount(owners * _LETTERS + codes, minlength=len(texts) * _LETTERS)
    return np.minimum(counts, 255).astype(np.uint8).reshape(len(texts), _LETTERS)


def title_case(text: str) -> str:
    """A text in title case, except for small words and what follows a hyphen."""
    return " ".join(
        word if (index and word.lower() in _SMALL) or any(map(str.isupper, word)) else word[:1].upper() + word[1:]
        for index, word in enumerate(text.split(" "))
    )


def _without_article(name: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)


def _others(alt: tuple[str, ...], label: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in alt if fold(name) != fold(label)))


def _clipped(text: str) -> str:
    """A label of at most `LONGEST_LABEL` characters, cut between words."""
    text = text.lstrip(" ,;:").rstrip(" ,;:.") or text.strip()  # ".NET" keeps its dot
    return text if len(text) <= LONGEST_LABEL else text[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:")
