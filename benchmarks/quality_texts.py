"""How well texts about jobs are read: requirements, fields and kinds of forty annotated texts, and of the cases.

`python benchmarks/quality_texts.py --show NAME` prints what a reading of one text misses and what it gives wrongly,
`--show all` of all those to develop with, `--show faults` and `--show cases` of the small ones. Those that are held out
are only measured: nobody looks at their errors.
"""

from __future__ import annotations

import argparse
import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from annotated_texts import FOLDER, Annotated, Score, annotated_texts, cases, faults, names_by_iri, score

from rolegraph.errors import SourceError
from rolegraph.facts.labels import names
from rolegraph.facts.lexicon import LexiconEntry, MemoryLexicon
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.files import shipped
from rolegraph.rdf.places import open_dataset
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.kinds import kind_of
from rolegraph.readers.documents.records import Article

SHARED: Final = Path(__file__).parents[2] / "shared"
FOREIGN: Final = FOLDER.with_name("foreign")
CASES: Final = SHARED / "cases" / "texts"
ESCO: Final = SHARED / "data" / "esco-1.1.1" / "ESCO dataset - v1.1.1 - classification - en - csv.zip"
# Parts of the texts, by whether they are held out.
PARTS: Final = {"to develop with": {False}, "held out": {True}, "all": {False, True}}


@cache
def lexicon_of(graph: Path) -> MemoryLexicon:
    """The names of a file."""
    return MemoryLexicon(names(open_dataset([graph]), told_apart=False))


@cache
def lexicon(*, esco: bool = False) -> MemoryLexicon:
    """The names of the shipped graph, and with them ESCO's skills."""
    entries = list(names(open_dataset([shipped("data")]), told_apart=False))
    return MemoryLexicon([*entries, *(_esco_skills() if esco else ())])


def _esco_skills() -> Iterator[LexiconEntry]:
    with zipfile.ZipFile(ESCO) as archive, archive.open("skills_en.csv") as file:
        for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
            yield LexiconEntry(Node(row["conceptUri"], Kind.SKILL, row["preferredLabel"]), row["altLabels"].split("\n"))


def read(text: Annotated, known: MemoryLexicon) -> Reading:
    """A reading of a text: the kind it is taken for, and what it says, or why it is refused."""
    kind = ""
    try:
        document = next(read_documents(text.data, text.name))
        kind = kind_of(document).name.lower()
        return Reading(kind, read_text(document, known))
    except SourceError as error:
        return Reading(kind, refusal=str(error))


class Reading(NamedTuple):
    """What came of a text."""

    kind: str
    article: Article | None = None
    refusal: str = ""


class Measured:
    """The scores of texts, with the kinds that they were taken for."""

    def __init__(self, texts: Iterable[Annotated], known: MemoryLexicon) -> None:
        self.scores: dict[str, Score] = {}
        self.kinds: dict[str, str] = {}
        self.refusals: dict[str, str] = {}
        known_names = names_by_iri(known)
        self.texts = list(texts)
        for text in self.texts:
            reading = read(text, known)
            self.scores[text.name] = score(text.right, reading.article, known_names)
            self.kinds[text.name] = reading.kind
            self.refusals[text.name] = reading.refusal

    def total(self, chosen: Collection[str] | None = None) -> Score:
        """The sum over some texts, or over all but CVs, of which an `Article` is not made."""
        result = Score()
        for text in self.texts:
            if text.kind != "cv" and (chosen is None or text.name in chosen):
                result.add(self.scores[text.name])
        return result

    def exactly_right(self) -> int:
        """How many texts come out as annotated, with nothing missed and nothing wrong."""
        return sum(not self.scores[text.name].missed and not self.scores[text.name].wrong for text in self.texts)

    def right_kinds(self, chosen: Collection[str]) -> int:
        """How many of some texts are taken for what they are."""
        return sum(self.kinds[text.name] == text.kind for text in self.texts if text.name in chosen)


