"""`import skos` and `export --flat` on the command line."""

from __future__ import annotations

from pathlib import Path

import rdflib
from tests.commands import run_command
from tests.readers.skos.vocabularies import CLASSIFICATION, written

from rolegraph.rdf.vocabulary import RG


def test_a_vocabulary_becomes_a_graph_that_is_asked_and_exported(tmp_path: Path) -> None:
    place, graph = str(written(tmp_path / "jobs.ttl", CLASSIFICATION)), str(tmp_path / "graph")
    assert "2 roles" in run_command(["import", "skos", place, "--out", graph], tmp_path)[1]
    assert "They bake." in run_command(["show", "Bäcker", "--graph", graph, "--alone"], tmp_path)[1]
    words = ["export", str(tmp_path / "flat.rdf"), "--flat", "--graph", graph, "--alone"]
    assert run_command(words, tmp_path)[0] == 0
    read = rdflib.Graph().parse(tmp_path / "flat.rdf", format="xml")
    assert len(set(read.subjects(rdflib.RDF.type, rdflib.URIRef(RG + "Role")))) == 2


def test_words_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    place, graph = str(written(tmp_path / "jobs.ttl", CLASSIFICATION)), str(tmp_path / "graph")
    refused = {
        "--out GRAPH, or FILE and --template": ["import", "skos", place],
        "no rules 'roma'": ["import", "skos", place, "--mapping", "roma", "--out", graph],
        "--flat is for RDF": ["export", str(tmp_path / "a.gexf"), "--flat"],
    }
    for message, words in refused.items():
        code, _, errors = run_command(words, tmp_path)
        assert (code, message in errors) == (2, True), errors
