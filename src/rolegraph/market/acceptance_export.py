"""A graph as relations in Parquet, with everything expanded that decides who meets what: for engines without rolegraph.

All rows are sorted, and nothing in the files depends on when or where they were written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.arrays import chosen
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.history import replacements
from rolegraph.facts.labels import node
from rolegraph.facts.matches import LEAST_CONFIDENCE, all_mappings
from rolegraph.facts.requirements import grouped, reachable
from rolegraph.market.acceptance import (
    accepted_levels,
    credentials,
    estimated_requirements,
    requirement_id,
    requirement_labels,
    requirement_terms,
)
from rolegraph.market.acceptance_columns import RELATIONS
from rolegraph.mobility.efforts import ESSENTIAL, EffortMatrix
from rolegraph.model.mappings import MatchPredicate, NodeMapping, public_iri
from rolegraph.model.nodes import Necessity, slug_of
from rolegraph.rdf.commits import keep_access, transaction
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.journals import HIDDEN
from rolegraph.rdf.turtle import language_of, unspelled
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.facts.arrays import Sparse

MANIFEST: Final = "manifest.json"
_MADE_BY: Final = "rolegraph export accepts"
_FORMAT: Final = 1  # raised when a table or column changes its meaning, or goes
_NOTATION: Final = SKOS + "notation"
Row = tuple[Any, ...]


class _Contents(NamedTuple):
    """What tables are made of; `capabilities` meet or imply something, are used or measured, or are in the graph."""

    dataset: Dataset
    efforts: EffortMatrix
    facts: GraphFacts
    capabilities: frozenset[str]
    nodes: frozenset[str]
    codes: dict[str, set[str]]
    mappings: list[NodeMapping]
    ids: tuple[str, ...]
    estimated: dict[int, frozenset[str]]


def export_acceptance(dataset: Dataset, efforts: EffortMatrix, folder: Path) -> dict[str, int]:
    """Write the relations of a graph into a folder, which appears whole or not at all; gives the rows of each.

    SourceError where something else is there than what was written so before, or it cannot be written.
    """
    if find_spec("pyarrow") is None:
        raise RolegraphError("Parquet is written with pyarrow, which is not installed: pip install 'rolegraph[market]'")
    import pyarrow.parquet as pq

    dataset.check_target(folder)
    with transaction(folder, beside=True) as changes:
        _check_replaceable(folder)
        new, rows = changes.scratch("accepts"), {}
        new.mkdir()
        for name, table in acceptance_tables(dataset, efforts):
            pq.write_table(table, new / f"{name}.parquet")
            rows[name] = table.num_rows
        (new / MANIFEST).write_text(json.dumps(_manifest(dataset, rows), indent=2, ensure_ascii=False) + "\n", "utf-8")
        keep_access(folder, new)
        _check_replaceable(folder)  # again, as writing takes its time
        changes.stage(folder.resolve(), new)
    return rows


def acceptance_tables(dataset: Dataset, efforts: EffortMatrix) -> Iterator[tuple[str, pa.Table]]:
    """The relations of a graph by name, with their rows in the order of their keys."""
    import pyarrow as pa

    contents = _contents(dataset, efforts)
    for relation in RELATIONS:
        rows = sorted(set(_ROWS[relation.name](contents)), key=lambda row: row[: relation.key])
        columns = zip(*rows, strict=True) if rows else [()] * len(relation.columns)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, relation.schema, strict=True)]
        yield relation.name, pa.Table.from_arrays(arrays, schema=relation.schema)


def _check_replaceable(folder: Path) -> None:
    """Refuse what is no empty folder, and none of ours with nothing beside it that would be lost."""
    if not (folder.exists() or folder.is_symlink()):
        return
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else {""}
    names = {name for name in names if not name.startswith(HIDDEN)}
    ours = {MANIFEST, *(f"{relation.name}.parquet" for relation in RELATIONS)}
    if names and not (MANIFEST in names and names <= ours and _is_ours(folder / MANIFEST)):
        problem = "already exists, and is not a folder of tables that this command wrote"
        raise SourceError(problem, "choose another name", path=folder)


def _is_ours(manifest: Path) -> bool:
    try:
        with manifest.open("rb") as file:
            return _MADE_BY.encode() in file.read(200)
    except OSError:
        return False


def _manifest(dataset: Dataset, rows: dict[str, int]) -> dict[str, Any]:
    from rolegraph.model import __version__

    return {
        "made by": _MADE_BY,
        "version": __version__,
        "format": _FORMAT,
        "graph": dataset.fingerprint,
        "language": dataset.language,
        "estimates": dataset.estimates,
        "sources": [_source(dataset.apart, iri) for iri in dataset.apart.sources()],  # also of what lies below
        "tables": {
            relation.name: {
                "meaning": relation.meaning,
                "rows": rows[relation.name],
                "key": [column.name for column in relation.columns[: relation.key]],
                "columns": [
                    {"name": one.name, "type": one.type, "null": not one.required, "meaning": one.meaning}
                    for one in relation.columns
                ],
            }
            for relation in RELATIONS
        },
    }


def _source(dataset: Dataset, iri: str) -> dict[str, str]:
    stated = {"version": RG + "version", "licence": DCTERMS + "license"} | {
        "attribution": RG + "attribution",
        "hash": RG + "contentHash",
    }
    said = {name: dataset.value(iri, predicate) or "" for name, predicate in stated.items()}
    return {"source": iri, "label": node(dataset, iri).label, **said}


def _contents(dataset: Dataset, efforts: EffortMatrix) -> _Contents:
    if not efforts.requirements.shape[0]:
        raise RolegraphError("no role of this graph asks for anything: there is nothing to export")
    facts = GraphFacts(dataset)
    ids = tuple(requirement_id(requirement_terms(efforts, one)) for one in range(efforts.requirements.shape[0]))
    capabilities = frozenset(efforts.capabilities) | facts.nodes.keys() - efforts.row_of.keys()
    return _Contents(
        dataset,
        efforts,
        facts,
        capabilities,
        capabilities | efforts.row_of.keys(),
        grouped(dataset.pairs(_NOTATION)),
        all_mappings(dataset),
        ids,
        estimated_requirements(dataset, efforts),
    )


def _accepts(found: _Contents) -> Iterator[Row]:
    capabilities = found.efforts.capabilities
    for one, place, level in _cells(accepted_levels(found.efforts)):
        yield found.ids[one], capabilities[place], level


def _aliases(found: _Contents) -> Iterator[Row]:
    dataset = found.dataset
    retired = {(old, new) for old, ends in replacements(dataset).items() for new in map(dataset.one, ends)}
    yield from ((old, new, "retired") for old, new in retired if new in found.nodes)
    for iri in found.nodes:
        for member in dataset.members(iri):
            yield from ((name, iri, "iri") for name in {member, public_iri(member)})
            yield slug_of(member), iri, "slug"
        yield from ((code, iri, "code") for code in found.codes.get(iri, ()))
    yield from ((other, iri, "mapped") for other, iri in _exactly_one(found))


def _exactly_one(found: _Contents) -> Iterator[tuple[str, str]]:
    """Nodes that the graph does not have, each with the one of the graph that is surely the same, if there is one."""
    pairs: set[tuple[str, str]] = set()
    for row in found.mappings:
        if row.predicate is MatchPredicate.EXACT and (row.confidence is None or row.confidence >= LEAST_CONFIDENCE):
            ends = [(row.subject, row.object), (row.object, row.subject)]
            pairs.update((other, found.dataset.one(iri)) for other, iri in ends)
    known = _members(found)
    for other, iris in grouped(pairs).items():
        if other not in known and len(iris) == 1 and iris <= found.nodes:
            yield from ((name, min(iris)) for name in {other, public_iri(other)})


def _members(found: _Contents) -> set[str]:
    """All nodes of the graph, those included that others stand for."""
    return {member for iri in found.nodes for member in found.dataset.members(iri)}


def _broader(found: _Contents) -> Iterator[Row]:
    parents = grouped(found.facts.pairs(SKOS + "broader"))
    for one in reachable(found.nodes, lambda iri: parents.get(iri, ())):
        yield from ((one, broader) for broader in parents.get(one, ()))


def _capabilities(found: _Contents) -> Iterator[Row]:
    facts = found.facts
    for iri in found.capabilities:
        shown, degree = node(found.dataset, iri), facts.degrees.get(iri)
        level, field = (int(degree.level), degree.field or None) if degree else (None, None)
        hours, asking = facts.estimates.get(iri), facts.demand(iri)
        yield iri, shown.label, shown.kind.value, _code(found, iri), hours, level, field, asking


def _implies(found: _Contents) -> Iterator[Row]:
    names = found.efforts.capabilities
    return ((names[one], names[other]) for one, other, _ in _cells(found.efforts.prerequisites))


def _labels(found: _Contents) -> Iterator[Row]:
    """The labels as each source states them; of equal sources that of the last part counts."""
    dataset = found.dataset
    named = {iri for row in _broader(found) for iri in row} | found.nodes
    named |= {degree.field for degree in found.facts.degrees.values() if degree.field}
    later: set[str] = set()
    for part in reversed(dataset.apart.each):
        for term, preferred in (("prefLabel", True), ("altLabel", False)):
            for quad in part.match(None, SKOS + term):
                source, label = unspelled(str(quad.graph_name)), str(quad.object)
                one = dataset.one(unspelled(str(quad.subject)))
                if one in named and source not in later:
                    yield one, language_of(label).lower(), unspelled(label), preferred, source
        later.update(part.sources())


def _mappings(found: _Contents) -> Iterator[Row]:
    """The mappings of what the graph has; of several alike in all else the surest."""
    known = _members(found)
    rows: dict[Row, float | None] = {}
    for one in found.mappings:
        if not known.isdisjoint((one.subject, one.object)):
            source = one.source.iri if one.source is not None else ""
            key = (one.subject, one.predicate.value, one.object, source, one.justification)
            sure = [confidence for confidence in (rows.get(key), one.confidence) if confidence is not None]
            rows[key] = max(sure, default=None)
    return ((*key, confidence) for key, confidence in rows.items())


def _requirements(found: _Contents) -> Iterator[Row]:
    efforts = found.efforts
    parts = (
        requirement_labels(found.dataset, efforts),
        credentials(efforts).tolist(),
        efforts.distinctiveness.tolist(),
    )
    for number, (label, credential, weight) in enumerate(zip(*parts, strict=True)):
        terms = requirement_terms(efforts, number)
        any_of, examples = (" ".join(sorted(some)) for some in (terms.any_of, terms.examples - terms.any_of))
        level = int(terms.level) if terms.level else None
        yield found.ids[number], label, any_of, examples or None, level, terms.open_to_related, credential, weight


def _role_measures(found: _Contents) -> Iterator[Row]:
    if not found.efforts.measures.nnz:
        return
    for role, measures in found.facts.measures.items():  # the matrix does not know which errors are not stated
        for capability, one in measures.items():
            yield role, capability, one.value, one.error, int(one.level)


def _role_requirements(found: _Contents) -> Iterator[Row]:
    for row, number, how in _cells(found.efforts.role_requirements):
        necessity = Necessity.ESSENTIAL if how == ESSENTIAL else Necessity.PREFERRED
        estimated = found.ids[number] in found.estimated.get(row, ())
        yield found.efforts.roles[row], found.ids[number], necessity.value, estimated


def _role_tools(found: _Contents) -> Iterator[Row]:
    roles, capabilities = found.efforts.roles, found.efforts.capabilities
    asks = chosen(found.efforts.role_requirements, found.efforts.role_requirements.data > 0, "int32")
    named: Sparse = (asks @ found.efforts.requirements).tocsr()
    asked = {(roles[row], capabilities[place]) for row, place, _ in _cells(named)}
    for role, tools in found.facts.tools.items():
        yield from ((role, tool, (role, tool) in asked) for tool in tools)


def _roles(found: _Contents) -> Iterator[Row]:
    efforts = found.efforts
    essential = _counts(efforts.essential)
    total = _counts(efforts.role_requirements)
    for row, iri in enumerate(efforts.roles):
        seniority = int(efforts.rank[row]) if efforts.by_seniority[0] else 0
        yield (
            iri,
            node(found.dataset, iri).label,
            _code(found, iri),
            seniority or None,
            essential[row],
            total[row] - essential[row],
            row in found.estimated,
        )


_ROWS: Final[dict[str, Callable[[_Contents], Iterable[Row]]]] = {
    "accepts": _accepts,
    "aliases": _aliases,
    "broader": _broader,
    "capabilities": _capabilities,
    "implies": _implies,
    "labels": _labels,
    "mappings": _mappings,
    "requirements": _requirements,
    "role_measures": _role_measures,
    "role_requirements": _role_requirements,
    "role_tools": _role_tools,
    "roles": _roles,
}


def _code(found: _Contents, iri: str) -> str | None:
    return min(found.codes.get(iri, ()), default=None)


def _cells(matrix: Sparse) -> Iterator[tuple[int, int, int]]:
    stored = matrix.tocoo()
    return zip(stored.row.tolist(), stored.col.tolist(), stored.data.tolist(), strict=True)


def _counts(matrix: Sparse) -> list[int]:
    """How much is stored in each row."""
    ends: list[int] = matrix.indptr.tolist()
    return [end - start for start, end in pairwise(ends)]
