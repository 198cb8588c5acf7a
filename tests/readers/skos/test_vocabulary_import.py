"""Vocabularies as graphs: what becomes of them, in each shape in which people publish them, and what is said of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.folders import DATA
from tests.needs import missing
from tests.readers.skos import vocabularies as shapes
from tests.readers.skos.vocabularies import written
from tests.readers.tables import write_folder

import rolegraph
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model.mappings import MatchPredicate
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import DCTERMS, OWL, RDF, RG, SKOS
from rolegraph.readers.importing import Import, import_esco, import_skos, write_rules

JOBS = "https://jobs.example/"


def imported(folder: Path, turtle: str, name: str = "a.ttl", **options: object) -> tuple[Import, Dataset]:
    """What comes of a vocabulary, as a result and as statements."""
    result = import_skos(written(folder / name, turtle), folder / "graph", **options)  # type: ignore[arg-type]
    return result, open_dataset([folder / "graph"])


def test_the_lowest_level_of_a_classification_has_the_roles(tmp_path: Path) -> None:
    result, dataset = imported(tmp_path, shapes.CLASSIFICATION)
    assert result.clean
    assert sorted(dataset.subjects(RDF + "type", RG + "Role")) == [JOBS + "7511", JOBS + "7512"]
    assert dataset.objects(JOBS + "75", SKOS + "broader") == [JOBS + "7"]
    assert dataset.texts(JOBS + "7512", SKOS + "prefLabel") == [("de", "Bäcker"), ("en", "Bakers")]
    assert dataset.value(JOBS + "7512", SKOS + "definition") == "They bake."
    (source,) = [one for one in result.graph.sources if one.node.slug == "a"]
    assert (source.node.label, source.version) == ("National classification of occupations 2", "2")
    assert any("guessed" in note and "position: inner" in note for note in result.notes)


def test_a_concept_that_is_no_longer_in_use_has_names_and_no_class(tmp_path: Path) -> None:
    result, dataset = imported(tmp_path, shapes.CLASSIFICATION)
    assert dataset.objects(JOBS + "old", RDF + "type") == []
    assert dataset.objects(JOBS + "old", DCTERMS + "isReplacedBy") == [JOBS + "7512"]
    assert dataset.objects(JOBS + "old", OWL + "deprecated") == ["true"]
    assert dataset.objects(JOBS + "old", SKOS + "prefLabel") == ["Millers and bakers"]
    assert [(left.rows, "no longer in use" in left.rule) for left in result.left_out] == [(1, True)]


def test_matches_are_mappings_of_a_source_of_their_own(tmp_path: Path) -> None:
    imported(tmp_path, shapes.CLASSIFICATION)
    graph = rolegraph.open(tmp_path / "graph", alone=True)
    (mapping,) = graph.role("Bakers").mappings
    assert (mapping.predicate, mapping.object) == (MatchPredicate.EXACT, "http://data.europa.eu/esco/isco/C7512")
    assert mapping.source is not None
    assert mapping.source.slug == "a-mappings"


def statements(dataset: Dataset) -> set[tuple[str, str, str]]:
    """What is stated of nodes, but for where it stands."""
    return {
        (str(quad.subject), quad.predicate.value, str(quad.object))
        for quad in dataset.quads()
        if "/source/" not in str(quad.subject) and quad.predicate.value != RG + "evidence"
    }


def test_escos_rdf_states_what_its_csv_does(tmp_path: Path) -> None:
    result, dataset = imported(tmp_path, shapes.ESCO, language="en")
    assert result.source == "esco"
    assert result.clean
    import_esco(write_folder(tmp_path / "csv", shapes.ESCO_CSV), tmp_path / "from-csv")
    assert statements(dataset) == statements(open_dataset([tmp_path / "from-csv"]))


def test_the_sample_of_esco_agrees_with_the_csv_wherever_both_state_something(tmp_path: Path) -> None:
    sample, zips = DATA / "esco-skos-sample" / "esco-skos.ttl", sorted((DATA / "esco-1.1.1").glob("*.zip"))
    if not (sample.exists() and zips):
        missing("needs ../shared/data/esco-skos-sample and esco-1.1.1, beside the repository")
    import_skos(sample, tmp_path / "rdf")
    rdf = open_dataset([tmp_path / "rdf"])
    kept = {node for name in ("Role", "Skill") for node in rdf.subjects(RDF + "type", RG + name)}
    tables = {}
    for packed in zips:
        with zipfile.ZipFile(packed) as archive:
            for name in TABLES & set(archive.namelist()):
                tables[name] = rows_about(archive.read(name).decode("utf-8-sig"), kept)
    import_esco(write_folder(tmp_path / "csv", tables), tmp_path / "from-csv")
    ours, theirs = statements(rdf), statements(open_dataset([tmp_path / "from-csv"]))
    both = {predicate for _, predicate, _ in ours}
    assert len(ours) > 20_000
    assert ours == {statement for statement in theirs if statement[1] in both and statement[1] != SKOS + "altLabel"}


TABLES = {"occupations_en.csv", "skills_en.csv", "occupationSkillRelations.csv"}


def rows_about(table: str, kept: set[str]) -> str:
    """The rows of a table of ESCO's whose concepts are all among those that are kept."""
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(table, newline="")))
    wanted = [at for at, title in enumerate(rows[0]) if title in ("conceptUri", "occupationUri", "skillUri")]
    found = io.StringIO()
    csv.writer(found).writerows(rows[:1] + [row for row in rows[1:] if all(row[at] in kept for at in wanted)])
    return found.getvalue()


