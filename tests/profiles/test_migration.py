"""Bringing a profile file to a later release: what is replaced, what becomes a comment, and that nothing is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.test_succession import CHEF, HEAT, NEW, SUGAR, moved, named
from tests.facts.test_history import was
from tests.versions import STATEMENTS, graph_of, one

from rolegraph.errors import SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.profiles.migration import Migration

DOUGH, FRENCH = one(Kind.SKILL, "dough"), one(Kind.SKILL, "french")
COOK = one(Kind.ROLE, "p-7")
LATER = graph_of(
    moved({SUGAR: NEW, CHEF: COOK}, {NEW: "sugar", COOK: "Dessert Chef", HEAT: "temperature"})
    | {named(NEW, "altLabel", "sugar work"), named(COOK, "altLabel", "Pastry Chef")}
    | was("baking", "baking", DOUGH, NEW)
    | was("crust", "crust", DOUGH)
)


def migrated(text: str, path: Path, new: RoleGraph = LATER, older: RoleGraph | None = None) -> tuple[str, Migration]:
    path.write_bytes(text.encode())
    found = new.migrate_profile(path, older)
    return path.read_bytes().decode(), found


def changes(found: Migration) -> list[tuple[int, str, str]]:
    return [(name.line, name.name, name.change) for name in found.names]


def test_names_of_the_old_release_become_those_of_the_new(small: RoleGraph, me: Path) -> None:
    text = "# me\ngoal: pastry-chef   # soon\nhave:\n  sugar-work: expert  # old\n  heat control:\n  dough: working\n"
    after, found = migrated(text, me, LATER, small)
    now = "# me\ngoal: Dessert Chef   # soon\nhave:\n  sugar: expert  # old\n  temperature:\n  dough: working\n"
    assert after == now
    assert changes(found) == [
        (2, "pastry-chef", "replaced"),
        (4, "sugar-work", "replaced"),
        (5, "heat control", "renamed"),
        (6, "dough", "same"),
    ]
    assert found.open == ()
    assert LATER.read_profile(me).goal == LATER.resolve("Dessert Chef")


def test_a_level_behind_a_name_stays(small: RoleGraph, me: Path) -> None:
    after, found = migrated("have:\n  heat control (advanced):\n  dough – expert:\n", me, LATER, small)
    assert after == "have:\n  temperature (proficient):\n  dough – expert:\n"
    assert changes(found) == [(2, "heat control (advanced)", "renamed"), (3, "dough – expert", "same")]


def test_the_new_graph_alone_says_what_was_replaced(me: Path) -> None:
    after, found = migrated("learning: [crust, French]\n", me)
    assert (after, changes(found)) == ("learning: [dough, French]\n", [(1, "crust", "replaced"), (1, "French", "same")])


def test_what_was_split_is_one_of_its_parts_where_it_is_held(me: Path) -> None:
    after, found = migrated("have:\n  baking: expert  # mine\nskip:\n  - baking\n", me)
    assert after == (
        "have:\n  dough | sugar: expert  # mine  # was baking: keep what you have\n"
        "skip:\n  # - baking  # has been split into dough and sugar\n"
    )
    assert [name.change for name in found.open] == ["split", "split"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "goal: >\n  emperor\nhave: [dough]\n",
            "# goal: >\n  # emperor  # means nothing in this graph\nhave: [dough]\n",
        ),
        ("goal: dough\n", "# goal: dough  # is a name of another kind of thing: skill\n"),
        (
            "have:\n  xyz: working  # a\n  dough:\n",
            "have:\n  # xyz: working  # a  # means nothing in this graph\n  dough:\n",
        ),
        ("goal: emperor\n", "# goal: emperor  # means nothing in this graph\n"),
        ("have: [xyz, dough]\n", "have: [dough]  # taken out: xyz (xyz means nothing in this graph)\n"),
        ("have: [dough, xyz]\n", "have: [dough]  # taken out: xyz (xyz means nothing in this graph)\n"),
        ("have: {xyz: expert}\n", "have: {}  # taken out: xyz: expert (xyz means nothing in this graph)\n"),
        ("have: [\n  xyz,  # a\n  dough\n]\n", "have: [\n  # xyz,  # a  # means nothing in this graph\n  dough\n]\n"),
        (
            "done:\n  xyz:\n    level: expert\n    on: 2026-01-31\n",
            "done:\n  # xyz:\n    # level: expert\n    # on: 2026-01-31  # means nothing in this graph\n",
        ),
        ("have:\r\n- xyz\r\n- dough\r\n", "have:\r\n# - xyz  # means nothing in this graph\r\n- dough\r\n"),
        ("have:\n  xyz | dough: working", "have:\n  # xyz | dough: working  # xyz: means nothing in this graph"),
        (
            "have: {dough: , French: , crust: }\n",
            "have: {dough: , French: }  # taken out: crust: (crust is dough now, as line 1 says)\n",
        ),
    ],
)
def test_what_means_nothing_becomes_a_comment(me: Path, before: str, after: str) -> None:
    made, found = migrated(before, me)
    assert made == after
    assert len(found.open) == 1
    LATER.read_profile(me)


def test_two_names_of_what_is_one_now_become_the_higher(me: Path) -> None:
    after, _ = migrated("have:\n  crust: expert\n  dough: familiar\n", me)
    assert after == "have:\n  dough: expert\n  # dough: familiar  # is dough now, as line 2 says\n"
    after, _ = migrated("learning: [dough]\nskip: [crust, French]\n", me)
    assert "skip: [French]  # taken out: crust (crust is dough now, which is being learned)" in after


def test_labels_that_were_exchanged_are_exchanged_in_the_file(small: RoleGraph, me: Path) -> None:
    new = graph_of(moved({}, {HEAT: "dough", DOUGH: "heat control"}))
    after, found = migrated("have:\n  heat control: expert\n  dough making:\n", me, new, small)
    assert new.read_profile(me).holdings[0].one_of[0].iri in (HEAT.value, DOUGH.value)
    held = {holding.one_of[0].iri: str(holding.level) for holding in new.read_profile(me).holdings}
    assert held == {HEAT.value: "expert", DOUGH.value: "working"}
    assert [name.change for name in found.names] == ["renamed", "same"]
    assert "heat control" not in after


def test_what_is_in_doubt_is_left_to_the_person(small: RoleGraph, me: Path) -> None:
    new = graph_of(moved({CHEF: COOK}, {COOK: "Xyz"}))
    after, found = migrated("goal: pastry-chef\n", me, new, small)
    assert [name.change for name in found.open] == ["doubtful"]
    assert after == "# goal: pastry-chef  # may be Xyz now: 100% of the same links\n"


def test_what_is_gone_is_said_to_be(small: RoleGraph, me: Path) -> None:
    new = graph_of({quad for quad in STATEMENTS if FRENCH not in (quad.subject, quad.object)})
    after, found = migrated("have:\n  French: expert\n", me, new, small)
    assert after == "have:\n  # French: expert  # is not in this graph any more\n"
    assert found.open[0].reason == "is not in this graph any more"


def test_nothing_is_written_where_nothing_is_to_be(me: Path) -> None:
    me.write_text("have: [crust]\n")
    found = LATER.migrate_profile(me, dry_run=True)
    assert (me.read_text(), found.written, found.names[0].written) == ("have: [crust]\n", False, "dough")
    me.write_text("have: [dough]\n")
    assert not LATER.migrate_profile(me).written


def test_another_file_is_only_replaced_on_request(me: Path) -> None:
    me.write_text("have: [crust]\n")
    out = me.with_name("other.yaml")
    assert LATER.migrate_profile(me, out=out).path == out
    assert (me.read_text(), out.read_text()) == ("have: [crust]\n", "have: [dough]\n")
    with pytest.raises(SourceError, match="already exists"):
        LATER.migrate_profile(me, out=out)
    assert LATER.migrate_profile(me, out=out, force=True).written


@pytest.mark.parametrize(
    "text", ["{goal: emperor, have: [dough]}\n", "have: {? xyz : working, dough: }\n", "have:\n- \n  xyz\n- dough\n"]
)
def test_what_has_no_place_is_refused_and_stays(me: Path, text: str) -> None:
    me.write_text(text)
    try:
        LATER.migrate_profile(me)
    except SourceError as error:
        assert "by hand" in error.cure
        assert me.read_text() == text
    else:
        LATER.read_profile(me)


@pytest.mark.parametrize(
    ("text", "problem"), [("have: *a\n", "alias"), ("hav: [a]\n", "unknown key"), ("[a]\n", "not a mapping")]
)
def test_what_is_no_profile_is_refused(me: Path, text: str, problem: str) -> None:
    me.write_text(text)
    with pytest.raises(SourceError, match=problem):
        LATER.migrate_profile(me)
    assert me.read_text() == text


NAMES = [
    "dough",
    "crust",
    "baking",
    "French",
    "sugar-work",
    "sugar work",
    "heat control",
    "temperature",
    "xyz",
    "bar | dough",
]


@st.composite
def profiles(draw: st.DrawFn) -> str:
    """Profile files in several styles, with a comment of its own in each line."""
    lines, number = ["# top 0"], 0
    if draw(st.booleans()):
        lines.append(f"goal: {draw(st.sampled_from(['baker', 'pastry-chef', 'emperor']))}  # note-goal")
    for section in ("have", "done", "learning", "skip"):
        names = draw(st.lists(st.sampled_from(NAMES if section == "have" else NAMES[:-1]), max_size=5, unique=True))
        style = draw(st.sampled_from(["block", "list", "flow", "lines"]))
        if not names:
            continue
        end = ": working" if section in ("have", "done") and draw(st.booleans()) else ":"
        if style == "flow":
            lines.append(f"{section}: [{', '.join(names)}]  # note-{section}")
            continue
        lines.append(f"{section}:" + (" [" if style == "lines" else ""))
        for name in names:
            number += 1
            body = f"{name}{end}" if style == "block" else f"- {name}" if style == "list" else f"{name},"
            lines.append(f"  {body}  # note-{number}")
        lines += ["  ]"] if style == "lines" else []
    eol = draw(st.sampled_from(["\n", "\r\n"]))
    return eol.join(lines) + draw(st.sampled_from(["", eol]))


@settings(max_examples=80, deadline=None)
@given(profiles(), st.booleans())
def test_no_line_is_ever_lost(text: str, has_older: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "me.yaml")
        older = graph_of(STATEMENTS) if has_older else None
        try:
            after, found = migrated(text, path, LATER, older)
        except SourceError as error:
            assert path.read_bytes() == text.encode(), error
            assert "twice" in error.problem or "skipped, though" in error.problem
            return
        assert len(after.splitlines()) == len(text.splitlines())
        for (
            before,
            now,
        ) in zip(text.splitlines(), after.splitlines(), strict=True):
            assert before.partition("# ")[2] in now
        for name in found.names:
            assert name.written or name.name in after.splitlines()[name.line - 1]
        once = path.read_bytes()
        again = LATER.migrate_profile(path)
        assert (path.read_bytes(), again.open) == (once, ())
