"""A made-up download of the size and form of ESCO 1.2: `python benchmarks/escolike.py FOLDER [SCALE]`.

As many occupations, skills, groups, links and names, as long descriptions, and the same skew: a few skills are asked
for by hundreds of occupations, most by a handful. Made by a generator with a seed from words of our own, row by row, so
that ten times as much takes ten times the time and little more memory. As in the real one a few rows do not fit:
`DANGLING` links lead to skills without a row, and `CIRCLES` pairs of skills need each other.
"""

from __future__ import annotations

import csv
import random
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

OCCUPATIONS: Final = 3_039
SKILLS: Final = 13_939
REQUIREMENTS: Final = 129_004
SKILL_GROUPS: Final = 640
SKILL_RELATIONS: Final = 5_900
COLLECTIONS: Final = {
    "digitalSkillsCollection": 1_284,
    "digCompSkillsCollection": 25,
    "greenSkillsCollection": 591,
    "transversalSkillsCollection": 95,
    "languageSkillsCollection": 359,
    "researchSkillsCollection": 40,
}
RESEARCH_OCCUPATIONS: Final = 122
CIRCLES: Final = 3
DANGLING: Final = 8
SEED: Final = 2011

_ESCO: Final = "http://data.europa.eu/esco"
_SYLLABLES: Final = "ba ke li mo ru san tel vor nim dal pes gra sto fen lum tor chi wex pol har".split()
_ISCO_SIZES: Final = (10, 43, 130, 436)
_SKEW, _FLATTENED = 0.85, 20  # popularity falls with the rank to this power, the first few being about alike

Cells = Sequence[object]


