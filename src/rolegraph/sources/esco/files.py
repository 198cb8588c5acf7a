"""The files of ESCO's CSV download: which there are, in which language, what goes without each, and which to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rolegraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Collection

    from rolegraph.sources.downloads import Download

OCCUPATIONS: Final = "occupations"
SKILLS: Final = "skills"
ISCO_GROUPS: Final = "ISCOGroups"
SKILL_GROUPS: Final = "skillGroups"
LEVELS: Final = "skillsHierarchy"
OCCUPATION_BROADER: Final = "broaderRelationsOccPillar"
SKILL_BROADER: Final = "broaderRelationsSkillPillar"
REQUIREMENTS: Final = "occupationSkillRelations"
SKILL_RELATIONS: Final = "skillSkillRelations"
COLLECTIONS: Final[dict[str, tuple[str, str]]] = {
    "digitalSkillsCollection": ("digital-skills", "Digital skills"),
    "digCompSkillsCollection": ("digcomp", "DigComp"),
    "ictSkillsCollection": ("ict-skills", "ICT skills"),
    "greenSkillsCollection": ("green-skills", "Green skills"),
    "transversalSkillsCollection": ("transversal-skills", "Transversal skills"),
    "languageSkillsCollection": ("language-skills", "Language skills"),
    "researchSkillsCollection": ("research-skills", "Research skills"),
    "researchOccupationsCollection": ("research-occupations", "Research occupations"),
}

_COSTS: Final[dict[str, str]] = {
    SKILLS: "there are no skills, so occupations ask for none",
    ISCO_GROUPS: "occupations are in no ISCO group",
    SKILL_GROUPS: "skills are in no group, but for those that the skills hierarchy names",
    OCCUPATION_BROADER: "ISCO groups are not nested, and no occupation is under another",
    SKILL_BROADER: "no skill is under a group or another skill",
    REQUIREMENTS: "occupations ask for no skills",
    SKILL_RELATIONS: "no skill is known to need another, or to be close to one",
}
_NOT_READ: Final[dict[str, str]] = {
    "conceptSchemes": "groups and collections say the same",
    "dictionary": "it describes the columns of the others",
    "greenShareOcc": "its shares can be counted from the green skills and the requirements",
}
# Files without a word in any language that is kept, so that those of another language will do.
_WORDLESS: Final = (OCCUPATION_BROADER, SKILL_BROADER, REQUIREMENTS, SKILL_RELATIONS, *COLLECTIONS)
_WORDY: Final = (OCCUPATIONS, SKILLS, ISCO_GROUPS, SKILL_GROUPS, LEVELS)
_NAME: Final = re.compile(r"([A-Za-z]+)(?:_([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?))?\.csv", re.IGNORECASE)

Files = dict[str, str]


def choose(names: Collection[str], language: str) -> Files:
    """The names of the files to read, by what they are called without language and ending.

    Parameters
    ----------
    names
        Of all files that there are.
    language
        Whose labels are wanted, as file names have it, such as "de".

    Raises
    ------
    SourceError
        When there are no occupations in that language.

    Examples
    --------
    >>> choose(["occupations_de.csv", "occupations_en.csv", "skillSkillRelations.csv"], "de")
    {'occupations': 'occupations_de.csv', 'skillSkillRelations': 'skillSkillRelations.csv'}
    """
    known = {stem.casefold(): stem for stem in (*_WORDY, *_WORDLESS)}
    found: dict[str, dict[str, str]] = {}
    for name, stem, tongue in _parted(names):
        if stem in known:
            found.setdefault(known[stem], {})[tongue] = name
    wanted = language.casefold()
    if wanted not in (occupations := found.get(OCCUPATIONS, {})):
        others = ", ".join(sorted(filter(None, occupations)))
        cure = f"it has {others}: choose with --language" if others else "name the folder or zip of ESCO's CSV download"
        raise SourceError(f"has no {OCCUPATIONS}_{language}.csv", cure)
    files = {stem: found[stem][wanted] for stem in _WORDY if wanted in found.get(stem, {})}
    for stem in _WORDLESS:
        if tongues := found.get(stem):
            files[stem] = tongues.get(wanted) or tongues.get("") or tongues[min(tongues)]
    return files


def note_files(download: Download, files: Files, language: str) -> None:
    """Say what is missing and what goes without it, and what is there and not read."""
    tally = download.tally
    for stem, cost in _COSTS.items():
        if stem not in files:
            tally.note(f"{stem}_{language}.csv is not there: {cost}")
    for name, stem, tongue in sorted(_parted(download.names)):
        if tongue in ("", language.casefold()):
            reason = next((reason for other, reason in _NOT_READ.items() if other.casefold() == stem), "")
            if reason:
                tally.note(f"{name} is not read: {reason}")


def _parted(names: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The names that are such as ESCO's, each with its stem and language, in lower case."""
    for name in names:
        if (found := _NAME.fullmatch(name)) is not None:
            yield name, found[1].casefold(), (found[2] or "").casefold()