def test_schema_orgs_occupations_have_skills_by_name_and_credentials_by_text(tmp_path: Path) -> None:
    occupations = [
        {
            "@type": "Occupation",
            "name": "Baker",
            "occupationalCategory": "51-3011.00",
            "skills": [{"@type": "DefinedTerm", "name": "Dough"}, "Ovens; cleaning"],
            "educationRequirements": "Bachelor's or Master's degree in Chemistry",
            "qualifications": "whatever people say on the market of the town",
        },
        {"@type": "Occupation", "@id": "https://jobs.example/cook", "name": "Cook", "skills": "dough"},
    ]
    (tmp_path / "a.jsonld").write_text(json.dumps({"@context": "https://schema.org", "@graph": occupations}))
    result = import_skos(tmp_path / "a.jsonld", tmp_path / "graph")
    graph = rolegraph.open(tmp_path / "graph", alone=True)
    asked = [[option.label for option in one.any_of] for one in graph.role("Baker").requirements]
    degrees = ["Bachelor's degree in Chemistry", "Master's degree in Chemistry"]
    assert sorted(map(sorted, asked)) == sorted([["Dough"], ["Ovens"], ["cleaning"], degrees])
    assert [one.any_of[0].label for one in graph.role("Cook").requirements] == ["Dough"]
    assert [(one.column, one.rows) for one in result.troubles] == [("required credentials", 1)]


def test_classes_of_ones_own_tell_what_they_are_and_ask_for(tmp_path: Path) -> None:
    result, _ = imported(tmp_path, shapes.FRAMEWORK)
    role = rolegraph.open(tmp_path / "graph", alone=True).role("Security analyst")
    asked = {(one.any_of[0].label, str(one.necessity)) for one in role.requirements}
    assert asked == {("Encryption", "essential"), ("Scripting", "preferred")}
    assert result.graph.counts["group"] == 1  # a level of a skill is none
    assert any("taken for preferred: <https://jobs.example/optionalSkill>" in note for note in result.notes)


def test_what_says_nothing_is_asked_about_and_can_be_said(tmp_path: Path) -> None:
    cheese = 'ex:1 a skos:Concept ; skos:prefLabel "Brie" .'
    with pytest.raises(SourceError, match=r"a\.ttl: nothing says .* skos:Concept \(1\).* --as role .*--template"):
        imported(tmp_path, cheese)
    assert not (tmp_path / "graph").exists()
    assert imported(tmp_path, cheese, kind="tool")[0].graph.counts["tool"] == 1
    with pytest.raises(RolegraphError, match="no kind of concept 'fruit'"):
        imported(tmp_path, cheese, kind="fruit")


def test_rules_that_are_written_read_the_same_again(tmp_path: Path) -> None:
    _, guessed = imported(tmp_path, shapes.CLASSIFICATION)
    write_rules(tmp_path / "a.ttl", tmp_path / "rules.yaml")
    _, by_rules = imported(tmp_path, shapes.CLASSIFICATION, mapping=tmp_path / "rules.yaml")
    assert statements(guessed) == statements(by_rules)
    with pytest.raises(SourceError, match="already exists"):
        write_rules(tmp_path / "a.ttl", tmp_path / "rules.yaml")


