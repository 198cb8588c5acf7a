"""`profile` and `path --profile` as a person types them."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from tests.cli.running import Run
from tests.conftest import SMALL


@pytest.fixture
def me(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "110")
    return tmp_path / "me.yaml"


def test_from_a_first_profile_to_half_the_way(run: Run, me: Path) -> None:
    words = ["--role", "baker", "--goal", "pastry-chef", "--name", "Ada", "--hours-per-week", "10"]
    assert run("profile", "init", me, *words).err == (
        f"wrote {me}: 4 capabilities; read it and correct what is wrong\n"
    )
    assert run("profile", "learning", me, "sugar work", "French").out == (
        "sugar work: in progress\nFrench: in progress\n"
    )
    assert run("profile", "skip", me, "heat").out == "heat control: skipped\n"
    assert run("profile", "add", me, "dough:proficient").out == "dough: already held, proficient\n"
    assert run("profile", "done", me, "dough").out == "dough: done, expert\n"
    assert run("profile", "done", me, "dough").out == "dough: already held, expert\n"
    planned = run("path", "--profile", me)
    assert planned.code == 0
    for line in (
        "From Ada to Pastry Chef",
        "1 capability learned: 3 of 4 essential requirements met, 2 at the start; ~100 of an estimated ~130 hours",
        f"dough    expert  {date.today().isoformat()}  meets dough",
        "in progress; required; builds on dough",
        "To learn: 1 capability, 1 level, ~30 hours: about 3 weeks at 10 hours a week.",
        "You are also learning: French.",
        "heat control  sugar work builds on it, and is planned without it",
    ):
        assert line in planned.out
    assert "Done so far" not in run("path", "baker", "pastry-chef").out
    tasks = run("path", "--profile", me, "--format", "markdown").out
    assert "- [ ] **1. sugar work**: \\~30 hours; in progress; required" in tasks


def test_show_says_what_the_file_means(run: Run, me: Path) -> None:
    me.write_text(
        "hours_per_week: 8\ngoal: pastry-chef\nhave:\n  deck-oven | stone-oven:\n"
        "  bachelor-chemistry: or a related field\ndone:\n  dough: {level: expert, on: 2026-01-31}\n"
        "learning: [French]\nskip: [heat]\n"
    )
    out = run("profile", "show", me).out
    for line in (
        "On the way to Pastry Chef, at 8 hours a week.",
        "1 capability learned: 3 of 4 essential requirements met, 2 at the start",
        "Bachelor's degree in Chemistry or a related field  degree  -",
        "Deck oven or Stone oven                            tool    working",
        "dough  skill  expert  2026-01-31",
        "French  skill",
        "heat control  skill",
    ):
        assert line in out
    shown = json.loads(run("profile", "show", me, "--format", "json").out)
    assert shown["profile"]["goal"]["slug"] == "pastry-chef"
    assert shown["progress"]["met"] == 3
    assert [one["since"] for one in shown["profile"]["holdings"] if one["learned"]] == ["2026-01-31"]
    me.write_text("# nothing\n")
    assert run("profile", "show", me).out.startswith("me\nNo goal.")


def test_a_plan_in_json_has_progress_and_what_is_skipped(run: Run, me: Path) -> None:
    me.write_text("have: [deck-oven]\ndone: {dough: expert}\nskip: [sugar work, blowtorch]\n")
    found = json.loads(run("path", "pastry-chef", "--profile", me, "--format", "json").out)
    assert [step["node"]["slug"] for step in found["steps"]] == []
    assert found["progress"]["hours_done"] == 200
    assert found["skipped"][0]["left_open"][0]["label"] == "sugar work"
    assert "that can be learned is met except what you skip" in run("path", "pastry-chef", "--profile", me).out


def test_a_plan_in_sparql_leaves_out_what_is_not_known(run: Run, me: Path) -> None:
    me.write_text("have:\n  deck-oven | stone-oven:\n  dough:\n")
    out = run("path", "pastry-chef", "--profile", me, "--sparql").out
    assert "skill/dough" in out
    assert "tool/deck-oven" not in out


def test_a_picture_takes_the_goal_too(run: Run, me: Path, tmp_path: Path) -> None:
    me.write_text("goal: pastry-chef\nhave: [dough]\n")
    result = run("view", "path", "--profile", me, "--format", "dot", "--out", tmp_path / "p.dot")
    assert (result.code, (tmp_path / "p.dot").exists()) == (0, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["path", "--profile", "{me}"], "name the role to reach, or give a --profile that has a goal"),
        (["path"], "use --have, --profile or --from-scratch"),
        (["path", "--from-scratch"], "name the role to reach"),
        (["profile", "init", "{me}"], "me.yaml: already exists (name another file, or replace it with --force)"),
        (["profile", "init", "{new}", "--role", "bakr"], "no role 'bakr': did you mean Baker?"),
        (["profile", "init", "{new}", "--goal", "zzz"], "no role 'zzz'"),
        (["profile", "init", "{new}", "--have", "dough:guru"], "unknown level 'guru' for dough"),
        (["profile", "done", "{new}", "dough"], "new.yaml: there is no such file"),
        (["profile", "done", "{me}", "duogh"], "nothing is called 'duogh': did you mean dough?"),
        (["profile", "add", "{me}", "dough:guru"], "unknown level 'guru' for dough"),
        (["profile", "skip", "{me}", "baker"], "nothing that fits here is called 'baker': that is a name of a role"),
        (["profile", "show", "{bad}"], "bad.yaml, line 2: nothing is called 'duogh': did you mean dough?"),
    ],
)
def test_what_cannot_be_done_is_one_message(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    me, bad = tmp_path / "me.yaml", tmp_path / "bad.yaml"
    me.write_text("have: [dough]\n")
    bad.write_text("have:\n- duogh\n")
    result = run(*(word.format(me=me, new=tmp_path / "new.yaml", bad=bad) for word in words))
    assert (result.code, result.out, result.err.count("\n") <= 8) == (2, "", True)
    assert message in result.err
    assert result.err.startswith("rolegraph: ")
    assert me.read_text() == "have: [dough]\n"
    assert not (tmp_path / "new.yaml").exists()


RENAMED = "name: Ada\ngoal: pastry-chef\nhave:\n  duogh:\n  scale: expert\n  juggling:\nlearning: [rope dancing]\n"


@pytest.mark.parametrize(
    "words",
    [
        ("profile", "show", "ME"),
        ("profile", "add", "ME", "heat"),
        ("profile", "done", "ME", "heat"),
        ("profile", "learning", "ME", "heat"),
        ("profile", "skip", "ME", "heat"),
        ("path", "--profile", "ME"),
        ("route", "--profile", "ME"),
        ("nearest", "--profile", "ME"),
        ("whatif", "--profile", "ME"),
        ("view", "path", "--profile", "ME", "--out", "-"),
    ],
)
def test_every_command_reports_all_unknown_names_or_goes_on_without_them(
    run: Run, me: Path, words: tuple[str, ...]
) -> None:
    me.write_text(RENAMED)
    words = tuple(str(me) if word == "ME" else word for word in words)
    refused = run(*words)
    assert (refused.code, refused.out) == (2, "")
    assert [line.split(":")[0].strip() for line in refused.err.splitlines()[1:4]] == ["line 4", "line 6", "line 7"]
    assert me.read_text() == RENAMED
    done = run(*words, "--skip-unknown")
    assert done.code in (0, 1)  # 1 where there is no route
    assert done.out
    for line, name in ((4, "duogh"), (6, "juggling"), (7, "rope dancing")):
        assert f"line {line}: nothing is called '{name}'" in done.err
    for name in ("duogh:", "juggling:", "rope dancing"):
        assert name in me.read_text()


def test_lists_report_all_unknown_names(run: Run) -> None:
    for words in (
        ("compare", "bakre", "baker", "juggler"),
        ("path", "bakre", "juggler"),
        ("path", "pastry-chef", "--have", "bakre,dough,juggler:expert"),
        ("whatif", "baker", "--learn", "bakre,dough,juggler"),
        ("route", "baker", "pastry-chef", "--via", "bakre", "--avoid", "juggler"),
    ):
        result = run(*words)
        assert (result.code, result.out) == (2, "")
        assert "'bakre'" in result.err
        assert "'juggler'" in result.err
    skipped = run("path", "pastry-chef", "--have", "bakre,dough,juggler:expert", "--skip-unknown")
    assert skipped.code == 0
    assert skipped.err.count("(left out)") == 2


def test_a_profile_is_begun_without_unknown_names_on_request(run: Run, me: Path) -> None:
    assert run("profile", "init", me, "--have", "juggling,dough").code == 2
    assert not me.exists()
    result = run("profile", "init", me, "--have", "juggling,dough", "--skip-unknown")
    assert result.err.splitlines() == [
        "rolegraph: --have, nothing is called 'juggling' (left out)",
        f"wrote {me}: 1 capability; read it and correct what is wrong",
    ]


def test_an_empty_profile_is_to_be_filled_rather_than_corrected(run: Run, me: Path) -> None:
    advice = "add what you have with `rolegraph profile add`"
    assert run("profile", "init", me).err == f"wrote {me}: 0 capabilities; {advice}\n"


CV = """Curriculum vitae

