"""ESCO's CSV download: a small one of our own, in all its forms and with all its faults, and a slice of a real one."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import openpyxl
import pytest
from tests.folders import DATA, ROOT
from tests.readers.tables import Said, Table, as_csv, needs, read, without_hash, write_folder, write_zip

import rolegraph
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.readers.esco.concepts import NO_ROW
from rolegraph.readers.importing import import_download

ESCO = "http://data.europa.eu/esco"
HOSTILE = 'a "b" > <x:y> . \\n<script>\n\u2028{$this}'


def uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def occupation(number: int) -> str:
    return f"{ESCO}/occupation/{uuid(number)}"


def skill(number: int) -> str:
    return f"{ESCO}/skill/{uuid(number)}"


def group(code: str) -> str:
    return f"{ESCO}/isco/C{code}"


COLUMNS = {
    "occupations": (
        "conceptType conceptUri iscoGroup preferredLabel altLabels hiddenLabels status modifiedDate "
        "regulatedProfessionNote scopeNote definition inScheme description code"
    ),
    "skills": (
        "conceptType conceptUri skillType reuseLevel preferredLabel altLabels hiddenLabels status modifiedDate "
        "scopeNote definition inScheme description"
    ),
    "ISCOGroups": "conceptType conceptUri code preferredLabel status altLabels inScheme description",
    "skillGroups": (
        "conceptType conceptUri preferredLabel altLabels hiddenLabels status modifiedDate scopeNote inScheme "
        "description code"
    ),
}


def row(file: str, iri: str, label: str, status: str = "released", **cells: str) -> tuple[str, ...]:
    """A row of a file with concepts."""
    said = {"conceptUri": iri, "preferredLabel": label, "status": status, **cells}
    return tuple(said.pop(column, "") for column in COLUMNS[file].split())


OCCUPATIONS = [
    tuple(COLUMNS["occupations"].split()),
    row(
        "occupations",
        occupation(1),
        "bell founder",
        iscoGroup="7",
        altLabels="caster of bells\nbell founder\n\nbellmaker",
        hiddenLabels="bel founder\nbellmaker",
        scopeNote="Excludes clocks.",
        description="Bell founders cast bells.",
        code="7.1",
    ),
    row(
        "occupations",
        occupation(2),
        "clock maker",
        iscoGroup="7",
        altLabels="horologist | maker of clocks",
        definition="Makes clocks.",
        description="Clock makers make clocks that strike.",
        code="7.2",
    ),
    row("occupations", occupation(3), "tower clock maker", "Released", iscoGroup="9"),
    row("occupations", occupation(4), "gong striker", "obsolete", iscoGroup="7"),
]
SKILLS = [
    tuple(COLUMNS["skills"].split()),
    row("skills", skill(1), "alloys", skillType="knowledge", reuseLevel="cross-sector", description="Mixed metals."),
    row("skills", skill(2), "pour bronze", skillType="skill/competence"),
    row("skills", skill(3), "tune bells", ""),
    row("skills", skill(4), "cut gears"),
]
ISCO_GROUPS = [
    tuple(COLUMNS["ISCOGroups"].split()),
    row("ISCOGroups", group("7"), "Craft workers", code="7", description="Work by hand."),
    row("ISCOGroups", group("73"), "Precision workers", code="73"),
]
SKILL_GROUPS = [
    tuple(COLUMNS["skillGroups"].split()),
    row("skillGroups", f"{ESCO}/skill/S8", "working with metal", code="S8", description="Shaping metal."),
    row("skillGroups", f"{ESCO}/skill/S8.1", "casting", code="S8.1"),
]
BROADER = ("conceptType", "conceptUri", "broaderType", "broaderUri")
REQUIREMENTS = [
    ("occupationUri", "relationType", "skillType", "skillUri"),
    (occupation(1), "essential", "knowledge", skill(1)),
    (occupation(1), "essential", "skill/competence", skill(2)),
    (occupation(1), "optional", "skill/competence", skill(3)),
    (occupation(2), "essential", "", skill(4)),
    (occupation(3), "essential", "", skill(4)),
    (occupation(3), "optional", "", skill(3)),
]
RELATIONS = [
    ("originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"),
    (skill(2), "skill/competence", "essential", "knowledge", skill(1)),
    (skill(3), "skill/competence", "optional", "skill/competence", skill(2)),
]
DOWNLOAD: dict[str, Table] = {
    "occupations_en.csv": OCCUPATIONS,
    "skills_en.csv": SKILLS,
    "ISCOGroups_en.csv": ISCO_GROUPS,
    "skillGroups_en.csv": SKILL_GROUPS,
    "broaderRelationsOccPillar_en.csv": [
        BROADER,
        ("ISCOGroup", group("73"), "ISCOGroup", group("7")),
        ("Occupation", occupation(1), "ISCOGroup", group("73")),
        ("Occupation", occupation(3), "Occupation", occupation(2)),
    ],
    "broaderRelationsSkillPillar_en.csv": [
        BROADER,
        ("SkillGroup", f"{ESCO}/skill/S8.1", "SkillGroup", f"{ESCO}/skill/S8"),
        ("KnowledgeSkillCompetence", skill(2), "SkillGroup", f"{ESCO}/skill/S8.1"),
        ("KnowledgeSkillCompetence", skill(3), "KnowledgeSkillCompetence", skill(2)),
    ],
    "skillsHierarchy_en.csv": [
        tuple(f"Level {level} {what}" for level in range(4) for what in ("URI", "preferred term")),
        (f"{ESCO}/skill/S8", "working with metal", "", "", "", "", "", ""),
        (f"{ESCO}/skill/S8", "working with metal", f"{ESCO}/skill/S8.1", "casting", "", "", "", ""),
        (f"{ESCO}/skill/S8", "working with metal", f"{ESCO}/skill/S8.2", "forging", "", "", "", ""),
    ],
    "occupationSkillRelations_en.csv": REQUIREMENTS,
    "skillSkillRelations_en.csv": RELATIONS,
    "transversalSkillsCollection_en.csv": [
        ("conceptType", "conceptUri", "preferredLabel", "status", "altLabels", "broaderConceptUri"),
        ("KnowledgeSkillCompetence", skill(1), "alloys", "released", "", f"{ESCO}/skill/S8 | {ESCO}/skill/S9"),
    ],
    "researchOccupationsCollection_en.csv": [
        ("conceptType", "conceptUri"),
        ("Occupation", occupation(2)),
    ],
    "conceptSchemes_en.csv": [("conceptType", "conceptSchemeUri"), ("ConceptScheme", f"{ESCO}/concept-scheme/isco")],
}


def said(tmp_path: Path, changes: Mapping[str, Table | bytes | None] | None = None, language: str = "en") -> Said:
    """What the small download says with some files changed, or left out where the change is None."""
    tables = {name: table for name, table in {**DOWNLOAD, **(changes or {})}.items() if table is not None}
    found = read("esco", write_folder(tmp_path / "esco", tables), language=language)
    assert found.adds_up()
    return found


def changed(tmp_path: Path, name: str, *rows: tuple[str, ...]) -> Said:
    """What the small download says with rows added to one file."""
    return said(tmp_path, {f"{name}_en.csv": [*DOWNLOAD[f"{name}_en.csv"], *rows]})


def test_a_clean_download_says_all_of_this_and_has_no_misfits(tmp_path: Path) -> None:
    found = said(tmp_path)
    assert found.reasons() == {}
    assert [(one.file, one.rows) for one in found.report.left()] == [
        ("occupations_en.csv", 1),
        ("skillsHierarchy_en.csv", 2),
    ]
    for parts in (
        (f"<{occupation(1)}>", "type>", "ns#Role>"),
        (f"<{occupation(1)}>", "prefLabel", '"bell founder"@en'),
        (f"<{occupation(1)}>", "altLabel", '"bellmaker"@en'),
        (f"<{occupation(1)}>", "hiddenLabel", '"bel founder"@en'),
        (f"<{occupation(1)}>", "definition", '"Bell founders cast bells."@en'),
        (f"<{occupation(1)}>", "scopeNote", '"Excludes clocks."@en'),
        (f"<{occupation(1)}>", "notation", '"7.1" .'),
        (f"<{occupation(1)}>", "broader", f"<{group('7')}>"),
        (f"<{occupation(1)}>", "broader", f"<{group('73')}>"),
        (f"<{occupation(2)}>", "definition", '"Makes clocks."@en'),
        (f"<{occupation(2)}>", "terms/description", '"Clock makers make clocks that strike."@en'),
        (f"<{occupation(2)}>", "altLabel", '"horologist"@en'),
        (f"<{occupation(3)}>", "broader", f"<{occupation(2)}>"),
        (f"<{skill(1)}>", "skillType", '"knowledge" .'),
        (f"<{skill(1)}>", "reuseLevel", '"cross-sector" .'),
        (f"<{skill(2)}>", "broader", "skill/S8.1>"),
        (f"<{skill(2)}>", "prerequisite", f"<{skill(1)}>"),
        (f"<{skill(3)}>", "closeTo", f"<{skill(2)}>"),
        ("skill/S8.2>", "prefLabel", '"forging"@en'),
        ("skill/S8.2>", "broader", "skill/S8>"),
        ("collection/esco-transversal-skills>", "member", f"<{skill(1)}>"),
        ("collection/esco-research-occupations>", "member", f"<{occupation(2)}>"),
        (f"requirement/esco-{uuid(1)}--{uuid(3)}>", "necessity", "preferred>"),
        (f"<{occupation(1)}>", "requires", f"<{skill(2)}>"),
        (f"<{occupation(1)}>", "prefers", f"<{skill(3)}>"),
        ("source/esco>", "license", "<http://data.europa.eu/eli/dec/2011/833/oj>"),
        ("source/esco>", "attribution", "European Commission"),
    ):
        assert found.says(*parts), parts
    assert not found.says(f"<{occupation(1)}>", "altLabel", '"bell founder"')
    assert not found.says(f"<{occupation(1)}>", "hiddenLabel", '"bellmaker"')
    assert not found.says(occupation(4))


def test_the_graph_is_valid_and_answers(tmp_path: Path) -> None:
    place = write_folder(tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv", DOWNLOAD)
    result = import_download("esco", place, tmp_path / "graph", strict=True)
    assert result.clean
    graph = rolegraph.open(tmp_path / "graph")
    assert graph.validate().valid
    assert result.graph.counts == {"role": 3, "skill": 4, "group": 5, "collection": 2, "requirement": 6, "source": 1}
    steps = graph.path("clock maker", "bell founder").steps
    # to tune bells is narrower than to pour bronze, which is what is asked for
    assert [step.node.label for step in steps] == ["alloys", "pour bronze"]
    assert [one.label for one in graph.compare(["bell founder", "horologist"]).roles] == ["bell founder", "clock maker"]
    assert graph.role("bellmaker").node.iri == occupation(1)
    assert [node.label for node, _ in graph.search("bronze")] == ["pour bronze"]
    assert graph.resolve("Craft workers").kind is Kind.GROUP
    assert graph.dataset.value("https://w3id.org/rolegraph/source/esco", SKOS + "prefLabel") == "ESCO 1.2.0"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_shuffled_columns_line_ends_and_encodings_change_nothing(tmp_path: Path, line_end: str, encoding: str) -> None:
    plain, chance = said(tmp_path), random.Random(3)  # noqa: S311 - the same order each time
    tables: dict[str, Table | bytes] = {}
    for name, table in DOWNLOAD.items():
        order = chance.sample(range(len(table[0]) + 1), len(table[0]) + 1)
        more = [[*cells, "more" if place else "unknownColumn"] for place, cells in enumerate(table)]
        head, *rows = [[cells[place].replace("\n", line_end) for place in order] for cells in more]
        tables[name] = as_csv([head, *chance.sample(rows, len(rows))], line_end).encode(encoding)
    other = read("esco", write_folder(tmp_path / "other", tables))
    assert without_hash(other.statements) == without_hash(plain.statements)


def test_a_zip_says_the_same_as_its_folder(tmp_path: Path) -> None:
    packed = write_zip(tmp_path / "esco.zip", {f"ESCO dataset/{name}": table for name, table in DOWNLOAD.items()})
    assert read("esco", packed).statements == said(tmp_path).statements


def test_windows_1252(tmp_path: Path) -> None:
    table = [OCCUPATIONS[0], tuple(cell.replace("bell founder", "fondeur d’œuvres") for cell in OCCUPATIONS[1])]
    found = said(tmp_path, {"occupations_en.csv": as_csv(table).encode("cp1252")})
    assert found.says(occupation(1), "prefLabel", '"fondeur d’œuvres"@en')
    assert any("Windows-1252" in note for note in found.report.notes)


def test_another_language_of_a_mixed_folder(tmp_path: Path) -> None:
    german = [OCCUPATIONS[0], row("occupations", occupation(1), "Glockengießer")]
    found = said(tmp_path, {"occupations_de.csv": german, "skills_de.csv": SKILLS}, "de")
    assert found.says(occupation(1), '"Glockengießer"@de')
    assert found.says(skill(1), '"alloys"@de')
    assert found.says("esco-transversal-skills", '"Transversal skills"@en')
    assert not found.says(occupation(2), "prefLabel")
    assert found.says(f"requirement/esco-{uuid(1)}--{uuid(1)}>")  # relations have no words, so that any will do
    assert "ISCOGroups_de.csv is not there: occupations are in no ISCO group" in found.report.notes


GERMAN = {
    "occupations_de.csv": [
        OCCUPATIONS[0],
        row("occupations", occupation(1), "Glockengießer", altLabels="Glockengießerin", description="Gießt Glocken."),
        row("occupations", occupation(9), "Glockenspieler", status="released"),
        row("occupations", occupation(1), "noch einmal"),
        row("occupations", occupation(8), ""),
        row("occupations", "kein Ort", "Nirgends"),
        row("occupations", occupation(7), "veraltet", status="obsolete"),
    ],
    "skills_de.csv": [SKILLS[0], row("skills", skill(1), "Legierungen"), row("skills", occupation(1), "gießen")],
}


def test_several_languages_are_one_graph_of_the_same_concepts(tmp_path: Path) -> None:
    found = said(tmp_path, GERMAN, "en,de")
    english = said(tmp_path / "english")
    assert found.statements >= without_hash(english.statements)
    for text in ('prefLabel> "Glockengießer"@de', 'altLabel> "Glockengießerin"@de', 'definition> "Gießt Glocken."@de'):
        assert found.says(occupation(1), text)
    assert found.says(skill(1), 'prefLabel> "Legierungen"@de')
    # Rows that are in one language only are kept and counted.
    assert found.says(occupation(9), "ns#Role") and found.says(occupation(9), 'prefLabel> "Glockenspieler"@de')
    assert "occupations_de.csv: concepts that the files in en do not have: 1" in found.report.notes
    assert not found.says(occupation(7))
    assert sorted(trouble.reason for trouble in found.report.troubles() if "_de" in trouble.file) == [
        "is a role in another file",
        "is empty",
        "is not a web address",
        "the same concept again",
    ]
    assert "ISCOGroups_de.csv is not there: no ISCOGroups in de" in found.report.notes


def test_the_first_language_is_the_one_that_has_the_rest(tmp_path: Path) -> None:
    found = said(tmp_path, {**GERMAN, "ISCOGroups_en.csv": None}, "de,en")
    assert found.says(occupation(1), '"Glockengießer"@de') and found.says(occupation(1), '"bell founder"@en')
    assert found.says(f"requirement/esco-{uuid(1)}--{uuid(1)}>")
    assert any("occupations_en.csv: concepts that the files in de do not have" in note for note in found.report.notes)


def test_groups_that_only_the_skills_hierarchy_names_have_labels_in_all_languages(tmp_path: Path) -> None:
    heading = DOWNLOAD["skillsHierarchy_en.csv"][0]
    german = [
        tuple(f"{cell} (de)" if cell and "http" not in cell else cell for cell in one)
        for one in DOWNLOAD["skillsHierarchy_en.csv"][1:]
    ]
    found = said(tmp_path, {**GERMAN, "skillsHierarchy_de.csv": [heading, *german]}, "en,de")
    assert found.says(f"{ESCO}/skill/S8.2", 'prefLabel> "forging (de)"@de')
    assert not found.says(f"{ESCO}/skill/S8.1", "@de")  # it has a row of its own, in files that are not there in German


@pytest.mark.parametrize("languages", ["en,,de", "en,d e", ","])
def test_a_list_of_languages_without_one_is_refused(tmp_path: Path, languages: str) -> None:
    with pytest.raises(RolegraphError, match="no language"):
        import_download("esco", write_folder(tmp_path / "esco", DOWNLOAD), tmp_path / "graph", language=languages)


def test_a_second_language_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "esco", DOWNLOAD)
    with pytest.raises(SourceError, match=r"has no occupations_fr\.csv \(it has en: choose with --language\)"):
        import_download("esco", folder, tmp_path / "graph", language="en,fr")
    assert not (tmp_path / "graph").exists()


def test_a_graph_in_several_languages_is_asked_in_each(tmp_path: Path) -> None:
    german = {**DOWNLOAD, **{name: table[:3] for name, table in GERMAN.items()}}
    place = tmp_path / "graph"
    import_download("esco", write_folder(tmp_path / "esco", german), place, language="en,de")
    for language, label in (("", "bell founder"), ("de", "Glockengießer"), ("fr,de-AT", "Glockengießer")):
        graph = rolegraph.open(place, language=language)
        assert graph.resolve("Glockengiesserin") == graph.resolve("bell founder")
        assert graph.resolve("bell founder").label == label


def test_a_language_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "esco", {"occupations_en.csv": OCCUPATIONS, "occupations_FR.csv": OCCUPATIONS})
    with pytest.raises(
        SourceError, match=r"esco: has no occupations_de\.csv \(it has en, fr: choose with --language\)"
    ):
        import_download("esco", folder, tmp_path / "graph", language="de")
    with pytest.raises(
        SourceError, match=r"has no occupations_en\.csv \(name the folder or zip of ESCO's CSV download\)"
    ):
        import_download("esco", write_folder(tmp_path / "none", {"skills_en.csv": SKILLS}), tmp_path / "graph")
    with pytest.raises(RolegraphError, match="no language 'en us'"):
        import_download("esco", folder, tmp_path / "graph", language="en us")
    assert not (tmp_path / "graph").exists()


def test_files_of_early_editions_have_no_language(tmp_path: Path) -> None:
    wordless = (
        "occupationSkillRelations",
        "skillSkillRelations",
        "broaderRelationsOccPillar",
        "broaderRelationsSkillPillar",
    )
    changes: dict[str, Table | bytes | None] = {f"{stem}_en.csv": None for stem in wordless}
    changes |= {f"{stem}.csv": DOWNLOAD[f"{stem}_en.csv"] for stem in wordless}
    early = said(tmp_path / "early", changes)
    same = {one for one in said(tmp_path).statements if "occupationskillrelations" not in one}
    assert without_hash(same) <= early.statements
    assert early.report.notes[0] == "conceptSchemes_en.csv is not read: groups and collections say the same"
    assert not any("is not there" in note for note in early.report.notes)


def test_occupations_alone_are_enough_and_each_missing_file_says_what_goes_without_it(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "esco", {"occupations_en.csv": OCCUPATIONS})
    result = import_download("esco", folder, tmp_path / "graph")
    assert result.clean
    assert len([note for note in result.notes if "is not there: " in note]) == 7
    assert not read("esco", folder).says("broader")


def test_dangling_links_are_reported_and_those_to_what_is_not_released_left_out(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "occupationSkillRelations",
        (occupation(1), "essential", "", skill(99)),
        (occupation(99), "essential", "", skill(1)),
        (occupation(4), "essential", "", skill(1)),
        (skill(1), "essential", "", skill(2)),
        (occupation(1), "vital", "", skill(4)),
    )
    assert found.reasons() == {
        "names what has no row that was kept": 2,
        "is not from an occupation to a skill": 1,
        "is neither essential nor optional": 1,
    }
    assert ("occupationSkillRelations_en.csv", 1) in [(one.file, one.rows) for one in found.report.left()]
    first = [one.first[0] for one in found.report.troubles() if one.column == "skillUri" and "no row" in one.reason]
    assert [(one.line, one.value) for one in first] == [(8, skill(99))]


@pytest.mark.parametrize("kinds", [("essential", "optional"), ("optional", "essential")])
def test_a_skill_that_is_essential_and_optional_is_essential_in_any_order(
    tmp_path: Path, kinds: tuple[str, str]
) -> None:
    rows = [(occupation(1), kind, "", skill(4)) for kind in (*kinds, kinds[1])]
    found = changed(tmp_path, "occupationSkillRelations", *rows)
    assert found.says(occupation(1), "requires", skill(4))
    assert not found.says(occupation(1), "prefers", skill(4))
    assert sum(found.reasons().values()) == 2


@pytest.mark.parametrize("kinds", [("essential", "optional"), ("optional", "essential")])
def test_the_same_between_skills(tmp_path: Path, kinds: tuple[str, str]) -> None:
    found = changed(tmp_path, "skillSkillRelations", *((skill(4), "", kind, "", skill(1)) for kind in kinds))
    assert found.says(skill(4), "prerequisite", skill(1))
    assert not found.says(skill(4), "closeTo", skill(1))
    assert found.reasons() == {"both essential and optional: taken as essential": 1}


def test_concepts_that_cannot_be_are_reported(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "occupations",
        row("occupations", occupation(1), "bell founder again"),
        row("occupations", occupation(5), ""),
        row("occupations", "http://x/> <x:y> .", "out of the brackets"),
        row("occupations", "https://w3id.org/rolegraph/source/esco", "one of ours"),
        row("occupations", "javascript:alert(1)", "a script"),
        row("occupations", "http://x/%zz", "no IRI"),
        row("occupations", skill(1), "soon a skill as well"),
    )
    expected = {"the same concept again": 2, "is empty": 1, "is not a web address": 4}
    assert {reason: rows for reason, rows in found.reasons().items() if reason in expected} == expected
    assert not found.says("again")
    assert not found.says("ours")
    assert found.says(skill(1), "type>", "ns#Role>")
    assert not found.says(skill(1), "type>", "ns#Skill>")


def test_strict_stops_at_the_first_misfit_with_file_and_line(tmp_path: Path) -> None:
    rows = [*REQUIREMENTS, (occupation(1), "essential", "", skill(99))]
    folder = write_folder(tmp_path / "esco", {**DOWNLOAD, "occupationSkillRelations_en.csv": rows})
    with pytest.raises(SourceError, match=r"occupationSkillRelations_en\.csv, line 8: skillUri: names what has no row"):
        import_download("esco", folder, tmp_path / "graph", strict=True)
    assert not (tmp_path / "graph").exists()


CIRCLE = [(skill(1), "", "essential", "", skill(4)), (skill(4), "", "essential", "", skill(2))]


@pytest.mark.parametrize("order", [1, -1])
def test_a_circle_of_essential_skills_loses_one_link_whatever_the_order(tmp_path: Path, order: int) -> None:
    rows = [*RELATIONS[1:], *CIRCLE, (skill(2), "", "essential", "", skill(2))][::order]
    found = said(tmp_path, {"skillSkillRelations_en.csv": [RELATIONS[0], *rows]})
    assert found.reasons() == {"closes a circle": 1, "points at itself": 1}
    assert found.says(skill(1), "prerequisite", skill(4))
    assert found.says(skill(4), "prerequisite", skill(2))
    assert not found.says(skill(2), "prerequisite", skill(1))


def test_circles_and_wrong_kinds_in_the_hierarchies(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "broaderRelationsOccPillar",
        ("ISCOGroup", group("7"), "ISCOGroup", group("73")),
        ("Occupation", occupation(2), "Occupation", occupation(3)),
        ("Occupation", occupation(2), "Occupation", occupation(2)),
        ("Occupation", occupation(3), "Occupation", occupation(2)),
        ("ISCOGroup", group("73"), "Occupation", occupation(1)),
        ("Occupation", occupation(1), "KnowledgeSkillCompetence", skill(1)),
    )
    assert found.reasons() == {
        "closes a circle": 2,
        "points at itself": 1,
        "the same relation again": 1,
        "a group cannot be under a role": 1,
        "a role cannot be under a skill": 1,
    }


def test_a_download_with_circles_makes_a_valid_graph(tmp_path: Path) -> None:
    tables: dict[str, Table] = {**DOWNLOAD, "skillSkillRelations_en.csv": [*RELATIONS, *CIRCLE]}
    tables["broaderRelationsSkillPillar_en.csv"] = [
        *DOWNLOAD["broaderRelationsSkillPillar_en.csv"],
        ("KnowledgeSkillCompetence", skill(2), "KnowledgeSkillCompetence", skill(3)),
    ]
    result = import_download("esco", write_folder(tmp_path / "esco", tables), tmp_path / "graph")
    assert [trouble.reason for trouble in result.troubles] == ["closes a circle"] * 2
    assert rolegraph.open(tmp_path / "graph").validate().valid


def test_the_hierarchy_alone_names_and_nests_groups(tmp_path: Path) -> None:
    found = said(tmp_path, {"skillGroups_en.csv": None, "broaderRelationsSkillPillar_en.csv": None})
    assert found.says("skill/S8>", "prefLabel", '"working with metal"')
    assert found.says("skill/S8.1>", "broader", "skill/S8>")
    assert found.reasons() == {}
    odd = [
        ("", "", "", "", "", "", "", ""),
        ("no IRI", "x", "", "", "", "", "", ""),
        ("http://x/nowhere", "", f"{ESCO}/skill/S9", "new", "", "", "", ""),
    ]
    found = changed(tmp_path, "skillsHierarchy", *odd)
    assert found.reasons() == {
        "is empty": 1,
        "is not a web address, or has no term": 1,
        "names what has no row that was kept": 1,
    }


def test_members_of_collections(tmp_path: Path) -> None:
    more = [
        ("", skill(1), "", "released", "", ""),
        ("", skill(99), "", "released", "", ""),
        ("", occupation(4), "", "", "", ""),
    ]
    more.append(("", skill(98), "", "obsolete", "", ""))
    found = changed(tmp_path, "transversalSkillsCollection", *more)
    assert found.reasons() == {"the same concept again": 1, "names what has no row that was kept": 1}
    assert ("transversalSkillsCollection_en.csv", 2) in [(one.file, one.rows) for one in found.report.left()]


def test_groups_and_labels_that_cannot_be_told_are_counted(tmp_path: Path) -> None:
    found = changed(tmp_path, "occupations", row("occupations", occupation(5), "bell founder"))
    assert found.report.notes[-2:] == [
        "occupations_en.csv: occupations with a group that has no row: 1",
        "labels that several concepts of the same kind have, and only IRIs tell apart: 1",
    ]
    assert found.says(occupation(5), '"bell founder"@en')


def test_concepts_elsewhere_than_at_esco_do_not_share_requirements(tmp_path: Path) -> None:
    tables: dict[str, Table] = {
        "occupations_en.csv": [OCCUPATIONS[0], *(row("occupations", f"http://{host}/1", host) for host in "ab")],
        "skills_en.csv": SKILLS,
        "occupationSkillRelations_en.csv": [
            REQUIREMENTS[0],
            *((f"http://{host}/1", "essential", "", skill(1)) for host in "ab"),
        ],
    }
    found = read("esco", write_folder(tmp_path / "esco", tables))
    assert len({one.split()[-2] for one in found.statements if "hasRequirement" in one}) == 2


def test_what_is_hostile_stays_data(tmp_path: Path) -> None:
    columns = ("iscoGroup", "altLabels", "hiddenLabels", "scopeNote", "definition", "description", "code")
    words = dict.fromkeys(columns, HOSTILE)
    tables: dict[str, Table] = {
        **DOWNLOAD,
        "occupations_en.csv": [*OCCUPATIONS, row("occupations", occupation(7), HOSTILE, **words)],
        "occupationSkillRelations_en.csv": [*REQUIREMENTS, (occupation(7), "essential", HOSTILE, skill(1))],
    }
    plain = import_download("esco", write_folder(tmp_path / "plain", DOWNLOAD), tmp_path / "one").graph
    result = import_download("esco", write_folder(tmp_path / "esco", tables), tmp_path / "graph")
    graph = rolegraph.open(tmp_path / "graph")
    assert result.clean
    assert graph.validate().valid
    assert graph.role(occupation(7)).node.label == HOSTILE
    assert result.graph.counts["role"] == plain.counts["role"] + 1
    assert graph.dataset.subjects(SKOS + "prefLabel", "x:y") == []


@pytest.mark.parametrize(
    ("name", "table", "missing"),
    [
        ("occupations_en.csv", [("conceptUri", "label")], "'preferredLabel'"),
        ("occupationSkillRelations_en.csv", [("occupationUri", "skillUri")], "'relationType'"),
        ("skillSkillRelations_en.csv", [("originalSkillUri", "relationType")], "'relatedSkillUri'"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, name: str, table: Table, missing: str) -> None:
    with pytest.raises(SourceError, match=rf"{name}, line 1: has no column {missing}"):
        said(tmp_path, {name: table})


@pytest.mark.parametrize(
    ("write", "name", "version"),
    [
        (write_folder, "ESCO dataset - v1.1.1 - classification - fr - csv", "1.1.1"),
        (write_zip, "ESCO dataset - v1.2.0 - classification - en - csv.zip", "1.2.0"),
        (write_folder, "esco", ""),
    ],
)
def test_the_version_is_that_of_the_name_unless_one_is_given(
    tmp_path: Path, write: Callable[..., Path], name: str, version: str
) -> None:
    place = write(tmp_path / name, DOWNLOAD)
    assert read("esco", place).says("source/esco>", "ns#version>", f'"{version}"') is bool(version)
    assert read("esco", place, version="9.9").says("source/esco>", "ns#version>", '"9.9"')


def test_the_made_up_one_of_the_benchmarks_has_the_faults_that_it_says(tmp_path: Path) -> None:
    spec = spec_from_file_location("escolike", ROOT / "benchmarks" / "escolike.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(made := module_from_spec(spec))
    made.write_download(tmp_path / "made", 0.02, "fr")
    result = import_download("esco", tmp_path / "made", tmp_path / "graph", language="fr")
    assert {trouble.reason: trouble.rows for trouble in result.troubles} == {
        "names what has no row that was kept": made.DANGLING,
        "closes a circle": made.CIRCLES,
    }
    assert (result.graph.counts["role"], result.graph.counts["skill"]) == (61, 279)


WORDS = {name: table for name, table in DOWNLOAD.items() if "elation" not in name}
RELATIONS_ALONE = {name.replace("_en", ""): table for name, table in DOWNLOAD.items() if "elation" in name}


def test_the_official_zips_say_the_same_in_every_arrangement(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    words = write_zip(tmp_path / "one" / "ESCO dataset - v1.2.0 - classification - en - csv.zip", WORDS)
    relations = write_zip(tmp_path / "one" / "ESCO dataset - v1.2.0 - classification -  - csv.zip", RELATIONS_ALONE)
    both = {path.name: path.read_bytes() for path in (words, relations)}
    arrangements: list[Path | list[Path]] = [
        [words, relations],
        [relations, words],
        tmp_path / "one",
        [tmp_path / "one", words],  # one of them twice
        write_zip(tmp_path / "all.zip", both),
        write_folder(tmp_path / "v1.2.0" / "unpacked", {**WORDS, **RELATIONS_ALONE}).parent,
    ]
    tables = write_folder(tmp_path / "tables", {**WORDS, **RELATIONS_ALONE})
    arrangements.append([tables / name for name in (*WORDS, *RELATIONS_ALONE)])
    first = without_hash(read("esco", [words, relations]).statements)
    for places in arrangements:
        found = read("esco", places, version="" if places != arrangements[-1] else "1.2.0")
        assert without_hash(found.statements) == first
    assert any('"1.2.0"' in one for one in first)


def test_skills_that_no_occupation_asks_for_are_refused_unless_that_is_wanted(tmp_path: Path) -> None:
    words = write_zip(tmp_path / "words.zip", WORDS)
    with pytest.raises(
        SourceError,
        match=r"words\.zip: has no occupationSkillRelations\.csv, .* \(name the zip of ESCO's relations, too, or go on",
    ):
        import_download("esco", words, tmp_path / "graph")
    assert not (tmp_path / "graph").exists()
    result = import_download("esco", words, tmp_path / "graph", incomplete=True)
    assert (result.graph.counts["role"], "requirement" in result.graph.counts) == (3, False)
    assert [note for note in result.notes if "occupations ask for no skills" in note]
    with pytest.raises(SourceError, match=r"has no occupations_en\.csv \(these are the relations alone"):
        import_download("esco", write_zip(tmp_path / "relations.zip", RELATIONS_ALONE), tmp_path / "graph")


def test_relations_none_of_which_fits_are_refused_unless_that_is_wanted(tmp_path: Path) -> None:
    strange = [REQUIREMENTS[0], (occupation(77), "essential", "", skill(1))]
    folder = write_folder(tmp_path / "esco", {**DOWNLOAD, "occupationSkillRelations_en.csv": strange})
    with pytest.raises(SourceError, match=r"Relations_en\.csv, line 2: has no row that fits: .* of the same version"):
        import_download("esco", folder, tmp_path / "graph")
    assert not (tmp_path / "graph").exists()
    assert not import_download("esco", folder, tmp_path / "graph", incomplete=True).clean


def test_downloads_of_two_versions_are_refused_where_they_differ_and_noted_where_they_complete(tmp_path: Path) -> None:
    one = write_zip(tmp_path / "v1.1.1.zip", WORDS)
    other = write_zip(tmp_path / "v1.2.0.zip", {**RELATIONS_ALONE})
    said_of_both = read("esco", [one, other])
    assert "the files are from versions 1.1.1 and 1.2.0, which may not fit together" in said_of_both.report.notes
    changed_one = write_zip(tmp_path / "new v1.2.0.zip", {**WORDS, "skills_en.csv": SKILLS[:-1]})
    with pytest.raises(SourceError, match=r"v1\.1\.1\.zip/skills_en\.csv: there is another .*new v1\.2\.0\.zip"):
        read("esco", [one, other, changed_one])


def semicolons(table: Table) -> bytes:
    (out := io.StringIO()).write("\ufeff")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue().encode()


def unicode_text(table: Table) -> bytes:
    csv.writer(out := io.StringIO(), delimiter="\t").writerows(table)
    return out.getvalue().encode("utf-16")


def powershell(table: Table) -> bytes:
    csv.writer(out := io.StringIO(), quoting=csv.QUOTE_ALL).writerows(table)
    return ("#TYPE Selected.System.Management.Automation.PSCustomObject\r\n" + out.getvalue()).encode("utf-16")


def with_row_names(table: Table) -> bytes:
    csv.writer(out := io.StringIO(), quoting=csv.QUOTE_ALL).writerows((at or "", *row) for at, row in enumerate(table))
    return out.getvalue().encode()


def workbook(table: Table) -> bytes:
    (book := openpyxl.Workbook()).active.title = "Sheet 1"
    for row in table:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(out := io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("save", "ending"),
    [(semicolons, "csv"), (unicode_text, "txt"), (powershell, "csv"), (with_row_names, "csv"), (workbook, "xlsx")],
)
def test_tables_saved_again_by_other_programs_say_the_same(
    tmp_path: Path, save: Callable[[Table], bytes], ending: str
) -> None:
    plain = without_hash(said(tmp_path).statements)
    tables = {name.replace("csv", ending): save(table) for name, table in DOWNLOAD.items()}
    again = read("esco", write_folder(tmp_path / "again", tables))
    assert again.reasons() == {}
    assert {
        one.replace(f"-en-{ending}>", "-en-csv>").replace(f"_en.{ending}", "_en.csv")
        for one in without_hash(again.statements)
    } == plain


def test_a_group_keeps_the_zeros_that_spreadsheets_drop(tmp_path: Path) -> None:
    admiral = row("occupations", occupation(9), "admiral", iscoGroup="110")
    groups = [*ISCO_GROUPS, row("ISCOGroups", group("0110"), "officers", code="0110")]
    found = said(tmp_path, {"ISCOGroups_en.csv": groups, "occupations_en.csv": [*OCCUPATIONS, admiral]})
    assert found.says(f"<{occupation(9)}>", "broader>", f"<{group('0110')}>")


def test_the_hierarchy_may_leave_off_its_empty_cells(tmp_path: Path) -> None:
    table = [list(row) for row in DOWNLOAD["skillsHierarchy_en.csv"]]
    for row in table[1:]:
        while not row[-1]:
            row.pop()
    assert min(map(len, table)) < len(table[0])
    found = said(tmp_path, {"skillsHierarchy_en.csv": table, "skillGroups_en.csv": None})
    whole = said(tmp_path, {"skillGroups_en.csv": None})
    assert found.reasons() == whole.reasons()
    assert without_hash(found.statements) == without_hash(whole.statements)


def test_a_group_of_the_hierarchy_alone_whose_place_is_known_is_kept(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "broaderRelationsSkillPillar",
        ("SkillGroup", f"{ESCO}/skill/S8.2", "SkillGroup", f"{ESCO}/skill/S8"),
    )
    assert found.reasons() == {}
    assert found.says("skill/S8.2>", "broader>", "skill/S8>")


@needs("esco-1.1.1")
def test_the_whole_of_the_real_one_comes_in_but_for_what_names_an_occupation_without_a_row() -> None:
    found = read("esco", DATA / "esco-1.1.1")
    assert found.adds_up()
    assert [(one.file, one.reason, one.rows) for one in found.report.troubles()] == [
        ("broaderRelationsOccPillar.csv", NO_ROW, 1),
        ("occupationSkillRelations.csv", NO_ROW, 67),
    ]
    assert {(one.file, one.rows) for one in found.report.left()} == {
        ("skillSkillRelations.csv", 1),
        ("skillsHierarchy_en.csv", 640),
    }
    kept = {one.file: one.kept for one in found.report.files()}
    assert (kept["occupations_en.csv"], kept["skills_en.csv"]) == (3_007, 13_896)
    assert kept["occupationSkillRelations.csv"] == 123_855 - 67
    assert found.says("source/esco>", "ns#version>", '"1.1.1"')


@needs("esco-ict-slice")
def test_a_slice_of_the_real_one(tmp_path: Path) -> None:
    result = import_download("esco", DATA / "esco-ict-slice", tmp_path / "graph")
    assert all(one.rows == one.kept + one.left_out + one.misfits for one in result.files)
    assert {one.file: one.rows for one in result.files} == {
        "occupations_en.csv": 91,
        "skills_en.csv": 1278,
        "occupationSkillRelations_en.csv": 1970,
    }
    assert [(one.column, one.rows) for one in result.troubles] == [("skillUri", 38)]
    graph = rolegraph.open(tmp_path / "graph")
    assert graph.validate().valid
    assert graph.role("software analyst").requirements
    assert graph.path("software analyst", "ICT security administrator").steps
    assert len(graph.compare(["software analyst", "ICT security administrator"]).roles) == 2
    assert "Haskell" in [node.label for node, _ in graph.search("haskell")]
