"""A proposal as a profile file: what it says, what it only offers, and that it is read again as it was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rolegraph
from rolegraph import Level, SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.proposals import HeldJob, ProfileProposal, Quote, ShownCapability, Unplaced
from rolegraph.profiles.proposal import write_proposal

CV = b"""CV

Robin Sample
robin@example.org

Skills
Dough making (expert), deck oven; currently learning sugar work
Proofing baskets

Work
Senior Baker, The Stone Mill, 2019 - now
- Bread for Robin and 40 others; stone oven

Education
BSc Food Science, 2015
BSc Geology, 2012
"""


def test_the_file_has_the_lines_that_show_each_thing(small: RoleGraph, me: Path) -> None:
    small.profile_from(CV, me)
    assert (
        me.read_text()
        == """\
# Proposed from <bytes>: read it, correct what is wrong, and delete what is not so.
# Each entry has the lines that show it. A level is there only where the words set one.
#
# Jobs, the latest first:
# - Senior Baker, 2019 to present: baker (90% sure); line 11
# What they usually ask for is not claimed here; `rolegraph path ROLE GOAL --profile FILE` counts it.
#
# A profile for rolegraph, to be edited by hand or with
#   rolegraph profile add|done|learning|skip FILE NAME[:LEVEL]...
# Levels are familiar, working, proficient and expert; working where none is given.

name: me
# hours_per_week: 8                 # turns hours into weeks
# goal: name-of-a-role              # the role you are on the way to

# What you had at the start.
have:
  deck-oven:                        # line 7: "Dough making (expert), deck oven; currently learning sugar work"
  dough: expert                     # line 7: "Dough making (expert), deck oven; currently learning sugar work"
  stone-oven:                       # line 12
  # Degrees and certificates.
  bachelor-food-science:            # line 15: "BSc Food Science, 2015"
  # Skills that this graph has no name for:
  # - Proofing baskets; line 8
  # Degrees and schooling that this graph has no name for:
  # - Bachelor's degree in Geology; line 16

# What you have learned since, with the day on which you recorded it.
done:

# What you are learning now.
learning:
  # - sugar-work # being learned; line 7: "Dough making (expert), deck oven; currently learning sugar work"

# What you do not want to learn: plans leave it out.
skip:
"""
    )


def test_every_command_reads_the_file_that_is_written(small: RoleGraph, me: Path) -> None:
    small.profile_from(CV, me)
    profile = small.read_profile(me)
    held = {holding.label: holding.level for holding in profile.holdings}
    assert held["dough"] is Level.EXPERT
    assert held["Deck oven"] is Level.WORKING  # which is taken where nothing is said
    before = small.path(small.profile(), "pastry-chef").hours or 0
    assert (small.path(profile, "pastry-chef").hours or 0) < before


def test_what_is_offered_becomes_an_entry_when_its_sign_is_taken_away(small: RoleGraph, me: Path) -> None:
    small.profile_from(CV + b"\nSummary\nKeen to move into heat control\n", me)
    text = me.read_text().replace("  # - sugar-work", "  - sugar-work").replace("  # heat control:", "  heat control:")
    me.write_text(text)
    profile = small.read_profile(me)
    assert [node.label for node in profile.learning] == ["sugar work"]
    assert "heat control" in {holding.label for holding in profile.holdings}


def test_the_name_is_there_only_if_it_is_given(small: RoleGraph, me: Path) -> None:
    small.profile_from(CV, me)
    assert "Robin" not in me.read_text()
    small.profile_from(CV, me, name="R. S.", force=True)
    assert small.read_profile(me).name == "R. S."


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(small: RoleGraph, me: Path) -> None:
    me.write_text("have: [dough]\n")
    with pytest.raises(SourceError, match="already exists"):
        small.profile_from(CV, me)
    assert me.read_text() == "have: [dough]\n"


def test_an_ambiguous_role_is_offered_with_its_candidates(small: RoleGraph, me: Path) -> None:
    roles = (small.resolve("baker"), small.resolve("pastry-chef"))
    write_proposal(small, ProfileProposal("cv", jobs=(HeldJob("Cook", Quote(1), candidates=roles),)), me)
    assert "# - Cook: baker or pastry-chef, say which; line 1" in me.read_text()


WORDS = st.text(max_size=30)
QUOTES = st.builds(Quote, st.integers(1, 99), WORDS)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["dough", "heat", "blowtorch", "bachelor-chemistry"]), WORDS, QUOTES), max_size=4
    ),
    st.lists(st.builds(Unplaced, WORDS, st.sampled_from(["skill", "degree", "language"]), QUOTES), max_size=3),
)
def test_whatever_the_words_the_file_says_what_is_proposed(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, str, Quote]], unplaced: list[Unplaced]
) -> None:
    small = rolegraph.open(Path(__file__).parents[1] / "fixtures" / "small.ttl")
    by_node = {small.resolve(name): (doubt, quote) for name, doubt, quote in found}
    shown = tuple(ShownCapability((node,), None, (quote,), doubt) for node, (doubt, quote) in by_node.items())
    proposal = ProfileProposal("cv", capabilities=shown, unplaced=tuple(unplaced))
    path = tmp_path_factory.mktemp("cv") / "me.yaml"
    write_proposal(small, proposal, path)
    held = {node for holding in small.read_profile(path).holdings for node in holding.one_of}
    assert held == {one.one_of[0] for one in proposal.proposed}
