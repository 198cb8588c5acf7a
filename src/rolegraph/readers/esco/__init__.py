"""Taxonomies as CSV, in ESCO's form (from version 1.0 on) or Tabiya's, as statements.

What becomes of each file is said in `docs/reference/imports-esco.md` and `docs/reference/imports-tabiya.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind, Necessity, node_iri
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.rdf.writers import is_decimal
from rolegraph.readers.esco import taxonomy_forms as forms
from rolegraph.readers.esco.concepts import (
    NO_ROW,
    Concept,
    Concepts,
    Links,
    RequirementLink,
    RoleRequirements,
    RowPlace,
    SkillRelations,
    Texts,
)
from rolegraph.readers.esco.taxonomy_forms import Files, Form, Identity, TaxonomyModel
from rolegraph.readers.import_output import Origin, is_web_iri, state_evidence, state_origin

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download, DownloadRow


_ISCO: Final = "http://data.europa.eu/esco/isco/C"
_UNIT_GROUP: Final = 4  # digits of its code
_NOT_RELEASED: Final = "a concept whose status is not released, or a relation to one"
_SAYS_AGAIN: Final = "says again what the skill groups and their broader relations say"
_KINDS: Final = {forms.OCCUPATIONS: Kind.ROLE, forms.SKILLS: Kind.SKILL}  # all other tables of concepts hold groups
_IDENTITY: Final = ("origin", "history", "occupationType", "status")
_TEXTS: Final = ("altLabels", "hiddenLabels", "scopeNote", "definition", "description", "code")
_LEVELS: Final = range(4)
_LEVEL_COLUMNS: Final = ("Level 0 URI", "Level 0 preferred term")
_FURTHER_LEVEL_COLUMNS: Final = (
    *(f"Level {level} {title}" for level in _LEVELS[1:] for title in ("URI", "preferred term")),
    "Description",
    "Scope note",
    *(f"Level {level} code" for level in _LEVELS),
)
_NECESSITIES: Final = {"essential": Necessity.ESSENTIAL, "optional": Necessity.PREFERRED}
_SIGNAL_WORDS: Final = ("", "low", "medium", "high")


def read_taxonomy(
    form: Form,
    download: Download,
    writer: LineWriter,
    files: Files,
    model: TaxonomyModel,
    version: str = "",
    words: Mapping[str, Files] = MappingProxyType({}),
) -> None:
    """State all that a download says: of the files chosen, under the version given, or else the model's.

    `words` are files that say the same in more languages.
    """
    version = version or model.version
    if not model.licence:
        download.report.note(f"no {forms.LICENCE_FILE} file that names a licence known here: the source has none")
    TaxonomyReader(form, download, writer, files, words).read()
    title = f"{model.name} {version}".strip()
    attribution = f"{title}, {form.attribution}"
    state_origin(writer, Origin(title, form.key, version, model.licence, attribution), download.hash)


class HierarchyLevel(NamedTuple):
    """A row of the skills hierarchy: its group, the one above it if any, and whether only this row names the group."""

    place: RowPlace
    group: str
    above: str
    new: bool


class TaxonomyReader:
    """Reads the tables of a taxonomy, in one form or the other, and states what they say."""

    def __init__(
        self, form: Form, download: Download, writer: LineWriter, files: Files, words: Mapping[str, Files]
    ) -> None:
        self._form, self._download, self._writer, self._files, self._words = form, download, writer, files, words
        self._report = download.report
        self._concepts = Concepts(writer, download.report)

    def read(self) -> None:
        """State all concepts, then all links between them."""
        self._form.note_files(self._download, self._files, self._writer.language)
        for language, files in self._words.items():
            for table in forms.WORDY:
                if table in self._files and table not in files:
                    self._report.note(f"{self._form.file(table, language)} is not there: no {table} in {language}")
        groups = self._occupation_groups()
        for _ in self._kept(forms.SKILL_GROUPS):
            pass
        levels = self._levels()
        self._occupations(groups)
        self._skills()
        self._broader(levels)
        self._skill_relations()
        self._requirements()
        for table, (slug, label) in forms.COLLECTIONS.items():
            if table in self._files:
                self._collection(table, node_iri(Kind.COLLECTION, f"esco-{slug}"), label)
        self._concepts.note_shared_labels()

    def _rows(self, table: str, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[DownloadRow]:
        return self._form.rows(self._download, self._files, table, columns, optional, self._writer.language)

    def _place(self, table: str, line: int, column: str) -> RowPlace:
        return RowPlace(self._files[table], line, self._form.title(column))

    def _kept(self, table: str, further: Sequence[str] = ()) -> Iterator[tuple[str, Sequence[str]]]:
        """State what all concepts have; gives the IRI of each that is kept, and its cells in the further columns."""
        concepts, form, by_number = self._concepts, self._form, 0
        kind, names = _KINDS.get(table, Kind.GROUP), (*_IDENTITY, *_TEXTS, *further)
        for line, (cell, label, *cells) in self._rows(table, ("id", "preferredLabel"), names):
            origin, history, sort, status = cells[:4]
            identity, name = form.identity(kind, table, cell, origin, history, sort), form.name(table, cell)
            if (problem := self._problem(identity, name, cell, label)) is not None:
                self._report.misfit(self._files[table], line, *problem)
            elif status and status.casefold() != "released":
                concepts.left_out[name] = _NOT_RELEASED
                self._report.leave_out(self._files[table], _NOT_RELEASED)
            elif not label:
                self._report.misfit(*self._place(table, line, "preferredLabel"), "is empty", cell)
            else:
                by_number += form.numbered and identity.column == form.title("id")
                concepts.keep(name, identity.iri, kind, Texts(label, *cells[4:10]))
                if identity.made_from:
                    self._writer.link(identity.iri, SKOS + "closeMatch", identity.made_from)
                yield identity.iri, cells[10:]
        if by_number:
            note = "rows with neither origin nor UUID, named by their IDs, which may change"
            self._report.note(f"{self._files[table]}: {note}: {by_number:,}")
        for language, files in self._words.items():
            if table in files:
                yield from self._kept_in(language, files[table], table, kind, names)

    def _kept_in(
        self, language: str, file: str, table: str, kind: Kind, names: Sequence[str]
    ) -> Iterator[tuple[str, Sequence[str]]]:
        """State what the file of one more language says of concepts; gives those that no file before it has."""
        concepts, seen, before = self._concepts, set[str](), len(self._concepts.iris)
        rows = self._form.rows(self._download, {table: file}, table, ("id", "preferredLabel"), names, language)
        for line, (iri, label, *cells) in rows:
            place = RowPlace(file, line, self._form.title("id"))
            known, status = concepts.by_name.get(iri), cells[3]
            if iri in seen:
                self._report.misfit(*place, "the same concept again", iri)
            elif iri in concepts.left_out or (status and status.casefold() != "released"):
                concepts.left_out.setdefault(iri, _NOT_RELEASED)
                self._report.leave_out(file, _NOT_RELEASED)
            elif not label:
                self._report.misfit(file, line, self._form.title("preferredLabel"), "is empty", iri)
            elif known is None and not is_web_iri(iri):
                self._report.misfit(*place, "is not a web address" if iri else "is empty", iri or label)
            elif known is not None and known.kind is not kind:
                self._report.misfit(*place, f"is a {known.kind} in another file", iri)
            else:
                seen.add(iri)
                texts = Texts(label, *cells[4:10])
                if known is not None:
                    concepts.state_texts(iri, texts, language)
                    continue
                concepts.keep(iri, iri, kind, texts, language)
                yield iri, cells[10:]
        if new := len(concepts.iris) - before:
            self._report.note(f"{file}: concepts that the files in {self._writer.language} do not have: {new:,}")

    def _problem(self, identity: Identity, name: str, cell: str, label: str) -> tuple[str, str, str] | None:
        """Why a row is not a concept of its own: the column, the reason, and what stands there."""
        if not identity.iri:
            return identity.column, "is not a web address" if cell else "is empty", cell or label
        if name in self._concepts.by_name:
            return self._form.title("id"), "the same concept again", cell
        if identity.iri in self._concepts.iris:
            return identity.column, "the same concept again", identity.value
        return None

    def _occupation_groups(self) -> dict[str, str]:
        """State the groups of occupations; gives them by their codes."""
        kept = self._kept(forms.OCCUPATION_GROUPS, ("code",))
        return {(code if self._form.numbered else iri.removeprefix(_ISCO)): iri for iri, (code,) in kept}

    def _levels(self) -> list[HierarchyLevel]:
        """State the groups of the skills hierarchy that have no row of their own; gives the rows with what is above."""
        found: list[HierarchyLevel] = []
        for line, cells in self._rows(forms.SKILLS_HIERARCHY, _LEVEL_COLUMNS, _FURTHER_LEVEL_COLUMNS):
            iris, labels, (description, scope) = cells[0:8:2], cells[1:8:2], cells[8:10]
            filled = [level for level in _LEVELS if iris[level]]
            if not filled:
                self._report.misfit(*self._place(forms.SKILLS_HIERARCHY, line, "Level 0 URI"), "is empty")
                continue
            last = filled[-1]
            iri, place = iris[last], self._place(forms.SKILLS_HIERARCHY, line, f"Level {last} URI")
            new = iri not in self._concepts.by_name
            if iri in self._concepts.left_out:
                self._report.leave_out(place.file, self._concepts.left_out[iri])
            elif new and not (is_web_iri(iri) and labels[last]):
                self._report.misfit(*place, "is not a web address, or has no term", iri)
            else:
                if new:
                    texts = Texts(labels[last], scope_note=scope, description=description, code=cells[10 + last])
                    self._concepts.keep(iri, iri, Kind.GROUP, texts)
                found.append(HierarchyLevel(place, iri, iris[filled[-2]] if len(filled) > 1 else "", new))
        for language, files in self._words.items():
            self._name_levels(language, files, {level.group for level in found if level.new})
        return found

    def _name_levels(self, language: str, files: Files, groups: set[str]) -> None:
        """State what groups that only the skills hierarchy names are called in one more language."""
        rows = self._form.rows(
            self._download, files, forms.SKILLS_HIERARCHY, _LEVEL_COLUMNS, _FURTHER_LEVEL_COLUMNS, language
        )
        for _, cells in rows:
            iris, labels, (description, scope) = cells[0:8:2], cells[1:8:2], cells[8:10]
            last = max((level for level in _LEVELS if iris[level]), default=0)
            if iris[last] in groups and labels[last]:
                groups.remove(iris[last])
                texts = Texts(labels[last], scope_note=scope, description=description)
                self._concepts.state_texts(iris[last], texts, language)
            else:
                self._report.leave_out(files[forms.SKILLS_HIERARCHY], _SAYS_AGAIN)

    def _occupations(self, groups: dict[str, str]) -> None:
        """State the occupations, each in its group."""
        lost = 0
        for role, (cell,) in self._kept(forms.OCCUPATIONS, ("group",)):
            code = cell if cell in groups else cell.zfill(_UNIT_GROUP)  # spreadsheets drop zeros
            if code in groups:
                self._writer.link(role, SKOS + "broader", groups[code])
            elif cell and forms.OCCUPATION_GROUPS in self._files:
                lost += 1
        if lost:
            self._report.note(f"{self._files[forms.OCCUPATIONS]}: occupations with a group that has no row: {lost:,}")

    def _skills(self) -> None:
        """State the skills, with what sort they are and how widely they are used."""
        columns = ("skillType", "reuseLevel")
        for skill, cells in self._kept(forms.SKILLS, columns):
            for column, text in zip(columns, cells, strict=True):
                if text:
                    self._writer.string(skill, RG + column, text)

    def _ends(self, table: str, line: int, *ends: tuple[str, str, str]) -> Sequence[Concept] | None:
        """The concepts that a row links, given by the column, the cell and the table of each."""
        return self._concepts.find(
            *((self._place(table, line, column), self._form.name(of, cell)) for column, cell, of in ends)
        )

    def _broader(self, levels: list[HierarchyLevel]) -> None:
        """State what is filed under what."""
        links, types = Links(self._report), self._form.types
        columns = ("narrower", "broader", *(("narrower type", "broader type") if types else ()))
        for table in (forms.OCCUPATION_BROADER, forms.SKILL_BROADER):
            for line, (narrower, broader, *words) in self._rows(table, columns):
                tables = [types.get(word.lower(), "") for word in words] or ["", ""]
                if words and "" in tables:
                    at = tables.index("")
                    self._report.misfit(*self._place(table, line, columns[2 + at]), "is not an object type", words[at])
                    continue
                ends = self._ends(table, line, ("narrower", narrower, tables[0]), ("broader", broader, tables[1]))
                if ends is not None:
                    links.add_broader(self._place(table, line, "broader"), *ends)
        for place, group, above, new in levels:
            if not above or (group, above) in links:
                if not new:
                    self._report.leave_out(place.file, _SAYS_AGAIN)
            elif (ends := self._concepts.find((place, group), (place, above))) is not None:
                links.add_broader(place, *ends)
        links.state_acyclic(self._writer, SKOS + "broader")

    def _skill_relations(self) -> None:
        """State which skill needs which, and which are close."""
        relations, table = SkillRelations(self._report), forms.SKILL_RELATIONS
        for line, (skill, kind, other) in self._rows(table, ("skill", "relationType", "related skill")):
            ends = self._ends(table, line, ("skill", skill, forms.SKILLS), ("related skill", other, forms.SKILLS))
            if ends is None:
                continue
            place = self._place(table, line, "related skill")
            if any(end.kind is not Kind.SKILL for end in ends):
                self._report.misfit(*place, "one of the two is not a skill", other)
            else:
                relations.add(place, ends[0].iri, ends[1].iri, kind)
        relations.state(self._writer)

    def _requirements(self) -> None:
        """State what occupations ask for: essential as such, optional or with a signalling value as preferred."""
        requirements, table = RoleRequirements(self._report), forms.REQUIREMENTS
        columns = ("occupation", "relationType", "required skill")
        optional = ("signallingValue", "signallingValueLabel")
        for line, (occupation, kind, skill, signal, word) in self._rows(table, columns, optional):
            start, end = ("occupation", occupation, forms.OCCUPATIONS), ("required skill", skill, forms.SKILLS)
            if (ends := self._ends(table, line, start, end)) is None:
                continue
            place = self._place(table, line, "required skill")
            if ends[0].kind is not Kind.ROLE or ends[1].kind is not Kind.SKILL:
                self._report.misfit(*place, "is not from an occupation to a skill", skill)
            elif (problem := _requirement_problem(kind, signal, word)) is not None:
                column, reason, text = problem
                self._report.misfit(*self._place(table, line, column), reason, text)
            else:
                link = RequirementLink(_NECESSITIES.get(kind, Necessity.PREFERRED), signal, word)
                requirements.add(place, ends[0].iri, ends[1].iri, link)
        if requirements:
            evidence = state_evidence(self._writer, self._files[table])
            requirements.state(self._writer, self._form.key, evidence)

    def _collection(self, table: str, collection: str, label: str) -> None:
        """State which concepts are in a collection of ESCO's, under a name of ours, for the files give none."""
        self._writer.link(collection, RDF + "type", Kind.COLLECTION.class_iri)
        self._writer.words(collection, SKOS + "prefLabel", label, "en")
        members: set[str] = set()
        for line, (iri, status) in self._rows(table, ("id",), ("status",)):
            if iri in members:
                self._report.misfit(*self._place(table, line, "id"), "the same concept again", iri)
            elif iri in self._concepts.by_name:
                members.add(iri)
                self._writer.link(collection, SKOS + "member", iri)
            elif iri in self._concepts.left_out or (status and status.casefold() != "released"):
                self._report.leave_out(self._files[table], _NOT_RELEASED)
            else:
                self._report.misfit(*self._place(table, line, "id"), NO_ROW, iri)


def _requirement_problem(kind: str, signal: str, word: str) -> tuple[str, str, str] | None:
    """What is wrong with how a row says that a skill is asked for: in which column, why, and what stands there."""
    if kind not in _NECESSITIES and (kind or not signal):
        return "relationType", "is neither essential nor optional", kind
    if signal and not (is_decimal(signal) and 0 <= float(signal) <= 1):
        return "signallingValue", "is not a number from 0 to 1", signal
    if word not in _SIGNAL_WORDS:
        return "signallingValueLabel", "is not one of low, medium and high", word
    return None
