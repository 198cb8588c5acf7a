"""The cards of a plan: why each is there, in a line and in full, who says so, and how a profile file calls it."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.figures.plan_board.board import board_of


def test_a_card_says_why_in_a_line_and_everything_in_its_facts(small: RoleGraph) -> None:
    board = board_of(small.dataset, small.path("baker", "pastry-chef"), small.resolve)
    heat, sugar, dough = board.steps
    assert (heat.why, heat.after, sugar.after) == ("needed for sugar work", (), (1,))
    assert (sugar.why, dough.why, dough.rise) == ("builds on dough", "required", "proficient to expert")
    facts = {fact.term: fact.texts for fact in sugar.facts}
    assert facts["Why"] == ("required", "builds on dough, saves ~30 h: both are worked by hand")
    assert facts["Any one of these would do"] == ("sugar work (e.g. Blowtorch)",)
    assert [source.title for source in sugar.sources] == ["A small graph"]
    assert [(link.start, link.end, link.helps) for link in board.links] == [
        ("step-1", "step-2", ""), ("have-3", "step-2", "saves ~30 h"),
    ]  # fmt: skip


def test_a_profile_file_can_take_every_entry_of_a_card(tmp_path: Path) -> None:
    graph = rolegraph.open()
    path = graph.path("data-analyst", "lead-ml-engineer")
    board = board_of(graph.dataset, path, graph.resolve)
    lines = [f"  {card.entry}: {card.level}" for card in {card.names: card for card in board.steps}.values()]
    (degree,) = (card.entry for phase in board.phases for card in phase.cards if phase.key == "credentials")
    assert degree.startswith("# name the one that you have: Bachelor's degree in Computer Science; ")
    file = tmp_path / "me.yaml"
    file.write_text("\n".join(["done:", *lines, f"  {degree}", ""]))
    assert not graph.path(graph.profile("data-analyst", given=[graph.read_profile(file)]), path.gap.role).steps
