"""Languages that a person speaks, and how well."""

from __future__ import annotations

import pytest

from rolegraph.model.nodes import Level
from rolegraph.readers.documents.fields.spoken_languages import spoken_languages
from rolegraph.readers.documents.fields.values import SpokenLanguage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fluent English, both written and spoken", [("English", Level.PROFICIENT)]),
        ("German (B2)", [("German", Level.WORKING)]),
        ("native-level Spanish", [("Spanish", Level.EXPERT)]),
        ("English C1", [("English", Level.PROFICIENT)]),
        ("bilingual in English and French", [("English", Level.EXPERT), ("French", Level.EXPERT)]),
        ("Welsh speaker desirable", [("Welsh", None)]),
        ("business-level Japanese", [("Japanese", Level.PROFICIENT)]),
        ("Excellent command of English; German is a plus", [("English", Level.PROFICIENT), ("German", None)]),
        (
            "Languages: English (fluent), German (B2), Polish",
            [("English", Level.PROFICIENT), ("German", Level.WORKING), ("Polish", None)],
        ),
        ("You speak German and English fluently", [("German", None), ("English", Level.PROFICIENT)]),
        ("able to communicate effectively and confidently in English", [("English", None)]),
        ("Spanish would be wonderful.", [("Spanish", None)]),
        ("English, some French", [("English", None), ("French", Level.FAMILIAR)]),
        ("A second language such as French or Arabic is useful", [("French", None), ("Arabic", None)]),
        ("Makaton or British Sign Language", [("British Sign Language", None)]),
        ("Basic BSL", [("British Sign Language", Level.FAMILIAR)]),
        ("English, German and French", [("English", None), ("German", None), ("French", None)]),
    ],
)
def test_languages(text: str, expected: list[tuple[str, Level | None]]) -> None:
    values = [field.value for field in spoken_languages(text)]
    assert [(value.name, value.level) for value in values if isinstance(value, SpokenLanguage)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "English literature",
        "programming languages",
        "a degree in English",
        "French cuisine",
        "work with German customers",
        "polish the surface",
        "the Spanish market",
        "English teacher",
        "applications written in English",
        "no German needed",
    ],
)
def test_other_words(text: str) -> None:
    assert list(spoken_languages(text)) == []
