"""Candidates for a phrase that names nothing known."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import node
from rolegraph.linking.meaning import MeaningEntry, MeaningScorer, ScoredNode, meaning_entries
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Node, node_iri, slugify
from rolegraph.rdf.files import shipped
from rolegraph.rdf.places import open_dataset


def entry(label: str, *names: str, text: str = "", askers: int = 0) -> MeaningEntry:
    return MeaningEntry(Node(node_iri(Kind.SKILL, slugify(label)), Kind.SKILL, label), names, text, askers)


SCORER = MeaningScorer(
    [
        entry("administer medication", "give medicine to patients", text="Hand out prescribed drugs on the ward."),
        entry("manage budgets", "oversee finances", text="Plan, monitor and report on money that is spent."),
        entry("reconcile accounts", text="Compare bank statements with the ledger, and explain differences."),
        entry("plan lessons", "prepare teaching material"),
        entry("operate forklift", "drive a lift truck"),
        entry("think analytically"),
        entry("communication"),
        entry("network security", "protect networks"),
        entry("design (fashion)", "draw clothes"),
    ]
)


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("administering medicines", "administer medication"),
        ("handing out drugs", "administer medication"),
        ("compare bank statements", "reconcile accounts"),
        ("lesson planning", "plan lessons"),
        ("driving of forklifts", "operate forklift"),
        ("analytical mind", "think analytically"),
        ("communicative", "communication"),
        ("analyze", "think analytically"),
        ("securing of networks", "network security"),
    ],
)
def test_the_best_candidate_for_a_phrase(phrase: str, label: str) -> None:
    assert SCORER.candidates(phrase)[0].node.label == label


def test_a_sentence_may_speak_of_several() -> None:
    found = SCORER.candidates(
        "You administer medication to patients, plan lessons for trainees and oversee finances", 3
    )
    assert {each.node.label for each in found} == {"administer medication", "plan lessons", "manage budgets"}


def test_what_is_asked_for_most_comes_first_among_equals() -> None:
    scorer = MeaningScorer([entry("clean rooms"), entry("clean tools", askers=9), entry("dig wells", askers=500)])
    assert [found.node.label for found in scorer.candidates("cleaning")] == ["clean tools", "clean rooms"]


def test_candidates_come_with_their_score_best_first_and_not_more_than_wanted() -> None:
    found = SCORER.candidates("manage lessons and budgets", limit=2)
    assert [each.node.label for each in found] == ["manage budgets", "plan lessons"]
    assert found[0].score > found[1].score > 0
    assert isinstance(found[0], ScoredNode)


def test_nothing_fits_what_shares_nothing() -> None:
    assert SCORER.candidates("xyzzy") == []
    assert SCORER.candidates("") == []
    assert MeaningScorer([]).candidates("anything") == []


def test_only_the_beginning_of_a_very_long_phrase_is_read() -> None:
    assert SCORER.candidates("plan lessons " + "word " * 100_000 + "manage budgets")[0].node.label == "plan lessons"


@given(st.text(max_size=40))
def test_scores_are_of_all_and_within_bounds(phrase: str) -> None:
    scores = SCORER.scores(phrase)
    assert scores.shape == (9,)
    assert np.all((scores >= 0) & (scores <= 1.01))


def test_the_order_of_the_entries_does_not_change_a_score() -> None:
    entries = [entry("plan lessons"), entry("manage budgets"), entry("plan budgets")]
    one, other = (MeaningScorer(each).scores("planning of budgets") for each in (entries, entries[::-1]))
    assert np.allclose(one, other[::-1])


def test_entries_of_a_graph_have_names_texts_and_who_asks() -> None:
    dataset = open_dataset([shipped("data")])
    entries = {found.node: found for found in meaning_entries(dataset)}
    sql = entries[node(dataset, node_iri(Kind.TOOL, "sql"))]
    assert sql.askers > 20
    assert {found.kind for found in entries} == set(LEARNABLE_KINDS)
    assert MeaningScorer(entries.values()).candidates("experience in training neural nets")[0].score > 0.2


def test_embeddings_need_their_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordllama", None)
    with pytest.raises(RolegraphError, match=r"pip install 'rolegraph\[embeddings\]'"):
        MeaningScorer([entry("plan lessons")], embeddings=True)


def test_embeddings_find_what_shares_no_word() -> None:
    pytest.importorskip("wordllama", reason="the extra rolegraph[embeddings] is not installed")
    scorer = MeaningScorer([entry("supervise children"), entry("weld steel")], embeddings=True)
    assert scorer.candidates("looking after toddlers")[0].node.label == "supervise children"
