"""The graph that a process answers from."""

from __future__ import annotations

from tests.server.pages.planner.kitchens import kitchens

import rolegraph
from rolegraph.model.plans import Profile
from rolegraph.server.served import ServedGraph, notes_on


def test_a_request_gets_labels_in_its_language_and_leaves_those_of_others() -> None:
    served = ServedGraph(rolegraph.open(widening=None))
    assert served.asked() is served.graph
    assert served.asked("xx") is served.graph
    assert served.asked("en", assume_hours=True).dataset.assumes_hours
    assert not served.graph.dataset.assumes_hours


def test_a_plan_in_one_language_does_not_stay_for_another() -> None:
    # a bug: what was remembered of requirements had labels in the language that was asked for first
    served = ServedGraph(kitchens())
    labels = {
        language: [step.node.label for step in served.asked(language).path(Profile("scratch"), "sauce-cook").steps]
        for language in ("en", "de", "")
    }
    assert labels["en"][0] == labels[""][0] == "Stocks, sauces and soups"
    assert labels["de"][0] == "Fonds, Saucen und Suppen"


def test_what_names_were_taken_for_is_told_to_the_request_that_used_them() -> None:
    graph = ServedGraph(rolegraph.open(widening=None)).graph
    with notes_on(graph) as notes:
        graph.resolve("data scientists")
    assert notes == ["'data scientists' is taken for 'Data Scientist'"]
    with notes_on(graph) as others:
        graph.resolve("data-scientist")
    assert others == []


def test_what_takes_long_is_computed_once_and_is_what_the_graph_says() -> None:
    served = ServedGraph(rolegraph.open(widening=None))
    assert served.stats(3) == served.graph.stats(3)
    assert served.stats(3) is served.stats(3)


def test_any_number_of_lists_of_languages_takes_little_room() -> None:
    served = ServedGraph(rolegraph.open(widening=None))
    for number in range(200):
        served.asked(f"en-a{number}")
    assert len(served._others) < 50
    assert served.asked("en-a0").lexicon.resolve("python").label == "Python"
