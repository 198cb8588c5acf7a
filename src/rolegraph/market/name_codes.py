"""The names in a column of a large table, looked up once each: which nodes of a graph they mean, as small numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts import labels
from rolegraph.facts.cache import names_of
from rolegraph.facts.joining import first_of
from rolegraph.facts.lexicon import Lexicon
from rolegraph.market.parquet_tables import ParquetTable, row_groups
from rolegraph.market.reading_failures import reading
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Engine

MOST_NAMES: Final = 1_000_000
"""Different names that a column may have."""

_NOTHING: Final = "means nothing"
_NAMED: Final = 5  # names without a node of which a message says what each is
_LONGEST: Final = 60  # characters of a name that a message repeats


class LeftOutName(NamedTuple):
    """A name that means no node, or several, in how many rows it stands, and what is said of it."""

    name: str
    rows: int
    problem: str


class NameCodes(NamedTuple):
    """The names of a column: `names` has a row for each that means a node, with the place of that in `nodes`.

    `names` has the column itself, to be joined by, and `COLUMN_code`. Nodes are sorted by IRI.
    """

    names: pa.Table
    nodes: tuple[Node, ...]
    left_out: tuple[LeftOutName, ...]

    @property
    def rows_left_out(self) -> int:
        """In how many rows there are names that mean no node, or several."""
        return sum(name.rows for name in self.left_out)


def name_codes(
    engine: Engine,
    table: ParquetTable,
    column: str,
    dataset: Dataset,
    kinds: Collection[Kind],
    *,
    skip_unknown: bool = False,
) -> NameCodes:
    """Which nodes of some kinds the names in a column of a table mean: by IRI, label, other name or slug.

    SourceError where one means none or several, with the file and the row group it stands in, unless what is unknown is
    to be skipped.
    """
    import pyarrow as pa

    counted = _counted(engine, table, column)
    found, left_out = dict[str, Node](), list[LeftOutName]()
    lexicon = names_of(dataset)
    for name, rows in counted:
        nodes = _meant(dataset, lexicon, name, kinds)
        if len(nodes) == 1:
            found[name] = nodes[0]
        else:
            left_out.append(LeftOutName(name, rows, _problem(lexicon, nodes)))
    if left_out and not skip_unknown:
        raise _unknown(table, column, left_out, lexicon, kinds)
    nodes = tuple(sorted(set(found.values())))
    places = {node: place for place, node in enumerate(nodes)}
    codes = pa.array([places[node] for node in found.values()], pa.int64())
    names = pa.table({column: pa.array(found, pa.string()), f"{column}_code": codes})
    return NameCodes(names, nodes, tuple(sorted(left_out, key=lambda one: (-one.rows, one.name))))


def _counted(engine: Engine, table: ParquetTable, column: str) -> list[tuple[str, int]]:
    """Every name in a column, with the number of its rows, sorted by name."""
    import narwhals as nw

    with reading(table):
        rows = engine.scan(table).select(column).drop_nulls().group_by(column).agg(nw.len().alias("rows"))
        counted = engine.collect(rows.head(MOST_NAMES + 1))
    if counted.num_rows > MOST_NAMES:
        problem = f"has more than {MOST_NAMES:,} different texts in column {column!r}"
        raise SourceError(problem, "give names or IRIs of the graph there", path=table.place)
    return sorted(zip(counted[column].to_pylist(), counted["rows"].to_pylist(), strict=True))


def _meant(dataset: Dataset, lexicon: Lexicon, name: str, kinds: Collection[Kind]) -> tuple[Node, ...]:
    """The nodes that a name means: in a graph of several places those that stand for them."""
    nodes = lexicon.matches(dataset.one(name) if "://" in name else name, kinds)
    if len(nodes) > 1 and (first := first_of(dataset, nodes)) is not None:
        nodes = (first,)
    ones = {dataset.one(node.iri): node for node in nodes}
    return tuple(sorted(node if iri == node.iri else labels.node(dataset, iri) for iri, node in ones.items()))


def _problem(lexicon: Lexicon, nodes: Sequence[Node]) -> str:
    if not nodes:
        return _NOTHING
    more = ", …" if len(nodes) > _NAMED else ""
    return f"means {len(nodes)} things ({', '.join(lexicon.name_of(node) for node in nodes[:_NAMED])}{more})"


def _unknown(
    table: ParquetTable, column: str, left_out: Sequence[LeftOutName], lexicon: Lexicon, kinds: Collection[Kind]
) -> RolegraphError:
    """One error for all names that mean no node: where the first one stands and what it may mean, and the others."""
    file, group, name = _first(table, column, {one.name for one in left_out})
    known = {one.name: one for one in left_out}
    first = known.get(name, left_out[0])
    suggestions = lexicon.suggest(first.name[:_LONGEST], kinds) if first.problem == _NOTHING else ()
    hint = f"; did you mean {suggestions[0]}?" if suggestions else ""
    problem = f"row group {group}: {_quoted(first.name)} in column {column!r} {first.problem} in this graph{hint}"
    others = [one for one in sorted(left_out, key=lambda one: -one.rows) if one is not first]
    more = [
        f"  {_quoted(one.name)} ({one.rows:,} {'row' if one.rows == 1 else 'rows'}) {one.problem}"
        for one in islice(others, _NAMED)
    ]
    if len(others) > _NAMED:
        more.append(f"  and {len(others) - _NAMED:,} names more")
    if others:
        more.insert(0, f"{len(left_out):,} names mean nothing, or several things; besides that one:")
    return SourceError(problem, "correct it, or leave out what is unknown with --skip-unknown", path=file, more=more)


def _quoted(name: str) -> str:
    return repr(name if len(name) <= _LONGEST else name[:_LONGEST] + "…")


def _first(table: ParquetTable, column: str, names: Collection[str]) -> tuple[str, int, str]:
    """The file and the row group, from 1, in which one of some names stands first, and that name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(sorted(names), pa.string())
    shapes = {file: shape for shape in table.shapes for file in shape.files}
    for file in table.files:
        in_file = next((name for one, name, _ in shapes[file].names if one.name == column), None)
        if in_file is None:
            continue
        for group, rows in row_groups(file, [in_file]):
            texts = rows[in_file].cast(pa.string())
            found = texts.filter(pc.is_in(texts, wanted))
            if len(found):
                return file, group, found[0].as_py()
    return table.place, 1, ""
