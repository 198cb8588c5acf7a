"""Names in a table to nodes: what is known keeps its node, the rest gets one, under the same name in every row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rolegraph.names import Lexicon, fold
from rolegraph.sources.casing import Casing
from rolegraph.sources.naming import Naming
from rolegraph.sources.qualifications import qualifications
from rolegraph.sources.records import Mention
from rolegraph.sources.table.entries import Entry, Unfit
from rolegraph.sources.tally import Tally
from rolegraph.vocabulary import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, slugify


class Asked(NamedTuple):
    """The alternatives of a requirement, and what the wording of a degree adds to them."""

    any_of: tuple[Mention, ...]
    open_to_related: bool = False
    note: str = ""


class Resolver:
    """Finds what a table means by its names.

    Parameters
    ----------
    entries
        All rows: a kind that is said in one of them holds in all, and so do other names.
    lexicon
        The names already known.
    before
        The same table's names from a first reading, by which each has one spelling, whatever the order of the rows.
    """

    def __init__(self, entries: Iterable[Entry], lexicon: Lexicon, before: Resolver | None = None) -> None:
        self.naming: Naming = Naming(lexicon, Casing([], lexicon), before.naming if before else None)
        self._kinds: dict[str, tuple[Kind, int]] = {}
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

    def role(self, entry: Entry) -> Mention:
        """The role of a row."""
        name = self._roles.get(fold(entry.role), entry.role)
        known = self.naming.known(name, (Kind.ROLE,), entry.row.line)
        return known or self.naming.stated(Kind.ROLE, name, entry.row.line)

    def asked(self, entry: Entry, tally: Tally) -> Asked:
        """What a row asks for, or the one capability that it describes.

        Raises
        ------
        Unfit
            When its kind contradicts another row, or a degree cannot be read.
        """
        found = [self._one(name, entry, tally) for name in entry.capability]
        mentions = {mention.iri: mention for one in found for mention in one.any_of}
        if entry.row["category"] and any(mention.kind is not Kind.TOOL for mention in mentions.values()):
            raise Unfit("category", "is for tools alone, and this is none", entry.row["capability"])
        note = "; ".join(dict.fromkeys(one.note for one in found if one.note))
        return Asked(tuple(mentions.values()), any(one.open_to_related for one in found), note)

    def named(self, column: str, entry: Entry, default: Kind = Kind.SKILL) -> tuple[Mention, ...]:
        """The capabilities in a cell that says no kind; what is new is of the default kind."""
        found = [self._unsaid(self._main(name), entry, default) for name in entry.several(column)]
        return tuple({mention.iri: mention for one in found for mention in one.any_of}.values())

    def titled(self, kind: Kind, column: str, entry: Entry) -> tuple[Mention, ...]:
        """The industries or categories in a cell."""
        found = [self.naming.titled(kind, name, entry.row.line) for name in entry.several(column)]
        return tuple({mention.iri: mention for mention in found}.values())

    def _main(self, name: str) -> str:
        return self._capabilities.get(fold(name), name)

    def _one(self, name: str, entry: Entry, tally: Tally) -> Asked:
        name = self._main(name)
        said, line = self._kinds.get(slugify(name), (None, 0))
        kind = entry.kind or said
        if said is not None and kind is not said:
            raise Unfit("kind", f"is {kind}, but {said} in line {line}", name)
        asked = self._unsaid(name, entry, Kind.SKILL)
        for mention in asked.any_of:
            if entry.kind in LEARNABLE_KINDS and mention.kind is not entry.kind:
                told = f"{mention.label!r} is known as a {mention.kind}, and stays one, though a row says {entry.kind}"
                tally.note(f"{entry.row.place.file}, line {entry.row.line}: {told}")
        return asked

    def _unsaid(self, name: str, entry: Entry, default: Kind) -> Asked:
        """What bears a name, by the kind that any row says, or else by what is known."""
        said, line = self._kinds.get(slugify(name), (None, 0))[0], entry.row.line
        if said is Kind.DEGREE:
            return self._degree(name, entry)
        kinds = (said,) if said is Kind.CERTIFICATION else LEARNABLE_KINDS if said else CAPABILITY_KINDS
        known = self.naming.known(name, kinds, line, prefer=said or Kind.SKILL)
        if known is not None and known.kind is Kind.DEGREE:
            return self._degree(name, entry)
        return Asked((known or self.naming.stated(said or default, name, line),))

    def _degree(self, name: str, entry: Entry) -> Asked:
        read = qualifications(name, entry.passage, self.naming)
        degrees = tuple(one for record in read for one in record.any_of if one.kind is Kind.DEGREE)
        if not degrees or len(read) > 1:
            cure = "write its level and field, such as Bachelor's degree in History"
            raise Unfit("capability", f"is no degree that can be read: {cure}", name)
        return Asked(degrees, read[0].open_to_related, read[0].note)


def _add_aliases(aliases: dict[str, str], name: str, others: Iterable[str]) -> None:
    main = aliases.get(fold(name), name)
    for other in others:
        if fold(other) != fold(main):
            aliases.setdefault(fold(other), main)
