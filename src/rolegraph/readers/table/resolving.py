"""The nodes that the names of a table mean, and by what they were found.

What is known keeps its node, the rest gets one, under the same name in every row. A name that is less than the label of
what it was taken for stays with it, as another name that the table gives it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from rolegraph.errors import UnknownNode
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding, Linker, Mention
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, DegreeLevel, Kind, Node, fold, slugify
from rolegraph.readers.documents.qualifications import qualifications
from rolegraph.readers.documents.records import Passage, Qualification, RequirementRecord
from rolegraph.readers.import_output import ImportReport, is_web_iri
from rolegraph.readers.table.entries import TableEntry, Unfit

LABEL: Final = "label"
NEW: Final = "new"
_OTHER: Final = "other name"
_SPELLING: Final = "spelling"
_IRI: Final = "IRI"
_CURE: Final = (
    "if it is something else, --keep-names makes it a node of its own, and a column iri says which node it is"
)


@dataclass(frozen=True, slots=True)
class ResolvedName:
    """A name of a table, and the node that it was taken for.

    `by` is what found it: its label, another name, a spelling of either, an IRI, or that it is new; `sources` are those
    that give the node, `doubt` is why it may be wrong.
    """

    name: str
    node: Node
    by: str
    line: int
    doubt: str = ""
    sources: tuple[str, ...] = ()


class NamedCapability(NamedTuple):
    """The alternatives of a requirement, and what the wording of a degree adds to them."""

    any_of: tuple[Mention, ...]
    open_to_related: bool = False
    note: str = ""


class Resolver:
    """Finds what a table means by its names.

    It is given all rows, since a kind that one of them gives holds in all, and so do other names; the names already
    known; and the resolver of a first reading, by which each name has one spelling, whatever the order of the rows.
    With `keep_names`, only a label means the node that has it.
    """

    def __init__(
        self,
        entries: Iterable[TableEntry],
        lexicon: MemoryLexicon,
        before: Resolver | None = None,
        *,
        keep_names: bool = False,
    ) -> None:
        self.linker: Linker = Linker(lexicon, Truecase([], lexicon), before.linker if before else None)
        self._lexicon, self._keep = lexicon, keep_names
        self.words: Final[dict[tuple[str, str], str]] = before.words if before else {}
        self._resolved: dict[tuple[str, Kind], ResolvedName] = {}
        self._credentials: dict[str, NamedCapability | None] = {}
        self._kinds: dict[str, tuple[Kind, int]] = {}
        self._iris: dict[str, str] = {}
        self._roles: dict[str, str] = {}
        self._capabilities: dict[str, str] = {}
        for entry in entries:
            if entry.role:
                _add_aliases(self._roles, entry.role, entry.several("other names"))
            elif entry.capability:
                _add_aliases(self._capabilities, entry.capability[0], entry.several("other names"))
        for entry in entries:
            kind = entry.kind or (Kind.TOOL if entry.row["category"] else None)
            for name in entry.capability if kind else ():
                self._kinds.setdefault(slugify(self._main(name)), (kind or Kind.SKILL, entry.row.line))
            if entry.row["iri"] and len(entry.capability) == 1:
                self._iris.setdefault(fold(self._main(entry.capability[0])), entry.row["iri"])
        self._apart = self._contested({entry.role for entry in entries if entry.role})

    def _contested(self, names: Iterable[str]) -> set[str]:
        """Names of roles that would be one node with another role of the table: they are roles of their own."""
        by_node: defaultdict[str, set[str]] = defaultdict(set)
        for name in names:
            for node in self.linker.meanings(self._roles.get(fold(name), name), (Kind.ROLE,)):
                by_node[node.iri].add(fold(self._roles.get(fold(name), name)))
        return {name for found in by_node.values() if len(found) > 1 for name in found}

    def names(self) -> tuple[ResolvedName, ...]:
        """All names with what they were taken for, in the order of the table."""
        return tuple(sorted(self._resolved.values(), key=lambda each: (each.line, fold(each.name))))

    def findings(self) -> Iterator[Finding]:
        """Names to check: doubtful ones with the cure, and new ones that are almost a known one."""
        for each in self.names():
            if each.doubt:
                taken = f"{each.name!r} was taken for the {each.node.kind} {each.node.label!r}"
                yield Finding(f"{taken}, but {each.doubt}; {_CURE}", each.line)
        yield from self.linker.findings()

    def role(self, entry: TableEntry) -> Mention:
        """The role of a row."""
        name = self._roles.get(fold(entry.role), entry.role)
        return self._known(name, (Kind.ROLE,), entry.row.line) or self._new(Kind.ROLE, name, entry.row.line)

    def capability(self, entry: TableEntry, report: ImportReport) -> NamedCapability:
        """What a row requires, or the one capability that it describes.

        Raises `Unfit` when its kind contradicts another row, or a degree cannot be read.
        """
        found = [self._alternative(name, entry, report) for name in entry.capability]
        mentions = {mention.iri: mention for each in found for mention in each.any_of}
        if entry.row["category"] and any(mention.kind is not Kind.TOOL for mention in mentions.values()):
            raise Unfit("category", "is for tools alone, and this is not a tool", entry.row["capability"])
        note = "; ".join(dict.fromkeys(each.note for each in found if each.note))
        return NamedCapability(tuple(mentions.values()), any(each.open_to_related for each in found), note)

    def named(self, column: str, entry: TableEntry, default: Kind = Kind.SKILL) -> tuple[Mention, ...]:
        """The capabilities in a cell that gives no kind; what is new is of the default kind."""
        found = [self._resolve(self._main(name), entry, default) for name in entry.several(column)]
        return tuple({mention.iri: mention for each in found for mention in each.any_of}.values())

    def titled(self, kind: Kind, column: str, entry: TableEntry) -> tuple[Mention, ...]:
        """The industries or categories in a cell."""
        found = [self.linker.titled(kind, name, entry.row.line) for name in entry.several(column)]
        return tuple({mention.iri: mention for mention in found}.values())

    def _main(self, name: str) -> str:
        return self._capabilities.get(fold(name), name)

    def _alternative(self, name: str, entry: TableEntry, report: ImportReport) -> NamedCapability:
        name = self._main(name)
        stated, line = self._kinds.get(slugify(name), (None, 0))
        kind = entry.kind or stated
        if stated is not None and kind is not stated:
            raise Unfit("kind", f"is {kind}, but {stated} in line {line}", name)
        named = self._resolve(name, entry, Kind.SKILL)
        for mention in named.any_of:
            if entry.kind in LEARNABLE_KINDS and mention.kind is not entry.kind:
                note = f"{mention.label!r} is already known as a {mention.kind}: the kind {entry.kind} is ignored"
                report.note(f"{entry.row.place.file}, line {entry.row.line}: {note}")
        return named

    def _resolve(self, name: str, entry: TableEntry, default: Kind) -> NamedCapability:
        """What a name means, by the kind that any row gives, or else by what is known, or by how it reads."""
        stated, line = self._kinds.get(slugify(name), (None, 0))[0], entry.row.line
        if iri := self._iris.get(fold(name)):
            return NamedCapability((self._by_iri(iri, name, stated or default, line),))
        if stated is Kind.DEGREE:
            return self._degree(name, entry)
        kinds = (stated,) if stated is Kind.CERTIFICATION else LEARNABLE_KINDS if stated else CAPABILITY_KINDS
        known = self._known(name, kinds, line, prefer=stated or Kind.SKILL)
        if known is not None and known.kind is Kind.DEGREE:
            return self._degree(name, entry)
        if known is None and stated is None and (credential := self._credential(name, entry.passage)):
            return credential
        return NamedCapability((known or self._new(stated or default, name, line),))

    def _by_iri(self, iri: str, name: str, kind: Kind, line: int) -> Mention:
        """The node that a column of IRIs names."""
        try:
            node = self._lexicon.resolve(iri, CAPABILITY_KINDS)
        except UnknownNode:
            if not is_web_iri(iri):
                cure = "is not the IRI of a capability that is known, and no address of the web"
                raise Unfit("iri", cure, iri) from None
            node = Node(iri, kind, name)
        self._note(name, ResolvedName(name, node, _IRI, line))
        return Mention(node.iri, node.kind, node.label, (name,) if fold(name) != fold(node.label) else ())

    def _known(self, name: str, kinds: Collection[Kind], line: int, prefer: Kind | None = None) -> Mention | None:
        """The known node of a name, with that name where it is less than its label."""
        meant = self.linker.meanings(name, kinds)
        found = [node for node in meant if node.kind is prefer] or list(meant)
        ways = {node: self._by(name, node) for node in found}
        if self._keep or (Kind.ROLE in kinds and fold(name) in self._apart):
            found = [node for node in found if ways[node] == LABEL]
        if not found:
            return None
        node, by, doubt = found[0], ways[found[0]], ""
        if len(found) > 1:
            others = ", ".join(repr(other.label) for other in found[1:4])
            doubt = f"{others} {'has' if len(found) == 2 else 'have'} that name, too"
        elif by == _OTHER and prefer is not None and node.kind is not prefer and prefer is not Kind.SKILL:
            doubt = f"it is stated to be a {prefer}"
        self._note(name, ResolvedName(name, Node(node.iri, node.kind, node.label), by, line, doubt))
        if by == LABEL:
            return node
        key = node.iri, fold(name)
        self.words[key] = min(self.words.get(key, name), name)
        return replace(node, alt_labels=(self.words[key],))

    def _by(self, name: str, node: Mention) -> str:
        """What of a node a name is."""
        wanted = fold(name)
        ways = {is_label for _, known, is_label in self._lexicon.names([node.iri]) if known == wanted}
        return LABEL if True in ways else _OTHER if ways else _SPELLING

    def _new(self, kind: Kind, name: str, line: int) -> Mention:
        mention = self.linker.stated(kind, name, line)
        self._note(name, ResolvedName(name, Node(mention.iri, kind, mention.label), NEW, line))
        return mention

    def _note(self, name: str, resolved: ResolvedName) -> None:
        self._resolved.setdefault((fold(name), resolved.node.kind), resolved)

    def _credential(self, name: str, passage: Passage) -> NamedCapability | None:
        """The degree or certification that a name of no stated kind wholly is."""
        if (key := fold(name)) not in self._credentials:
            read = qualifications(name, passage, self.linker) if " " in name else []
            is_one = len(read) == 1 and all(_is_wholly(each, name) for each in read[0].any_of)
            self._credentials[key] = _named(read[0]) if is_one else None
        return self._credentials[key]

    def _degree(self, name: str, entry: TableEntry) -> NamedCapability:
        read = qualifications(name, entry.passage, self.linker)
        degrees = tuple(degree for record in read for degree in record.any_of if degree.kind is Kind.DEGREE)
        if not degrees or len(read) > 1:
            cure = "write its level and field, such as Bachelor's degree in History"
            raise Unfit("capability", f"is not a degree that can be read: {cure}", name)
        return NamedCapability(degrees, read[0].open_to_related, read[0].note)


def _named(record: RequirementRecord) -> NamedCapability:
    return NamedCapability(record.any_of, record.open_to_related, record.note)


def _is_wholly(mention: Mention, name: str) -> bool:
    """Whether a name is that of a credential, rather than one in which a credential occurs."""
    if isinstance(mention, Qualification) and mention.kind is Kind.DEGREE:
        return mention.level is not None and mention.level >= DegreeLevel.BACHELOR
    return slugify(mention.label) == slugify(name)


def _add_aliases(aliases: dict[str, str], name: str, others: Iterable[str]) -> None:
    main = aliases.get(fold(name), name)
    for other in others:
        if fold(other) != fold(main):
            aliases.setdefault(fold(other), main)
