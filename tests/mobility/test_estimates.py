"""Requirements are estimated from the nearest roles, and from nothing else; what is like no role stays unknown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.mobility.graphs import Drawn, dataset_of, graphs, plain, turned
from tests.trades import ASTRONAUT, SORTS, TRADES, recorded, role, skill

from rolegraph.mobility import estimates
from rolegraph.mobility.estimates import FEWEST, MOST, EstimatedRole, Estimator, f1, nearest_weights
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS


def quad(subject: str, predicate: str, object_: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), NamedNode(object_), NamedNode("https://example.org/more"))


@pytest.fixture(scope="module")
def found() -> dict[str, EstimatedRole]:
    return {one.role: one for one in Estimator(recorded()).estimates()}


def test_only_roles_without_an_essential_requirement_are_estimated(found: dict[str, EstimatedRole]) -> None:
    assert set(found) == {role(ASTRONAUT), *(role(f"new-{trade}") for trade in TRADES)}


@pytest.mark.parametrize("trade", TRADES)
def test_a_role_requires_what_its_trade_does(trade: str, found: dict[str, EstimatedRole]) -> None:
    estimate = found[role(f"new-{trade}")]
    assert {near for near, _ in estimate.near} == {role(f"{sort}-{trade}") for sort in SORTS}
    *essential, last = TRADES[trade]
    terms = {next(iter(one.terms.any_of)): one.terms for one in estimate.requirements}
    assert {iri for iri, one in terms.items() if one.necessity is Necessity.ESSENTIAL} == set(map(skill, essential))
    assert terms[skill(last)].necessity is Necessity.PREFERRED
    assert {one.level for one in terms.values()} == {Level.PROFICIENT}


def test_shares_and_numbers_are_those_of_the_nearest(found: dict[str, EstimatedRole]) -> None:
    by_skill = {next(iter(one.terms.any_of)): one for one in found[role("new-baker")].requirements}
    dough = by_skill[skill("dough")]  # seven of eight bakers ask for it, all rate it 3.1
    assert dough.share == pytest.approx(7 / 8, abs=0.02)
    assert dough.numbers["importance"] == pytest.approx(3.1)


def test_what_is_like_no_role_stays_unknown(found: dict[str, EstimatedRole]) -> None:
    assert len(found[role(ASTRONAUT)].near) < FEWEST
    assert found[role(ASTRONAUT)].requirements == ()


def test_too_few_roles_with_requirements_are_no_ground_for_an_estimate() -> None:
    dataset = recorded()
    kept = {role(f"{sort}-baker") for sort in SORTS[: FEWEST - 1]}
    for other, asked in dataset.pairs(RG + "hasRequirement"):
        if other not in kept:
            dataset.store.remove(
                next(iter(dataset.store.quads_for_pattern(None, NamedNode(RG + "hasRequirement"), NamedNode(asked))))
            )
    assert all(one.requirements == () for one in Estimator(Dataset(dataset.store)).estimates())


def test_estimates_that_do_not_agree_with_what_is_recorded_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimates, "LEAST_FIT", 0.99)
    assert all(one.requirements == () for one in Estimator(recorded()).estimates())


def test_own_ratings_and_preferences_of_a_role_do_not_decide_who_is_near() -> None:
    dataset = recorded()
    before = list(Estimator(dataset).estimates())
    asked = node_iri(Kind.REQUIREMENT, "mine")
    new = role("new-baker")
    said = [(new, RG + "hasRequirement", asked), (asked, RG + "anyOf", skill("ledger"))]
    said += [(asked, RG + "necessity", Necessity.PREFERRED.iri), (asked, RDF + "type", Kind.REQUIREMENT.class_iri)]
    dataset.store.extend(quad(*one) for one in said)
    after = list(Estimator(Dataset(dataset.store)).estimates())
    assert after == before


def test_a_role_whose_tools_are_recorded_gets_no_others() -> None:
    dataset = recorded()
    oven, mixer = (node_iri(Kind.TOOL, name) for name in ("deck-oven", "mixer"))
    said = [(iri, RDF + "type", Kind.TOOL.class_iri) for iri in (oven, mixer)]
    for sort in SORTS:
        asked = node_iri(Kind.REQUIREMENT, f"{sort}-oven")
        said += [(role(f"{sort}-baker"), RG + "hasRequirement", asked), (asked, RG + "anyOf", oven)]
        said += [(asked, RG + "necessity", Necessity.ESSENTIAL.iri)]

    def required(statements: list[tuple[str, str, str]]) -> set[str]:
        store = Store()
        store.extend([*dataset.quads(), *(quad(*one) for one in statements)])
        made = {one.role: one for one in Estimator(Dataset(store)).estimates()}
        return {iri for one in made[role("new-baker")].requirements for iri in one.terms.any_of}

    assert oven in required(said)
    assert oven not in required([*said, (role("new-baker"), RG + "usesTool", mixer)])


def test_who_asks_for_a_higher_degree_asks_for_the_lower_too() -> None:
    dataset = recorded()
    degrees = [node_iri(Kind.DEGREE, level.word) for level in (DegreeLevel.BACHELOR, DegreeLevel.MASTER)]
    said = [(iri, RDF + "type", Kind.DEGREE.class_iri) for iri in degrees]
    said += [
        (degrees[0], RG + "degreeLevel", DegreeLevel.BACHELOR.iri),
        (degrees[1], RG + "degreeLevel", DegreeLevel.MASTER.iri),
    ]
    for number, sort in enumerate(SORTS):  # each of half of them is too few
        asked = node_iri(Kind.REQUIREMENT, f"{sort}-degree")
        said += [(role(f"{sort}-baker"), RG + "hasRequirement", asked), (asked, RG + "anyOf", degrees[number == 0])]
        said += [(asked, RG + "necessity", Necessity.ESSENTIAL.iri)]
    dataset.store.extend(quad(*one) for one in said)
    estimate = next(one for one in Estimator(Dataset(dataset.store)).estimates() if one.role == role("new-baker"))
    asked_for = {iri: one for one in estimate.requirements for iri in one.terms.any_of}
    assert degrees[1] not in asked_for
    assert asked_for[degrees[0]].share == pytest.approx(1.0)


@given(scores=arrays(float, (3, 12), elements=st.floats(-1, 1, width=32)))
def test_weights_are_of_the_nearest_and_add_up(scores: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    weights = nearest_weights(scores).toarray()
    assert ((weights > 0).sum(axis=1) <= MOST).all()
    for row, of_row in zip(scores, weights, strict=True):
        chosen = of_row > 0
        assert (row[chosen] > 0).all()
        assert of_row.sum() == pytest.approx(1.0 if chosen.any() else 0.0)
        if chosen.sum() == MOST:
            assert row[chosen].min() >= row[~chosen].max()


def test_f1_by_hand() -> None:
    truths = np.array([[True, True, False], [False, False, False], [True, False, False]])
    wanted = np.array([[True, False, True], [False, False, False], [True, False, False]])
    assert f1(truths, wanted).tolist() == [0.5, 0.0, 1.0]


@given(drawn=graphs())
def test_neither_the_order_of_statements_nor_the_spelling_of_iris_matters(drawn: Drawn) -> None:
    one, other = (Estimator(dataset_of(drawn, plain, backwards=backwards)) for backwards in (False, True))
    assert list(one.estimates()) == list(other.estimates())
    assert len(list(Estimator(dataset_of(drawn, turned)).estimates())) == len(one.unknown)


def test_labels_in_a_graph_without_texts_are_enough_to_say_nothing() -> None:
    store = Store()
    for number in range(7):
        iri = NamedNode(role(f"role-{number}"))
        store.add(Quad(iri, NamedNode(RDF + "type"), NamedNode(Kind.ROLE.class_iri)))
        store.add(Quad(iri, NamedNode(SKOS + "prefLabel"), Literal("")))
    assert all(one == EstimatedRole(one.role, ()) for one in Estimator(Dataset(store)).estimates())
