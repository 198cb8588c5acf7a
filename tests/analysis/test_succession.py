"""What became of nodes between two releases: each kind of evidence, and laws over releases with other IRIs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from tests.folders import DATA
from tests.needs import missing
from tests.versions import STATEMENTS, graph_of, one, said

import rolegraph
from rolegraph.analysis.succession import ReleaseFacts, single_successors, successions
from rolegraph.facts.history import REPLACED_BY
from rolegraph.graph import RoleGraph
from rolegraph.model.differences import Succession
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.readers.importing import import_onet

SUGAR, HEAT, DOUGH = (one(Kind.SKILL, slug) for slug in ("sugar-work", "heat", "dough"))
BLOWTORCH, CHEF = one(Kind.TOOL, "blowtorch"), one(Kind.ROLE, "pastry-chef")
NEW = one(Kind.SKILL, "s-204")

NODES = [
    NamedNode(iri)
    for iri in sorted({str(quad.subject)[1:-1] for quad in STATEMENTS if quad.predicate.value == SKOS + "prefLabel"})
    if "/id/" in iri
]


def other(term: object, now: dict[NamedNode, NamedNode]) -> object:
    return now.get(term, term) if isinstance(term, NamedNode) else term


def moved(now: dict[NamedNode, NamedNode], labels: dict[NamedNode, str] | None = None) -> set[Quad]:
    """The small graph with other IRIs for some nodes, and other labels for some that have these."""
    quads = {
        Quad(other(quad.subject, now), quad.predicate, other(quad.object, now), quad.graph_name)  # type: ignore[arg-type]
        for quad in STATEMENTS
    }
    for node, label in (labels or {}).items():
        quads = {quad for quad in quads if quad.subject != node or quad.predicate.value != SKOS + "prefLabel"}
        quads.add(named(node, "prefLabel", label))
    return quads


def named(node: NamedNode, term: str, text: str) -> Quad:
    return said(node, SKOS + term, Literal(text, language="en"))


def became(new: set[Quad], old: frozenset[Quad] = STATEMENTS) -> list[Succession]:
    return list(successions(ReleaseFacts(graph_of(old).dataset), ReleaseFacts(graph_of(new).dataset)))


def plain(rows: list[Succession]) -> list[tuple[str, str, tuple[str, ...], float | None, str]]:
    return [(r.change, r.before.label, tuple(n.label for n in r.after), r.confidence, r.reason) for r in rows]


def test_nothing_became_of_nodes_that_are_still_there() -> None:
    assert became(moved({}, {SUGAR: "sweets", HEAT: "dough", DOUGH: "heat control"})) == []


def test_a_new_node_with_the_same_label() -> None:
    ((row),) = became(moved({SUGAR: NEW}))
    assert plain([row]) == [("replaced", "sugar work", ("sugar work",), 0.95, "the same label")]
    assert single_successors([row]) == {SUGAR.value: NEW.value}


def test_a_label_of_the_same_words() -> None:
    assert plain(became(moved({SUGAR: NEW}, {NEW: "Work with sugars"}))) != []
    ((row),) = became(moved({SUGAR: NEW}, {NEW: "Work, sugar"}))
    assert (row.confidence, row.reason) == (0.9, "a label of the same words")


def test_the_same_code_under_another_name() -> None:
    code = Literal("51-3011.00")
    old = STATEMENTS | {said(CHEF, SKOS + "notation", code)}
    now = one(Kind.ROLE, "p-7")
    new = moved({CHEF: now}, {now: "Maker of desserts"}) | {said(now, SKOS + "notation", code)}
    assert plain(became(new, old)) == [("replaced", "Pastry Chef", ("Maker of desserts",), 0.9, "the same code")]


def test_a_new_node_that_keeps_the_label_as_another_name() -> None:
    new = moved({SUGAR: NEW}, {NEW: "confectionery"}) | {named(NEW, "altLabel", "Sugar Work")}
    ((row),) = became(new)
    assert (row.confidence, row.reason) == (0.85, "its label is another name of this now")


def test_a_new_label_that_was_another_name() -> None:
    old = STATEMENTS | {named(SUGAR, "altLabel", "confectionery")}
    ((row),) = became(moved({SUGAR: NEW}, {NEW: "confectionery"}), old)
    assert (row.confidence, row.reason) == (0.85, "the label was another name of it")
    shared = old | {named(HEAT, "altLabel", "confectionery")}
    ((row),) = became(moved({SUGAR: NEW}, {NEW: "confectionery"}), frozenset(shared))
    assert not row.sure


def test_another_name_makes_nothing_sure_in_another_taxonomy() -> None:
    now = {node: NamedNode(f"{node.value}-2") for node in NODES if "/skill/" in node.value}
    new = moved(now, {now[SUGAR]: "all other kinds of work"}) | {named(now[SUGAR], "altLabel", "sugar work")}
    found = {row.before.iri: row for row in became(new)}
    assert (found[SUGAR.value].sure, found[HEAT.value].sure) == (False, True)


def test_a_node_that_has_gained_the_label_has_taken_it_in() -> None:
    new = {quad for quad in moved({SUGAR: HEAT}) if quad.subject != HEAT or quad in STATEMENTS}
    ((row),) = became(new | {named(HEAT, "altLabel", "sugar work")})
    assert (row.change, row.after[0].iri, row.sure) == ("merged", HEAT.value, True)
    old = STATEMENTS | {named(HEAT, "altLabel", "sugar work")}
    ((row),) = became(new | {named(HEAT, "altLabel", "sugar work")}, frozenset(old))
    assert (row.sure, row.reason) == (False, "its label has been another name of this before")


def test_of_two_nodes_with_one_label_the_other_stands_for_both() -> None:
    twin = one(Kind.SKILL, "sugar")
    old = STATEMENTS | {
        said(twin, RDF + "type", NamedNode(Kind.SKILL.class_iri)),
        named(twin, "prefLabel", "Sugar work"),
    }
    ((row),) = became(set(STATEMENTS), frozenset(old))
    assert (row.change, row.after[0].iri, row.sure) == ("merged", SUGAR.value, True)


def test_several_nodes_with_equal_evidence_are_parts() -> None:
    parts = one(Kind.SKILL, "s-1"), one(Kind.SKILL, "s-2")
    new = {quad for quad in STATEMENTS if SUGAR not in (quad.subject, quad.object)}
    for part, label in zip(parts, ("pulled sugar", "blown sugar"), strict=True):
        new |= {said(part, RDF + "type", NamedNode(Kind.SKILL.class_iri)), named(part, "prefLabel", label)}
        new |= {named(part, "altLabel", "sugar work")}
    ((row),) = became(new)
    assert (row.change, [node.label for node in row.after]) == ("split", ["blown sugar", "pulled sugar"])
    assert single_successors([row]) == {}


def test_two_nodes_that_become_one_are_merged() -> None:
    new = moved({SUGAR: NEW, HEAT: NEW}, {NEW: "hot sugar"}) | {
        named(NEW, "altLabel", text) for text in ("sugar work", "heat control")
    }
    assert [(row.change, row.before.label) for row in became(new)] == [
        ("merged", "heat control"),
        ("merged", "sugar work"),
    ]


def test_a_capability_may_become_one_of_another_kind_and_a_role_none() -> None:
    tool = one(Kind.TOOL, "t-1")
    new = {quad for quad in moved({SUGAR: tool}) if quad != said(tool, RDF + "type", NamedNode(Kind.SKILL.class_iri))}
    new.add(said(tool, RDF + "type", NamedNode(Kind.TOOL.class_iri)))
    ((row),) = became(new)
    assert (row.after[0].kind, row.confidence) == (Kind.TOOL, 0.85)
    group = one(Kind.GROUP, "g-1")
    without = {quad for quad in STATEMENTS if CHEF not in (quad.subject, quad.object)}
    without |= {said(group, RDF + "type", NamedNode(Kind.GROUP.class_iri)), named(group, "prefLabel", "Pastry Chef")}
    assert became(without) == []


def test_links_tell_where_names_do_not() -> None:
    now = one(Kind.ROLE, "p-7")
    ((row),) = became(moved({CHEF: now}, {now: "Pastry Cook"}))
    assert row.sure
    assert row.reason.endswith("100% of the same links")
    ((row),) = became(moved({CHEF: now}, {now: "Xyz"}))
    assert not row.sure


def test_what_is_stated_counts_before_all_else() -> None:
    new = moved({SUGAR: NEW}) | {said(SUGAR, REPLACED_BY, HEAT)}
    assert plain(became(new)) == [("merged", "sugar work", ("heat control",), None, "stated")]
    same = moved({SUGAR: NEW}, {NEW: "confectionery"}) | {said(NEW, SKOS + "exactMatch", SUGAR)}
    assert [(row.after[0].iri, row.confidence) for row in became(same)] == [(NEW.value, None)]


def test_a_node_that_is_there_but_said_to_be_replaced_is_gone() -> None:
    ((row),) = became(set(STATEMENTS) | {said(BLOWTORCH, REPLACED_BY, HEAT)})
    assert (row.change, row.before.label, row.after[0].label) == ("merged", "Blowtorch", "heat control")


def test_of_what_both_releases_say_is_replaced_nothing_is_told() -> None:
    history = {said(BLOWTORCH, REPLACED_BY, HEAT)}
    assert became(set(STATEMENTS) | history, STATEMENTS | history) == []


@settings(max_examples=30)
@given(st.sets(st.sampled_from(NODES)))
def test_a_release_with_other_iris_says_the_same(some: set[NamedNode]) -> None:
    now = {node: NamedNode(f"{node.value}-2") for node in some}
    old, new = graph_of(STATEMENTS), graph_of(moved(now))
    for older, newer in ((old, new), (new, old)):
        found = older.diff(newer)
        assert len(found.successions) == len(some)
        assert all(row.sure and row.change == "replaced" for row in found.successions)
        assert found._replace(successions=()).same
        assert older.path_diff(newer, "Baker", "Pastry Chef").same


@settings(max_examples=20)
@given(st.sets(st.sampled_from(NODES), min_size=1), st.sets(st.sampled_from(NODES)))
def test_nodes_are_reported_once(moved_nodes: set[NamedNode], lost: set[NamedNode]) -> None:
    now = {node: NamedNode(f"{node.value}-2") for node in moved_nodes - lost}
    new = {quad for quad in moved(now) if not {quad.subject, quad.object} & lost}
    rows = became(new)
    assert {row.before.iri for row in rows} >= {node.value for node in now}
    gone = {node.value for node in lost}
    assert not gone & {end.iri for row in rows for end in row.after}


def test_statements_of_what_was_replaced_are_compared_with_those_of_its_replacement() -> None:
    now = one(Kind.ROLE, "p-7")
    new = moved({CHEF: now, SUGAR: NEW})
    new.add(said(now, RG + "usesTool", one(Kind.TOOL, "stone-oven")))
    new = {quad for quad in new if quad.object != one(Kind.SKILL, "french") or quad.predicate.value != RG + "anyOf"}
    new |= {said(one(Kind.REQUIREMENT, "chef-french"), RG + "anyOf", HEAT)}
    found = graph_of(STATEMENTS).diff(graph_of(new))
    assert (found.added, found.removed, found.renamed) == ((), (), ())
    ((role),) = found.roles
    assert (role.role.iri, [tool.label for tool in role.tools_gained]) == (now.value, ["Stone oven"])
    assert [state.label for state in role.added] == ["heat control"]
    assert [state.label for state in role.removed] == ["French"]
    assert found.counts["role"] == {"replaced": 1}


def test_what_is_in_doubt_stays_added_and_removed(small: RoleGraph) -> None:
    now = one(Kind.ROLE, "p-7")
    found = small.diff(graph_of(moved({CHEF: now}, {now: "Xyz"})))
    assert ([node.label for node in found.added], [node.label for node in found.removed]) == (["Xyz"], ["Pastry Chef"])
    assert [row.sure for row in found.successions] == [False]
    assert "role" in found.counts
    assert "replaced" not in found.counts["role"]


@pytest.mark.parametrize("term", ["prefLabel", "altLabel"])
def test_a_language_is_no_hindrance(term: str) -> None:
    german = Literal("Zuckerarbeit", language="de")
    old = STATEMENTS | {said(SUGAR, SKOS + term, german)}
    new = moved({SUGAR: NEW}, {NEW: "confectionery"}) - {named(NEW, "prefLabel", "sugar work")}
    new |= {said(NEW, SKOS + "prefLabel", german)}
    rows = became(new, frozenset(old))
    assert [row.after[0].iri for row in rows] == [NEW.value]


FILES = ("Occupation Data.txt", "Alternate Titles.txt")
CODE = re.compile(r"^(?:13|15)-")


def test_codes_of_onet_that_changed_are_found_again(tmp_path: Path) -> None:
    """Of real occupations: ten have another code, five another title as well, five are split, five pairs merged."""
    place = DATA / "onet-29.3"
    if not place.is_dir():
        missing(f"needs the text files of O*NET 29.3 in {place}")
    titles, others = ([line.split("\t") for line in (place / name).read_text("utf-8").splitlines()] for name in FILES)
    titles = [titles[0], *(row for row in titles[1:] if CODE.match(row[0]))]
    others = [others[0], *(row for row in others[1:] if CODE.match(row[0]))]
    codes = [row[0] for row in titles[1:]][:30]
    title = dict(row[:2] for row in titles[1:])
    now = {code: [f"99-{number:04d}.00"] for number, code in enumerate(codes[:15])}
    now |= {code: [f"99-{number:04d}.00", f"99-{number + 50:04d}.00"] for number, code in enumerate(codes[15:20], 20)}
    now |= {code: [f"99-01{number % 5:02d}.00"] for number, code in enumerate(codes[20:30])}
    later = [titles[0], *(row for row in titles[1:] if row[0] not in now)]
    more = [others[0], *([end, *row[1:]] for row in others[1:] for end in now.get(row[0], [row[0]])[:1])]
    for number, (code, ends) in enumerate(now.items()):
        for end in ends:
            name = title[code] if number < 10 else f"{title[code]}, Group {end}" if number < 20 else f"Group {end}"
            later += [[end, name, "Text."]] if end not in [row[0] for row in later] else []
            more += [[end, name, title[code], "", "08"]] if number >= 10 else []
    for release, tables in (("1.0", (titles, others)), ("2.0", (later, more))):
        (folder := tmp_path / release).mkdir()
        for name, rows in zip(FILES, tables, strict=True):
            (folder / name).write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")
        import_onet(folder, tmp_path / f"graph-{release}", version=release)
    graphs = [rolegraph.open(tmp_path / f"graph-{release}") for release in ("1.0", "2.0")]
    became_of = successions(*(ReleaseFacts(graph.dataset) for graph in graphs))
    found = {row.before.slug: sorted(node.slug for node in row.after) for row in became_of if row.sure}
    assert found == {f"onet-{code}": [f"onet-{end}" for end in ends] for code, ends in now.items()}
    assert Counter(row.change for row in became_of) == {"replaced": 15, "split": 5, "merged": 10}
