"""What a taxonomy in Tabiya's form says of itself: its name, version, language and licence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.sources.tabiya.files import MODEL, OCCUPATIONS, Files, table

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download

LICENCE_FILE: Final = "LICENSE"
_LICENCES: Final = {
    r"(?i)creative\s+commons\s+attribution\s+4\.0|attribution\s+4\.0\s+international|CC[\s-]BY[\s-]4\.0": (
        "https://creativecommons.org/licenses/by/4.0/"
    ),
}
_LOCALE: Final = re.compile(r"(?:[A-Za-z]{2,3}-)?([A-Za-z]{2,3})")


class Model(NamedTuple):
    """What is known of a taxonomy as a whole; what is not is empty."""

    name: str = ""
    version: str = ""
    language: str = ""
    licence: str = ""


def read_model(download: Download, files: Files) -> Model:
    """What the files say of the whole, the licence from what stands at the beginning of its text."""
    rows = list(table(download, files, MODEL, ("NAME",), ("LOCALE", "VERSION")))
    for row in rows[1:]:
        download.tally.misfit(files[MODEL], row.line, "(row)", "a second row of what is about the whole", row.cells[0])
    text = download.beginning(LICENCE_FILE) or download.beginning(f"{LICENCE_FILE}.md")
    licence = next((iri for pattern, iri in _LICENCES.items() if re.search(pattern, text)), "")
    name, locale, version = rows[0].cells if rows else ("", "", "")
    return Model(name, version.removeprefix("v"), language_of(locale), licence)


def language_of(locale: str) -> str:
    """The language of a locale as Tabiya writes it: a region or country, then the language; empty for anything else.

    >>> language_of("AR-es"), language_of("fr"), language_of("somewhere")
    ('es', 'fr', '')
    """
    found = _LOCALE.fullmatch(locale)
    return found[1].lower() if found else ""


def chosen_language(download: Download, model: Model, language: str) -> str:
    """The language of the labels: the one asked for if there are columns for each, otherwise the model's own."""
    titles = {title.casefold() for title in download.heading(OCCUPATIONS)}
    if "preferredlabel" not in titles or not model.language or model.language == language:
        return language
    download.tally.note(f"{MODEL} says that the labels are in {model.language}: taken for that, not for {language}")
    return model.language
