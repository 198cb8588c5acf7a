"""Role profiles from tables: the same from every kind of file, what spreadsheets do to them, and what does not fit."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rolegraph
from rolegraph import Kind, SourceError
from rolegraph.scales import Level, Necessity
from rolegraph.sources.table import workbook
from rolegraph.sources.table.columns import COLUMNS, FACTS, KINDS, LEVELS, NECESSITIES, SENIORITIES
from rolegraph.sources.table.template import template
from rolegraph.tabling import TableImport, import_table
from rolegraph.vocabulary import RG, SKOS, SOURCE

ENDINGS = (".csv", ".xlsx", ".yaml")
HEAD = "role;capability;kind;necessity;level;effort hours;prerequisites\n"
Written = Callable[[str, str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def imported(path: Path) -> TableImport:
    return import_table(path, path.with_suffix(".trig"))


def facts(path: Path) -> set[tuple[str, str, str]]:
    """All that a graph states but for where it is said, and in which bytes."""
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in rolegraph.open(path).dataset.quads()
        if "line-" not in f"{quad.subject}{quad.object}" and quad.predicate.value != RG + "contentHash"
    }


def to_csv(rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(COLUMNS), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def notes(path: Path, iri: str) -> list[str]:
    return rolegraph.open(path).dataset.objects(iri, SKOS + "note")


ROWS: tuple[dict[str, str], ...] = (
    {"role": "Cook", "capability": "sauces", "level": "4", "definition": "Cooks.", "industry": "hotels|restaurants"},
    {"role": "Cook", "capability": "oven|grill", "kind": "tool", "category": "hot kitchen", "seniority": "mid"},
    {"role": "Cook", "capability": "Sauces and Dips", "necessity": "nice to have", "other names": "Chef de partie"},
    {"role": "Cook", "capability": "menus", "examples": "Menu Planner", "responsibility": "Cook|Taste"},
    {"role": "Cook", "capability": "Python", "broader": "programming"},
    {"role": "Waiter", "capability": "Menus", "level": "working"},
    {"role": "Waiter", "capability": "Master's degree in History", "kind": "degree"},
    {"capability": "sauces", "effort hours": "60", "close to": "Menus", "prerequisites": "knives"},
)  # fmt: skip


def test_the_template_is_the_same_graph_in_every_format_and_fits(tmp_path: Path) -> None:
    found = {}
    for ending in ENDINGS:
        path = tmp_path / f"museum{ending}"
        path.write_bytes(template(path))
        out = tmp_path / f"graph-{ending[1:]}.trig"
        result = import_table(path, out)
        assert result.clean
        assert result.notes == ()
        assert rolegraph.open(out).validate().violations == ()
        found[ending] = facts(out)
    assert found[".csv"] == found[".xlsx"] == found[".yaml"]
    assert len(found[".csv"]) > 100


def test_what_a_table_says(written: Written) -> None:
    path = written("kitchen.csv", to_csv(ROWS))
    result = imported(path)
    assert result.clean
    assert result.source == "kitchen"
    graph = rolegraph.open(path.with_suffix(".trig"))
    cook = graph.role("chef de partie")
    assert (cook.node.label, cook.definitions[0].text if cook.definitions else "") == ("Cook", "Cooks.")
    assert {one.node.label for one in cook.industries} == {"Hotels", "Restaurants"}
    asked = {one.label: one for one in cook.requirements}
    assert asked["sauces"].level is Level.EXPERT
    assert asked["Sauces and Dips"].necessity is Necessity.PREFERRED
    assert {one.kind for one in asked["grill or oven"].any_of} == {Kind.TOOL}
    assert [one.label for one in asked["Menus"].examples] == ["Menu Planner"]
    assert asked["Python"].any_of[0].iri == rolegraph.open().resolve("Python").iri
    (evidence,) = asked["Sauces and Dips"].evidence
    assert (evidence.source.slug, evidence.section, evidence.line) == ("kitchen", "roles", 4)
    sauces = graph.capability("sauces")
    assert sauces.effort is not None
    assert sauces.effort.hours == 60
    assert [one.label for one in sauces.prerequisites] == ["knives"]
    assert graph.path("Waiter", "Cook").steps[0].node.label == "knives"
    (source,) = graph.info().sources
    assert graph.dataset.objects(source.node.iri, RG + "sourceKind") == ["table"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing_but_lines(seed: int, tmp_path: Path) -> None:
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)  # noqa: S311 - no secret
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(to_csv(ROWS))
    other.write_text(to_csv(rows))
    for path in (one, other):
        import_table(path, path.with_suffix(".trig"), source="kitchen")
    assert facts(one.with_suffix(".trig")) == facts(other.with_suffix(".trig"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write(delimiter: str, encoding: str, newline: str, written: Written) -> None:
    rows = [
        ["", "", "", ""],
        ["ROLE", "Other_Names", " capability ", "", ""],
        ["Koch", "", "Soßen\u00a0und\nDips", "", ""],
    ]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(
        [*rows, [""] * 5, [""] * 9]
    )
    result = imported(written("kueche.csv", file.getvalue().encode(encoding)))
    assert result.clean
    assert result.files[0].rows == 1
    assert [note for note in result.notes if "Windows-1252" in note] == list(result.notes)
    assert bool(result.notes) is (encoding == "cp1252")
    graph = rolegraph.open(result.place)
    assert [one.label for one in graph.role("Koch").requirements] == ["Soßen und Dips"]


def test_the_empty_role_is_the_one_above_also_where_that_row_does_not_fit(written: Written) -> None:
    text = "sep=;\n" + HEAD + "Cook;sauces;;;guru\n;soups\nWaiter;menus\n;;;;;;\n;sauces\n"
    result = imported(written("t.csv", text))
    graph = rolegraph.open(result.place)
    assert [one.label for one in graph.role("Cook").requirements] == ["soups"]
    assert [one.label for one in graph.role("Waiter").requirements] == ["menus", "sauces"]
    assert result.files[0] == (str(result.place.with_suffix(".csv")), 4, 3, 0, 1)


MISFITS = [
    ("Cook;soups;;;guru", 3, "level", "is none of familiar, working, proficient, expert, 1, 2, 3, 4"),
    ("Cook;soups;;perhaps", 3, "necessity", "is none of essential, must"),
    ("Cook;soups;gadget", 3, "kind", "is none of skill, tool, degree, certification"),
    ("Cook;;;must", 3, "capability", "is empty"),
    ("Cook", 3, "capability", "is empty"),
    ("Cook;???", 3, "capability", "has no letter and no digit"),
    (f"Cook;{'x' * 101}", 3, "capability", "has more than 100 characters"),
    ("Cook;SAUCES", 3, "capability", "is asked for already, in line 2"),
    ("Cook|Waiter;soups", 3, "role", "names several"),
    ("Waiter;knife work;tool", 3, "kind", "is tool, but skill in line 2"),
    ("Cook;a plumber's papers;degree", 3, "capability", "is no degree that can be read"),
    (";soups;;;;zero", 3, "effort hours", "is no number of hours above 0"),
    (";soups;;;;-3", 3, "effort hours", "is no number of hours above 0"),
    (";soups;;;;1e9", 3, "effort hours", "is no number of hours above 0"),
    (";soups;;;expert;30", 3, "level", "is said of a role, but the row is about a capability"),
    (";soups|dips;;;;30", 3, "capability", "names several, where one is described"),
    (";soups;;;;;soups", 3, "prerequisites", "names the capability itself"),
    (
        ";soups;;;;;dips\n;dips;;;;;soups",
        4,
        "prerequisites",
        "lead in a circle, since soups has this one among its own",
    ),
    (";soups;;;;30\n;soups;;;;40", 4, "effort hours", "differs from that in line 3"),
    ("Cook;soups;;;;;;;extra", 3, "(row)", "more cells than the heading has"),
    ('Cook;"sou"ps', 3, "(row)", "a quotation mark in the middle of a cell"),
]


@pytest.mark.parametrize(("rows", "line", "column", "reason"), MISFITS)
def test_a_row_that_does_not_fit_is_reported_and_the_rest_goes_in(
    rows: str, line: int, column: str, reason: str, written: Written
) -> None:
    first = "sauces" if "SAUCES" in rows else "sauces|knife work"
    text = f"{HEAD}Cook;{first};skill\n{rows}\nCook;bread\n"
    path = written("t.csv", text)
    result = imported(path)
    (trouble,) = result.troubles
    (misfit,) = trouble.first
    assert (misfit.file, misfit.line, misfit.column) == (str(path), line, column)
    assert misfit.reason.startswith(reason)
    assert sum(result.files[0][2:]) == result.files[0].rows
    graph = rolegraph.open(result.place)
    assert "bread" in [one.label for one in graph.role("Cook").requirements]
    assert graph.validate().valid
    strict = path.with_name("strict.ttl")
    with pytest.raises(SourceError) as caught:
        import_table(path, strict, strict=True)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert str(caught.value).startswith(f"{path}, line {line}: {column}: {reason}")
    assert not strict.exists()


def test_role_facts_may_stand_in_any_row_but_not_contradict(written: Written) -> None:
    text = "role,capability,seniority,definition,responsibility\nCook,soups,,,\nCook,,head,Cooks.,Taste\nCook,,mid,,\n"
    result = imported(written("t.csv", text))
    (trouble,) = result.troubles
    assert (trouble.column, trouble.reason) == ("seniority", "differs from that in line 3")
    assert str(rolegraph.open(result.place).role("Cook").seniority) == "head"


def test_a_circle_over_what_the_graph_has_is_a_misfit(written: Written, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    rolegraph.ingest.ingest([small_path], graph)
    known = rolegraph.open(graph).dataset.pairs(RG + "prerequisite")[0]
    later, sooner = (one.rsplit("/", 1)[1] for one in known)
    result = import_table(written("t.csv", HEAD + f"Cook;soups\n;{sooner};;;;;{later}\n"), graph)
    assert [one.column for one in result.troubles] == ["prerequisites"]
    assert len(rolegraph.open(graph).info().sources) == 2


HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "<script>alert(1)</script>",
    "\"quoted\" 'text' \\",
    "a\nb",
    "> <http://x> .",
    "@x +1",
]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_hostile_cells_stay_plain_text(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"hostile{ending}"
    rows = [["role", "capability", "note", "definition"], *(["Cook", text, text, HOSTILE[1]] for text in HOSTILE)]
    if ending == ".csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in book.active.iter_rows():
            for cell in cells:
                cell.data_type = "s"
        book.save(path)
    result = imported(path)
    assert result.clean
    cook = rolegraph.open(result.place).role("Cook")
    wanted = {" ".join(text.split()) for text in HOSTILE}
    assert {one.label for one in cook.requirements} == wanted
    assert {note for one in cook.requirements for note in notes(result.place, one.iri)} == wanted
    assert cook.definitions[0].text == HOSTILE[1]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=6), data=st.binary(max_size=60))
def test_any_text_is_a_row_or_a_misfit_and_any_bytes_an_error(texts: list[str], data: bytes, tmp_path: Path) -> None:
    path, out = tmp_path / "any.csv", tmp_path / "any.trig"
    rows = [
        {"role": "Cook", "capability": "soups"},
        *({"role": text, "capability": text, "note": text} for text in texts),
    ]
    path.write_bytes(to_csv(rows).encode("utf-8", "replace"))
    assert rolegraph.open(import_table(path, out).place).validate().valid
    for name in ("bytes.csv", "bytes.yaml", "bytes.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(SourceError, match=re.escape(name)):
            import_table(path, tmp_path / "never.trig")
    assert not (tmp_path / "never.trig").exists()


def test_known_names_keep_their_node_and_kind(written: Written) -> None:
    result = imported(written("t.csv", HEAD + "Cook;PYTHON;skill\n;statistics;tool\n;statisticks\n"))
    asked = {one.label: one.any_of[0].kind for one in rolegraph.open(result.place).role("Cook").requirements}
    assert asked == {"Python": Kind.TOOL, "statistics": Kind.SKILL, "statisticks": Kind.SKILL}
    assert [note.partition(": ")[2] for note in result.notes] == [
        "'Python' is known as a tool, and stays one, though a row says skill",
        "'statistics' is known as a skill, and stays one, though a row says tool",
        "'statisticks' is new; did you mean 'statistics'?",
    ]


def test_a_certification_is_none_of_the_tools_that_are_called_so(written: Written) -> None:
    result = imported(written("t.csv", HEAD + "Cook;Kubernetes;certification\n"))
    (asked,) = rolegraph.open(result.place).role("Cook").requirements
    assert asked.any_of[0].path == "certification/kubernetes"


def test_again_changes_nothing_and_a_corrected_table_replaces(written: Written) -> None:
    path = written("t.csv", HEAD + "Cook;soups\nCook;soup spoon;tool\n")
    assert imported(path).change
    assert not imported(path).change
    path.write_text(HEAD + "Cook;soups;tool\n")
    result = imported(path)
    assert result.change.removed
    (asked,) = rolegraph.open(result.place).role("Cook").requirements
    assert asked.any_of[0].kind is Kind.TOOL


def test_a_table_takes_the_place_of_no_other_source(written: Written, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    rolegraph.ingest.ingest([small_path], graph)
    before = graph.read_bytes()
    for name in ("small", "editorial"):
        with pytest.raises(SourceError, match=f"a source {name} that is no table .*--source"):
            import_table(written("t.csv", HEAD + "Cook;soups\n"), graph, source=name)
    assert graph.read_bytes() == before


@pytest.mark.parametrize("place", ["graph.ttl", "folder", "built"])
def test_every_kind_of_graph_can_be_added_to(place: str, written: Written, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / place
    if place == "folder":
        graph.mkdir()
        (graph / "small.ttl").write_bytes(small_path.read_bytes())
    else:
        rolegraph.ingest.ingest([small_path], graph)
    import_table(written("t.csv", HEAD + "Cook;dough\n"), graph, source="Our Kitchen")
    opened = rolegraph.open(graph)
    assert {one.node.iri for one in opened.info().sources} == {SOURCE + "small", SOURCE + "our-kitchen"}
    assert "Cook" in [one.label for one in opened.capability("dough").required_by]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "is empty"),
        ("t.csv", b"PK\x03\x04", "is a workbook or an archive"),
        ("t.csv", b"role,capability\0\n", "is no text"),
        ("t.csv", b"role,skill\nCook,soups\n", r"line 1: has no column capability \(.*role, skill"),
        ("t.csv", b"capability,level\nsoups,3\n", "line 1: has no column role"),
        ("t.csv", b"role,capability\n", "has no row that fits"),
        ("t.csv", b"role,capability\nCook,\n", "has no row that fits: line 2, capability is empty"),
        ("t.csv", b'role,capability\nCook,"soups\n', "line 2: is no table from here on"),
        ("t.csv", b"# nothing\n\n", "has no heading"),
        ("t.ods", b"", "is no table by its name"),
        ("t.xlsx", b"role,capability\n", "is no workbook that can be read"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "of the old kind, or one with a password"),
        ("t.yaml", b"", "is empty"),
        ("t.yaml", b"- a\n", "line 1: is no mapping"),
        ("t.yaml", b"people: []\n", "has neither roles nor capabilities"),
        ("t.yaml", b"roles:\n  - name: &a Cook\n  - name: *a\n", r"line 3: has an alias, \*a"),
        ("t.yaml", b"roles: {Cook: soups}\n", "line 1: is no list"),
        ("t.yaml", b"roles:\n- name: Cook\n  name: Waiter\n", "line 3: name is there twice"),
        ("t.yaml", b"roles:\n- name: Cook\n  requirements:\n  - a: b: c\n", "line 4"),
        ("t.yaml", b"roles:\n- name: {a: b}\n", "line 2: has a mapping where a text should be"),
        ("t.yaml", b"[" * 5000 + b"]" * 5000, "nested too deeply"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, message: str, written: Written) -> None:
    path = written(name, content)
    with pytest.raises(SourceError, match=message) as caught:
        imported(path)
    assert caught.value.path == path
    assert not path.with_suffix(".trig").exists()


def test_yaml_without_a_name_or_with_other_keys(written: Written) -> None:
    text = "roles:\n- name: Cook\n  salary: 3\n  requirements: [soups, [oven, grill]]\n- requirements: [menus]\nx: 1\n"
    result = imported(written("t.yaml", text))
    assert [(one.column, one.first[0].line) for one in result.troubles] == [("role", 5)]
    assert [note.rpartition(": ")[2] for note in result.notes] == ["salary, x"]
    graph = rolegraph.open(result.place)
    assert [one.label for one in graph.nodes(Kind.ROLE)] == ["Cook"]
    assert len(graph.role("Cook").requirements) == 2


def book_of(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_several_sheets_numbers_and_what_is_no_table(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "t.xlsx",
        kitchen=[["Role", "Capability", "Level", "Salary"], ["Cook", "soups", 3.0, 1], [None, 2026, None, 2]],
        hall=[[], ["Role", "Capability", "Level"], ["Waiter", "menus", 5]],
        facts=[["Capability", "Effort hours"], ["soups", 12.5]],
        wages=[["a", "b"], [1, 2]],
        about=[["anything"]],
        empty=[],
    )
    result = imported(path)
    assert [(one.first[0].file, one.first[0].line) for one in result.troubles] == [(f"{path}, sheet 'hall'", 3)]
    assert [note.removeprefix(str(path)) for note in result.notes] == [
        ", sheet 'kitchen': ignored, for it is no column of these tables: Salary",
        ", sheet 'wages': not read, for it has no column capability",
    ]
    graph = rolegraph.open(result.place)
    asked = {one.label: one for one in graph.role("Cook").requirements}
    assert asked["soups"].level is Level.PROFICIENT
    assert (asked["2026"].evidence[0].section, asked["2026"].evidence[0].line) == ("kitchen", 3)
    effort = graph.capability("soups").effort
    assert effort is not None
    assert effort.hours == 12.5


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    data = template(Path("t.xlsx"))
    path = tmp_path / "t.xlsx"
    for size in range(50, len(data), len(data) // 7):
        path.write_bytes(data[:size])
        with pytest.raises(SourceError, match="is no workbook that can be read"):
            imported(path)


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(SourceError, match="is no workbook that can be read"):
        imported(path)


def test_a_workbook_that_unpacks_to_an_absurd_size_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_opened", None)  # to be called would fail
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(SourceError, match="unpacks to 20,000,000 bytes"):
        imported(path)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    size = (1_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1_000).to_bytes(4, "little")))
    with pytest.raises(SourceError, match="is no workbook that can be read"):
        imported(path)


def test_a_cell_far_out_costs_no_memory(tmp_path: Path) -> None:
    path = book_of(tmp_path / "t.xlsx", kitchen=[["role", "capability"], ["Cook", "soups"]])
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    assert imported(path).clean  # only its looks are out there
    book.active["XFD1048576"] = "x"
    book.save(path)
    with pytest.raises(SourceError, match="has a sheet of 1,048,576 rows and 16,384 columns"):
        imported(path)


def test_without_the_package_a_workbook_is_an_error_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book_of(tmp_path / "t.xlsx", kitchen=[["role", "capability"], ["Cook", "soups"]])
    for name in ("python_calamine", "openpyxl"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(rolegraph.RolegraphError, match=r"pip install 'rolegraph\[xlsx\]'"):
        imported(path)
    with pytest.raises(rolegraph.RolegraphError, match=r"pip install 'rolegraph\[xlsx\]'"):
        template(path)


def test_the_documentation_names_every_column_and_word() -> None:
    text = (Path(__file__).parents[2] / "docs" / "tables.md").read_text()
    assert re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE) == list(COLUMNS)
    for word in (*FACTS, *KINDS, *NECESSITIES, *LEVELS, *SENIORITIES):
        assert f"`{word}`" in text