def test_a_rule_takes_a_branch_and_a_path_for_something_else(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        "prefixes: {ex: https://jobs.example/}\n"
        "kinds:\n  - tool: {below: ex:7}\n  - role: {notation: '?'}\n"
        "properties:\n  required: [ex:asks/ex:what]\n"
    )
    turtle = shapes.CLASSIFICATION + "ex:7 ex:asks [ ex:what ex:7512 ] ."
    _, dataset = imported(tmp_path, turtle, mapping=tmp_path / "r.yaml")
    assert dataset.objects(JOBS + "7", RG + "requires") == [JOBS + "7512"]
    assert dataset.objects(JOBS + "7512", RDF + "type") == [RG + "Tool"]


HARD = """
ex:s a skos:ConceptScheme ; skos:prefLabel "Skills"@en .
ex:a a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "A"@en , "A two"@en ; skos:broader ex:b .
ex:b a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "B"@en ; skos:broader ex:c .
ex:c a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "C"@en ; skos:broader ex:a , ex:nowhere .
ex:d a skos:Concept ; skos:inScheme ex:s .
ex:e a skos:Concept ; skos:inScheme ex:s ; skos:altLabel "Only other"@en ; skos:related ex:a .
[] a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "Nameless"@en .
<urn:uuid:1> a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "Urn"@en , ""@de .
ex:o a skos:OrderedCollection ; skos:prefLabel "Ordered" ; skos:memberList ( ex:a <urn:uuid:1> ex:nowhere ) .
"""


def test_circles_missing_labels_and_odd_names_are_reported_and_the_rest_is_valid(tmp_path: Path) -> None:
    result, dataset = imported(tmp_path, HARD, "skills.ttl")
    reasons = {(one.column, one.reason) for one in result.troubles}
    missing_end = "leads to what is no concept here, or has no label"
    assert reasons == {("broader", "closes a circle"), ("broader", missing_end), ("label", "has no label")}
    assert result.graph.counts["skill"] == 6
    assert dataset.objects("https://w3id.org/rolegraph/id/skill/skills-nameless", SKOS + "prefLabel") == ["Nameless"]
    urn = "https://w3id.org/rolegraph/id/skill/skills-urn-uuid-1"
    assert dataset.objects(JOBS + "o", SKOS + "member") == [JOBS + "a", urn]
    assert dataset.objects(JOBS + "e", RG + "closeTo") == [JOBS + "a"]
    assert dataset.objects(JOBS + "a", SKOS + "altLabel") == ["A two"]
    (report,) = result.files
    assert report.rows == report.kept + report.left_out + report.misfits
    with pytest.raises(SourceError, match=r"skills\.ttl: label: has no label"):
        imported(tmp_path, HARD, "skills.ttl", strict=True)


def test_only_the_languages_asked_for_are_kept_unless_there_are_none(tmp_path: Path) -> None:
    _, dataset = imported(tmp_path, shapes.CLASSIFICATION, language="de")
    assert dataset.texts(JOBS + "7512", SKOS + "prefLabel") == [("de", "Bäcker")]
    assert dataset.texts(JOBS + "7511", SKOS + "prefLabel") == [("en", "Butchers")]


def test_packed_files_and_folders_are_read_and_bombs_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "skills-v2.1"
    folder.mkdir()
    whole = written(folder / "skills.ttl", HARD)
    (folder / "skills.ttl.gz").write_bytes(gzip.compress(whole.read_bytes()))
    whole.unlink()
    result = import_skos(folder, tmp_path / "graph")
    assert (result.source, result.graph.sources[0].version) == ("skills", "2.1")
    (folder / "skills.ttl.gz").write_bytes(gzip.compress(b"# " + b"a" * 1000 + b"\n")[:30])
    with pytest.raises(SourceError, match=r"skills\.ttl\.gz"):
        import_skos(folder, tmp_path / "graph")
    with pytest.raises(SourceError, match="holds no RDF file"):
        import_skos(write_folder(tmp_path / "other", {"a.csv": "a"}), tmp_path / "graph2")


def test_a_graph_of_ours_is_no_vocabulary(tmp_path: Path, small_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is a graph of rolegraph .*ingest"):
        import_skos(small_path, tmp_path / "graph")
