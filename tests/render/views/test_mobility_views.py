"""Nearest roles, routes and what-if as tables."""

from __future__ import annotations

from pathlib import Path

from tests.market.stated import DOUGH, GROWS, bakers, counted

import rolegraph
from rolegraph.model.nodes import Level
from rolegraph.render.text import Heading, Table, Text
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.mobility_views import limits, move_rows, nearest_blocks, route_blocks, whatif_blocks

GRAPH = rolegraph.open()


def test_every_neighbour_is_in_the_table_of_its_direction_and_has_a_reason() -> None:
    nearest = GRAPH.nearest("data-science-engineer", limit=6)
    blocks = list(nearest_blocks(nearest))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [row[1] for table in tables[:-1] for row in table.rows] == [n.role.label for n in nearest.neighbours]
    assert [row[0] for row in tables[-1].rows] == [str(number) for number in range(1, 7)]
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    assert titles[1:-1] == ["Across, on the same level", "Up", "Down"]


def test_where_no_level_is_known_neighbours_are_in_the_table_of_their_tier() -> None:
    nearest = GRAPH.nearest("data-science-engineer", limit=6)
    ranked = sorted((one._replace(move=None) for one in nearest.neighbours), key=lambda one: -one.score)
    blocks = list(nearest_blocks(nearest._replace(neighbours=tuple(ranked))))
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    assert titles[1:-1] == [str(tier).capitalize() for tier in dict.fromkeys(one.tier for one in ranked)]


def test_in_a_graph_without_hours_limits_and_plans_are_told_in_steps() -> None:
    nearest = GRAPH.nearest("data-science-engineer", limit=2)
    in_steps = nearest.limits._replace(hours=None, steps=23)
    bare = tuple(
        one._replace(hours=None, missing=tuple(piece._replace(hours=None) for piece in one.missing))
        for one in nearest.neighbours
    )
    text = to_markdown(nearest_blocks(nearest._replace(neighbours=bare, limits=in_steps)))
    assert "at most 23 steps" in text
    assert "| Capabilities | Levels |" in text
    assert "hours" not in text.replace("Nobody has estimated hours", "")


def test_nobody_has_estimated_is_not_said_beside_an_estimate() -> None:
    nearest = GRAPH.nearest("data-science-engineer", limit=2)
    in_steps = nearest._replace(limits=nearest.limits._replace(hours=None, steps=23))
    in_steps = in_steps._replace(neighbours=tuple(one._replace(hours=None) for one in nearest.neighbours))
    assert any(piece.hours for one in in_steps.neighbours for piece in one.missing)
    text = to_markdown(nearest_blocks(in_steps))
    assert "Few of all requirements have estimated hours" in text
    assert "Nobody has estimated" not in text


def test_the_parts_of_an_explained_score_add_up() -> None:
    nearest = GRAPH.nearest("data-science-engineer", limit=1)
    *_, table = (block for block in nearest_blocks(nearest, explain=True) if isinstance(block, Table))
    *parts, (name, total, _) = table.rows
    assert name == "score"
    assert abs(sum(float(points) for _, points, _ in parts) - float(total)) < 0.001 * len(parts)


def test_a_hardest_move_that_is_harder_than_the_direct_one_is_said_to_be_so() -> None:
    routes = GRAPH.route("data-analyst", "data-scientist", via=["machine-learning-engineer"])
    assert routes.routes[0].hardest_move.path.weight > routes.direct.path.weight
    text = to_markdown(route_blocks(routes))
    assert "percent more than the direct move" in text
    assert "percent less" not in text


def test_a_route_shows_each_move_and_the_direct_one() -> None:
    routes = GRAPH.route("data-science-engineer", "senior-ml-engineer")
    blocks = list(route_blocks(routes))
    first, direct = (block for block in blocks if isinstance(block, Table))
    assert [row[1] for row in first.rows] == [move.end.label for move in routes.routes[0].moves]
    assert [row[1] for row in direct.rows] == [routes.goal.label]
    assert Text(f"One move may take {limits(routes.limits)}.", quiet=True) in blocks


