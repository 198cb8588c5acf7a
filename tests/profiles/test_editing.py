"""Profile files that are begun and changed: what they say afterwards, and what stays as it was."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.drawing import Have, holdings_of

import rolegraph
from rolegraph import Level, SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
from rolegraph.model.plans import Standing
from rolegraph.planning.gap import role_profile
from rolegraph.profiles.editing import scalar
from rolegraph.profiles.tracking import ProfileChange, add, begin, done, learning, read, skip

DAY = date(2026, 1, 31)
LATER = date(2026, 2, 1)


@pytest.fixture
def me(tmp_path: Path) -> Path:
    return tmp_path / "me.yaml"


def changed(changes: tuple[ProfileChange, ...]) -> list[tuple[str, Level | None, bool]]:
    return [(one.node.label, one.level, one.changed) for one in changes]


def test_a_new_profile_can_be_read_again_and_says_what_to_do_with_it(small: RoleGraph, me: Path) -> None:
    begun = begin(small, me, role="baker", have="dough:expert", goal="pastry-chef", name="no: one", hours_per_week=7.5)
    assert begun == read(small, me).profile
    assert (begun.name, begun.hours_per_week, begun.goal) == ("no: one", 7.5, small.resolve("pastry-chef"))
    assert (
        me.read_text()
        == """\
# A profile for rolegraph, to be edited by hand or with
#   rolegraph profile add|done|learning|skip FILE NAME[:LEVEL]...
# Levels are familiar, working, proficient and expert; working where none is given.

name: "no: one"
hours_per_week: 7.5                 # turns hours into weeks
goal: pastry-chef                   # the role you are on the way to

# What you had when you began.
have:
  dough: expert
  # Baker: what the job asks for and uses. Correct what is not so.
  bachelor-food-science:
  deck-oven | stone-oven: working   # one of these: keep the one you have
  scale: working

# What you have learned since, with the day on which you said so.
done:

# What you are learning now.
learning:

