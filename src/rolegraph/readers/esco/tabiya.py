"""The files and columns of Tabiya's CSV form, by the names that its editions gave them.

What a taxonomy in Tabiya's form says of itself: its name, version, language and licence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rolegraph.readers.downloads import Download, DownloadRow


OCCUPATIONS: Final = "occupations.csv"
SKILLS: Final = "skills.csv"
OCCUPATION_GROUPS: Final = "occupation_groups.csv"
SKILL_GROUPS: Final = "skill_groups.csv"
OCCUPATION_HIERARCHY: Final = "occupation_hierarchy.csv"
SKILL_HIERARCHY: Final = "skill_hierarchy.csv"
REQUIREMENTS: Final = "occupation_to_skill_relations.csv"
SKILL_RELATIONS: Final = "skill_to_skill_relations.csv"
MODEL: Final = "model_info.csv"


# The name of today first, then those of earlier editions.
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    OCCUPATIONS: (OCCUPATIONS,),
    SKILLS: (SKILLS,),
    OCCUPATION_GROUPS: (OCCUPATION_GROUPS, "isco_groups.csv", "ISCOGroups.csv"),
    SKILL_GROUPS: (SKILL_GROUPS, "skillGroups.csv"),
    OCCUPATION_HIERARCHY: (OCCUPATION_HIERARCHY, "occupations_hierarchy.csv"),
    SKILL_HIERARCHY: (SKILL_HIERARCHY, "skills_hierarchy.csv"),
    REQUIREMENTS: (REQUIREMENTS, "occupation_skill_relations.csv"),
    SKILL_RELATIONS: (SKILL_RELATIONS, "skill_skill_relations.csv"),
    MODEL: (MODEL,),
}
_EARLIER_COLUMNS: Final = {"ORIGINURI": ("ESCOURI",), "OCCUPATIONGROUPCODE": ("ISCOGROUPCODE",)}
_COSTS: Final[dict[str, str]] = {
    SKILLS: "there are no skills, so occupations ask for none",
    OCCUPATION_GROUPS: "occupations are in no group",
    SKILL_GROUPS: "skills are in no group",
    OCCUPATION_HIERARCHY: "occupation groups are not nested, and no occupation is under another",
    SKILL_HIERARCHY: "no skill is under a group or another skill",
    REQUIREMENTS: "occupations ask for no skills",
    SKILL_RELATIONS: "no skill is known to need another, or to be close to one",
    MODEL: "the source has no name and version of its own",
}
_NOT_READ: Final[dict[str, str]] = {
    "local_occupations.csv": "an early edition's own occupations, which later ones have among the others",
    "localized_occupations.csv": "an early edition's changes to occupations, which later ones have in their rows",
}


Files = dict[str, str]


def choose(names: Collection[str]) -> Files:
    """The names of the files to read, by what they are called today.

    Raises
    ------
    SourceError
        When there are no occupations.

    Examples
    --------
    >>> choose(["occupations.csv", "isco_groups.csv", "readme.txt"])
    {'occupations.csv': 'occupations.csv', 'occupation_groups.csv': 'isco_groups.csv'}
    """
    if OCCUPATIONS not in names:
        raise SourceError(f"has no {OCCUPATIONS}", "name the folder or zip of a taxonomy in Tabiya's CSV form")
    first = {file: next((name for name in known if name in names), "") for file, known in _NAMES.items()}
    return {file: name for file, name in first.items() if name}


def note_files(download: Download, files: Files) -> None:
    """Say what is missing and what goes without it, and what is there and not read."""
    for file, cost in _COSTS.items():
        if file not in files:
            download.report.note(f"{file} is not there: {cost}")
    for name, reason in _NOT_READ.items():
        if name in download.names:
            download.report.note(f"{name} is not read: {reason}")


def table(
    download: Download,
    files: Files,
    file: str,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    language: str = "",
) -> Iterator[DownloadRow]:
    """The rows of a table, by today's name and columns, whatever its edition calls them.

    Parameters
    ----------
    columns, optional
        As for `Download.rows`.
    language
        Of the columns to take where a table has one for each language, such as PREFERREDLABEL_FR.
    """
    name = files.get(file, "")
    titles = {title.casefold() for title in download.heading(name)}

    def called(column: str) -> str:
        forms = (column, f"{column}_{language}", *_EARLIER_COLUMNS.get(column, ()))
        return next((form for form in forms if form.casefold() in titles), column)

    return download.rows(name, [called(one) for one in columns], optional=[called(one) for one in optional])


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
        download.report.misfit(files[MODEL], row.line, "(row)", "a second row of what is about the whole", row.cells[0])
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
    download.report.note(f"{MODEL} says that the labels are in {model.language}: taken for that, not for {language}")
    return model.language
