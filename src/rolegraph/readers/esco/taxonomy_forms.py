"""The two forms in which taxonomies come as CSV, ESCO's own and Tabiya's: names of files and columns, and identities.

Tables are called by ESCO's names for their files, columns by ESCO's titles where both forms have them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, node_iri, slugify
from rolegraph.readers.archives import TABLE_ENDINGS
from rolegraph.readers.downloads import cure_of_missing, table_key
from rolegraph.readers.import_output import is_web_iri

if TYPE_CHECKING:
    from rolegraph.readers.downloads import Download, DownloadRow


OCCUPATIONS: Final = "occupations"
SKILLS: Final = "skills"
OCCUPATION_GROUPS: Final = "ISCOGroups"
SKILL_GROUPS: Final = "skillGroups"
SKILLS_HIERARCHY: Final = "skillsHierarchy"
OCCUPATION_BROADER: Final = "broaderRelationsOccPillar"
SKILL_BROADER: Final = "broaderRelationsSkillPillar"
REQUIREMENTS: Final = "occupationSkillRelations"
SKILL_RELATIONS: Final = "skillSkillRelations"
MODEL: Final = "model_info"
COLLECTIONS: Final[dict[str, tuple[str, str]]] = {
    "digitalSkillsCollection": ("digital-skills", "Digital skills"),
    "digCompSkillsCollection": ("digcomp", "DigComp"),
    "ictSkillsCollection": ("ict-skills", "ICT skills"),
    "greenSkillsCollection": ("green-skills", "Green skills"),
    "transversalSkillsCollection": ("transversal-skills", "Transversal skills"),
    "languageSkillsCollection": ("language-skills", "Language skills"),
    "researchSkillsCollection": ("research-skills", "Research skills"),
    "researchOccupationsCollection": ("research-occupations", "Research occupations"),
}

Files = dict[str, str]  # the name of each table's file


class Identity(NamedTuple):
    """Which concept a row is about: its IRI, empty where the row gives none, and the cell that it is taken from."""

    iri: str
    column: str
    value: str
    made_from: str = ""  # the IRI of a concept that this one is a changed copy of


class Form(NamedTuple):
    """How a taxonomy is written down.

    If it is `numbered`, rows name concepts by numbers, of which each file has its own, and not by IRIs.
    """

    key: str  # names the source, and begins the names of its requirements
    numbered: bool
    files: Mapping[str, tuple[str, ...]]  # the names of each table's file, today's first; ESCO's follow a rule
    columns: Mapping[str, tuple[str, ...]]  # the titles of each column, today's first; others are called as here
    types: Mapping[str, str]  # the words for the types of what a hierarchy links, in lower case, with their tables
    missing: Mapping[str, str]  # what goes without a table that is not there
    unread: Mapping[str, str]  # why files are not read, by name without language and ending, in lower case
    attribution: str  # what to say of the source after its name

    def file(self, table: str, language: str = "en") -> str:
        """The name that a table's file has today."""
        return self.files.get(table, (f"{table}_{language}.csv",))[0]

    def title(self, column: str) -> str:
        """The title that a column has today."""
        return self.columns.get(column, (column.upper() if self.numbered else column,))[0]

    def name(self, table: str, cell: str) -> str:
        """What a concept is called in messages and links: its IRI, or its number with the file that counts it."""
        return f"{cell} in {self.file(table)}" if self.numbered else cell

    def rows(
        self,
        download: Download,
        files: Files,
        table: str,
        columns: Sequence[str],
        optional: Sequence[str] = (),
        language: str = "",
    ) -> Iterator[DownloadRow]:
        """The rows of a table as `Download.rows` gives them, whatever its edition calls file and columns.

        Where a table has a column for each language, such as PREFERREDLABEL_FR, that of `language` is taken.
        """
        file = files.get(table, "")
        titles = {title.casefold() for title in download.heading(file)}

        def present(column: str) -> str:
            today, *earlier = self.columns.get(column, (self.title(column),))
            forms = (f"{today}_{language}", today, *earlier)
            return next((form for form in forms if form.casefold() in titles), today)

        return download.rows(file, list(map(present, columns)), optional=list(map(present, optional)))

    def note_files(self, download: Download, files: Files, language: str) -> None:
        """Say what is missing and what goes without it, and what is there and not read."""
        missing = {self.file(table, language): cost for table, cost in self.missing.items() if table not in files}
        download.note_missing(missing)
        for name in sorted(download.names):
            stem, found = _parted(name)
            if stem in self.unread and found in ("", language.casefold()):
                download.report.note(f"{name} is not read: {self.unread[stem]}")

    def identity(self, kind: Kind, table: str, cell: str, origin: str, history: str, sort: str) -> Identity:
        """Which concept a row is about.

        An IRI, or else a number, which is replaced by the concept's origin if that is an IRI, otherwise by an IRI of
        ours, made of its first UUID or else of the number. A local occupation that was made from one of ESCO's is
        another one, with requirements of its own.
        """
        if not self.numbered:
            return Identity(cell if is_web_iri(cell) else "", self.title("id"), cell)
        if not cell:
            return Identity("", self.title("id"), cell)
        made_from = origin if sort == _LOCAL and origin.startswith(_ESCO) and is_web_iri(origin) else ""
        if is_web_iri(origin) and not made_from:
            return Identity(origin, self.title("origin"), origin)
        if uuids := _UUID.findall(history.lower()):
            return Identity(node_iri(kind, f"tabiya-{uuids[-1]}"), self.title("history"), history, made_from)
        number = f"tabiya-{slugify(self.file(table).removesuffix('.csv'))}-{slugify(cell)}"
        return Identity(node_iri(kind, number), self.title("id"), cell, made_from)


