"""Trends drawn: gaps where nothing is known, one scale for all, in light and dark, as three kinds of file."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from rolegraph import RolegraphError
from rolegraph.market.demand import share_of
from rolegraph.model.demand_tables import DemandTable, PostingTotals, Trend
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.posting_counts import Growth
from rolegraph.render.figures.trends import refuse_other_pictures, save_trends, trends_page, trends_svg

DOUGH, ODD = Node("dough", Kind.SKILL, "Dough"), Node("odd", Kind.SKILL, '<script>alert("é")</script> & more')
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
SVG = "{http://www.w3.org/2000/svg}"


def table(*trends: Trend) -> DemandTable:
    totals = PostingTotals(9, 0, 0, 0, 0, 9, 9)
    return DemandTable(
        "m.parquet", ("role", "capability"), totals, Node("r", Kind.ROLE, "Baker"), 30, 2, 2, (), trends=trends
    )


def trend(node: Node = DOUGH, gaps: tuple[int, ...] = ()) -> Trend:
    shares = [None if place in gaps else share_of(10 + place, 50) for place in range(len(MONTHS))]
    return Trend(node, tuple(zip(MONTHS, shares, strict=True)), Growth(0.3, 0.1, 0.6))


def paths(svg: str) -> tuple[int, int, int]:
    """How many areas, lines of data and dots there are."""
    found = list(etree.fromstring(svg.encode()).iter())
    areas = [one for one in found if one.tag == f"{SVG}path" and one.get("fill-opacity")]
    lines = [one for one in found if one.tag == f"{SVG}path" and one.get("stroke-width") == "1.8"]
    return len(areas), len(lines), len([one for one in found if one.tag == f"{SVG}circle"])


def test_a_month_without_postings_breaks_the_line_and_a_month_alone_is_a_dot() -> None:
    assert paths(trends_svg(table(trend()))) == (1, 1, 0)
    assert paths(trends_svg(table(trend(gaps=(5,))))) == (2, 2, 0)
    assert paths(trends_svg(table(trend(gaps=(5, 7))))) == (2, 2, 1)


def test_each_says_its_first_and_latest_share_and_its_growth() -> None:
    svg = trends_svg(table(trend(gaps=(23,))))
    assert "Dough: 20% in 2024-01, 64% in 2025-11, over a year +30 % (+10 to +60 %)" in svg
    assert "What postings for Baker ask for, by month" in svg
    assert "Share of 50 postings a month, with its interval at 95 %" in svg
    assert ">2024<" in svg
    assert ">2025<" in svg


def test_labels_are_text_and_nothing_else() -> None:
    for drawn in (trends_svg(table(trend(ODD))), trends_page(table(trend(ODD)))):
        assert "<script>alert" not in drawn
        assert "&lt;script&gt;" in drawn


def test_the_ground_and_the_letters_are_those_of_light_and_dark() -> None:
    svg = trends_svg(table(trend()))
    assert "prefers-color-scheme: dark" in svg
    assert 'fill="var(--paper)"' in svg
    assert "#" not in svg.partition("</style>")[2]


def test_all_have_one_scale() -> None:
    rare = Trend(ODD, tuple((month, share_of(1, 50)) for month in MONTHS))
    svg = trends_svg(table(trend(), rare))
    assert svg.count(">80%<") == svg.count(">40%<") == 2


@pytest.mark.parametrize(
    ("name", "begins"), [("t.svg", b"<svg"), ("t.html", b"<!doctype html>"), ("T.PNG", b"\x89PNG")]
)
def test_it_is_written_in_the_format_of_its_name(name: str, begins: bytes, tmp_path: Path) -> None:
    save_trends(table(trend(gaps=(5, 7)), trend(ODD)), tmp_path / name)
    assert (tmp_path / name).read_bytes()[:20].lower().startswith(begins.lower())


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(RolegraphError, match=r"trends are drawn as \.svg, \.png, \.html"):
        refuse_other_pictures(Path("t.pdf"))
    with pytest.raises(RolegraphError, match="nothing to draw by month"):
        save_trends(table(), Path("t.svg"))
    assert not Path("t.svg").exists()
