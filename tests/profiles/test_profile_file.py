"""Profile files as people, other programs and strangers write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rolegraph import AmbiguousNode, Level, RolegraphError, SourceError, UnknownNode
from rolegraph.graph import RoleGraph
from rolegraph.model.level_words import parse_have, parse_holding
from rolegraph.model.plans import Profile
from rolegraph.profiles.profile_file import read_profile
from rolegraph.profiles.tracking import capability_names, role_names

Read = Callable[[str | bytes], Profile]


@pytest.fixture
def read(small: RoleGraph, tmp_path: Path) -> Read:
    def read_(content: str | bytes) -> Profile:
        path = tmp_path / "me.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_profile(path, capability_names(small), role_names(small))

    return read_


def held(profile: Profile) -> list[tuple[str, Level, bool, str]]:
    return [(one.label, one.level, one.learned, one.since) for one in profile.holdings]


FULL = """\
name: Ada          # for headings
hours_per_week: 7.5
goal: Pastry Chef
have:
  dough: expert
  Deck oven | stone-oven: proficient
  bachelor-chemistry: or a related field
done:
  heat control: {level: working, on: 2026-01-31}
  scale:
learning: [sugar work]
skip:
  - French
"""


def test_everything_that_a_file_may_say(read: Read) -> None:
    profile = read(FULL)
    assert (profile.name, profile.hours_per_week) == ("Ada", 7.5)
    assert profile.goal is not None
    assert profile.goal.label == "Pastry Chef"
    assert sorted(held(profile)) == [
        ("Bachelor's degree in Chemistry", Level.WORKING, False, ""),
        ("Deck oven or Stone oven", Level.PROFICIENT, False, ""),
        ("Scale", Level.WORKING, True, ""),
        ("dough", Level.EXPERT, False, ""),
        ("heat control", Level.WORKING, True, "2026-01-31"),
    ]
    assert [one.open_to_related for one in profile.holdings if "Chemistry" in one.label] == [True]
    assert [one.label for one in profile.learning] == ["sugar work"]
    assert [one.label for one in profile.skipped] == ["French"]


def test_line_ends_and_byte_order_marks_change_nothing(read: Read) -> None:
    plain = read(FULL)
    assert read(FULL.replace("\n", "\r\n")) == plain
    assert read(b"\xef\xbb\xbf" + FULL.encode()) == plain


@pytest.mark.parametrize(
    "have", ["[dough]", "\n  - dough", "\n  dough:", "\n  dough: ~", "{dough: working}", "[dough: working]", "{dough}"]
)
def test_a_section_may_be_a_list_or_a_mapping_in_any_style(read: Read, have: str) -> None:
    assert held(read(f"have: {have}\n")) == [("dough", Level.WORKING, False, "")]


@pytest.mark.parametrize("text", ["# nothing\n", "have:\n", "have: ~\n", "---\n# nothing\n", "have: {}\nskip: []\n"])
def test_a_file_may_say_nothing(read: Read, text: str) -> None:
    assert read(text) == Profile("me")


def test_without_a_way_to_find_roles_the_goal_is_left_out(small: RoleGraph, tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("goal: pastry-chef\nhave: [dough]\n")
    assert read_profile(path, capability_names(small)).goal is None


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: &a [dough]\nb: *a\n", 2, "has an alias, *a"),
        ("have: !!python/object/apply:os.system ['true']\n", 1, "has a tag"),
        ("have:\n  !!str dough: expert\n", 2, "has a tag"),
        ("have:\n\tdough: expert\n", 2, "indent with spaces"),
        ("have: [dough]\nhave: [French]\n", 2, "have is there twice"),
        ("have:\n  dough: expert\n  dough making: working\n", 3, "names dough twice, here and in line 2"),
        ("have:\n  Deck oven | stone oven:\n  stone-oven | deck-oven:\n", 3, "twice"),
        ("learning: [French]\nskip:\n- French\n", 3, "is skipped, though line 1 is learning it"),
        ("learning:\n  French: expert\n", 2, "learning takes names only"),
        ("done:\n  dough | French: expert\n", 2, "takes one name at a time"),
        ("done:\n  dough: {level: guru}\n", 2, "unknown level 'guru'"),
        ("done:\n  dough: {on: yesterday}\n", 2, "'yesterday' is not a date"),
        ("done:\n  dough:\n    level: expert\n    level: working\n", 4, "level is there twice"),
        ("done:\n  dough: {by: me}\n", 2, "unknown key 'by'"),
        ("done:\n  dough: [expert]\n", 2, "is not a level"),
        ("have:\n  dough: {level: expert}\n", 2, "is not a level"),
        ("have:\n  - [dough]\n", 2, "an entry that is not a name"),
        ("have: dough\n", 1, "is not a mapping"),
        ("name: [a]\n", 1, "name is not a text"),
        ("name: x\ngoal: pastri-chef\n", 2, "did you mean 'Pastry Chef'?"),
        ("have:\n  duogh: expert\n", 2, "did you mean dough?"),
        ("have: [dough, {a: b, c: d}]", 1, "an entry that is not a name"),
        ("hours_per_week: nan\n", 1, "is not a number of hours a week"),
        ("name: a\n---\nname: b\n", 2, "but found another document"),
        ("name: a\x07b\n", 1, "special characters are not allowed"),
        ("<<: {name: x}\n", 1, "unknown key '<<'"),
        ("\x00", 1, "is binary, not text (name a YAML file)"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(read: Read, text: str, line: int, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.line == line
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nesting_beyond_reason_is_refused(read: Read) -> None:
    with pytest.raises(SourceError, match="nested too deeply"):
        read("have: " + "[" * 5000 + "]" * 5000)


def test_an_ambiguous_name_in_a_file_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("have:\n  thing:\n")

    def resolve(name: str) -> None:
        raise AmbiguousNode("node", name, ("skill/thing", "tool/thing"))

    with pytest.raises(SourceError, match="line 2: 'thing' names more than one node: say skill/thing or tool/thing"):
        read_profile(path, resolve)  # type: ignore[arg-type]


def test_a_level_stands_behind_the_last_colon_and_names_may_have_colons(small: RoleGraph) -> None:
    resolve = capability_names(small)
    dough = small.resolve("dough")
    assert parse_holding("dough", resolve) == (dough, None)
    assert parse_holding(" dough : Expert ", resolve) == (dough, Level.EXPERT)
    assert parse_holding("dough:", resolve) == (dough, None)
    assert parse_holding(dough.iri, resolve) == (dough, None)
    assert parse_holding(f"{dough.iri}:expert", resolve) == (dough, Level.EXPERT)
    assert parse_have("dough:expert,, french", resolve) == {dough: Level.EXPERT, small.resolve("French"): Level.WORKING}
    with pytest.raises(UnknownNode, match="nothing is called 'duogh': did you mean dough"):
        parse_holding("duogh:expert", resolve)
    with pytest.raises(UnknownNode, match="nothing is called 'duogh'"):
        parse_holding("duogh:guru", resolve)
    with pytest.raises(RolegraphError, match="unknown level 'guru' for dough"):
        parse_holding("dough:guru", resolve)


def test_a_level_may_stand_behind_a_name(read: Read) -> None:
    found = read("have:\n  dough (basic):\n  French B2: good\nlearning: [sugar work]\ndone:\n- scale – expert\n")
    assert {one.label: one.level for one in found.holdings} == {
        "dough": Level.FAMILIAR,
        "French": Level.WORKING,
        "Scale": Level.EXPERT,
    }
    with pytest.raises(SourceError, match=r"line 2: dough \(basic\): expert says two levels, familiar and expert"):
        read("have:\n  dough (basic): expert\n")
    with pytest.raises(SourceError, match="line 1: learning takes names only"):
        read("learning: [dough (basic)]\n")


RENAMED = """\
goal: pastri-chef
have:
  duogh:
  scale: expert
  juggling | stone-oven: working
