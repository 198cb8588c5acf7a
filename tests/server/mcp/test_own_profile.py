"""The person's own profile: shown, and changed only where that was allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from mcp import MCPError
from tests.server.mcp.asked import Assistant

from rolegraph.graph import RoleGraph
from rolegraph.profiles.tracking import read
from rolegraph.server.mcp.tools import tools

TEXT = "# mine\nname: Me\ngoal: pastry-chef\nhave:\n  dough: proficient\n  french:\n"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "me.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_nothing_changes_a_profile_unless_that_was_allowed(small: RoleGraph, profile: Path) -> None:
    assert "update_profile" not in tools(profile)
    assert "profile" not in tools()
    assert "update_profile" not in tools(writes=True)
    with pytest.raises(MCPError, match="no tool 'update_profile'"):
        Assistant(small, profile).ask("update_profile", action="add", names=["sugar work"])
    Assistant(small, profile).ask("profile")
    assert profile.read_text(encoding="utf-8") == TEXT
    assert [file.name for file in profile.parent.iterdir()] == [profile.name]


def test_the_profile_is_shown_without_saying_where_it_is(small: RoleGraph, profile: Path) -> None:
    found = Assistant(small, profile).ask("profile")
    assert "On the way to Pastry Chef" in found.text
    assert "dough" in found.text.lower()
    assert str(profile.parent) not in found.text


def test_names_that_mean_nothing_are_told(small: RoleGraph, profile: Path) -> None:
    profile.write_text(TEXT + "  quarks:\n", encoding="utf-8")
    assert "quarks" in Assistant(small, profile).ask("profile").text.splitlines()[0]


@pytest.mark.parametrize(
    ("action", "names", "part", "section"),
    [
        ("add", ["sugar work:expert"], "added, expert", "have"),
        ("done", ["sugar work"], "done", "done"),
        ("learning", "sugar work", "in progress", "learning"),
        ("skip", ["sugar work"], "skipped", "skip"),
        ("remove", ["dough"], "removed from have", ""),
        ("remove", ["sugar work"], "not in it", ""),
    ],
)
def test_a_change_is_in_the_file_and_leaves_the_rest(
    small: RoleGraph, profile: Path, action: str, names: list[str], part: str, section: str
) -> None:
    found = Assistant(small, profile, writes=True).ask("update_profile", action=action, names=names)
    assert not found.wrong, found.text
    assert part in found.text
    text = profile.read_text(encoding="utf-8")
    assert text.startswith("# mine\nname: Me\ngoal: pastry-chef\n")
    assert "french" in text
    if section:
        (entry,) = (one for one in getattr(read(small, profile), section) if one.name.startswith("sugar"))
        assert entry.one_of[0] == small.resolve("sugar work")
    else:
        assert ("dough" in text) == (names != ["dough"])


@pytest.mark.parametrize(
    ("action", "names", "part"),
    [
        ("add", ["quarks"], "quarks"),
        ("burn", ["dough"], "action should be"),
        ("add", [], "takes at least 1"),
        ("add", ["dough:splendid"], "splendid"),
        ("add", ["dough", "quarks"], "quarks"),
        ("remove", ["baker"], "name of a role"),
    ],
)
def test_what_is_wrong_changes_nothing(
    small: RoleGraph, profile: Path, action: str, names: list[str], part: str
) -> None:
    found = Assistant(small, profile, writes=True).ask("update_profile", action=action, names=names)
    assert found.wrong
    assert part in found.text
    assert profile.read_text(encoding="utf-8") == TEXT


def test_a_tool_that_writes_says_so(small: RoleGraph, profile: Path) -> None:
    listed = Assistant(small, profile, writes=True).talk(lambda client: client.list_tools()).tools
    writing = [tool.name for tool in listed if tool.annotations and not tool.annotations.read_only_hint]
    assert writing == ["update_profile"]


def test_a_profile_that_is_gone_is_told_of(small: RoleGraph, profile: Path) -> None:
    assistant = Assistant(small, profile, writes=True)
    profile.unlink()
    for tool, arguments in (
        ("profile", {}),
        ("path", {"me": True}),
        ("update_profile", {"action": "add", "names": ["dough"]}),
    ):
        found = assistant.ask(tool, **arguments)
        assert found.wrong
        assert "me.yaml" in found.text


def test_a_profile_that_is_no_text_is_told_of(small: RoleGraph, profile: Path) -> None:
    profile.write_bytes(b"name: \xff\xfe\n")
    for found in (Assistant(small, profile).ask("profile"), Assistant(small, profile).ask("path", to="baker", me=True)):
        assert found.wrong
        assert "internal" not in found.text
        assert found.text.encode()
