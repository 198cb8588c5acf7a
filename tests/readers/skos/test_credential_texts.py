"""The degrees and certificates in a text."""

from __future__ import annotations

from rolegraph.model.nodes import DegreeLevel
from rolegraph.rdf.writers import LineWriter
from rolegraph.readers.skos.credential_texts import credentials_in, degree_level, state_credential


def test_alternatives_are_together_and_what_is_none_is_not_found() -> None:
    ((options, _),) = credentials_in("Bachelor's or Master's degree in Chemistry")
    assert [option.label for option in options] == ["Bachelor's degree in Chemistry", "Master's degree in Chemistry"]
    assert credentials_in("a friendly manner") == []


def test_a_label_tells_the_level_of_a_degree() -> None:
    assert degree_level("Master of Science in Physics") is DegreeLevel.MASTER
    assert degree_level("Forklift licence") is None


def test_a_degree_is_stated_with_level_and_field() -> None:
    lines: list[str] = []
    ((options, _),) = credentials_in("Bachelor's degree in Chemistry")
    iri = state_credential(LineWriter("http://x/s", lines.append), options[0])
    said = "".join(lines)
    assert f"<{iri}> <https://w3id.org/rolegraph/ns#degreeLevel> <https://w3id.org/rolegraph/ns#bachelor>" in said
    assert '"Chemistry"@en' in said