done:
  fire eating: {level: expert, on: 2026-01-31}
learning: [sugar work, rope dancing]
skip:
- french
"""


def test_all_names_that_mean_nothing_are_said_at_once(read: Read) -> None:
    with pytest.raises(SourceError) as caught:
        read(RENAMED)
    head, *lines = str(caught.value).splitlines()
    assert head.endswith("leave out those that mean nothing with --skip-unknown):")
    assert "5 names do not mean one thing" in head
    assert lines[:5] == [
        "  line 1: no role 'pastri-chef': did you mean 'Pastry Chef'?",
        "  line 3: nothing is called 'duogh': did you mean dough?",
        "  line 5: nothing is called 'juggling'",
        "  line 7: nothing is called 'fire eating'",
        "  line 8: nothing is called 'rope dancing'",
    ]
    with pytest.raises(
        SourceError, match=r"line 2: nothing is called 'duogh'.*\(or leave it out with --skip-unknown\)"
    ):
        read("have:\n  duogh: expert\n")


def test_names_that_mean_nothing_are_left_out_on_request(small: RoleGraph, tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(RENAMED)
    found = small.read_profile(path, skip_unknown=True)
    assert held(found) == [("Scale", Level.EXPERT, False, "")]
    assert found.goal is None
    assert [one.label for one in found.learning] == ["sugar work"]
    assert [one.label for one in found.skipped] == ["French"]
    assert found == read_profile(path, capability_names(small), role_names(small), skip_unknown=True)


def test_a_name_with_several_meanings_is_never_left_out(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("have:\n  thing:\n  absent:\n")

    def resolve(name: str) -> None:
        raise (
            AmbiguousNode("node", name, ("skill/thing", "tool/thing")) if name == "thing" else UnknownNode("node", name)
        )

    with pytest.raises(SourceError, match="line 2: 'thing' names more than one node"):
        read_profile(path, resolve, skip_unknown=True)  # type: ignore[arg-type]


def test_a_list_of_names_is_read_as_a_whole(small: RoleGraph) -> None:
    resolve = capability_names(small)
    with pytest.raises(UnknownNode) as caught:
        parse_have("duogh:expert,French,juggling", resolve)
    assert str(caught.value).startswith(
        "2 names mean nothing here:\n  nothing is called 'duogh': did you mean dough?\n  nothing is called 'juggling'\n"
    )
    unknown: list[str] = []
    assert parse_have("duogh:expert,French,juggling", resolve, unknown) == {small.resolve("French"): Level.WORKING}
    assert unknown == ["nothing is called 'duogh': did you mean dough?", "nothing is called 'juggling'"]
    assert parse_have("juggling", resolve, unknown) == {}