def test_of_a_long_move_only_the_beginning_is_named() -> None:
    routes = GRAPH.route("data-analyst", "head-of-data")
    (*_, direct) = (block for block in route_blocks(routes) if isinstance(block, Table))
    learned = [step.node.label for step in routes.direct.path.by_capability]
    assert len(learned) > 13
    assert direct.rows[0][-1].startswith(f"{', '.join(learned[:12])} and {len(learned) - 12} more")


def test_the_direct_move_is_not_shown_twice() -> None:
    routes = GRAPH.route("data-science-engineer", "senior-ml-engineer")
    direct = routes._replace(routes=(routes.routes[0]._replace(moves=(routes.direct,)),))
    tables = [block for block in route_blocks(direct) if isinstance(block, Table)]
    assert len(tables) == 1
    assert len([block for block in route_blocks(routes._replace(routes=())) if isinstance(block, Table)]) == 1


def test_a_neighbour_with_nothing_in_common_has_a_reason_too() -> None:
    nearest = GRAPH.nearest("data-science-engineer", limit=1)
    bare = nearest.neighbours[0]._replace(contributions=(), shared=(), missing=(), credentials=(), in_reach=False)
    *_, why = (b for b in nearest_blocks(nearest._replace(neighbours=(bare,))) if isinstance(b, Table))
    assert why.rows[0][1].startswith("Nothing is known that both have in common.")


def test_what_if_has_hours_before_and_after() -> None:
    answer = GRAPH.what_if("data-science-engineer", {GRAPH.resolve("mlflow"): Level.WORKING})
    text = to_markdown(whatif_blocks(answer))
    assert text.startswith("# If you learn ")
    assert "| Role | Meets now | Meets then | Hours now | Hours then |" in text
    assert "hours left" in to_markdown(whatif_blocks(GRAPH.what_if("data-science-engineer", limit=1)))
    levers = to_markdown(whatif_blocks(GRAPH.what_if("data-science-engineer", limit=2)))
    assert "| 2 | " in levers and "| 3 | " not in levers


def test_what_is_learned_in_several_steps_is_named_once_with_its_level() -> None:
    graph = rolegraph.open()
    answer = graph.what_if("junior-data-analyst", {graph.resolve("python"): Level.PROFICIENT})
    assert len(answer.learned) == 2
    assert next(iter(whatif_blocks(answer))) == Heading("If you learn Python (to proficient)", 1)


def test_it_is_said_what_stands_after_also() -> None:
    (remark,) = (
        block.text
        for block in whatif_blocks(rolegraph.open().what_if("data-analyst"))
        if isinstance(block, Text) and "in reach already" in block.text
    )
    assert remark.endswith('after "also" is what brings the same roles nearer, or fewer of them, for no less.')


def test_rows_of_moves_end_with_the_direct_move() -> None:
    routes = rolegraph.open().route("data-scientist", "ml-engineer")
    *_, direct = move_rows(routes)[0]
    assert isinstance(direct, dict)
    assert (direct["route_number"], direct["hours"]) == ("direct", routes.direct.hours)
    assert direct["learn"] == [step.node for step in routes.direct.path.by_capability]


def test_where_nothing_is_left_there_are_no_hours() -> None:
    text = to_markdown(route_blocks(GRAPH.route("data-analyst", "data-analyst")))
    assert "go directly, nothing to learn." in text


def test_rows_have_the_postings_that_were_counted_with_the_error_of_their_growth(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH, growth=GROWS))
    text = to_markdown(nearest_blocks(graph.nearest("pastry-chef")))
    assert "| Postings | Growth |" in text
    assert "| 400 | +20 to +43 % |" in text
    assert "Postings as counted, growth of their share of all against the year before" in text
    assert "Ads of 2025 (Jobs Ltd" in text
    assert "Postings" not in to_markdown(nearest_blocks(graph.nearest("baker")))
