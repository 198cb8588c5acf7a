"""`show`, `search`, `list`, `info`, `stats` and `lint` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL

_TURTLE = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix field: <https://w3id.org/rolegraph/id/field/> .
skill:dough a rg:Skill ; skos:prefLabel "dough"@en ; rg:prerequisite skill:scales .
skill:scales a rg:Skill ; skos:prefLabel "scales"@en ; skos:altLabel "DOUGH"@en ; rg:closeTo skill:dough .
skill:bread a rg:Skill ; skos:prefLabel "bread"@en ; skos:broader skill:dough .
skill:rolls a rg:Skill ; skos:prefLabel "rolls"@en ; skos:broader skill:bread .
skill:roast a rg:Skill ; skos:prefLabel "roast"@en ; skos:broader skill:rolls .
field:baking a rg:Field ; skos:prefLabel "Baking"@en .
<https://w3id.org/rolegraph/id/role/baker> a rg:Role ; skos:prefLabel "Baker"@en ; rg:requires skill:roast .
"""


def test_the_command_says_what_to_do_and_fails_as_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(_TURTLE, encoding="utf-8")

    def lint(*words: str) -> Result:
        return run("lint", file, *words, graph=None)

    result = lint()
    assert (result.code, result.err) == (1, "")
    assert "warning: orphan, 1 finding" in result.out
    assert "Fix: link it to something, or remove it." in result.out
    assert lint("--ignore", "orphan").code == 0
    assert lint("--ignore", "orphan", "--fail-on", "note").code == 1
    assert lint("--rule", "cycle").code == 0
    shown = json.loads(lint("--limit", "1", "-f", "json").out)
    assert [(one["rule"], one["count"], len(one["findings"])) for one in shown["checked"]] == [
        ("orphan", 1, 1),
        ("ambiguous-name", 2, 1),
    ]
    assert "showing 1 of 2" in lint("--limit", "1").out


@pytest.mark.parametrize("words", [("--fail-on", "loudly"), ("--rule", "loudly"), ("--ignore", "loudly")])
def test_what_there_is_none_of_is_said(words: tuple[str, str], run: Run) -> None:
    result = run("lint", *words)
    assert (result.code, result.out) == (2, "")
    assert "'loudly': use one of" in result.err


def test_show_a_role_a_capability_and_anything_else(run: Run) -> None:
    role = run("show", "baker").out
    assert "Bakes bread and sells it." in role
    assert "[1] all of it" in role
    assert "[1] A small graph (small)" in role
    capability = run("show", "sugar work").out
    assert "Effort to working level: ~60 hours (estimate: A small graph)" in capability
    assert "Close to (50%)" in capability
    assert "field/chemistry" not in run("show", "chemistry").out
    assert "rg:closeTo" in run("show", "field/chemistry").out
    degree = run("show", "bachelor-chemistry").out
    assert "Degree: bachelor in Chemistry" in degree


def test_search_finds_other_names_and_suggests(run: Run) -> None:
    found = run("search", "making")
    assert "dough making" in found.out
    missing = run("search", "duogh")
    assert missing.code == 1
    assert missing.err == "rolegraph: nothing is called 'duogh': did you mean dough?\n"
    assert run("search", "duogh", "--format", "json") == Result(1, "[]\n", missing.err)
    assert run("search", "duogh", "--quiet") == Result(1, "", "")


def test_an_empty_search_is_refused(run: Run) -> None:
    for text in ("", "  "):
        assert run("search", text) == (2, "", "rolegraph: there is nothing to search for: give a part of a name\n")


def test_list_takes_singular_and_plural(run: Run) -> None:
    assert run("list", "roles").out == run("list", "Role").out
    assert "Pastry Chef" in run("list", "roles").out
    assert run("list", "postings").out == "None.\n"
    assert run("list", "tips").out == "None.\n"


def test_info_shows_sources_and_counts(run: Run) -> None:
    out = run("info").out
    assert "from 1 source" in out
    assert "A small graph" in out
    assert str(SMALL) in out


def test_an_answer_can_be_what_one_source_says(run: Run) -> None:
    whole = run("show", "sugar-work", "--format", "json")
    small = run("show", "sugar-work", "--source", "small", "--format", "json")
    assert (small.code, small.out) == (0, whole.out)  # which has one source only
    for sources in (("--source", "nobody"), ("--source", "small", "--source", "nobody")):
        unknown = run("show", "sugar-work", *sources)
        assert (unknown.code, unknown.out) == (2, "")
        assert "no source 'nobody': did you mean small?" in unknown.err
    assert "leave out --source" in run("show", "sugar-work", "--source", "small", "--sparql").err


