"""Search, suggestions and lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SMALL
from tests.server.pages.clients import client_of, links_of, shipped_client, shipped_graph, text_of

import rolegraph


def test_what_is_found_stands_by_kind_with_a_way_to_all_of_it() -> None:
    page = shipped_client().get("/search?q=data").text
    assert {"/skill/data-visualization", "/search?q=data&kind=role"} <= set(links_of(page))
    assert "Skills" in text_of(page)


def test_all_of_a_kind_is_on_pages() -> None:
    first = shipped_client().get("/search?q=a&kind=skill").text
    second = shipped_client().get("/search?q=a&kind=skill&page=2").text
    assert "/search?q=a&kind=skill&page=2" in links_of(first)
    skills = [{link for link in links_of(page) if link.startswith("/skill/")} for page in (first, second)]
    assert skills[0] and skills[1] and not skills[0] & skills[1]


def test_what_is_misspelled_leads_to_what_was_meant() -> None:
    page = shipped_client().get("/search?q=data+sceintist").text
    assert "/role/data-scientist" in links_of(page)


def test_a_code_finds_what_it_stands_for() -> None:
    assert "/role/data-scientist" in links_of(shipped_client().get("/search?q=15-2051.00").text)


_ODD = ("", "?q=", "?q=%00", "?q=a&kind=nothing", "?q=a&kind=role&page=99999999999999", "?page=x&q=a&kind=tool")


@pytest.mark.parametrize("asked", _ODD)
def test_odd_parameters_are_answered(asked: str) -> None:
    assert shipped_client().get(f"/search{asked}").status_code == 200


def test_a_suggestion_names_its_node_alone() -> None:
    hits = shipped_client().get("/suggest?q=da&kind=role").json()
    assert 0 < len(hits) <= 10
    assert {hit["kind"] for hit in hits} == {"role"}
    for hit in hits:
        assert shipped_graph().resolve(hit["name"]).label == hit["label"]
        assert shipped_client().get(hit["href"]).status_code == 200


def test_suggestions_of_capabilities_are_no_roles() -> None:
    kinds = {hit["kind"] for hit in shipped_client().get("/suggest?q=s&kind=capability").json()}
    assert kinds <= {"skill", "tool", "degree", "certification"}
    assert shipped_client().get("/suggest").json() == []


def test_a_list_has_every_node_of_a_kind_once() -> None:
    pages = [shipped_client().get(f"/list/role?page={number}").text for number in (1, 2)]
    found = [link for page in pages for link in links_of(page) if link.startswith("/role/")]
    assert len(found) == len(set(found)) == 58
    assert shipped_client().get("/list/requirement").status_code == 404
    assert shipped_client().get("/list/nothing").status_code == 404


def test_a_name_in_another_language_is_said_and_labels_are_in_the_one_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "languages.ttl"
    labels = 'skill:dough skos:prefLabel "Teig"@de . role:baker skos:prefLabel "Bäcker/in"@de , "خباز"@ar .\n'
    file.write_text(SMALL.read_text(encoding="utf-8") + labels, encoding="utf-8")
    client = client_of(rolegraph.open(file, alone=True))
    assert "dough also called teig" in text_of(client.get("/search?q=Teig").text)
    (hit,) = client.get("/suggest?q=b&kind=role&language=de").json()
    assert (hit["name"], hit["also"]) == ("Bäcker/in", "")
    page = client.get("/role/baker?language=ar").text
    assert '<span dir="auto" lang="ar">خباز</span></h1>' in page
    assert '<option value="ar" lang="ar" selected>العربية</option>' in page
    assert "back" in page and "language=ar" not in page.partition('name="back"')[2].partition(">")[0]


def test_a_search_that_finds_nothing_is_no_dead_end() -> None:
    assert {"/list/role", "/list/skill", "/list/tool"} <= set(links_of(shipped_client().get("/search?q=zzqx").text))


def test_another_name_is_shown_only_where_the_label_does_not_have_the_words_that_were_searched_for() -> None:
    found = shipped_client().get("/suggest?q=learning+machine+engineer&kind=role").json()
    assert [one["also"] for one in found if one["label"] == "Machine Learning Engineer"] == [""]
    sql = shipped_client().get("/suggest?q=structured+query&kind=tool").json()
    assert ("SQL", "structured query language") in {(one["label"], one["also"]) for one in sql}
