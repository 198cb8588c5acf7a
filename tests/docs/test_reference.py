"""The reference is whole: every public name, variable, key, answer and term has its place, and no other has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import getdoc, isfunction, signature
from pathlib import Path
from typing import Any, Final

import pytest
from tests.cli.help_page import commands
from tests.docs.pages import DOCS
from tests.docs.vocabulary_tables import PAGE, vocabulary_page
from tests.folders import ROOT

import rolegraph
from rolegraph.cli.config import KEYS
from rolegraph.cli.output import ENDINGS
from rolegraph.cli.schema import answers
from rolegraph.rdf.formats import FORMATS
from rolegraph.render.export import NETWORK_FORMATS
from rolegraph.render.figures.picture import FORMATS as PICTURE_FORMATS

REFERENCE: Final = DOCS / "reference"
SOURCES: Final = [*(ROOT / "src").rglob("*.py")]


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_public_name_is_on_the_page_of_the_api_once() -> None:
    documented = re.findall(r"^\.\. auto(?:class|function):: rolegraph\.(\w+)$", page("api.md"), flags=re.MULTILINE)
    assert sorted(documented) == sorted(rolegraph.__all__)


def questions() -> Iterator[tuple[str, Any]]:
    """The public functions, and the methods of a graph."""
    public = {name: getattr(rolegraph, name) for name in rolegraph.__all__}
    for name, value in (public | vars(rolegraph.RoleGraph)).items():
        if isfunction(value) and not name.startswith("_"):
            yield name, value


@pytest.mark.parametrize(("name", "function"), [*questions()])
def test_every_parameter_of_a_question_is_in_its_docstring(name: str, function: Any) -> None:
    said = getdoc(function) or ""
    parameters = set(signature(function).parameters) - {"self"}
    one_word = {"name"} if name in ("role", "capability", "statements") else set()  # what the summary is about
    assert {each for each in parameters - one_word if not re.search(rf"\b{each}\b", said)} == set()


def test_every_variable_of_the_environment_is_on_the_page_and_no_other() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = set(re.findall(r"ROLEGRAPH_[A-Z][A-Z_]*[A-Z]", code)) | {f"ROLEGRAPH_{key.upper()}" for key in KEYS}
    assert set(re.findall(r"ROLEGRAPH_[A-Z_]+", page("environment.md"))) == used


def test_every_key_of_the_configuration_is_on_the_page_and_no_other() -> None:
    table = page("environment.md").partition("| key |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, flags=re.MULTILINE) == list(KEYS)


def test_every_answer_in_json_is_on_its_page() -> None:
    table = page("json.md").partition("| command |")[2].partition("\n\n")[0]
    first = re.findall(r"^\| (`[^|]*`) \|", table, flags=re.MULTILINE)
    assert sorted(name for cell in first for name in re.findall(r"`([^`]+)`", cell)) == sorted(answers())


def test_every_ending_is_on_the_page_of_formats() -> None:
    words = set(re.findall(r"`(\.[a-z0-9.]+)`", page("formats.md")))
    assert {*ENDINGS, *PICTURE_FORMATS.values(), *FORMATS, *NETWORK_FORMATS} - {".markdown"} <= words


def test_every_command_has_a_heading_that_the_contents_lead_to() -> None:
    headings = set(re.findall(r"^#+ `(rolegraph[\w -]*)`$", page("cli.md"), flags=re.MULTILINE))
    assert headings == {path for path, _, _ in commands()}
    links = set(re.findall(r"\]\(#(rolegraph-[\w-]+)\)", page("cli.md")))
    assert links == {path.replace(" ", "-") for path, _, _ in commands() if len(path.split()) == 2}


def test_the_page_of_the_ontology_says_what_the_ontology_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == vocabulary_page(), "run bin/docs"


def test_the_reference_has_an_index_of_all_its_pages() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)", page("index.md")))
    assert linked == {path.name for path in Path(REFERENCE).glob("*.md")} - {"index.md"}
