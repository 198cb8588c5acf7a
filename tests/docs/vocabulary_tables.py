"""`docs/reference/vocabulary.md`: what is written there by hand, and below it every term; run to write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.docs.pages import DOCS
from tests.folders import ROOT

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import OWL, RDF, RDFS, RG, SKOS
from rolegraph.render.figures.ontology_page import compact

PAGE: Final = DOCS / "reference" / "vocabulary.md"
MARK: Final = "<!-- Below this line, bin/docs writes what ontology/rolegraph.ttl says. -->\n"
_GROUPS: Final = {
    "Classes": ("Class",),
    "Relations": ("ObjectProperty",),
    "Values": ("DatatypeProperty",),
}


def vocabulary_page() -> str:
    """The page as it should be."""
    above = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    dataset = open_dataset([ROOT / "ontology" / "rolegraph.ttl"])
    return above + MARK + "".join(_table(dataset, title, kinds) for title, kinds in _GROUPS.items())


def _table(dataset: Dataset, title: str, kinds: tuple[str, ...]) -> str:
    rows = (row for kind in kinds for iri in dataset.subjects(RDF + "type", OWL + kind) for row in _row(dataset, iri))
    what = "under" if title == "Classes" else "of what, to what"
    return f"\n## {title}\n\n| term | {what} | what it means |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _row(dataset: Dataset, iri: str) -> Iterator[str]:
    if not iri.startswith(RG):
        return
    above = _code(iri for iri in dataset.objects(iri, RDFS + "subClassOf") if ":" in compact(iri))
    ends = [_code(_ends(dataset, iri, end)) for end in ("domain", "range")]
    where = above or " → ".join(filter(None, ends))
    yield f"| `{compact(iri)}` | {where} | {dataset.value(iri, SKOS + 'definition') or ''} |"


def _ends(dataset: Dataset, iri: str, end: str) -> Iterator[str]:
    """The classes at an end of a property, those of a union one by one."""
    for class_ in dataset.objects(iri, RDFS + end):
        rest = dataset.value(class_, OWL + "unionOf")
        if rest is None:
            yield class_
        while rest and rest != RDF + "nil":
            yield from dataset.objects(rest, RDF + "first")
            rest = dataset.value(rest, RDF + "rest")


def _code(iris: Iterator[str]) -> str:
    return ", ".join(f"`{compact(iri)}`" for iri in iris if iri.startswith("http"))


if __name__ == "__main__":
    PAGE.write_text(vocabulary_page(), encoding="utf-8")
