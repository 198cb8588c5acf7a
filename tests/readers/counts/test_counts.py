"""Importing what was counted: what is stated, what is left out, and what it never changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.counting import GRAPH, MOVES, OBSERVATIONS, ROLE, graph_at, written
from tests.folders import DATA
from tests.needs import missing

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.facts.counted import by_target, moves_from, observations_of
from rolegraph.facts.joining import index_built
from rolegraph.rdf.places import open_dataset
from rolegraph.readers.counts import CountOptions, import_moves, import_observations
from rolegraph.readers.ingest import ingest


def went(graph: Path, role: str = "baker") -> dict[str, float]:
    moves = by_target(moves_from(open_dataset([graph]), ROLE + role))
    return {iri.removeprefix(ROLE): round(move.share, 4) for iri, move in moves.items()}


def test_shares_are_of_those_who_left_wherever_they_went(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    made = import_moves(written(tmp_path, "m.csv", MOVES), graph)
    assert (made.counts, made.clean) == ({"group": 4, "statistic": 1, "move": 4}, False)
    assert went(graph) == went(graph, "pastry") == {"miller": 50.0, "clerk": 30.0}  # 20 of 100 became pirates
    assert went(graph, "miller") == {"baker": 80.0, "pastry": 80.0, "coder": 20.0}
    (file,) = made.files
    assert file.rows == file.kept + file.left_out + file.misfits == 6
    assert made.troubles[0].first[0].value == "99-9999 Pirates"
    assert rolegraph.open(graph).validate().valid


@pytest.mark.parametrize(
    "text",
    [
        "from,to,share\nBaker,Baker,10\nBaker,Miller,45\nBaker,Clerk,45\n",
        "from,to,count\nBaker,Baker,1000\nBaker,Miller,7\nBaker,Clerk,7\n",
        ",Baker,Miller,Clerk\nBaker,0.1,0.45,0.45\n",
        "code;51-3011.00;51-9021;43-9061\n51-3011.00;10 %;45 %;45 %\nMiller;;;\n",
    ],
    ids=["percent", "counts", "matrix", "matrix of codes"],
)
def test_every_form_and_unit_gives_the_same_shares(tmp_path: Path, text: str) -> None:
    graph = graph_at(tmp_path)
    import_moves(written(tmp_path, "m.csv", text), graph)
    assert went(graph) == {"miller": 50.0, "clerk": 50.0}


def test_shares_of_some_targets_only_are_taken_as_they_are(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    made = import_moves(written(tmp_path, "m.csv", "from,to,share\nBaker,Miller,0.2\nBaker,Clerk,0.1\n"), graph)
    assert went(graph) == {"miller": 20.0, "clerk": 10.0}
    assert "not all targets" in " ".join(made.notes)


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3), st.integers(1, 50))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_of_leavers_do_not_depend_on_the_unit(tmp_path: Path, counts: list[int], times: int) -> None:
    names = ("Miller", "Clerk", "Coder")
    found = []
    for factor in (1, times):
        graph = graph_at(tmp_path)
        rows = "".join(f"Baker,{name},{count * factor}\n" for name, count in zip(names, counts, strict=True))
        table = written(tmp_path, "m.csv", f"from,to,count\nBaker,Baker,5\n{rows}")
        if sum(counts) == 0:
            with pytest.raises(SourceError):
                import_moves(table, graph)
            return
        import_moves(table, graph)
        found.append(went(graph))
    assert found[0] == found[1]
    assert sum(found[0].values()) == pytest.approx(100, abs=0.001)


def test_what_was_counted_changes_no_gap_and_no_path(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    pairs = [(start, end) for start in ("baker", "miller", "coder") for end in ("pastry", "clerk")]
    before = rolegraph.open(graph)
    answers = [(before.gap(*pair), before.path(*pair)) for pair in pairs]
    near = [[one.role for one in before.nearest(start).neighbours] for start, _ in pairs]
    import_moves(written(tmp_path, "m.csv", MOVES), graph)
    import_observations(written(tmp_path, "o.csv", OBSERVATIONS), graph)
    after = rolegraph.open(graph)
    assert [(after.gap(*pair), after.path(*pair)) for pair in pairs] == answers
    assert [[one.role for one in after.nearest(start).neighbours] for start, _ in pairs] == near


def test_observations_have_employment_pay_and_outlook(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    made = import_observations(written(tmp_path, "o.csv", OBSERVATIONS), graph)
    assert (made.counts, made.clean) == ({"group": 4, "statistic": 1, "observation": 4}, True)
    (of_baker,) = observations_of(open_dataset([graph]), ROLE + "baker")
    assert (of_baker.employment, of_baker.pay, len(of_baker.group.roles)) == (11390, "USD 31,000", 2)
    assert of_baker.counted == ("Guild", "Sealand", 2019, 2019)
    role = rolegraph.open(graph).role("coder")
    assert [(outlook.growth, outlook.authority) for outlook in role.outlooks] == [(12.0, "Guild")]
    assert rolegraph.open(graph).validate().valid


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    graph, table = graph_at(tmp_path), written(tmp_path, "m.csv", MOVES)
    assert import_moves(table, graph).change
    assert not import_moves(table, graph).change


def test_a_built_graph_keeps_its_index_and_gets_the_name_of_the_source(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([graph_at(tmp_path)], store)
    rolegraph.open(store).nearest("baker")  # keeps efforts and similarity
    import_moves(written(tmp_path, "m.csv", MOVES), store)
    import_observations(written(tmp_path, "o.csv", OBSERVATIONS), store)
    carried = rolegraph.open(store)
    assert carried.resolve("m").kind == "source"
    seen = (list(carried.lexicon.names()), carried.matrix.ties.toarray().tolist(), carried.nearest("baker"))
    index_built(store)
    anew = rolegraph.open(store)
    assert sorted(map(repr, anew.lexicon.names())) == sorted(map(repr, seen[0]))
    assert (anew.matrix.ties.toarray().tolist(), anew.nearest("baker")) == seen[1:]


def test_another_place_may_take_it(tmp_path: Path) -> None:
    graph, out = graph_at(tmp_path), tmp_path / "moves.ttl"
    import_moves(written(tmp_path, "m.csv", MOVES), graph, out=out)
    assert graph.read_text() == GRAPH
    moved = rolegraph.open(graph, out).nearest("baker", by="moves").neighbours
    assert [one.role.slug for one in moved] == ["miller", "clerk"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no heading"),
        ("from,to,share\n", "has no row to keep"),
        ("to,share\nBaker,1\n", "has no column for where people came from"),
        ("from,to\nBaker,Clerk\n", "has no column for how many people moved"),
        ("wind,rain\n1,2\n", "has no column for where people went"),
        ("from,to,share\nBaker,Clerk,many\n", "line 2: has no row that fits: share: is no number"),
        ("from,to,share\nBaker,Clerk,-1\n", "line 2: has no row that fits: share: is below zero"),
        ("from,to,share\nPirate,Clerk,1\n", "no role of the graph has this code or name"),
        ("from,to,share,period\nBaker,Clerk,1,2020-2019\n", None),
        ('from,to,share\nBaker,"Clerk,1\n', "is not a table from here on"),
        ("from,to,share\nBaker,Clerk,1,9\n", "4 cells where the heading has 3"),
    ],
)
def test_what_is_no_table_of_moves_says_why_and_changes_nothing(tmp_path: Path, text: str, message: str | None) -> None:
    graph = graph_at(tmp_path)
    if message is None:  # years in the wrong order are put right
        import_moves(written(tmp_path, "m.csv", text), graph)
        return
    with pytest.raises(SourceError, match=message):
        import_moves(written(tmp_path, "m.csv", text), graph)
    assert graph.read_text() == GRAPH


def test_a_source_of_another_kind_is_not_replaced(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    for name in ("guild", "editorial"):
        with pytest.raises(SourceError, match="give this one another name with --source"):
            import_moves(written(tmp_path, "m.csv", MOVES), graph, options=CountOptions(source=name))


def test_moves_in_the_united_states_are_of_onets_roles(tmp_path: Path) -> None:
    file = DATA / "us-mobility" / "asec_mobility_half.csv"
    if not file.is_file():
        missing("needs ../shared/data/us-mobility, beside the repository")
    roles = {"11-3021.00": "CISM", "11-1011.00": "CEO", "15-1252.00": "Devs", "25-1021.00": "CS", "25-1022.00": "Math"}
    text = "".join(
        f'role:r{number} a rg:Role ; skos:prefLabel "{name}"@en ; skos:notation "{code}" .\n'
        for number, (code, name) in enumerate(roles.items())
    )
    graph = written(tmp_path, "few.ttl", GRAPH + text)
    made = import_moves(file, graph, options=CountOptions(period="2011 to 2019", authority="CPS"))
    assert made.files[0].rows == 7553
    (to_chiefs,) = [move for move in moves_from(open_dataset([graph]), ROLE + "r0") if move.target.code == "11-1010"]
    assert to_chiefs.between().endswith("of those who left went there (CPS, 2011 to 2019)")
    assert 0.5 < to_chiefs.share < 2  # 0.06 percent of all, of whom 5 percent left
