"""O*NET's occupations with their titles, tasks and job zones."""

from __future__ import annotations

from pathlib import Path

from tests.readers.onet.onet_files import ANALYST, ROLE, built, more

from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import RG, SKOS


def test_occupations_go_by_title_code_and_other_titles(tmp_path: Path) -> None:
    _, graph = built(tmp_path)
    for name in ("Number Readers", "number readers", ANALYST, "reader of tables", "CNR", f"onet-{ANALYST}"):
        assert graph.resolve(name, (Kind.ROLE,)).iri == ROLE
    role = graph.role(ANALYST)
    assert [one.text for one in role.definitions] == ["Find out what tables of numbers say, and tell others."]
    assert [one.node.label for one in role.responsibilities] == ["Read a table and say what it means."]


def test_job_zones_are_preparation(tmp_path: Path) -> None:
    dataset = built(tmp_path)[1].dataset
    (zone,) = dataset.objects(ROLE, RG + "preparation")
    assert dataset.value(zone, SKOS + "prefLabel") == "Zone Five: much to learn first"


def test_tasks_are_responsibilities_with_their_evidence(tmp_path: Path) -> None:
    graph = built(tmp_path)[1]
    (task,) = graph.role(ANALYST).responsibilities
    assert task.node.slug.startswith("onet-task-")
    (evidence,) = graph.dataset.objects(task.node.iri, RG + "evidence")
    assert graph.dataset.value(evidence, RG + "section") == "Task Statements.txt"


def test_a_title_that_is_there_twice_is_left_out_once(tmp_path: Path) -> None:
    row = (ANALYST, "Number Readers", "Diviner of Numbers", "", "08")
    result, graph = built(tmp_path, more("Alternate Titles.txt", row, row))
    before, _ = built(tmp_path / "before")
    again = "the same title of the same occupation again"
    count, old = ({one.rule: one.rows for one in each.left_out}.get(again, 0) for each in (result, before))
    assert count == old + 1
    assert graph.resolve("Diviner of Numbers").iri == ROLE


def test_other_texts_are_no_codes(tmp_path: Path) -> None:
    texts = ("15-2051", "15-2051.0", "1a-2051.00", "15-2051.00.00", "")
    result, _ = built(tmp_path, more("Occupation Data.txt", *((text, "Title", "Text") for text in texts)))
    (trouble,) = result.troubles
    assert trouble.reason == "is not an O*NET-SOC code"
    assert [misfit.value for misfit in trouble.first] == list(texts)
