"""What is valid can be used: no command fails on a valid graph; on one that is not, it says what is wrong."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.errors import NoPath, RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.rdf.places import merged, open_dataset
from tests.every_command import commands
from tests.folders import ROOT
from tests.mutations import SOUND, mutate


def test_every_command_answers_of_the_sound_graph() -> None:
    graph = RoleGraph(merged(None, SOUND))
    assert graph.validate().violations == ()
    for _, call in commands(graph):
        call()


@settings(max_examples=12)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_every_command_answers_of_a_valid_graph(chance: Random, changes: int) -> None:
    quads = list(SOUND)
    for _ in range(changes):
        quads = mutate(chance.randrange, quads)
    graph = RoleGraph(merged(None, quads))
    valid = graph.validate().valid
    for words, call in chance.sample(list(commands(graph)), 12):
        try:
            call()
        except NoPath:
            pass  # is about the question
        except RolegraphError as error:
            assert not valid, (words, error)


@pytest.mark.parametrize("name", ["evidence-without-line.ttl", "fuzz-ttl-1-126.ttl", "fuzz-trig-1-331.trig"])
def test_graphs_that_ended_commands_in_tracebacks_do_so_no_more(name: str) -> None:
    file = ROOT.parent / "shared" / "cases" / "robustness" / name
    if not file.exists():
        pytest.skip(f"there is no ../shared/cases/robustness/{name} beside the repository")
    graph = RoleGraph(open_dataset([file]))
    valid = graph.validate().valid
    for words, call in list(commands(graph))[::4]:
        try:
            call()
        except NoPath:
            pass
        except RolegraphError as error:
            assert not valid, (words, error)