_LOCAL: Final = "localoccupation"
_ESCO: Final = "http://data.europa.eu/esco/"
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MISSING: Final[dict[str, str]] = {
    SKILLS: "there are no skills, so occupations do not require any",
    OCCUPATION_GROUPS: "occupations are in no ISCO group",
    SKILL_GROUPS: "skills are in no group, but for those that the skills hierarchy names",
    OCCUPATION_BROADER: "ISCO groups are not nested, and no occupation is under another",
    SKILL_BROADER: "no skill is under a group or another skill",
    REQUIREMENTS: "occupations ask for no skills",
    SKILL_RELATIONS: "no skill is known to need another, or to be close to one",
}

ESCO: Final = Form(
    key="esco",
    numbered=False,
    files={},
    columns={
        "id": ("conceptUri",),
        "group": ("iscoGroup",),
        "narrower": ("conceptUri",),
        "broader": ("broaderUri",),
        "skill": ("originalSkillUri",),
        "related skill": ("relatedSkillUri",),
        "occupation": ("occupationUri",),
        "required skill": ("skillUri",),
    },
    types={},
    missing=_MISSING,
    unread={
        "conceptschemes": "groups and collections say the same",
        "dictionary": "it describes the columns of the others",
        "greenshareocc": "its shares can be counted from the green skills and the requirements",
    },
    attribution=(
        "the European classification of Skills, Competences, Qualifications and Occupations, by the European "
        "Commission, reused under Commission Decision 2011/833/EU. Converted by rolegraph, which states what ESCO "
        "calls optional as preferred; the Commission has not reviewed this."
    ),
)

TABIYA: Final = Form(
    key="tabiya",
    numbered=True,
    files={
        OCCUPATIONS: ("occupations.csv",),
        SKILLS: ("skills.csv",),
        OCCUPATION_GROUPS: ("occupation_groups.csv", "isco_groups.csv", "ISCOGroups.csv"),
        SKILL_GROUPS: ("skill_groups.csv", "skillGroups.csv"),
        OCCUPATION_BROADER: ("occupation_hierarchy.csv", "occupations_hierarchy.csv"),
        SKILL_BROADER: ("skill_hierarchy.csv", "skills_hierarchy.csv"),
        REQUIREMENTS: ("occupation_to_skill_relations.csv", "occupation_skill_relations.csv"),
        SKILL_RELATIONS: ("skill_to_skill_relations.csv", "skill_skill_relations.csv"),
        MODEL: ("model_info.csv",),
    },
    columns={
        "origin": ("ORIGINURI", "ESCOURI"),
        "history": ("UUIDHISTORY",),
        "group": ("OCCUPATIONGROUPCODE", "ISCOGROUPCODE"),
        "narrower": ("CHILDID",),
        "narrower type": ("CHILDOBJECTTYPE",),
        "broader": ("PARENTID",),
        "broader type": ("PARENTOBJECTTYPE",),
        "skill": ("REQUIRINGID",),
        "related skill": ("REQUIREDID",),
        "occupation": ("OCCUPATIONID",),
        "required skill": ("SKILLID",),
    },
    types={
        "skill": SKILLS,
        "skillgroup": SKILL_GROUPS,
        **dict.fromkeys(("occupationgroup", "iscogroup", "localgroup"), OCCUPATION_GROUPS),
        **dict.fromkeys(("escooccupation", _LOCAL), OCCUPATIONS),
    },
    missing={
        **_MISSING,
        OCCUPATION_GROUPS: "occupations are in no group",
        SKILL_GROUPS: "skills are in no group",
        OCCUPATION_BROADER: "occupation groups are not nested, and no occupation is under another",
        MODEL: "the source has no name and version of its own",
    },
    unread={
        "local_occupations": "an early edition's own occupations, which later ones have among the others",
        "localized_occupations": "an early edition's changes to occupations, which later ones have in their rows",
    },
    attribution=(
        "a taxonomy in the form of Tabiya's Open Taxonomy Platform, which builds on ESCO by the European Commission. "
        "Converted by rolegraph, which states what the taxonomy calls optional, or gives a signalling value, as "
        "preferred; neither Tabiya nor the Commission has reviewed this."
    ),
)

