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
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node
from rolegraph.model.plans import Holding
from rolegraph.profiles.editing import NewProfile, SetEntry, edit_profile, scalar, write_profile
from rolegraph.profiles.profile_file import read_profile
from rolegraph.profiles.tracking import add, begin, done, learning, read, skip

DAY = date(2026, 1, 31)


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

# What you had at the start.
have:
  dough: expert
  # Baker: what the job asks for and uses. Correct what is not so.
  bachelor-food-science:
  deck-oven | stone-oven: working   # one of these: keep the one you have
  scale: familiar

# What you have learned since, with the day on which you recorded it.
done:

# What you are learning now.
learning:

# What you do not want to learn: plans leave it out.
skip:
"""
    )


def test_a_file_that_is_there_is_only_replaced_on_request(small: RoleGraph, me: Path) -> None:
    me.write_text("have: [dough]\n")
    with pytest.raises(SourceError, match="already exists"):
        begin(small, me)
    assert me.read_text() == "have: [dough]\n"
    assert begin(small, me, force=True).holdings == ()
    me.unlink()
    me.symlink_to(me.with_name("elsewhere.yaml"))
    with pytest.raises(SourceError, match="already exists"):
        begin(small, me)


def test_a_folder_is_no_profile(small: RoleGraph, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        begin(small, tmp_path, force=True)
    with pytest.raises(SourceError, match="there is no such file"):
        done(small, tmp_path / "missing" / "me.yaml", ["dough"])


def test_a_missing_folder_is_made_for_a_new_profile(small: RoleGraph, tmp_path: Path) -> None:
    assert begin(small, tmp_path / "a" / "b.yaml").name == "b"


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


AWKWARD = "- ? ! ~ * & % @ --- ... no null 1e3 a:b 2026-01-31 '".split()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12) | st.sampled_from(
    [*AWKWARD, "a: b", "- a", "a #b", "? a", "a\nb", " a", "x " * 99]
)


@given(TEXTS)
def test_any_text_can_be_written_as_a_key_or_a_value(text: str) -> None:
    import yaml

    for document in (f"{{{scalar(text)}: x}}", f"{scalar(text)}: x", f"[{scalar(text)}]", f"x: {scalar(text)}  # x"):
        node = yaml.compose(document, Loader=yaml.SafeLoader)
        assert isinstance(node, yaml.CollectionNode)
        scalars = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
        assert [(part.value, part.tag) for part in scalars if part.value != "x"] in (
            [(text, "tag:yaml.org,2002:str")],
            [],
        )
        assert text in {part.value for part in scalars}


@given(TEXTS)
def test_any_name_of_a_person_is_read_as_it_was_written(name: str) -> None:
    # a bug: `-` was written as it is, which is no YAML behind a colon
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "me.yaml"
        write_profile(path, NewProfile(name), GRAPH.resolve, GRAPH.resolve, force=False)
        assert read_profile(path, GRAPH.resolve).name == (name.strip() or "me")


@pytest.mark.parametrize(
    ("text", "written"), [("Power BI", "Power BI"), ("no", '"no"'), ("C#: advanced", '"C#: advanced"')]
)
def test_quotation_marks_stand_only_where_they_are_needed(text: str, written: str) -> None:
    assert scalar(text) == written


HOSTILE = [
    "a\nb: c",
    "x\r- y",
    "nel\u0085\u2028z",
    "bell\x07\x1b[0m",
    "long " * 900,
    "# no",
    "- a: b",
    "\ufeff",
    "a | b",
    "\u202ea",
]


@given(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9))
def test_any_label_of_a_graph_can_be_written(label: str) -> None:
    # a bug: a line end in a label ended a comment, and a label of 1,025 signs is no key
    nodes = [Node(f"https://example.org/{kind}/{n}", kind, label) for n, kind in enumerate(CAPABILITY_KINDS)]
    lexicon = MemoryLexicon((node, ()) for node in nodes)
    groups = ((label, tuple(Holding((node,), Level.EXPERT, "") for node in nodes)),)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "me.yaml"
        learned = Holding((nodes[1],), Level.EXPERT, "", learned=True, since="2026-01-31")
        new = NewProfile(label, 7.123456789, None, groups, learned=(learned,), skipped=(nodes[1],))
        write_profile(path, new, lexicon.resolve, lexicon.resolve, force=False)
        edit_profile(path, [SetEntry("learning", nodes[0])], lexicon.resolve, lexicon.resolve)
        profile = read_profile(path, lexicon.resolve)
        assert profile.hours_per_week == 7.123456789
        assert {one.one_of[0] for one in profile.holdings} == set(nodes)
        assert profile.learning == (nodes[0],)
        assert profile.skipped == (nodes[1],)
        assert [(one.one_of[0], one.since) for one in profile.holdings if one.learned] == [(nodes[1], "2026-01-31")]


def test_what_would_not_be_read_as_it_was_meant_is_not_written(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.profiles.editing.scalar", lambda text: text)
    with pytest.raises(SourceError, match="would not say what is meant"):
        write_profile(me, NewProfile("Ada # Lovelace"), GRAPH.resolve, GRAPH.resolve, force=False)
    assert not me.exists()
