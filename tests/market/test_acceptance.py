"""Ids of requirements, and what the effort matrix says meets them, are those of the requirements of each role."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.facts.arrays import columns, entries
from rolegraph.facts.entities import degree
from rolegraph.facts.requirements import RequirementTerms, accepted_capabilities, capability_requirements, terms_of
from rolegraph.market.acceptance import (
    accepted_levels,
    credentials,
    estimated_requirements,
    requirement_id,
    requirement_ids,
    requirement_labels,
)
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.model.nodes import Kind, Level, Necessity, node_iri
from rolegraph.planning.gap import is_credential
from rolegraph.rdf.vocabulary import SKOS

PYTHON = RequirementTerms(frozenset({"urn:python", "urn:r"}), Necessity.ESSENTIAL, Level.WORKING)


@pytest.mark.parametrize(
    "other",
    [
        PYTHON._replace(any_of=frozenset({"urn:python"})),
        PYTHON._replace(level=None),
        PYTHON._replace(examples=frozenset({"urn:numpy"})),
        PYTHON._replace(open_to_related=True),
    ],
)
def test_what_asks_for_something_else_has_another_id(other: RequirementTerms) -> None:
    assert requirement_id(other) != requirement_id(PYTHON)


def test_the_id_does_not_depend_on_who_asks_how_urgently_nor_on_what_is_named_twice() -> None:
    assert requirement_id(PYTHON._replace(necessity=Necessity.PREFERRED)) == requirement_id(PYTHON)
    assert requirement_id(PYTHON._replace(examples=PYTHON.any_of)) == requirement_id(PYTHON)


@given(world=worlds())
def test_the_matrix_says_of_each_role_what_its_requirements_say(world: World) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    ids, labels, only_credentials = requirement_ids(efforts), requirement_labels(dataset, efforts), credentials(efforts)
    accepted = accepted_levels(efforts)
    degrees = {iri: found for iri in efforts.capabilities if (found := degree(dataset, iri))}
    for row, role in enumerate(efforts.roles):
        numbers = {ids[number]: number for number in columns(efforts.role_requirements, row).tolist()}
        asked = {requirement_id(terms_of(one)): one for one in capability_requirements(dataset, role)}
        assert numbers.keys() == asked.keys()
        for one, requirement in asked.items():
            number = numbers[one]
            assert labels[number] == requirement.label
            assert bool(only_credentials[number]) == is_credential(requirement)
            terms = terms_of(requirement)
            meeting = accepted_capabilities(terms, lambda iri: dataset.subjects(SKOS + "broader", iri), degrees, _none)
            level = int(requirement.level or Level.FAMILIAR)
            meant = {efforts.capabilities[place]: least for place, least in entries(accepted, number)}
            assert meant == dict.fromkeys(meeting, level)


def _none(_field: str) -> tuple[str, ...]:
    return ()


ESTIMATED = """
PREFIX rg: <https://w3id.org/rolegraph/ns#>
GRAPH <https://w3id.org/rolegraph/source/ours> {
    <https://w3id.org/rolegraph/id/skill/dough> a rg:Skill .
    <https://w3id.org/rolegraph/id/skill/icing> a rg:Skill .
    <https://w3id.org/rolegraph/id/role/baker> a rg:Role ;
        rg:hasRequirement [ a rg:Requirement ; rg:anyOf <https://w3id.org/rolegraph/id/skill/icing> ;
            rg:necessity rg:preferred ] ;
        rg:estimatedRequirement [ a rg:Requirement ; rg:anyOf <https://w3id.org/rolegraph/id/skill/icing> ;
            rg:necessity rg:essential ], [ a rg:Requirement ; rg:anyOf <https://w3id.org/rolegraph/id/skill/dough> ;
            rg:necessity rg:essential ] .
}
"""


def test_only_what_is_not_recorded_is_estimated(tmp_path: Path) -> None:
    path = tmp_path / "estimated.trig"
    path.write_text(ESTIMATED)
    for estimates, expected in ((True, {0: frozenset({requirement_id(_asks("dough"))})}), (False, {})):
        dataset = replace(rolegraph.open(path, alone=True).dataset, estimates=estimates)
        assert estimated_requirements(dataset, effort_matrix(dataset)) == expected


def _asks(skill: str) -> RequirementTerms:
    return RequirementTerms(frozenset({node_iri(Kind.SKILL, skill)}), Necessity.ESSENTIAL)
