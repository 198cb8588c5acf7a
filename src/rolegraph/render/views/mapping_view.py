"""What `map` proposes between two graphs, as tables, and the table that a person confirms it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rolegraph.errors import RolegraphError
from rolegraph.model.mappings import GraphMapping, MatchPredicate, ProposedMapping
from rolegraph.rdf.commits import write_atomically
from rolegraph.readers.mapping_review import COLUMNS, Reviewed, review_rows
from rolegraph.render.text import Block, Heading, Table, Text, counted, section
from rolegraph.render.text.serialization import Sheet, to_csv, to_xlsx

_SHOWN: Final = 10
_ENDINGS: Final = (".csv", ".xlsx")
_COLUMNS: Final = ("From", "", "To", "Confidence", "By")


def mapping_blocks(found: GraphMapping) -> Iterator[Block]:
    """How many nodes of each kind are mapped, examples, and what contradicts itself."""
    yield Heading(f"{found.first} to {found.second}", 1)
    proposed = found.proposed
    mapped = {kind: {one.mapping.subject for one in proposed if one.kind is kind} for kind in found.subjects}
    rows = []
    for kind, number in found.subjects.items():
        counts = Counter(one.mapping.predicate for one in proposed if one.kind is kind)
        rows.append(
            (kind.value, f"{number:,}", f"{len(mapped[kind]):,}", *(f"{counts[one]:,}" for one in MatchPredicate))
        )
    predicates = tuple(one.value.removesuffix("Match") for one in MatchPredicate)
    yield Table(("Kind", "Nodes", "Mapped", *predicates), rows, frozenset(("Nodes", "Mapped", *predicates)))
    surest = sorted(proposed, key=lambda one: -(one.mapping.confidence or 0.0))
    yield from section("Proposed, from the surest to the least sure", _COLUMNS, _rows(surest), ["Confidence"])
    several = [one for one in surest if one.conflict]
    columns = (*_COLUMNS[:4], "Besides")
    rows = [(*row[:4], one.conflict) for row, one in zip(_all_rows(several), several, strict=True)]
    yield from section("One to many, or many to one", columns, rows, ["Confidence"], limit=_SHOWN)
    less = len(found.candidates) - len(proposed)
    yield Text(
        f"{counted(len(proposed), 'mapping')} of a confidence of at least {found.least:g}, "
        f"and {counted(less, 'candidate')} below it."
    )


def _rows(found: list[ProposedMapping]) -> list[tuple[str, ...]]:
    """A sample at equal distances, so that the least sure are seen too."""
    step = max(1, -(-len(found) // _SHOWN))
    return _all_rows(found[::step])


def _all_rows(found: list[ProposedMapping]) -> list[tuple[str, ...]]:
    return [
        (
            one.mapping.subject_label,
            one.mapping.predicate.words,
            one.mapping.object_label,
            f"{one.mapping.confidence or 0.0:.2f}",
            ", ".join(one.evidence),
        )
        for one in found
    ]


def reviewed_blocks(found: Reviewed) -> Iterator[Block]:
    """How a review ended."""
    confirmed = counted(len(found.mapping_set.rows), "mapping")
    yield Text(f"{confirmed} confirmed, {found.refused:,} refused, {found.undecided:,} left open.")


def check_review_name(path: Path) -> None:
    """Raise `RolegraphError` where a table cannot have that name."""
    if path.suffix.lower() not in _ENDINGS:
        raise RolegraphError(f"the table to confirm is CSV or a workbook: let the name of {path} end in .csv or .xlsx")


def write_review(path: Path, found: GraphMapping) -> None:
    """Write all candidates as a table with an empty column `accept`."""
    check_review_name(path)
    sheet = Sheet(list(COLUMNS), review_rows(found))
    data = to_xlsx({"mappings": sheet}) if path.suffix.lower() == ".xlsx" else ("\ufeff" + to_csv(sheet)).encode()
    write_atomically(path, data)
