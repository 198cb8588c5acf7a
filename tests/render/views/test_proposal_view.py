"""A proposal as tables: counts first, then what is held, what is in doubt, and what to do next."""

from __future__ import annotations

from pathlib import Path

from rolegraph.graph import RoleGraph
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.proposal_view import proposal_blocks

CV = b"""CV

Skills
Dough (expert), deck oven
Interested in sugar work
Whisking

Work
Baker, The Stone Mill, 2019 - now

Education
BSc Food Science, 2015

Hobbies
French
"""


def test_the_answer_begins_with_counts_and_ends_with_the_next_commands(small: RoleGraph) -> None:
    found = small.profile_from(CV)
    text = " ".join(to_text(proposal_blocks(found, Path("me.yaml"))).split())
    for part in (
        "3 capabilities, 1 with a level; 1 in doubt; 1 that this graph has no name for.",
        "Baker 2019 present Baker 100% 9",
        "dough expert line 4: Dough (expert), deck oven",
        "Bachelor's degree in Food Science line 12: BSc Food Science, 2015",
        "sugar work - a wish or an interest line 5: Interested in sugar work",
        "Whisking skill - 6",
        "Left out: interests: 1 line.",
        "Correct me.yaml, then: rolegraph nearest baker --profile me.yaml; "
        "rolegraph path baker GOAL --profile me.yaml.",
    ):
        assert part in text
    assert "Nothing is written: --out profile.yaml" in " ".join(to_text(proposal_blocks(found)).split())