class _Maker(NamedTuple):
    """What all files are made with."""

    folder: Path
    language: str
    chance: random.Random
    words: list[str]

    def write(self, stem: str, heading: str, rows: Iterable[Cells]) -> None:
        with (self.folder / f"{stem}_{self.language}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(heading.split(","))
            writer.writerows(rows)

    def iris(self, sort: str, count: int) -> list[str]:
        return [f"{_ESCO}/{sort}/{uuid.UUID(int=self.chance.getrandbits(128), version=4)}" for _ in range(count)]

    def phrase(self, least: int, most: int) -> str:
        return " ".join(self.chance.choices(self.words, k=self.chance.randint(least, most)))

    def names(self, average: int) -> str:
        return "\n".join(self.phrase(2, 4) for _ in range(self.chance.randint(0, 2 * average)))

    def text(self, sentences: int) -> str:
        return " ".join(f"{self.phrase(8, 20).capitalize()}." for _ in range(sentences))


def write_download(folder: Path, scale: float = 1, language: str = "en") -> None:
    """Write a download.

    Parameters
    ----------
    folder
        Where to, made if it is not there.
    scale
        How many times ESCO it is; the ISCO groups stay as many.
    language
        What the names of the files end in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)  # noqa: S311 - for a benchmark
    words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(4_000)]
    made = _Maker(folder, language, chance, words)
    occupations = made.iris("occupation", round(OCCUPATIONS * scale))
    skills = made.iris("skill", round(SKILLS * scale))
    groups = made.iris("skill", max(20, round(SKILL_GROUPS * scale)))
    codes = _isco_codes()
    _write_groups(made, codes, groups)
    _write_occupations(made, occupations, [code for code in codes if len(code) == len(_ISCO_SIZES)])
    _write_skills(made, skills, groups)
    _write_links(made, occupations, skills, scale)
    for stem, size in COLLECTIONS.items():
        members = chance.sample(skills, min(len(skills), round(size * scale)))
        made.write(
            stem, "conceptType,conceptUri,status", (("KnowledgeSkillCompetence", one, "released") for one in members)
        )
    members = chance.sample(occupations, min(len(occupations), round(RESEARCH_OCCUPATIONS * scale)))
    stem = "researchOccupationsCollection"
    made.write(stem, "conceptType,conceptUri,status", (("Occupation", one, "released") for one in members))


def _isco_codes() -> list[str]:
    """Codes of ISCO's four levels, each beginning with that of the group it is in."""
    levels = [[str(number) for number in range(_ISCO_SIZES[0])]]
    for size in _ISCO_SIZES[1:]:
        above = levels[-1]
        levels.append([f"{above[place % len(above)]}{place // len(above)}" for place in range(size)])
    return [code for level in levels for code in level]


def _write_groups(made: _Maker, codes: Sequence[str], groups: Sequence[str]) -> None:
    made.write(
        "ISCOGroups",
        "conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description",
        (
            ("ISCOGroup", f"{_ESCO}/isco/C{code}", code, made.phrase(2, 5), "released", "", "", made.text(8))
            for code in codes
        ),
    )
    made.write(
        "skillGroups",
        "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,inScheme,description,code",
        (
            ("SkillGroup", iri, made.phrase(2, 5), "", "", "released", "", "", "", made.text(2), f"S{place}")
            for place, iri in enumerate(groups)
        ),
    )
    levels = [what for level in range(4) for what in (f"Level {level} URI", f"Level {level} preferred term")]
    made.write("skillsHierarchy", ",".join(levels), (_level_row(groups, place) for place in range(len(groups))))


def _above(place: int) -> int | None:
    """The group above a group: four at the top, some thirty under these, and the others under those."""
    return None if place < 4 else place % 4 if place < 40 else 4 + place % 36


def _level_row(groups: Sequence[str], place: int) -> list[str]:
    way: list[int] = [place]
    while (above := _above(way[0])) is not None:
        way.insert(0, above)
    cells = [cell for one in way for cell in (groups[one], f"group {one}")]
    return cells + [""] * (8 - len(cells))


def _write_occupations(made: _Maker, occupations: Sequence[str], units: Sequence[str]) -> None:
    chance = made.chance
    in_unit = [units[chance.randrange(len(units))] for _ in occupations]
    empty = ("",) * 4

    def rows() -> Iterator[Cells]:
        for place, (iri, unit) in enumerate(zip(occupations, in_unit, strict=True)):
            said = (unit, made.phrase(2, 4), made.names(9), "", "released", "2024-01-25")
            yield "Occupation", iri, *said, *empty, made.text(4), f"{unit}.{place}"

    made.write(
        "occupations",
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "regulatedProfessionNote,scopeNote,definition,inScheme,description,code",
        rows(),
    )

    def broader() -> Iterator[Cells]:
        for code in _isco_codes():
            if len(code) > 1:
                yield "ISCOGroup", f"{_ESCO}/isco/C{code}", "ISCOGroup", f"{_ESCO}/isco/C{code[:-1]}"
        for place, iri in enumerate(occupations):
            if place and chance.random() < 0.4:
                yield "Occupation", iri, "Occupation", occupations[chance.randrange(place)]
            else:
                yield "Occupation", iri, "ISCOGroup", f"{_ESCO}/isco/C{in_unit[place]}"

    made.write("broaderRelationsOccPillar", "conceptType,conceptUri,broaderType,broaderUri", broader())


def _write_skills(made: _Maker, skills: Sequence[str], groups: Sequence[str]) -> None:
    chance = made.chance
    sorts, reuses = ("knowledge", "skill/competence", "skill/competence"), ("sector-specific", "cross-sector")
    empty = ("",) * 3

    def rows() -> Iterator[Cells]:
        for iri in skills:
            said = (chance.choice(sorts), chance.choice(reuses), made.phrase(2, 5), made.names(7), "", "released")
            yield "KnowledgeSkillCompetence", iri, *said, "2023-11-30", *empty, made.text(2)

    made.write(
        "skills",
        "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "scopeNote,definition,inScheme,description",
        rows(),
    )

    def broader() -> Iterator[Cells]:
        for place, iri in enumerate(groups):
            if (above := _above(place)) is not None:
                yield "SkillGroup", iri, "SkillGroup", groups[above]
        for place, iri in enumerate(skills):
            for group in chance.sample(groups, chance.choice((1, 1, 2))):
                yield "KnowledgeSkillCompetence", iri, "SkillGroup", group
            if place and chance.random() < 0.1:
                yield "KnowledgeSkillCompetence", iri, "KnowledgeSkillCompetence", skills[chance.randrange(place)]

    made.write("broaderRelationsSkillPillar", "conceptType,conceptUri,broaderType,broaderUri", broader())


def _write_links(made: _Maker, occupations: Sequence[str], skills: Sequence[str], scale: float) -> None:
    chance, count = made.chance, round(REQUIREMENTS * scale)
    weights = list(accumulate((rank + _FLATTENED * scale) ** -_SKEW for rank in range(1, len(skills) + 1)))
    each = count / len(occupations)

    def requirements() -> Iterator[Cells]:
        for occupation in occupations:
            wanted = min(len(skills), max(1, round(chance.gauss(each, each / 3))))
            drawn = dict.fromkeys(chance.choices(skills, cum_weights=weights, k=round(wanted * 1.05)))
            for skill in list(drawn)[:wanted]:
                yield occupation, chance.choice(("essential", "optional")), "skill/competence", skill
        for skill in made.iris("skill", DANGLING):
            yield occupations[0], "essential", "skill/competence", skill

    made.write("occupationSkillRelations", "occupationUri,relationType,skillType,skillUri", requirements())

    def relations() -> Iterator[Cells]:
        seen: set[tuple[int, int]] = set()
        while len(seen) < min(round(SKILL_RELATIONS * scale), len(skills) // 2):
            one, other = sorted(chance.sample(range(len(skills)), 2))
            if (one, other) not in seen:
                seen.add((one, other))
                kind = "essential" if len(seen) <= CIRCLES or chance.random() < 0.15 else "optional"
                yield skills[other], "skill/competence", kind, "knowledge", skills[one]
                if len(seen) <= CIRCLES:
                    yield skills[one], "knowledge", "essential", "skill/competence", skills[other]

    heading = "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri"
    made.write("skillSkillRelations", heading, relations())


if __name__ == "__main__":
    write_download(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1)
