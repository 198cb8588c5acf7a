"""Names: which node a person or an article means.

`MemoryLexicon` is made of the statements of a graph; `stored_lexicon` keeps one beside a built graph. Similarity
(`rapidfuzz`) only makes suggestions; it never decides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, product
from typing import Any, Final, NamedTuple, TypeVar

from rolegraph.errors import AmbiguousNode, UnknownNode
from rolegraph.model.nodes import Kind, Node, fold, plain_slugs, slugify, without_accents

# In rapidfuzz's scale of 0 to 100, below these a suggestion is noise rather than help: how well one name fits into the
# other, and besides how alike both are as a whole, or else two of their words.
_LEAST_SIMILARITY, _LEAST_RATIO = 75.0, 65.0
_SURE_RATIO: Final = 80.0  # of another name, by which people do not see what a label has to do with theirs
_SHORT_WORD: Final = 3  # letters of a word that says too little by itself
_MOST_SUGGESTIONS: Final = 3
_MOST_FOUND: Final = 20_000  # answers that are kept
_KINDS: Final = frozenset(kind.value for kind in Kind)
# Where a name is listed: as the label of nodes, as another name, as a slug, as a slug without accents, or as a name of
# what a node replaced.
LABELS, OTHERS, SLUGS, _PLAIN, _RETIRED = range(5)


T = TypeVar("T")


class LexiconEntry(NamedTuple):
    """A node with its other names, and what it is labelled besides, as in other languages.

    `retired` are the folded names of nodes that it replaced.
    """

    node: Node
    others: Collection[str] = ()
    labels: Collection[str] = ()
    retired: Collection[str] = ()


class Lexicon(ABC):
    """All names of all nodes, in memory or in a file; `fold` and `slugify` make what is looked up."""

    replaced: Sequence[str] = ()
    """The nodes that are no more as they were at first, in the order of the changes, some several times."""

    @abstractmethod
    def __iter__(self) -> Iterator[Node]:
        """Every node once, by label."""

    @abstractmethod
    def _node(self, iri: str) -> Node | None: ...

    @abstractmethod
    def _listed(self, book: int, name: str) -> Iterable[Node]:
        """The nodes listed under a folded name or a slug; a node is listed under the slugs of all its names."""

    @abstractmethod
    def _all_slugs(self) -> Iterable[tuple[str, Node]]: ...

    @abstractmethod
    def slugs(self, kinds: Collection[Kind] = ()) -> Collection[str]:
        """The slugs of all names of nodes of some kinds, or of any."""

    @abstractmethod
    def containing(self, wanted: str, books: Sequence[int] = (LABELS, OTHERS)) -> Iterable[tuple[int, str, Node]]:
        """Names in some books that contain a text, folded or a slug, with the node and the book."""

    def find(self, name: str, kinds: Collection[Kind] = ()) -> tuple[Node, ...]:
        """The nodes with a name, of the given kinds or of any; more than one where the name is ambiguous.

        A name is looked up as a label, then as another name, then as the slug of a node, then as that of one of its
        names, then without accents; the first of these that knows it answers. Of several with another name it is those
        whose label has it as one of two forms, as *actor/actress* has, or in the plural; or else, where all of them are
        one occupation and its specialities, the occupation. Last are those that replaced what had the name.
        """
        return self._present(name, kinds) or self._replacing(name, kinds)

    def _present(self, name: str, kinds: Collection[Kind]) -> tuple[Node, ...]:
        """The nodes with a name that they have now."""

        def among(nodes: Iterable[Node]) -> tuple[Node, ...]:
            found = {node for node in nodes if not kinds or node.kind in kinds}
            return tuple(sorted(found)) if found else ()

        name = _decoded(name)

        def preferred(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
            forms = {folded, f"{folded}s", f"{folded}es"}
            alike = tuple(node for node in nodes if not forms.isdisjoint(fold(node.label).split("/")))
            return alike or _without_specialities(nodes)

        folded = fold(name)
        return (
            among(self._listed(LABELS, folded))
            or preferred(among(self._listed(OTHERS, folded)))
            or among(node for node in self._listed(SLUGS, folded) if node.slug == folded)
            or among(self._listed(SLUGS, folded))
            or among(self._listed(SLUGS, name.strip()))  # a code may have capitals
            or among(node for slug in _slugs_among(name, kinds) for node in self._listed(SLUGS, slug))
            or among(
                node
                for slug in _slugs_among(without_accents(name), kinds)
                for book in (SLUGS, _PLAIN)
                for node in self._listed(book, slug)
            )
            or among(self._with_code(name))
        )

    def _with_code(self, name: str) -> Iterator[Node]:
        """The node that is meant by its label and, in brackets, its slug."""
        label, mark, slug = name.strip().removesuffix(")").rpartition(" (")
        nodes = self._listed(SLUGS, slug) if mark and name.strip().endswith(")") else ()
        return (node for node in nodes if node.slug == slug and fold(node.label) == fold(label))

    def _replacing(self, name: str, kinds: Collection[Kind]) -> tuple[Node, ...]:
        found = {node for node in self._listed(_RETIRED, fold(name)) if not kinds or node.kind in kinds}
        return tuple(sorted(found))

    def is_retired(self, name: str, kinds: Collection[Kind] = ()) -> bool:
        """Whether a name is only that of something that has been replaced."""
        if not self._replacing(name, kinds) or self._node(name) is not None:
            return False
        return not (self._with_path(name, kinds) or self._present(name, kinds))

    def resolve(self, name: str, kinds: Collection[Kind] = ()) -> Node:
        """The node that is meant: by IRI, `kind/slug`, label, other name or slug.

        UnknownNode has similar names as `suggestions`, or the kinds of the `others` that have the name. Each of
        AmbiguousNode's `candidates`, labels, `kind/slug` forms or IRIs, means one node.
        """
        found = self._node(name)
        matches = self.matches(name, kinds)
        kind_name = next(iter(kinds)).value if len(kinds) == 1 else "node"
        if not matches:
            others = (found,) if found else self._with_path(name) or self.find(name) if kinds else ()
            words = tuple(dict.fromkeys(node.kind.value for node in others))
            raise UnknownNode(kind_name, name, () if words else self.suggest(name, kinds), words)
        if len(matches) > 1:
            word = fold(name)
            ordered = sorted(matches, key=lambda node: word not in fold(node.label))  # first those whose label has it
            candidates = tuple(self.said(node) for node in ordered)
            raise AmbiguousNode(kind_name, name, candidates, is_split=self.is_retired(name, kinds))
        return matches[0]

    def matches(self, name: str, kinds: Collection[Kind] = ()) -> tuple[Node, ...]:
        """The nodes that `resolve` chooses from."""
        if (found := self._node(name)) is not None and (not kinds or found.kind in kinds):
            return (found,)
        matches = self._with_path(name, kinds) or self.find(name, kinds)
        if not matches and "/" in name:
            kind, rest = name.split("/", 1)
            matches = self.find(rest, tuple(k for k in kinds or Kind if k.value == kind) or (Kind.SOURCE,))
        return matches

    def with_slug(self, slug: str) -> Iterable[Node]:
        """The nodes of which a slug is that of any name."""
        return self._listed(SLUGS, slug)

    def with_iri(self, iri: str) -> Node | None:
        """The node with an IRI; None where there is none."""
        return self._node(iri)

    def _with_path(self, path: str, kinds: Collection[Kind] = ()) -> tuple[Node, ...]:
        kind, mark, slug = path.partition("/")
        found = self._listed(SLUGS, slug) if mark and kind in _KINDS else ()
        return tuple(sorted({node for node in found if node.path == path and (not kinds or node.kind in kinds)}))

    def said(self, node: Node, kinds: Collection[Kind] = ()) -> str:
        """What means this node alone, for people: its label, which its slug may have to follow, or else `kind/slug`."""
        return next(
            (
                name
                for name in (
                    node.label,
                    *([f"{node.label} ({node.slug})"] if node.slug != slugify(node.label, node.kind) else []),
                )
                if self.find(name, kinds) == (node,)
            ),
            self._unambiguous(node),
        )

    def _unambiguous(self, node: Node) -> str:
        return node.path if self._with_path(node.path) == (node,) else node.iri

    def name_of(self, node: Node, kinds: Collection[Kind] = ()) -> str:
        """The shortest name that means this node and no other of some kinds: its slug, `kind/slug`, or else its IRI."""
        found = self.find(node.slug, kinds)
        return node.slug if len(found) == 1 and found[0].iri == node.iri else self._unambiguous(node)

    def completions(self, beginning: str, kinds: Collection[Kind]) -> Iterator[tuple[str, Node]]:
        """Names that begin so, each with the node that it means among some kinds.

        That is a node's slug or `kind/slug`; of a node that has none such, the slugs of its other names.
        """
        others: dict[Node, list[str]] = {}
        begun = beginning.casefold()
        plain = ((slug, node) for _, slug, node in self.containing(begun, (_PLAIN,)))
        for slug, node in chain(self._all_slugs(), plain):
            if node.kind in kinds and slug.startswith(begun):
                others.setdefault(node, []).append(slug)
        for node in self:
            own = [name for name in (node.slug, node.path) if node.kind in kinds and name.startswith(beginning)]
            if own and (name := self.name_of(node, kinds)) in (node.slug, node.path) and name.startswith(beginning):
                yield name, node
            elif node.path in own and self._unambiguous(node) == node.path:
                yield node.path, node
            else:
                yield from ((slug, node) for slug in others.get(node, []) if self.find(slug, kinds) == (node,))

    def suggest(self, name: str, kinds: Collection[Kind] = ()) -> tuple[str, ...]:
        """Names of nodes that a name may mean: labels, where each means its node alone.

        First are those of which the name has the initials, or that have the initials of the name; then those of which
        it is a part, as a word of its own or the beginning of one; then the most similar. What merely holds the letters
        of the name, as `foo-bar` those of `r`, is none. Of nodes with one name, that whose label it is comes first.
        """
        if not any(map(str.isalnum, name)):
            return ()
        from rapidfuzz import fuzz, process  # here, since most names are right

        slugs = sorted(self.slugs(kinds))
        wanted = slugify(name, next(iter(kinds)) if len(kinds) == 1 else None)
        initials, first = _initials(wanted), wanted[:1]
        short = (slug for slug in slugs if slug == initials or (slug.startswith(first) and wanted == _initials(slug)))
        similar = process.extract(wanted, slugs, score_cutoff=_LEAST_SIMILARITY, limit=None)
        found: dict[Node, None] = {}
        for slug, is_sure in chain(
            ((slug, True) for slug in chain(short, _having(wanted, slugs))),
            ((slug, fuzz.ratio(wanted, slug) >= _SURE_RATIO) for slug, _, _ in similar if _is_alike(wanted, slug)),
        ):
            having = sorted(self._listed(SLUGS, slug), key=lambda node: slugify(node.label, node.kind) != slug)
            nodes = (node for node in having if not kinds or node.kind in kinds)
            found |= dict.fromkeys(node for node in nodes if is_sure or _is_alike(wanted, slugify(node.label)))
            if len(found) >= _MOST_SUGGESTIONS:
                break
        return tuple(self.said(node, kinds) for node in found)[:_MOST_SUGGESTIONS]

    def names(self, iris: Collection[str] = ()) -> Iterator[tuple[Node, str, bool]]:
        """All names, folded, each with a node that has it, and whether it is a label of the node.

        Of the nodes with some IRIs, or of all.
        """
        found = ((node, name, book == LABELS) for book, name, node in self.containing(""))
        return (name for name in found if name[0].iri in iris) if iris else found

    def search(self, text: str, kinds: Collection[Kind] = ()) -> Iterator[tuple[Node, str]]:
        """Nodes with a name that contains the text, each once with the name that matched.

        Whole names come first, then beginnings, then the rest; within these by label.
        """
        wanted = fold(_decoded(text))
        ranked: dict[Node, tuple[int, str]] = {}
        plain = without_accents(wanted)
        found = [(wanted, *hit) for hit in self.containing(wanted)]
        if plain != wanted:
            found += ((plain, *hit) for hit in self.containing(plain))
        found += (
            (plain, OTHERS, name.replace("-", " "), node)
            for _, name, node in self.containing(slugify(plain), (_PLAIN,))
            if any(sign.isalnum() for sign in plain)
        )
        for text, book, name, node in found:
            rank = 2 * (0 if name == text else 1 if name.startswith(text) else 2) + book
            if (not kinds or node.kind in kinds) and (rank, name) < ranked.get(node, (9, "")):
                ranked[node] = (rank, name)
        for node, (_, name) in sorted(ranked.items(), key=lambda item: (item[1][0], fold(item[0].label), item[0].iri)):
            yield node, name


class MemoryLexicon(Lexicon):
    """All names of all nodes, in memory."""

    def __init__(self, entries: Iterable[LexiconEntry | tuple[Node, Collection[str]]]) -> None:
        self._by_iri: dict[str, Node] = {}
        self._names: tuple[dict[str, list[Node]], ...] = ({}, {})  # by book: nodes by label, and by another name
        self._names_of: dict[str, set[str]] = {}
        self._retired: dict[str, list[Node]] = {}
        self.replaced: list[str] = []
        self._found: dict[tuple[str, tuple[Kind, ...]], tuple[Node, ...]] = {}
        self._derived: dict[Callable[[MemoryLexicon], Any], Any] = {}
        for entry in entries:
            self._add(*entry)

    def _add(
        self, entry: Node, others: Collection[str], labels: Collection[str] = (), retired: Collection[str] = ()
    ) -> None:
        # Where two graphs spell a label differently, the first spelling is the node's label, the other a name.
        node = self._by_iri.setdefault(entry.iri, entry)
        first = LABELS if node.label == entry.label else OTHERS
        names = [(first, fold(entry.label)), *((LABELS, fold(name)) for name in labels)]
        names += ((OTHERS, fold(name)) for name in others)
        for book, name in names:
            self._names[book].setdefault(name, []).append(node)
        self._names_of.setdefault(node.iri, set()).update(name for _, name in names)
        for name in retired:
            self._retired.setdefault(name, []).append(node)

    def replace(self, iri: str, entries: Iterable[LexiconEntry | tuple[Node, Collection[str]]]) -> None:
        """Replace all that is known of a node by these entries; without any, the node is removed.

        Names are then found as in a lexicon made anew. The time it takes does not grow with the names of other nodes.
        """
        nodes, slugs, plain = self._nodes, self._slugs, self._plain  # made before the node changes, updated here
        self.replaced.append(iri)
        self._found.clear()
        self._derived.clear()
        if (known := self._by_iri.pop(iri, None)) is not None:
            del nodes[bisect_left(nodes, _place(known), key=_place)]
            names = self._names_of.pop(iri)
            keyed = ((slugs, _slugs_of(known, names)), (plain, _plain_slugs_of(known, names)))
            books = (*((book, names) for book in self._names), (self._retired, self._retired.keys()))
            for book, keys in (*keyed, *books):
                for key in keys & book.keys():
                    book[key] = [node for node in book[key] if node.iri != iri]
        for entry in entries:
            self._add(*entry)
        if (node := self._by_iri.get(iri)) is not None:
            insort(nodes, node, key=_place)
            for slug in _slugs_of(node, self._names_of[iri]):
                slugs.setdefault(slug, []).append(node)
            for slug in _plain_slugs_of(node, self._names_of[iri]):
                plain.setdefault(slug, []).append(node)

    def find(self, name: str, kinds: Collection[Kind] = ()) -> tuple[Node, ...]:
        key = name, tuple(kinds)
        if (found := self._found.get(key)) is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[key] = super().find(name, kinds)
        return found

    def derived(self, make: Callable[[MemoryLexicon], T]) -> T:
        """What a function makes of all names, made once for the lexicon as it is."""
        if make not in self._derived:
            self._derived[make] = make(self)
        value: T = self._derived[make]
        return value

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes)

    @cached_property
    def _nodes(self) -> list[Node]:
        return sorted(self._by_iri.values(), key=_place)

    @cached_property
    def _slugs(self) -> dict[str, list[Node]]:
        slugs: dict[str, list[Node]] = {}
        for node in self._nodes:
            for slug in _slugs_of(node, self._names_of[node.iri]):
                slugs.setdefault(slug, []).append(node)
        return slugs

    @cached_property
    def _plain(self) -> dict[str, list[Node]]:
        slugs: dict[str, list[Node]] = {}
        for node in self._nodes:
            for slug in _plain_slugs_of(node, self._names_of[node.iri]):
                slugs.setdefault(slug, []).append(node)
        return slugs

    def _node(self, iri: str) -> Node | None:
        return self._by_iri.get(iri)

    def _listed(self, book: int, name: str) -> Iterable[Node]:
        return self._book(book).get(name, ())

    def _book(self, book: int) -> dict[str, list[Node]]:
        if book == SLUGS:
            return self._slugs
        return self._plain if book == _PLAIN else self._retired if book == _RETIRED else self._names[book]

    def _all_slugs(self) -> Iterator[tuple[str, Node]]:
        return ((slug, node) for slug, nodes in self._slugs.items() for node in nodes)

    def slugs(self, kinds: Collection[Kind] = ()) -> Collection[str]:
        if not kinds:
            return self._slugs.keys()
        return [slug for slug, nodes in self._slugs.items() if any(node.kind in kinds for node in nodes)]

    def names(self, iris: Collection[str] = ()) -> Iterator[tuple[Node, str, bool]]:
        if not iris:
            yield from super().names()
        for node in filter(None, map(self._by_iri.get, sorted(iris))):
            for name in sorted(self._names_of[node.iri]):
                yield node, name, node in self._names[LABELS].get(name, ())

    def listed(self) -> Iterator[tuple[Node, Iterator[tuple[int, str]]]]:
        """Each node with where it is listed: the books, and its folded names and slugs there."""
        retired: dict[Node, list[str]] = {}
        for name, nodes in self._retired.items():
            for node in nodes:
                retired.setdefault(node, []).append(name)
        for node in self._nodes:
            names = self._names_of[node.iri]
            labels = {name for name in names if node in self._names[LABELS].get(name, ())}
            slugs = (SLUGS, _slugs_of(node, names)), (_PLAIN, _plain_slugs_of(node, names))
            retirements = (_RETIRED, retired.get(node, []))
            books = ((LABELS, labels), (OTHERS, names - labels), *slugs, retirements)
            yield node, ((book, name) for book, found in books for name in found)

    def containing(self, wanted: str, books: Sequence[int] = (LABELS, OTHERS)) -> Iterator[tuple[int, str, Node]]:
        for book in books:
            names = self._book(book)
            for name in filter(lambda name: wanted in name, names):
                yield from ((book, name, node) for node in names[name])


def _without_specialities(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Of one occupation of O*NET-SOC and its specialities, such as 29-1141.00 and 29-1141.01, the occupation."""
    if len({node.slug.rpartition(".")[0] for node in nodes}) > 1:
        return nodes
    return tuple(node for node in nodes if node.slug.endswith(".00")) or nodes


