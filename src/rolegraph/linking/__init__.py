"""Names to nodes: each thing that an article names becomes a node that is known, or a new one with its own slug."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, fold, node_iri, slugify

LONGEST_LABEL: Final = 100
_LIKENESS: Final = 90.0
_SHORTEST_ALIKE: Final = 6
# Written like names of tools, but ways of working.
_METHODS: Final = frozenset(
    "agile scrum kanban lean devops mlops dataops devsecops six-sigma bayesian-statistics ci-cd".split()
)
_SMALL: Final = frozenset("and or of the for in to with a an as on at by from".split())
_INNER_SIGNS: Final = re.compile(r"[A-Z].*[a-z].*[A-Z]|[a-z][A-Z]|[A-Z][a-z].*[A-Z]|\d|[+#]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a source names, resolved: the IRI of a node that is known, or of one that this source introduces.

    `alt_labels` are other names that the source itself gives (`Natural Language Processing (NLP)`).
    """

    iri: str
    kind: Kind
    label: str
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name in a list, as written; `starts` where it stood at the start of a sentence."""

    text: str
    alt: tuple[str, ...] = ()
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about how a source was read: what is missing, or could not be placed.

    `line` counts from 1; None where it is about the whole.
    """

    message: str
    line: int | None = None


class Linker:
    """Resolves what an article names, and remembers what it introduces.

    Parameters
    ----------
    lexicon
        The names already known.
    casing
        What the article says about capitals.
    before
        The same article's names from a first reading: then a tool is a tool wherever it is named, and the commonest
        spelling is the label, whatever the order in which things are said.

    Notes
    -----
    A known name is taken whatever its spelling; likeness only ever makes a finding. A new name is a tool where the
    article lists it as one or writes it like one, otherwise a skill, which can be wrong for a name written in capitals.
    """

    def __init__(self, lexicon: MemoryLexicon, truecase: Truecase, before: Linker | None = None) -> None:
        self.truecase: Final = truecase
        self._lexicon = lexicon
        self.tools: Final[set[str]] = before.tools if before else set()
        self._spellings: Counter[tuple[Kind, str, str]] = Counter()
        self._labels = before.chosen() if before else {}
        self._lines: dict[Mention, int] = {}
        self._ambiguous: dict[str, int] = {}

    def knows(self, name: str) -> bool:
        """Whether a skill or tool is called so."""
        return bool(self._find(name, LEARNABLE_KINDS))

    def knows_as(self, name: str, kind: Kind) -> bool:
        """Whether something of this kind is called so, or was found to be one in this article."""
        return bool(self._find(name, (kind,))) or (kind is Kind.TOOL and slugify(name) in self.tools)

    def capability(self, name: WrittenName, line: int, *, as_tool: bool = False, as_skill: bool = False) -> Mention:
        """The skill or tool that is named; `as_tool` or `as_skill` where the text around it says which."""
        text = _clipped(name.text)
        known = self.known(text, LEARNABLE_KINDS, line, prefer=Kind.TOOL if as_tool else Kind.SKILL)
        if known is not None:
            return Mention(known.iri, known.kind, known.label, _others(name.alt, known.label))
        if as_tool:
            self.tools.add(slugify(text))
        is_tool = slugify(text) in self.tools or (not as_skill and self._looks_like_tool(name))
        label = text if is_tool else self.truecase.label(text, starts=name.starts)
        return self._new(Kind.TOOL if is_tool else Kind.SKILL, label, line, name.alt)

    def tool(self, text: str, line: int, alt: tuple[str, ...] = ()) -> Mention:
        """The tool that is named in a list of tools."""
        known = self.known(text, (Kind.TOOL,), line) or self.known(text, (Kind.SKILL,), line)
        if known is not None:
            return Mention(known.iri, known.kind, known.label, _others(alt, known.label))
        self.tools.add(slugify(text))
        return self._new(Kind.TOOL, _clipped(text), line, alt)

    def titled(self, kind: Kind, text: str, line: int) -> Mention:
        """A field, industry or category, which are written with capitals.

        >>> from rolegraph.facts.lexicon import MemoryLexicon
        >>> nothing = MemoryLexicon([])
        >>> Linker(nothing, Truecase([], nothing)).titled(Kind.INDUSTRY, "retail and e-commerce", 1).label
        'Retail and E-commerce'
        """
        known = self.known(text, (kind,), line)
        if known is not None:
            return Mention(known.iri, kind, known.label)
        return self._new(kind, title_case(_clipped(text)), line)

    def stated(self, kind: Kind, label: str, line: int) -> Mention:
        """Something new whose kind is said, under exactly this label."""
        return self._new(kind, label, line)

    def field(self, text: str, line: int) -> Mention:
        """The field of study that is named; an abbreviation may be known as a skill's ("ML")."""
        plain = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
        if not self._find(plain, (Kind.FIELD,)) and len(found := self._find(plain, (Kind.SKILL,))) == 1:
            plain = found[0].label
        return self.titled(Kind.FIELD, plain, line)

    def findings(self) -> list[Finding]:
        """What to know about names: a new one that is all but a known one, one that has several meanings."""
        found = [
            Finding(f"{name!r} names more than one thing; taken for the first", line)
            for name, line in self._ambiguous.items()
        ]
        known = {fold(node.label): node for node in self._lexicon if node.kind in LEARNABLE_KINDS}
        if not known or not self._lines:
            return found
        from rapidfuzz import fuzz, process

        for mention, line in self._lines.items():
            if mention.kind in LEARNABLE_KINDS and len(mention.label) >= _SHORTEST_ALIKE:
                alike = process.extractOne(fold(mention.label), known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
                if alike is not None:
                    found.append(Finding(f"{mention.label!r} is new; did you mean {known[alike[0]].label!r}?", line))
        return found

    def _find(self, name: str, kinds: Collection[Kind]) -> tuple[Mention, ...]:
        """The known nodes of a name, also in the other number, and without an article."""
        if not name or len(name) > LONGEST_LABEL:
            return ()
        plain = re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)
        for spelling in dict.fromkeys((name, plain, plain.removesuffix("s"), plain + "s")):
            if found := self._lexicon.find(spelling, kinds):
                return tuple(Mention(node.iri, node.kind, node.label) for node in found)
        return ()

    def known(self, name: str, kinds: Collection[Kind], line: int, prefer: Kind | None = None) -> Mention | None:
        """What bears a name already, of these kinds: one of the kind preferred if there is one, else the first."""
        found = self._find(name, kinds)
        preferred = [node for node in found if node.kind is prefer] or list(found)
        if len(preferred) > 1:
            self._ambiguous.setdefault(name, line)
        return preferred[0] if preferred else None

    def _new(self, kind: Kind, label: str, line: int, alt: tuple[str, ...] = ()) -> Mention:
        slug = slugify(label, kind)
        self._spellings[kind, slug, label] += 1
        label = self._labels.get((kind, slug), label)
        self._labels.setdefault((kind, slug), label)
        mention = Mention(node_iri(kind, slug), kind, label, _others(alt, label))
        self._lines.setdefault(Mention(mention.iri, kind, label), line)
        return mention

    def _looks_like_tool(self, name: WrittenName) -> bool:
        text = name.text
        words = text.split()
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
        """The commonest spelling of each new name, the first by alphabet among equals."""
        ranked = sorted(self._spellings.items(), key=lambda item: (item[1], _reversed(item[0][2])))
        return {(kind, slug): label for (kind, slug, label), _ in ranked}


def title_case(text: str) -> str:
    """Words with capitals, but for small ones and what follows a hyphen.

    >>> title_case("banking and financial services"), title_case("e-commerce"), title_case("IT")
    ('Banking and Financial Services', 'E-commerce', 'IT')
    """
    words = text.split(" ")
    return " ".join(
        word
        if (place and word.lower() in _SMALL) or not word[:1].islower() or any(map(str.isupper, word))
        else word[0].upper() + word[1:]
        for place, word in enumerate(words)
    )


def _others(alt: tuple[str, ...], label: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in alt if fold(name) != fold(label)))


def _clipped(text: str) -> str:
    """A label of a bearable length, cut between words."""
    text = text.strip(" ,;:.") or text.strip()
    return text if len(text) <= LONGEST_LABEL else text[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:")


def _reversed(text: str) -> tuple[int, ...]:
    return tuple(-ord(sign) for sign in text)