# What you do not want to learn: plans do without it.
skip:
"""
    )


def test_a_file_that_is_there_is_only_replaced_on_request(small: RoleGraph, me: Path) -> None:
    me.write_text("have: [dough]\n")
    with pytest.raises(SourceError, match="is there already"):
        begin(small, me)
    assert me.read_text() == "have: [dough]\n"
    assert begin(small, me, force=True).holdings == ()
    me.unlink()
    me.symlink_to(me.with_name("elsewhere.yaml"))
    with pytest.raises(SourceError, match="is there already"):
        begin(small, me)


def test_a_folder_is_no_profile(small: RoleGraph, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        begin(small, tmp_path, force=True)
    with pytest.raises(SourceError, match="there is no such file"):
        done(small, tmp_path / "missing" / "me.yaml", ["dough"])


def test_a_missing_folder_is_made_for_a_new_profile(small: RoleGraph, tmp_path: Path) -> None:
    assert begin(small, tmp_path / "a" / "b.yaml").name == "b"


def test_what_is_done_is_held_and_remembered_with_its_day(small: RoleGraph, me: Path) -> None:
    begin(small, me, have="dough:working")
    learning(small, me, ["dough", "French"])
    assert changed(done(small, me, ["dough:expert", "heat control"], today=DAY)) == [
        ("dough", Level.EXPERT, True),
        ("heat control", Level.WORKING, True),
    ]
    file = read(small, me)
    assert [(one.one_of[0].slug, one.level, one.on) for one in file.done] == [
        ("dough", Level.EXPERT, "2026-01-31"),
        ("heat", Level.WORKING, "2026-01-31"),
    ]
    assert [one.one_of[0].slug for one in file.learning] == ["french"]
    assert [one.level for one in file.have] == [Level.WORKING]


def test_done_twice_is_once_and_never_lowers(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    done(small, me, ["dough:expert"], today=DAY)
    before = me.read_bytes()
    for word in ("dough:expert", "dough", "dough:familiar"):
        assert changed(done(small, me, [word], today=LATER)) == [("dough", Level.EXPERT, False)]
        assert me.read_bytes() == before


def test_without_a_level_it_is_the_one_that_the_goal_asks_for(small: RoleGraph, me: Path) -> None:
    begin(small, me, goal="pastry-chef")
    assert changed(done(small, me, ["dough", "French"], today=DAY)) == [
        ("dough", Level.EXPERT, True),
        ("French", Level.WORKING, True),
    ]


def test_a_degree_has_no_level(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    assert changed(done(small, me, ["bachelor-chemistry"], today=DAY)) == [
        ("Bachelor's degree in Chemistry", None, True)
    ]
    assert "  bachelor-chemistry: {on: 2026-01-31}\n" in me.read_text()


def test_add_says_what_was_had_and_corrects_its_level(small: RoleGraph, me: Path) -> None:
    me.write_text("have:\n  dough: expert   # since school\n")
    assert changed(add(small, me, ["dough:working", "French"])) == [
        ("dough", Level.WORKING, True),
        ("French", Level.WORKING, True),
    ]
    assert me.read_text() == "have:\n  dough: working   # since school\n  french: working\n"
    assert changed(add(small, me, ["dough", "French"])) == [
        ("dough", Level.WORKING, False),
        ("French", Level.WORKING, False),
    ]


def test_learning_and_skip_exclude_each_other(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    learning(small, me, ["French", "French"])
    skip(small, me, ["french"])
    assert [one.label for one in read(small, me).profile.skipped] == ["French"]
    assert not read(small, me).learning
    learning(small, me, ["French"])
    assert not read(small, me).skip


def test_an_unknown_name_changes_nothing(small: RoleGraph, me: Path) -> None:
    begin(small, me)
    before = me.read_bytes()
    with pytest.raises(rolegraph.UnknownNode, match="did you mean dough"):
        done(small, me, ["French", "duogh"])
    assert me.read_bytes() == before


def test_a_read_only_file_is_left_alone(small: RoleGraph, me: Path) -> None:
    me.write_text("have: [dough]\n")
    me.chmod(0o444)
    with pytest.raises(SourceError, match="is read-only"):
        add(small, me, ["French"])
    assert me.read_text() == "have: [dough]\n"


def test_a_file_keeps_its_mode_and_its_link(small: RoleGraph, me: Path) -> None:
    me.write_text("have: [dough]\n")
    me.chmod(0o600)
    link = me.with_name("link.yaml")
    link.symlink_to(me)
    add(small, link, ["French"])
    assert link.is_symlink()
    assert me.stat().st_mode & 0o777 == 0o600


STYLES = [
    ("have: [dough]\n", "have: [dough, french: expert]\n"),
    ("have: []\n", "have: [french: expert]\n"),
    ("have: {dough: expert}\n", "have: {dough: expert, french: expert}\n"),
    ("have: {}", "have: {french: expert}"),
    ("have: {dough}\n", "have: {dough, french: expert}\n"),
    (
        "have: [\n  dough,  # mine\n  scale  # too\n]\n",
        "have: [\n  dough,  # mine\n  scale, french: expert  # too\n]\n",
    ),
    ("have:\n- dough # mine\n# end\n", "have:\n- dough # mine\n- french: expert\n# end\n"),
    ("have:\n    - dough", "have:\n    - dough\n    - french: expert\n"),
    ("have:\n   dough:  # mine\n\n# next\nskip:\n", "have:\n   dough:  # mine\n   french: expert\n\n# next\nskip:\n"),
    ("have:   # mine\n# next\nskip:\n", "have:   # mine\n  french: expert\n# next\nskip:\n"),
    ("have: ~  # mine\n", "have:   # mine\n  french: expert\n"),
    ("name: x", "name: x\n\nhave:\n  french: expert\n"),
    ("name: x # y\r\nhave:\r\n  dough:\r\n", "name: x # y\r\nhave:\r\n  dough:\r\n  french: expert\r\n"),
    ("\ufeffhave:\n  dough:\n", "\ufeffhave:\n  dough:\n  french: expert\n"),
    ("# mine\n", "# mine\n\nhave:\n  french: expert\n"),
    ("have:\n  French:  # a little\n", "have:\n  French: expert  # a little\n"),
    ("have:\n  French: ~  # a little\n", "have:\n  French: expert  # a little\n"),
    ("have:\n- French # a little\n", "have:\n- French: expert # a little\n"),
    ("have: {French, dough}\n", "have: {French: expert, dough}\n"),
    ("have: {French: 'working', dough}\n", "have: {French: expert, dough}\n"),
    ("have:\n  'French'  : >\n    working\n  dough:\n", "have:\n  'French'  : expert\n  dough:\n"),
    ("{name: x}\n", None),
    ("name: x\n...\n", None),
]


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_whatever_the_style_only_one_entry_changes(small: RoleGraph, me: Path, before: str, after: str | None) -> None:
    me.write_bytes(before.encode())
    if after is None:
        with pytest.raises(SourceError, match="by hand"):
            add(small, me, ["French:expert"])
        after = before
    else:
        add(small, me, ["French:expert"])
    assert me.read_bytes().decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("learning: [dough, French, scale]\n", "learning: [dough, scale]\n"),
        ("learning: [French, scale] # x\n", "learning: [scale] # x\n"),
        ("learning: [dough, French]\n", "learning: [dough]\n"),
        ("learning: [French]\n", "learning: []\n"),
        ("learning:\n- dough\n- French # x\n# y\n- scale\n", "learning:\n- dough\n# y\n- scale\n"),
        ("learning: # x\n  French:", "learning: # x\n"),
        ("learning:\r\n  French:\r\n  # y\r\n  dough:\r\n", "learning:\r\n  # y\r\n  dough:\r\n"),
    ],
)
def test_what_is_taken_out_takes_nothing_with_it(small: RoleGraph, me: Path, before: str, after: str) -> None:
    me.write_bytes((before + "\n" * before.endswith(":")).encode())
    done(small, me, ["French"], today=DAY)
    eol = "\r\n" if "\r\n" in before else "\n"
    new = f"{eol}done:{eol}  french: {{level: working, on: 2026-01-31}}{eol}"
    assert me.read_bytes().decode() == after + new


def test_a_block_of_details_is_replaced_as_a_whole(small: RoleGraph, me: Path) -> None:
    me.write_text("done:\n  dough:\n    level: working  # at last\n    on: 2025-01-01\n  # more\n  scale:\n")
    done(small, me, ["dough:expert"], today=DAY)
    assert next((one.level, one.on) for one in read(small, me).done) == (Level.EXPERT, "2026-01-31")
    assert me.read_text().endswith("  # more\n  scale:\n")


GRAPH = rolegraph.open(SMALL)
NODES = [node for kind in CAPABILITY_KINDS for node in GRAPH.nodes(kind)]


@settings(max_examples=60)
@given(holdings_of(GRAPH), st.sampled_from([None, "baker", "pastry-chef"]), st.text(max_size=20))
def test_what_is_begun_is_read_as_it_was_meant(have: Have, role: str | None, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "me.yaml"
        words = ",".join(f"{node.slug}:{level}" for node, level in have.items())
        begun = begin(GRAPH, path, role=role, have=words, name=name)
        assert begun == read(GRAPH, path).profile
        held = {one.one_of[0]: one.level for one in begun.holdings if len(one.one_of) == 1}
        assert all(held[node] == level for node, level in have.items() if node.kind in (Kind.SKILL, Kind.TOOL))
        assert begun.name == (name.strip() or "me")


@pytest.mark.parametrize("role", ["baker", "pastry-chef"])
def test_a_profile_from_a_role_is_worth_what_the_role_is(small: RoleGraph, me: Path, role: str) -> None:
    written = begin(small, me, role=role)
    for goal in small.nodes(Kind.ROLE):
        assert small.path(written, goal).hours == small.path(role, goal).hours
        for one, other in zip(small.gap(written, goal).assessments, small.gap(role, goal).assessments, strict=True):
            assert one.standing == other.standing


def test_the_same_for_every_role_that_ships(me: Path) -> None:
    graph = rolegraph.open()
    for role in graph.nodes(Kind.ROLE):
        written = begin(graph, me, role=role, force=True)
        expected = graph.gap(graph.profile(role), role)
        assert all(one.standing is Standing.MET for one in expected.assessments if one.requirement.essential)
        standings = [one.standing for one in graph.gap(written, role).assessments]
        assert standings == [one.standing for one in expected.assessments]
        assert {node for one in written.holdings for node in one.one_of} == {
            node for one in role_profile(graph.dataset, role.iri).holdings for node in one.one_of
        }


Act = Callable[[Path, str], object]
ACTS: list[Act] = [
    lambda path, name: add(GRAPH, path, [name]),
    lambda path, name: done(GRAPH, path, [name], today=DAY),
    lambda path, name: learning(GRAPH, path, [name.partition(":")[0]]),
    lambda path, name: skip(GRAPH, path, [name.partition(":")[0]]),
]
ANNOTATED = [
    "# 1\nname: x # 2\n\n# 3\nhave: # 4\n  # 5\n  dough: expert # 6\n  # 7\n\n# 8\nlearning: # 9\n# 10\nskip:\n# 11\n",
    "# 1\nhave: # 2\n- dough # 3\n# 4\n- scale: expert # 5\n# 6\ndone: # 7\n    # 8\n    french: working # 9\n# 10\n",
    "have: [dough, # 1\n  scale] # 2\n# 3\nlearning: {} # 4\ndone: {french: familiar} # 5\n# 6",
]
words = st.builds(
    lambda node, level: f"{node.path}:{level}" if level else node.path,
    st.sampled_from(NODES),
    st.sampled_from([None, *Level]),
)


@settings(max_examples=60)
@given(st.sampled_from(ANNOTATED), st.booleans(), st.lists(st.tuples(st.sampled_from(ACTS), words), max_size=6))
def test_changes_keep_every_remark_and_every_other_line(text: str, windows: bool, acts: list[tuple[Act, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "me.yaml"
        path.write_bytes((text.replace("\n", "\r\n") if windows else text).encode())
        for act, word in acts:
            act(path, word)
            once = path.read_bytes()
            act(path, word)
            assert path.read_bytes() == once
        after = path.read_bytes().decode()
        assert ("\r\n" in after) == windows
        remarks = [line.partition("#")[2].strip() for line in after.splitlines() if "#" in line]
        # what is said behind an entry of `learning` or `skip` leaves with it, and in these texts there is none
        assert remarks == [str(number) for number in range(1, text.count("#") + 1)]


@settings(max_examples=200)
@given(st.text(min_size=1, max_size=12) | st.sampled_from(["no", "null", "1e3", "a: b", "- a", "a #b", "2026-01-31"]))
def test_any_text_can_be_written_as_a_word(text: str) -> None:
    import yaml

    node = yaml.compose(f"{{{scalar(text)}: x}}", Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)
    key, _ = node.value[0]
    assert (key.value, key.tag) == (text, "tag:yaml.org,2002:str")