# Files without a word in any language that is kept, so that those of another language will do.
_WORDLESS: Final = (OCCUPATION_BROADER, SKILL_BROADER, REQUIREMENTS, SKILL_RELATIONS, *COLLECTIONS)
WORDY: Final = (OCCUPATIONS, SKILLS, OCCUPATION_GROUPS, SKILL_GROUPS, SKILLS_HIERARCHY)
_NAME: Final = re.compile(r"([a-z]+)(?:_([a-z]{2,3}(?:[-_][a-z]{2,4})?))?")


def _parted(name: str) -> tuple[str, str]:
    """A table's name without language and ending, and its language, both in lower case; nothing of other files."""
    if not name.casefold().endswith(TABLE_ENDINGS):
        return "", ""
    found = _NAME.fullmatch(key := table_key(name))
    return (found[1], (found[2] or "").replace("_", "-")) if found else (key, "")


def choose_esco(names: Collection[str], language: str) -> Files:
    """The files of ESCO's CSV download to read, by table, for a language such as "de".

    Raises `SourceError` when there are no occupations in that language.

    >>> choose_esco(["occupations_de.csv", "occupations_en.csv", "skillSkillRelations.csv"], "de")
    {'occupations': 'occupations_de.csv', 'skillSkillRelations': 'skillSkillRelations.csv'}
    """
    tables = {table.casefold(): table for table in (*WORDY, *_WORDLESS)}
    found: dict[str, dict[str, str]] = {}
    for name in sorted(names, key=_by_ending, reverse=True):  # of one table in two formats, the first one stays
        stem, tongue = _parted(name)
        if stem in tables:
            found.setdefault(tables[stem], {})[tongue] = name
    wanted = language.casefold()
    if wanted not in (occupations := found.get(OCCUPATIONS, {})):
        cure = "name the folder or zip of ESCO's CSV download"
        if others := ", ".join(sorted(filter(None, occupations))):
            cure = f"it has {others}: choose with --language"
        elif REQUIREMENTS in found and not found.keys() & set(WORDY):
            cure = "these are the relations alone: name the zip of the classification, too"
        name = f"{OCCUPATIONS}_{language}.csv"
        raise SourceError(f"has no {name}", cure_of_missing(name, names, cure))
    files = {table: found[table][wanted] for table in WORDY if wanted in found.get(table, {})}
    for table in _WORDLESS:
        if tongues := found.get(table):
            files[table] = tongues.get(wanted) or tongues.get("") or tongues[min(tongues)]
    return files


def words_esco(names: Collection[str], language: str) -> Files:
    """The files of ESCO's CSV download with the words of one more language, by table; as `choose_esco` otherwise."""
    return {table: name for table, name in choose_esco(names, language).items() if table in WORDY}


def choose_tabiya(names: Collection[str]) -> Files:
    """The files of a taxonomy in Tabiya's form to read, by table; raises `SourceError` without occupations.

    >>> choose_tabiya(["occupations.csv", "isco_groups.csv", "readme.txt"])
    {'occupations': 'occupations.csv', 'ISCOGroups': 'isco_groups.csv'}
    """
    tables = sorted((name for name in names if name.casefold().endswith(TABLE_ENDINGS)), key=_by_ending, reverse=True)
    by_key = {table_key(name): name for name in tables}
    occupations = TABIYA.file(OCCUPATIONS)
    if table_key(occupations) not in by_key:
        cure = cure_of_missing(occupations, names, "name the folder or zip of a taxonomy in Tabiya's CSV form")
        raise SourceError(f"has no {occupations}", cure)
    found = {table: [key for key in map(table_key, known) if key in by_key] for table, known in TABIYA.files.items()}
    return {table: by_key[keys[0]] for table, keys in found.items() if keys}