def _initials(slug: str) -> str:
    """The first letters of three words or more, as people shorten them; empty for fewer."""
    words = slug.split("-")
    return "".join(word[:1] for word in words) if len(words) > 2 else ""


def _is_alike(one: str, other: str) -> bool:
    """Whether two slugs are alike as a whole, or have a word in common, if perhaps misspelled."""
    from rapidfuzz import fuzz

    words, others = ([word for word in slug.split("-") if len(word) >= _SHORT_WORD] for slug in (one, other))
    pairs = ((one, other), *product(words, others))
    return any(fuzz.ratio(*pair) >= _LEAST_RATIO for pair in pairs)


def _having(wanted: str, slugs: Sequence[str]) -> list[str]:
    """The slugs of which another is a part, as words of its own or the beginning of one, the shortest first."""
    having = [slug for slug in slugs if wanted in slug]
    as_words = [slug for slug in having if f"-{wanted}-" in f"-{slug}-"] if len(wanted) > 1 else []
    begun = [slug for slug in having if f"-{wanted}" in f"-{slug}"] if len(wanted) > _SHORT_WORD else []
    return [slug for some in (as_words, begun) for slug in sorted(some, key=lambda slug: (slug.count("-"), slug))]


def _place(node: Node) -> tuple[str, str]:
    """By what nodes are sorted."""
    return fold(node.label), node.iri


def _slugs_among(name: str, kinds: Collection[Kind]) -> set[str]:
    """The slugs that a name has among some kinds, or among all: only a role's may differ."""
    if kinds and set(kinds) == {Kind.ROLE}:
        return {slugify(name, Kind.ROLE)}
    slug = slugify(name)
    may_differ = "-" in slug and (not kinds or Kind.ROLE in kinds)
    return {slug, slugify(name, Kind.ROLE)} if may_differ else {slug}


def _slugs_of(node: Node, names: Iterable[str]) -> set[str]:
    return {node.slug, *(slugify(name, node.kind) for name in names)}


def _plain_slugs_of(node: Node, names: Iterable[str]) -> set[str]:
    return {slug for name in names if not name.isascii() for slug in plain_slugs(name, node.kind)}


def _decoded(name: str) -> str:
    """A name as UTF-8, where a locale without it made escapes of its bytes; any other as it is."""
    try:
        return name if name.isascii() else name.encode(errors="surrogateescape").decode()
    except UnicodeError:
        return name