# As in ../shared/cases/graphs/06-labels-in-languages and 21-languages: no English, and a name in two languages.
_LANGUAGES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://example.org/n/> .
ex:dev a rg:Role ; skos:prefLabel "Zimmerer"@de , "Charpentier"@fr ; rg:requires ex:wood .
ex:doctor a rg:Role ; skos:prefLabel "Arzt"@de , "Médecin"@fr ; rg:requires ex:wood .
ex:wood a rg:Skill ; skos:prefLabel "Holz"@de , "Bois"@fr ; skos:altLabel "menuiserie"@fr , "Zimmerei"@de .
ex:present a rg:Skill ; skos:prefLabel "gift"@en , "Geschenk"@de .
ex:poison a rg:Skill ; skos:prefLabel "poison"@en , "Gift"@de ; skos:altLabel "venin"@fr .
"""


def test_every_label_in_every_language_finds_its_node(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "languages.ttl"
    file.write_text(_LANGUAGES, encoding="utf-8")
    for name, slug in (("Zimmerer", "dev"), ("Charpentier", "dev"), ("arzt", "doctor"), ("Médecin", "doctor")):
        assert run("show", name, graph=file).out.splitlines()[0].endswith(f"(role/{slug})")
    assert run("show", "medecin", graph=file).out.splitlines()[0].endswith("(role/doctor)")
    assert json.loads(run("search", "medec", "--json", graph=file).out)[0]["node"]["slug"] == "doctor"
    for name in ("Holz", "Bois", "menuiserie", "Zimmerei", "bois"):
        assert json.loads(run("show", name, "--json", graph=file).out)["node"]["iri"] == "https://example.org/n/wood"
    shown = json.loads(run("show", "wood", "--json", graph=file).out)
    assert shown["other_names"] == ["Bois", "Zimmerei", "menuiserie"]
    assert json.loads(run("search", "zimm", "--json", graph=file).out)[0]["node"]["slug"] == "dev"


def test_a_list_is_in_the_language_that_people_ask_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "languages.ttl"
    file.write_text(_LANGUAGES, encoding="utf-8")

    def roles(*words: str) -> list[str]:
        return [node["label"] for node in json.loads(run("list", "role", "--json", *words, graph=file).out)]

    assert roles() == ["Arzt", "Zimmerer"]
    assert roles("--language", "fr") == ["Charpentier", "Médecin"]
    monkeypatch.setenv("ROLEGRAPH_LANGUAGE", "fr-CA")
    assert roles() == ["Charpentier", "Médecin"]
    assert roles("--language", "de") == roles("--language", "it,de-AT,fr") == ["Arzt", "Zimmerer"]
    monkeypatch.delenv("ROLEGRAPH_LANGUAGE")
    noted = run("list", "role", "--language", "xx-YY", graph=file)
    assert noted.err.startswith("rolegraph: no label is in the language 'xx-YY': this graph has ")
    assert noted.out == run("list", "role", graph=file).out
    assert not run("list", "role", "--language", "FR", graph=file).err
    refused = run("list", "role", "--language", "German!", graph=file)
    assert (refused.code, refused.out) == (2, "")
    assert "language cannot be 'German!'" in refused.err


def test_json_says_in_which_language_labels_are(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "languages.ttl"
    file.write_text(_LANGUAGES + 'ex:cnc a rg:Tool ; skos:prefLabel "CNC" . ex:bare a rg:Tool .', encoding="utf-8")

    def labels(kind: str, *words: str) -> list[tuple[str, str | None]]:
        found = json.loads(run("list", kind, "--json", *words, graph=file).out)
        return [(node["label"], node["language"]) for node in found]

    assert labels("role", "--language", "it,fr-CA") == [("Charpentier", "fr"), ("Médecin", "fr")]
    assert labels("tool") == [("bare", None), ("CNC", None)]
    (node, _) = json.loads(run("list", "role", "--json", "--all-languages", graph=file).out)
    assert (node["language"], node["labels"]) == ("de", {"de": "Arzt", "fr": "Médecin"})
    tool = json.loads(run("list", "tool", "--json", "--all-languages", graph=file).out)[0]
    assert (tool["language"], tool["labels"]) == (None, {})
    assert run("list", "role", "--csv", "--all-languages", graph=file).out.splitlines()[0] == "iri,slug,kind,label"


@pytest.mark.parametrize(("language", "shown"), [("", "de"), ("xx,fr-CA", "fr"), ("en", "en")])
def test_a_page_says_in_which_language_it_is(run: Run, tmp_path: Path, language: str, shown: str) -> None:
    file, page = tmp_path / "languages.ttl", tmp_path / "page.html"
    file.write_text(_LANGUAGES, encoding="utf-8")
    words = ("--language", language) if language else ()
    for asked in (("show", "Zimmerer"), ("view", "role", "Zimmerer")):
        assert run(*asked, *words, "--out", str(page), graph=file).code == 0
        assert f'<html lang="{shown}">' in page.read_text(encoding="utf-8")


def test_a_name_that_two_languages_share_is_said_with_them(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "languages.ttl"
    file.write_text(_LANGUAGES, encoding="utf-8")
    result = run("show", "Gift", graph=file)
    assert result.code == 2
    assert result.err == ("rolegraph: 'Gift' names more than one node: say 'Gift (poison)' (de) or Geschenk (en)\n")
    assert run("show", "Gift (poison)", graph=file).code == 0
    assert run("show", "skill/poison", graph=file).code == 0


# As in ../shared/cases/graphs/12-slug-not-a-name: slugs that nodes of several kinds have, and paths that two have.
_SLUGS = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/rolegraph/id/> .
@prefix ex: <https://example.org/n/> .
<https://w3id.org/rolegraph/id/skill/bread> a rg:Skill ; skos:prefLabel "bread"@en .
<https://w3id.org/rolegraph/id/certification/bread> a rg:Certification ; skos:prefLabel "Certified Baker"@en .
<https://w3id.org/rolegraph/id/skill/skill-bread> a rg:Skill ; skos:prefLabel "skill bread"@en .
<https://w3id.org/rolegraph/id/skill/rye> a rg:Skill ; skos:prefLabel "Java"@en .
<https://w3id.org/rolegraph/id/skill/java> a rg:Skill ; skos:prefLabel "coffee"@en ; skos:altLabel "bread"@en .
<https://example.org/a/cake> a rg:Skill ; skos:prefLabel "cake"@en .
<https://example.org/b/cake> a rg:Skill ; skos:prefLabel "gateau"@en .
<https://w3id.org/rolegraph/id/role/baker> a rg:Role ; skos:prefLabel "Baker"@en .
<https://w3id.org/rolegraph/id/industry/baker> a rg:Industry ; skos:prefLabel "Bakeries"@en .
"""