Robin Sample
robin@example.org

Skills
Dough (expert), deck oven

Work
Baker, The Stone Mill, 2019 - now
"""


def test_a_cv_becomes_a_profile_that_commands_read(
    run: Run, me: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv = tmp_path / "cv.txt"
    cv.write_text(CV)
    assert "Nothing is written" in run("profile", "from", cv).out
    assert not me.exists()
    written = run("profile", "from", cv, "-o", me)
    assert written.err == f"wrote {me}: read it and correct what is wrong\n"
    assert "2 capabilities, 1 with a level" in written.out
    assert "Robin" not in written.out + me.read_text()
    assert run("path", "pastry-chef", "--profile", me).code == 0
    again = run("profile", "from", cv, "-o", me)
    assert (again.code, "already exists" in again.err) == (2, True)
    assert run("profile", "from", cv, "-o", me, "--force", "--name", "R. S.").code == 0
    assert "name: R. S." in me.read_text()
    found = json.loads(run("profile", "from", cv, "--json").out)
    assert [shown["one_of"][0]["slug"] for shown in found["capabilities"]] == ["dough", "deck-oven"]
    assert found["jobs"][0]["role"]["slug"] == "baker"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CV.encode())))
    assert "What <standard input> shows" in run("profile", "from", "-").out


def test_what_is_no_cv_is_refused_and_a_cv_is_not_ingested(run: Run, me: Path, tmp_path: Path) -> None:
    advert, cv = tmp_path / "advert.txt", tmp_path / "cv.txt"
    advert.write_text(
        "Baker wanted\n\nWe are looking for a baker. You will bake. Apply now.\n\nRequirements\n- dough\n"
    )
    refused = run("profile", "from", advert, "-o", me)
    assert (refused.code, me.exists()) == (2, False)
    assert "is no CV: it seems to be a text of the kind posting" in refused.err
    assert run("profile", "from", advert, "-o", me, "--as", "cv").code == 0
    assert run("profile", "from", tmp_path / "none.txt").code == 2
    cv.write_text(CV)
    graph = tmp_path / "graph.ttl"
    ingested = run("ingest", cv, "--graph", graph, graph=None)
    assert (ingested.code, graph.exists()) == (2, False)
    assert "rolegraph profile from" in ingested.err


def test_migrate_says_what_became_of_each_name(run: Run, me: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.ttl"
    text = SMALL.read_text().replace("skill:sugar-work", "skill:sugar").replace('"sugar work"', '"confectionery"')
    named = 'skill:sugar a rg:Skill ; skos:altLabel "sugar work"@en ;'
    later.write_text(text.replace("skill:sugar a rg:Skill ;", named))
    me.write_text("goal: pastry-chef\nhave:\n  sugar-work: expert  # at school\n  juggling:\n")
    shown = run("profile", "migrate", me, "--from", SMALL, "--graph", later, "--dry-run", graph=None)
    assert (shown.code, shown.err, me.read_text()[-9:]) == (1, "", "juggling:\n"[-9:])
    for line in (
        "3 names: 1 as before, 1 changed, 1 to be decided.",
        "3  sugar-work  confectionery  replaced  its label is another name of this now",
        "4  juggling  a comment        means nothing in either graph",
    ):
        assert line in shown.out
    done = run("profile", "migrate", me, "--from", SMALL, "--graph", later, graph=None)
    assert (done.code, done.err) == (1, f"wrote {me}\n")
    assert me.read_text() == (
        "goal: pastry-chef\nhave:\n  confectionery: expert  # at school\n"
        "  # juggling:  # means nothing in either graph\n"
    )
    again = run("profile", "migrate", me, "--graph", later, "--json", graph=None)
    assert (again.code, again.err) == (0, "")
    assert [name["change"] for name in json.loads(again.out)["names"]] == ["same", "same"]


def test_migrate_refuses_what_it_cannot_write(run: Run, me: Path, tmp_path: Path) -> None:
    me.write_text("have: [dough]\n")
    out = tmp_path / "other.yaml"
    out.write_text("mine")
    refused = run("profile", "migrate", me, "-o", out)
    assert (refused.code, out.read_text()) == (2, "mine")
    assert "already exists (name another file, or replace it with --force)" in refused.err
    assert run("profile", "migrate", tmp_path / "none.yaml").code == 2
    assert run("profile", "migrate", me, "--from", tmp_path / "none.ttl").code == 2
