"""Graphs merged into one: each source from the last place that has it, validated, written as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.cache import write_index
from rolegraph.model.nodes import Kind, Node, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address
from rolegraph.rdf.places import Layer, lay
from rolegraph.rdf.transactions import replacing
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.shacl.validation import Report, validate


class Replaced(NamedTuple):
    """An earlier place that has a source as well, and whether with the same content."""

    place: Path
    same: bool


class MergedSource(NamedTuple):
    """A source of a merged graph, where it was taken from, and where it was not."""

    source: Node
    statements: int
    place: Path
    replaced: tuple[Replaced, ...] = ()


class Merge(NamedTuple):
    """What came of a merge. Where `report` has violations, nothing was written."""

    place: Path
    written: bool
    statements: int
    sources: tuple[MergedSource, ...]
    report: Report


class _Invalid(Exception):
    """Leaves a graph in the making unwritten."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        super().__init__()


def merge(places: Sequence[str | Path], out: str | Path) -> Merge:
    """Merge graphs into one; also known as `rolegraph.build`.

    Parameters
    ----------
    places
        RDF files, folders of them, and built stores. A source in a later place replaces the one of the same name before
        it.
    out
        A file, by its ending; a folder of RDF files, whose sources must all be among those merged; otherwise a folder
        to build, new or empty or a built graph. Whatever graph is there is replaced as a whole.

    Raises
    ------
    SourceError
        When a place is missing or broken, or the graph cannot be written. What was there before is then untouched.

    Examples
    --------
    >>> import tempfile
    >>> from rolegraph.rdf.files import shipped
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     merged = merge([shipped("data")], Path(folder) / "graph")
    >>> merged.written, [item.source.slug for item in merged.sources][1:]
    (True, ['editorial', 'onet-29-3'])
    """
    if address := next((place for place in map(str, (*places, out)) if is_address(place)), None):
        raise RolegraphError(f"{address} is an endpoint, which is neither merged nor written to: name files or folders")
    if not places:
        raise RolegraphError("nothing to merge: name one or more graphs")
    try:
        with replacing(Path(out), write_index) as made:
            layers = lay([Path(place) for place in places], made.store)
            # The latest first: where two files speak of a node, what breaks a shape is looked for in the one taken.
            files = tuple(file for layer in reversed(layers) if layer.taken for file in layer.files)
            return _checked(Dataset(made.store, files, (Path(out),)), layers)
    except _Invalid as found:
        return found.merge


def _checked(dataset: Dataset, layers: Sequence[Layer]) -> Merge:
    """What came of a merge; raises `_Invalid` where that must not be written."""
    report = validate(dataset)
    sources = []
    for place, iri, statements in sorted(
        ((layer.place, iri, number) for layer in layers for iri, number in layer.taken.items()),
        key=lambda item: item[1],
    ):
        label = dataset.value(iri, SKOS + "prefLabel") or slug_of(iri)
        replaced = tuple(Replaced(layer.place, layer.replaced[iri]) for layer in layers if iri in layer.replaced)
        sources.append(MergedSource(Node(iri, Kind.SOURCE, label), statements, place, replaced))
    merge = Merge(dataset.places[0], report.valid, dataset.size(), tuple(sources), report)
    if not report.valid:
        raise _Invalid(merge)
    return merge