@pytest.mark.parametrize("kind", ["skills", "certifications", "roles", "industries"])
def test_what_an_answer_calls_a_node_is_its_name(run: Run, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "slugs.ttl"
    file.write_text(_SLUGS, encoding="utf-8")
    nodes = json.loads(run("list", kind, "--json", graph=file).out)
    assert nodes
    for node in nodes:
        assert json.loads(run("show", node["slug"], "--json", graph=file).out)["node"] == node
    assert [line.split(",")[1] for line in run("list", kind, "-f", "csv", graph=file).out.splitlines()[1:]] == [
        node["slug"] for node in nodes
    ]
    table = run("list", kind, graph=file).out.splitlines()[2:]
    assert [line.split()[0] for line in table] == [node["slug"] for node in nodes]


def test_what_a_message_says_to_write_can_be_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slugs.ttl"
    file.write_text(_SLUGS, encoding="utf-8")
    for name in ("cake", "baker"):
        result = run("show", name, graph=file)
        if result.code:
            for said in result.err.rpartition(": say ")[2].strip().split(" or "):
                assert run("show", said, graph=file).code == 0
    assert run("show", "cake", graph=file).code == 0  # a label comes before a slug
    assert run("show", "skill/cake", graph=file).err.strip().endswith("say cake or gateau")


def test_what_a_path_calls_its_steps_is_a_name_everywhere(run: Run, tmp_path: Path) -> None:
    path = json.loads(run("path", "data-science-engineer", "lead-ml-engineer", "--json", graph=None).out)
    file = tmp_path / "me.yaml"
    assert run("profile", "init", file, "--goal", "lead-ml-engineer", graph=None).code == 0
    assert path["steps"]
    for step in path["steps"]:
        name = step["node"]["slug"]
        assert run("show", name, graph=None).code == 0
        done = run("profile", "done", file, name, "--json", graph=None)
        assert [change["node"] for change in json.loads(done.out)] == [step["node"]]
    learned = ",".join(step["node"]["slug"] for step in path["steps"])
    found = json.loads(run("whatif", "data-science-engineer", "--learn", learned, "--json", graph=None).out)
    assert len(found["learned"]) >= len(path["steps"])
