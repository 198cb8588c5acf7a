"""Taxonomies in Tabiya's CSV form: small ones of our own, in today's edition and earlier ones, and a real sample."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.folders import DATA
from tests.readers.tables import Said, Table, needs, read, without_hash, write_folder, write_zip

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.readers.importing import import_download

HOSTILE = 'a "b" > <x:y> . \\n<script>\n\u2028{$this}'
OCCUPATION_COLUMNS = (
    "ORIGINURI ID UUIDHISTORY OCCUPATIONGROUPCODE CODE PREFERREDLABEL ALTLABELS DESCRIPTION DEFINITION SCOPENOTE "
    "REGULATEDPROFESSIONNOTE OCCUPATIONTYPE ISLOCALIZED"
).split()
SKILL_COLUMNS = (
    "ORIGINURI ID UUIDHISTORY SKILLTYPE REUSELEVEL PREFERREDLABEL ALTLABELS DESCRIPTION DEFINITION SCOPENOTE "
    "ISLOCALIZED"
).split()
GROUP_COLUMNS = "ORIGINURI ID UUIDHISTORY CODE GROUPTYPE PREFERREDLABEL ALTLABELS DESCRIPTION".split()
SKILL_GROUP_COLUMNS = "ORIGINURI ID UUIDHISTORY CODE PREFERREDLABEL ALTLABELS DESCRIPTION SCOPENOTE".split()
HIERARCHY = ("PARENTOBJECTTYPE", "PARENTID", "CHILDID", "CHILDOBJECTTYPE")
RELATION = ("OCCUPATIONTYPE", "OCCUPATIONID", "RELATIONTYPE", "SKILLID", "SIGNALLINGVALUELABEL", "SIGNALLINGVALUE")


def uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def esco(sort: str, number: int) -> str:
    return f"http://data.europa.eu/esco/{sort}/{uuid(number)}"


def row(columns: list[str], number: str, label: str, origin: str = "", **cells: str) -> tuple[str, ...]:
    """A row of a file with concepts."""
    said = {"ORIGINURI": origin, "ID": number, "PREFERREDLABEL": label, **cells}
    return tuple(said.get(column, "") for column in columns)


def occupation(number: str, label: str, origin: str = "", **cells: str) -> tuple[str, ...]:
    return row(OCCUPATION_COLUMNS, number, label, origin, **cells)


def skill(number: str, label: str, origin: str = "", **cells: str) -> tuple[str, ...]:
    return row(SKILL_COLUMNS, number, label, origin, **cells)


MODEL = [
    ("UUIDHISTORY", "NAME", "LOCALE", "DESCRIPTION", "VERSION", "RELEASED", "RELEASENOTES"),
    (uuid(900), "Crafts", "EU-en", "Of our own.", "v1.0.2", "true", ""),
]
OCCUPATIONS = [
    tuple(OCCUPATION_COLUMNS),
    occupation(
        "key_1",
        "bell founder",
        esco("occupation", 1),
        UUIDHISTORY=uuid(101),
        OCCUPATIONGROUPCODE="7",
        CODE="7.1",
        ALTLABELS="bellmaker\nbell founder",
        DESCRIPTION="Bell founders cast bells.",
        OCCUPATIONTYPE="escooccupation",
        ISLOCALIZED="true",
    ),
    occupation(
        "key_2",
        "bell ringer",
        UUIDHISTORY=f"{uuid(103)}\n{uuid(102).upper()}",
        OCCUPATIONGROUPCODE="7A",
        CODE="7A_1",
        OCCUPATIONTYPE="localoccupation",
    ),
]
SKILLS = [
    tuple(SKILL_COLUMNS),
    skill("key_1", "alloys", esco("skill", 1), SKILLTYPE="knowledge", REUSELEVEL="cross-sector"),
    skill("key_2", "pour bronze", "not an IRI", UUIDHISTORY=uuid(202)),
    skill("key_3", "ring by numbers", UUIDHISTORY=uuid(203)),
]
DOWNLOAD: dict[str, Table | str] = {
    "model_info.csv": MODEL,
    "LICENSE": "Creative Commons Attribution 4.0 International\n\nBy exercising …",
    "occupations.csv": OCCUPATIONS,
    "skills.csv": SKILLS,
    "occupation_groups.csv": [
        tuple(GROUP_COLUMNS),
        row(
            GROUP_COLUMNS,
            "key_1",
            "Craft workers",
            "http://data.europa.eu/esco/isco/C7",
            CODE="7",
            GROUPTYPE="iscogroup",
        ),
        row(GROUP_COLUMNS, "key_2", "Ringers", UUIDHISTORY=uuid(302), CODE="7A", GROUPTYPE="localgroup"),
    ],
    "skill_groups.csv": [
        tuple(SKILL_GROUP_COLUMNS),
        row(SKILL_GROUP_COLUMNS, "key_1", "metal", "http://data.europa.eu/esco/skill/S8", CODE="S8"),
    ],
    "occupation_hierarchy.csv": [
        HIERARCHY,
        ("iscogroup", "key_1", "key_2", "localgroup"),
        ("iscogroup", "key_1", "key_1", "escooccupation"),
        ("escooccupation", "key_1", "key_2", "localoccupation"),
    ],
    "skill_hierarchy.csv": [
        HIERARCHY,
        ("skillgroup", "key_1", "key_1", "skill"),
        ("skill", "key_1", "key_2", "skill"),
    ],
    "occupation_to_skill_relations.csv": [
        RELATION,
        ("escooccupation", "key_1", "essential", "key_2", "", ""),
        ("escooccupation", "key_1", "optional", "key_1", "", ""),
        ("localoccupation", "key_2", "", "key_3", "high", "0.75"),
        ("localoccupation", "key_2", "", "key_1", "", "0"),
    ],
    "skill_to_skill_relations.csv": [
        ("REQUIRINGID", "RELATIONTYPE", "REQUIREDID"),
        ("key_2", "essential", "key_1"),
        ("key_3", "optional", "key_2"),
    ],
}
LOCAL = f"https://w3id.org/rolegraph/id/role/tabiya-{uuid(102)}"
POUR = f"https://w3id.org/rolegraph/id/skill/tabiya-{uuid(202)}"


def said(tmp_path: Path, changes: Mapping[str, Table | str | None] | None = None, language: str = "") -> Said:
    """What the small taxonomy says with some files changed, or left out where the change is None."""
    tables = {name: table for name, table in {**DOWNLOAD, **(changes or {})}.items() if table is not None}
    found = read("tabiya", write_folder(tmp_path / "taxonomy", tables), language=language)
    assert found.adds_up()
    return found


def changed(tmp_path: Path, name: str, *rows: tuple[str, ...]) -> Said:
    """What the small taxonomy says with rows added to one file."""
    table = DOWNLOAD[f"{name}.csv"]
    assert not isinstance(table, str)
    return said(tmp_path, {f"{name}.csv": [*table, *rows]})


def test_a_clean_taxonomy_says_all_of_this_and_has_no_misfits(tmp_path: Path) -> None:
    found = said(tmp_path)
    assert (found.reasons(), found.report.left(), found.report.notes) == ({}, (), [])
    for parts in (
        (f"<{esco('occupation', 1)}>", "type>", "ns#Role>"),
        (f"<{esco('occupation', 1)}>", "altLabel", '"bellmaker"@en'),
        (f"<{esco('occupation', 1)}>", "definition", '"Bell founders cast bells."@en'),
        (f"<{esco('occupation', 1)}>", "broader", "isco/C7>"),
        (f"<{LOCAL}>", "prefLabel", '"bell ringer"@en'),
        (f"<{LOCAL}>", "notation", '"7A_1" .'),
        (f"<{LOCAL}>", "broader", f"<{esco('occupation', 1)}>"),
        (f"<{LOCAL}>", "broader", f"group/tabiya-{uuid(302)}>"),
        (f"group/tabiya-{uuid(302)}>", "broader", "isco/C7>"),
        (f"<{esco('skill', 1)}>", "skillType", '"knowledge" .'),
        (f"<{POUR}>", "broader", f"<{esco('skill', 1)}>"),
        (f"<{POUR}>", "prerequisite", f"<{esco('skill', 1)}>"),
        (f"skill/tabiya-{uuid(203)}>", "closeTo", f"<{POUR}>"),
        (f"<{esco('occupation', 1)}>", "requires", f"<{POUR}>"),
        (f"<{LOCAL}>", "prefers", f"skill/tabiya-{uuid(203)}>"),
        (f"requirement/tabiya-tabiya-{uuid(102)}--tabiya-{uuid(203)}>", "signallingValue", '"0.75"^^<'),
        (f"requirement/tabiya-tabiya-{uuid(102)}--tabiya-{uuid(203)}>", "note", '"signalling value: high"@en'),
        (f"requirement/tabiya-tabiya-{uuid(102)}--{uuid(1)}>", "signallingValue", '"0"^^<'),
        ("source/tabiya>", "prefLabel", '"Crafts 1.0.2"@en'),
        ("source/tabiya>", "ns#version>", '"1.0.2" .'),
        ("source/tabiya>", "license", "<https://creativecommons.org/licenses/by/4.0/>"),
    ):
        assert found.says(*parts), parts


def test_the_graph_is_valid_and_answers(tmp_path: Path) -> None:
    result = import_download("tabiya", write_folder(tmp_path / "taxonomy", DOWNLOAD), tmp_path / "graph", strict=True)
    graph = rolegraph.open(tmp_path / "graph")
    assert result.clean
    assert graph.validate().valid
    assert result.graph.counts == {"role": 2, "skill": 3, "group": 3, "requirement": 4, "source": 1}
    notes = {asked.label: asked.notes for asked in graph.role("bell ringer").requirements}
    assert notes == {"alloys": (), "ring by numbers": ("signalling value: high",)}
    steps = graph.path(graph.profile(), "bellmaker").steps
    assert [step.node.label for step in steps] == ["alloys", "pour bronze"]
    assert not graph.path("bell ringer", "bellmaker").known  # a ringer is asked for nothing essential


def test_a_zip_says_the_same_as_its_folder(tmp_path: Path) -> None:
    packed = write_zip(tmp_path / "taxonomy.zip", {f"csv/{name}": table for name, table in DOWNLOAD.items()})
    assert read("tabiya", packed).statements == said(tmp_path).statements


def test_an_earlier_edition_with_other_names_says_the_same(tmp_path: Path) -> None:
    earlier = {
        "isco_groups.csv": "occupation_groups.csv",
        "skillGroups.csv": "skill_groups.csv",
        "occupations_hierarchy.csv": "occupation_hierarchy.csv",
        "skills_hierarchy.csv": "skill_hierarchy.csv",
        "occupation_skill_relations.csv": "occupation_to_skill_relations.csv",
        "skill_skill_relations.csv": "skill_to_skill_relations.csv",
    }
    names = {today: name for name, today in earlier.items()}
    head = {"ORIGINURI": "ESCOURI", "OCCUPATIONGROUPCODE": "ISCOGROUPCODE"}
    tables: dict[str, Table | str] = {}
    for name, table in DOWNLOAD.items():
        if not isinstance(table, str):
            titles = [head.get(title, title) for title in table[0]]
            table = [titles, *table[1:]]  # noqa: PLW2901
        tables[names.get(name, name)] = table
    found = read("tabiya", write_folder(tmp_path / "earlier", {**tables, "localized_occupations.csv": "ID\nkey_1\n"}))
    plain = {
        one.replace("occupation-to-skill-relations", "occupation-skill-relations") for one in said(tmp_path).statements
    }
    plain = {one.replace("occupation_to_skill_relations", "occupation_skill_relations") for one in plain}
    assert without_hash(found.statements) == without_hash(plain)
    assert [note for note in found.report.notes if "localized_occupations.csv is not read" in note]


def test_columns_for_each_language(tmp_path: Path) -> None:
    head = (
        "ORIGINURI",
        "ID",
        "UUIDHISTORY",
        "PREFERREDLABEL_EN",
        "PREFERREDLABEL_FR",
        "ALTLABELS_FR",
        "DESCRIPTION_EN",
    )
    table = [head, (esco("occupation", 1), "key_1", "", "bell founder", "fondeur", "saintier", "Casts bells.")]
    french = said(tmp_path, {"occupations.csv": table}, "fr")
    assert french.says('"fondeur"@fr')
    assert french.says("altLabel>", '"saintier"@fr')
    assert not french.says("bell founder")
    assert said(tmp_path, {"occupations.csv": table}).says('"bell founder"@en')
    with pytest.raises(SourceError, match=r"has labels in en, fr, not in de \(choose with --language\)"):
        said(tmp_path, {"occupations.csv": table}, "de")
    unsaid = {"occupations.csv": table, "model_info.csv": None}
    with pytest.raises(SourceError, match=r"has labels in en, fr \(choose with --language\)"):
        said(tmp_path / "unsaid", unsaid)
    both = [("ID", "PREFERREDLABEL", "PREFERREDLABEL_FR"), ("key_1", "bell founder", "fondeur")]
    chosen = said(tmp_path / "both", {"occupations.csv": both}, "fr")
    assert chosen.says('"fondeur"@fr')
    assert not [note for note in chosen.report.notes if "model_info" in note]
    assert said(tmp_path / "both", {"occupations.csv": both}).says('"bell founder"@en')
    spanish = [("ID", "PREFERREDLABEL_ES"), ("key_1", "campanero")]
    assert said(tmp_path / "one", {**unsaid, "occupations.csv": spanish}).says('"campanero"@es')


def located(tmp_path: Path, locale: str | None, language: str = "") -> Said:
    """What the small taxonomy says when its model has a locale, or there is no file about the model."""
    model = None if locale is None else [MODEL[0], ("", "Crafts", locale, "", "2", "", "")]
    return said(tmp_path, {"model_info.csv": model}, language)


def test_the_locale_of_the_model_says_the_language_unless_one_is_asked_for(tmp_path: Path) -> None:
    found = located(tmp_path, "AR-es")
    assert found.says('"bell founder"@es')
    assert found.report.notes == []
    asked = located(tmp_path, "AR-es", "fr")
    assert asked.says('"bell founder"@fr')
    assert asked.report.notes == ["model_info.csv says that the labels are in es: taken for fr"]
    assert located(tmp_path / "unsaid", None, "fr").says('"bell founder"@fr')


@pytest.mark.parametrize("locale", ["ZA", "ZAF", "", "South Africa", None])
def test_a_locale_that_names_no_language_gives_labels_none_and_says_the_cure(
    tmp_path: Path, locale: str | None
) -> None:
    found = located(tmp_path, locale)
    assert found.says('prefLabel> "bell founder" .')
    assert not [one for one in found.statements if '"@' in one and "signalling value" not in one]
    (note,) = [note for note in found.report.notes if "language" in note]
    assert note.startswith("the language of the labels is not known, for ")
    assert note.endswith("say it with --language")
    assert located(tmp_path / "asked", locale, "en").says('"bell founder"@en')


def test_a_graph_without_languages_is_as_good_as_any(tmp_path: Path) -> None:
    tables = {**DOWNLOAD, "model_info.csv": [MODEL[0], ("", "Crafts", "ZA", "", "2", "", "")]}
    result = import_download("tabiya", write_folder(tmp_path / "taxonomy", tables), tmp_path / "graph")
    graph = rolegraph.open(result.place)
    assert graph.validate().valid
    assert graph.role("bell founder").node.label == "bell founder"
    assert {node.label for node, _ in graph.search("bell")} >= {"bell founder", "bell ringer"}


def test_what_is_not_known_of_the_whole_is_not_stated(tmp_path: Path) -> None:
    found = said(tmp_path, {"model_info.csv": None, "LICENSE": "All mine."})
    assert found.says("source/tabiya>", '"Tabiya" .')
    assert not found.says("source/tabiya>", "ns#version>")
    assert not found.says("license>")
    assert len(found.report.notes) == 3
    two = said(tmp_path, {"model_info.csv": [*MODEL, MODEL[1]]})
    assert two.reasons() == {"a second row of what is about the whole": 1}


def test_occupations_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"has no occupations\.csv \(name the folder or zip of a taxonomy in Tabiya's"
    ):
        import_download("tabiya", write_folder(tmp_path / "none", {"skills.csv": SKILLS}), tmp_path / "graph")
    result = import_download("tabiya", write_folder(tmp_path / "one", {"occupations.csv": OCCUPATIONS}), tmp_path / "g")
    assert result.clean
    assert len([note for note in result.notes if "is not there: " in note]) == 8


def test_rows_that_cannot_be_are_reported_and_so_is_what_names_them(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "occupations",
        occupation("key_1", "an ID again"),
        occupation("key_3", "an origin again", esco("occupation", 1), UUIDHISTORY=uuid(109)),
        occupation("key_4", "a UUID again", UUIDHISTORY=f"{uuid(108)}\n{uuid(102)}"),
        occupation("key_5", "", esco("occupation", 5)),
        occupation("", "no ID", esco("occupation", 6)),
    )
    assert found.reasons() == {"the same concept again": 3, "is empty": 2}
    assert {(one.column, one.rows) for one in found.report.troubles() if "again" in one.reason} == {
        ("ID", 1),
        ("ORIGINURI", 1),
        ("UUIDHISTORY", 1),
    }
    more = changed(tmp_path, "occupation_to_skill_relations", ("", "key_99", "essential", "key_1", "", ""))
    assert more.reasons() == {"names what has no row that was kept": 1}
    assert more.report.troubles()[0].first[0].value == "key_99 in occupations.csv"


def test_rows_with_neither_origin_nor_uuid_go_by_their_ids(tmp_path: Path) -> None:
    found = changed(tmp_path, "occupations", occupation("key i9", "bell polisher"))
    assert found.says("role/tabiya-occupations-key-i9>", '"bell polisher"')
    (note,) = found.report.notes
    assert note == "occupations.csv: rows with neither origin nor UUID, named by their IDs, which may change: 1"
    assert changed(tmp_path, "occupations", occupation("a b", "x"), occupation("a-b", "y")).reasons() == {
        "the same concept again": 1
    }


@pytest.mark.parametrize(
    ("kind", "word", "value", "reason"),
    [
        ("", "", "", "is neither essential nor optional"),
        ("", "high", "", "is neither essential nor optional"),
        ("vital", "", "", "is neither essential nor optional"),
        ("", "", "1.01", "is not a number from 0 to 1"),
        ("", "", "-1", "is not a number from 0 to 1"),
        ("", "", "0,6", "is not a number from 0 to 1"),
        ("", "", "٠", "is not a number from 0 to 1"),
        ("", "", "nan", "is not a number from 0 to 1"),
        ("", "so so", "0.5", "is not one of low, medium and high"),
    ],
)
def test_relations_that_say_too_little(tmp_path: Path, kind: str, word: str, value: str, reason: str) -> None:
    found = changed(tmp_path, "occupation_to_skill_relations", ("", "key_2", kind, "key_2", word, value))
    assert found.reasons() == {reason: 1}
    assert not found.says(LOCAL, "prefers", POUR)


def test_a_relation_with_both_keeps_both(tmp_path: Path) -> None:
    found = changed(tmp_path, "occupation_to_skill_relations", ("", "key_2", "essential", "key_2", "low", "0.1"))
    assert found.reasons() == {}
    assert found.says(LOCAL, "requires", POUR)
    assert found.says('"0.1"^^<')


def test_circles_and_wrong_kinds(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "occupation_hierarchy",
        ("localgroup", "key_2", "key_1", "iscogroup"),
        ("localoccupation", "key_2", "key_1", "escooccupation"),
        ("escooccupation", "key_1", "key_2", "localgroup"),
        ("village", "key_1", "key_2", "localgroup"),
        ("iscogroup", "key_1", "key_2", "tower"),
    )
    assert found.reasons() == {"closes a circle": 2, "a group cannot be under a role": 1, "is not an object type": 2}
    assert {one.column for one in found.report.troubles() if "type" in one.reason} == {
        "PARENTOBJECTTYPE",
        "CHILDOBJECTTYPE",
    }
    skills = changed(
        tmp_path, "skill_to_skill_relations", ("key_1", "essential", "key_2"), ("key_1", "essential", "key_1")
    )
    assert skills.reasons() == {"closes a circle": 1, "points at itself": 1}


def test_what_is_hostile_stays_data(tmp_path: Path) -> None:
    columns = ("ALTLABELS", "DESCRIPTION", "DEFINITION", "SCOPENOTE", "OCCUPATIONGROUPCODE", "CODE", "UUIDHISTORY")
    more = [occupation(HOSTILE, HOSTILE, HOSTILE, **dict.fromkeys(columns, HOSTILE))]
    tables: dict[str, Table | str] = {**DOWNLOAD, "occupations.csv": [*OCCUPATIONS, *more]}
    tables["model_info.csv"] = [MODEL[0], (HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "", "")]
    result = import_download("tabiya", write_folder(tmp_path / "taxonomy", tables), tmp_path / "graph")
    graph = rolegraph.open(tmp_path / "graph")
    assert result.clean
    assert graph.validate().valid
    assert {node.label for node, _ in graph.search("<script>")} == {f"{HOSTILE} {HOSTILE}", HOSTILE}
    assert graph.dataset.subjects(SKOS + "prefLabel", "x:y") == []


def test_a_local_occupation_made_from_one_of_escos_is_another_one(tmp_path: Path) -> None:
    copy = occupation(
        "key_9", "bell caster", esco("occupation", 1), UUIDHISTORY=uuid(109), OCCUPATIONTYPE="localoccupation"
    )
    tables = {**DOWNLOAD, "occupations.csv": [OCCUPATIONS[0], copy, *OCCUPATIONS[1:]]}
    result = import_download("tabiya", write_folder(tmp_path / "download", tables), tmp_path / "graph")
    assert result.clean
    graph = rolegraph.open(tmp_path / "graph")
    caster = graph.role("bell caster").node
    assert caster.slug == f"tabiya-{uuid(109)}"
    assert graph.role("bell founder").node.iri == esco("occupation", 1)
    assert graph.dataset.objects(caster.iri, SKOS + "closeMatch") == [esco("occupation", 1)]


@needs("tabiya-sample")
def test_a_real_sample(tmp_path: Path) -> None:
    result = import_download("tabiya", DATA / "tabiya-sample", tmp_path / "graph")
    assert all(one.rows == one.kept + one.left_out + one.misfits for one in result.files)
    assert {one.file: (one.rows, one.misfits) for one in result.files} == {
        "occupations.csv": (3015, 0),
        "occupation_groups.csv": (624, 0),
        "occupation_hierarchy.csv": (3627, 0),
        "occupation_to_skill_relations.csv": (8679, 0),
        "skills.csv": (1000, 0),
        "skill_groups.csv": (640, 0),
        "skill_hierarchy.csv": (1636, 0),
        "skill_to_skill_relations.csv": (38, 0),
    }
    counts = {"role": 3015, "skill": 1000, "group": 1264, "requirement": 8679, "source": 1, "mapping": 3}
    assert result.graph.counts == counts
    graph = rolegraph.open(tmp_path / "graph")
    escos, local = graph.lexicon.find("metal drawing machine operator")
    assert escos.iri.startswith("http://data.europa.eu/esco/occupation/")
    assert local.path == "role/tabiya-7396d08e-c9e6-4de8-b422-eed6862f4006"
    assert len(graph.dataset.pairs(RG + "signallingValue")) == 4
    (asked,) = graph.role("ICATUS Occupation I11_1").requirements
    assert asked.notes == ("signalling value: high",)
    assert graph.path("vehicle technician", "motor vehicle assembler").steps
    # Of a sample of skills too little is left to estimate what the sample does not have.
    assert graph.role("air traffic safety technician").unrecorded is not None
    assert not graph.path("air traffic safety technician", "motor vehicle assembler").gap.known
    assert any("nothing is estimated of them" in note and "too little" in note for note in result.notes)
    assert len(graph.compare(["air traffic safety technician", "motor vehicle assembler"]).roles) == 2
    assert "manage musical staff" in [node.label for node, _ in graph.search("musical staff")]