def _by_ending(name: str) -> tuple[int, str]:
    return next(at for at, ending in enumerate((*TABLE_ENDINGS, "")) if name.casefold().endswith(ending)), name


def file_of_requirements(form: Form, files: Files) -> str:
    """The file that says what occupations ask for, without which a graph would be valid, and say nothing.

    Raises `SourceError` when it is not there.
    """
    if REQUIREMENTS in files:
        return files[REQUIREMENTS]
    name, whose = form.file(REQUIREMENTS), "the file, folder or zip that has it"
    if form is ESCO:
        name, whose = f"{REQUIREMENTS}.csv", "the zip of ESCO's relations"
    cure = f"name {whose}, too, or go on without with --incomplete"
    raise SourceError(f"has no {name}, so that no occupation would ask for anything", cure)


_DECISION: Final = "http://data.europa.eu/eli/dec/2011/833/oj"
LICENCE_FILE: Final = "LICENSE"
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"  # the only one that is known by its text
_LICENCE_TEXT: Final = re.compile(
    r"creative\s+commons\s+attribution\s+4\.0|attribution\s+4\.0\s+international|CC[\s-]BY[\s-]4\.0", re.IGNORECASE
)
_LOCALE: Final = re.compile(
    r"(?:[A-Z]{2,3}[-_])([a-z]{2,3})|([a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_](?:[A-Za-z]{2,3}|[0-9]{3}))?"
)


class TaxonomyModel(NamedTuple):
    """What a taxonomy says of itself; what is not known is empty."""

    name: str
    version: str = ""
    language: str = ""
    licence: str = ""
    locale: str = ""


def read_model(form: Form, download: Download, files: Files) -> TaxonomyModel:
    """What a download says of the whole: ESCO's in its name, Tabiya's in files of its own.

    The licence of Tabiya's is recognised by the beginning of its text.
    """
    if form is ESCO:
        versions = {name: download.version(name) for name in files.values()}
        if len(several := sorted(filter(None, set(versions.values())))) > 1:
            download.report.note(f"the files are from versions {' and '.join(several)}, which may not fit together")
        return TaxonomyModel("ESCO", versions[files[OCCUPATIONS]], licence=_DECISION)
    rows = list(form.rows(download, files, MODEL, ("name",), ("locale", "version")))
    for row in rows[1:]:
        download.report.misfit(files[MODEL], row.line, "(row)", "a second row of what is about the whole", row.cells[0])
    text = download.beginning(LICENCE_FILE)
    licence = _LICENCE if _LICENCE_TEXT.search(text) else ""
    name, locale, version = rows[0].cells if rows else ("", "", "")
    return TaxonomyModel(name or "Tabiya", version.removeprefix("v"), language_of(locale), licence, locale)


def language_of(locale: str) -> str:
    """The language of a locale, which may be that of a country alone; empty where it names none.

    Capitals name countries, small letters languages, in either order.

    >>> language_of("AR-es"), language_of("es-AR"), language_of("fr"), language_of("ZA")
    ('es', 'es', 'fr', '')
    """
    found = _LOCALE.fullmatch(locale)
    return (found[1] or found[2] or "") if found else ""


def chosen_language(download: Download, files: Files, model: TaxonomyModel, language: str) -> str:
    """The language of a taxonomy's labels: the one asked for, otherwise the model's own; empty where none is known.

    Raises `SourceError` when there are columns for languages, and none for that one.
    """
    model_file = TABIYA.file(MODEL)
    titles = download.heading(files[OCCUPATIONS])
    label = TABIYA.title("preferredLabel").casefold()
    columns = [title.casefold() for title in titles if title.casefold().startswith(label)]
    tongues = [title.removeprefix(f"{label}_") for title in columns if title != label]
    chosen = (language or model.language).casefold()
    if label not in columns and tongues:
        if not chosen and len(tongues) == 1:
            return tongues[0]
        if chosen not in tongues:
            problem = f"has labels in {', '.join(tongues)}" + (f", not in {chosen}" if chosen else "")
            raise SourceError(problem, "choose with --language")
    elif not chosen:
        why = f"{model_file} has the LOCALE {model.locale!r}" if MODEL in files else f"there is no {model_file}"
        download.report.note(f"the language of the labels is not known, for {why}: say it with --language")
    elif language and model.language not in ("", chosen) and chosen not in tongues:
        download.report.note(f"{model_file} says that the labels are in {model.language}: taken for {language}")
    return language or model.language
