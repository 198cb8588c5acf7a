"""`view` and `path --report` as a person types them: what is written, where, and that it says so."""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.cli.running import Run

from rolegraph.render.figures.picture import FORMATS

VIEWS = {
    "path": ("view", "path", "baker", "pastry-chef"),
    "compare": ("view", "compare", "baker", "pastry-chef"),
    "role": ("view", "role", "pastry-chef"),
    "graph": ("view", "graph"),
    "roles": ("view", "roles"),
}
HOSTILE = "</script><img src=x onerror=alert(1)>"


def scene_in(page: str) -> dict[str, Any]:
    """The data in a page, as its scripts read it."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("words", VIEWS.values(), ids=VIEWS)
def test_a_page_is_written_where_it_is_said_to_be(
    words: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert (result.code, result.err) == (0, "")
    page = tmp_path / result.out.strip()
    assert page.suffix == ".html"
    assert "baker" not in page.name or words[1] in ("path", "compare")
    text = page.read_text()
    markup = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"""(src|href)\s*=\s*["']?(?!["']?(data:|#))""", markup)
    if words[1] not in ("path", "role"):
        data = scene_in(text)
        graph = data.get("graph", {})
        labels = graph.get("labels") or [node["label"] for node in data.get("nodes") or data["roles"]]
        assert {*labels} >= {"Baker", "Pastry Chef"}
    again = run(*words, "--out", tmp_path / "again.html")
    assert (again.out, again.err) == ("", f"wrote {tmp_path / 'again.html'}\n")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_of_a_path(format_: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"picture{FORMATS[format_]}"
    result = run("view", "path", "baker", "pastry-chef", "--format", format_, "--out", out)
    assert result == (0, "", f"wrote {out}\n")
    data = out.read_bytes()
    if format_ == "png":
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
    elif format_ == "svg":
        assert ET.fromstring(data).tag.endswith("svg")  # noqa: S314 - our own
    elif format_ in ("graphml", "gexf"):
        network = nx.read_graphml(out) if format_ == "graphml" else nx.read_gexf(out)
        assert "sugar work" in dict(network.nodes(data="label")).values()
    else:
        assert "sugar work" in data.decode()
    run("view", "path", "baker", "pastry-chef", "--format", format_, "--out", out)
    assert out.read_bytes() == data


def test_a_path_may_start_from_what_one_has(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "p.html"
    assert run("view", "path", "pastry-chef", "--have", "dough:expert", "--out", out).code == 0
    assert "dough" not in [card["label"] for card in scene_in(out.read_text())["cards"]]
    assert re.search(r'id="have-1".*?<span class="name" dir="auto">dough<', out.read_text(), re.DOTALL)
    assert run("view", "path", "pastry-chef", "--from-scratch", "--out", out).code == 0
    assert "dough" in [card["label"] for card in scene_in(out.read_text())["cards"]]


def test_what_is_left_out_is_said_in_the_page_and_beside_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "g.html"
    result = run("view", "graph", "--max-nodes", "5", "--out", out)
    said = r"showing the 5 most connected of \d+ nodes, and \d+ of \d+ relations"
    assert re.fullmatch(rf"wrote {out}\nrolegraph: {said}; --max-nodes draws more\n", result.err)
    assert len(scene_in(out.read_text())["graph"]["labels"]) == 5
    assert re.search(rf"<p>{said}</p>", out.read_text())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("path", "baker", "nobody"), "no role 'nobody'"),
        (("path", "baker"), "no starting point"),
        (("compare", "baker", "baker"), "two or more different roles"),
        (("role", "dough"), "no role 'dough'"),
        (("role", "baker", "--depth", "2"), "rolegraph view graph --around ROLE --depth N"),
        (("graph", "--around", "nothing"), "nothing is called 'nothing'"),
    ],
)
def test_what_cannot_be_drawn_leaves_no_file(words: tuple[str, ...], message: str, run: Run, tmp_path: Path) -> None:
    result = run("view", *words, "--out", tmp_path / "x.html")
    assert result.code == 2
    assert message in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_graph_may_begin_with_what_is_around_a_node(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "around.html"
    assert run("view", "graph", "--around", "dough", "--depth", "2", "--out", out).code == 0
    data = scene_in(out.read_text())
    assert data["graph"]["labels"][data["start"]["node"]] == "dough"
    assert '"dough"' in run("view", "graph", "--around", "dough", "--format", "mermaid", "--out", "-").out


def test_an_empty_name_is_no_node_and_not_the_whole_graph(run: Run) -> None:
    result = run("view", "graph", "--around", "", "--out", "-")
    assert (result.code, result.out) == (2, "")
    assert "nothing is called ''" in result.err


def test_a_place_that_cannot_be_written_to_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("view", "roles", "--out", tmp_path / "file" / "x.html")
    assert result.code == 2
    assert "cannot be written" in result.err


def test_a_hostile_label_is_text_in_every_format(run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        f' <http://www.w3.org/2004/02/skos/core#prefLabel> "{HOSTILE}"@en .'
    )
    for format_, ending in FORMATS.items():
        out = tmp_path / f"picture{ending}"
        for words in (("graph", "--around", "x"), ("graph",), ("role", "x")):
            assert run("view", *words, "--format", format_, "--out", out, graph=graph).code == 0
            if format_ not in ("png", "dot"):  # in DOT it is a quoted string
                assert HOSTILE not in out.read_text()
    assert html.escape(HOSTILE) in (tmp_path / "picture.html").read_text()


def test_a_report_is_the_page_of_the_plan(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = run("path", "baker", "pastry-chef", "--hours-per-week", "7", "--report", out)
    assert result.code == 0
    assert str(out) in result.err
    assert "3 levels, ~140 hours" in result.out
    text = out.read_text()
    assert text.partition("<script")[0].count('class="tick"') == 3
    assert "weeks 7 to 20" in text.partition("<script")[0]
    run("view", "path", "baker", "pastry-chef", "--hours-per-week", "7", "--out", tmp_path / "view.html")
    assert (tmp_path / "view.html").read_text() == text
    assert run("path", "baker", "pastry-chef", "--report", tmp_path / "report.txt").code == 2


def test_who_waits_for_what_is_computed_once_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.rdf.files.is_built", lambda _place: True)
    monkeypatch.setattr("rolegraph.mobility.index.has_index", lambda _dataset: False)
    result = run("view", "role", "baker", "--out", tmp_path / "x.html")
    assert "Computing how similar all roles are to each other, once for this graph." in result.err


def test_the_ontology_is_a_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "words.html"
    result = run("view", "ontology", "--out", page, graph=None)
    assert (result.code, result.out, result.err) == (0, "", f"wrote {page}\n")
    assert "The ontology of rolegraph" in page.read_text()
    assert run("view", "ontology", "--out", page / "words.html", graph=None).code == 2