def report() -> Iterator[str]:
    """The section as Markdown."""
    texts = annotated_texts()
    yield "## Texts about jobs"
    yield ""
    yield f"{len(texts)} annotated texts, {sum(text.held_out for text in texts)} of them held out:"
    yield ""
    yield "| names known | texts | kind | recall | precision | necessity | fields found | fields right |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    shown = {"shipped": Measured(texts, lexicon())}
    if ESCO.exists():
        shown["shipped and ESCO"] = Measured(texts, lexicon(esco=True))
    for title, measured in shown.items():
        for part, is_held_out in PARTS.items():
            chosen = {text.name for text in texts if text.held_out in is_held_out}
            kinds = f"{measured.right_kinds(chosen)} of {len(chosen)}"
            yield f"| {title} | {part} | {kinds} | {_row(measured.total(chosen))} |"
    foreign = annotated_texts(FOREIGN)
    measured = Measured(foreign, lexicon_of(FOREIGN / "names.ttl"))
    for part, is_held_out in PARTS.items():
        chosen = {text.name for text in foreign if text.held_out in is_held_out}
        kinds = f"{measured.right_kinds(chosen)} of {len(chosen)}"
        yield f"| German, French, Spanish | {part} | {kinds} | {_row(measured.total(chosen))} |"
    yield ""
    yield from _small_texts(lexicon())
    yield ""
    yield "By profession, with the names of the shipped graph:"
    yield ""
    yield "| profession | texts | recall | precision | necessity | fields found | fields right |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    by_profession: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        if text.kind != "cv":
            by_profession[text.profession].add(text.name)
    for profession, chosen in sorted(by_profession.items()):
        yield f"| {profession} | {len(chosen)} | {_row(shown['shipped'].total(chosen))} |"


def _small_texts(known: MemoryLexicon) -> Iterator[str]:
    """How many of the small texts come out exactly as annotated."""
    yield "| small texts | exactly right | recall | precision | necessity | fields found | fields right |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for title, texts in small_sets().items():
        measured = Measured(texts, known)
        yield f"| {title} | {measured.exactly_right()} of {len(texts)} | {_row(measured.total())} |"


def small_sets() -> dict[str, list[Annotated]]:
    """Small texts, each a kind of fault: those that are shared, where they are there, and ours."""
    shared = {"cases": cases(CASES)} if CASES.exists() else {}
    return {**shared, "faults": faults()}


def _row(total: Score) -> str:
    necessity = total.necessity / total.found if total.found else 0.0
    shares = (total.recall, total.precision, necessity, total.field_recall, total.field_precision)
    return " | ".join(f"{share:.2f}" for share in shares)


def differences(measured: Measured, text: Annotated) -> Iterator[str]:
    """What is missed and what is wrong in one text, for people."""
    total = measured.scores[text.name]
    yield f"=== {text.name}: {text.kind}, read as {measured.kinds[text.name] or 'nothing'}"
    if measured.refusals[text.name]:
        yield f"    refused: {measured.refusals[text.name]}"
    yield f"    recall {total.recall:.2f} ({total.found} of {total.wanted}), precision {total.precision:.2f}"
    yield from (f"    missed  {each}" for each in total.missed)
    yield from (f"    wrong   {each}" for each in total.wrong)
    yield from (f"    urgency {each}" for each in total.misjudged)


def main() -> None:
    """Print the report, or the differences of texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", metavar="NAME", help="what is wrong in a text, or in `all` to develop with")
    parser.add_argument("--esco", action="store_true", help="know ESCO's skills, too")
    options = parser.parse_args()
    if not options.show:
        print(*report(), sep="\n")
        return
    texts = small_sets().get(options.show) or [
        text for text in annotated_texts() if options.show in ("all", text.name.rsplit(".", 1)[0]) and not text.held_out
    ]
    measured = Measured(texts, lexicon(esco=options.esco))
    for text in texts:
        print(*differences(measured, text), sep="\n")


if __name__ == "__main__":
    main()
