"""The columns of a table of role profiles: their names, what they mean, and the words that their cells may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rolegraph.scales import Level, Necessity, Seniority
from rolegraph.vocabulary import Kind

# In the order of the template. The first two are the ones that a table must have.
COLUMNS: Final[dict[str, str]] = {
    "role": "The job. Empty means: the same as in the row above.",
    "capability": "What the role asks for. Where any one of several is enough, put | between them.",
    "kind": "skill, tool, degree or certification. Empty: what a known name is, otherwise a skill.",
    "necessity": "essential (also must, must have, required, mandatory) or preferred (also nice to have, optional, "
    "desirable). Empty: essential.",
    "level": "familiar, working, proficient or expert, or 1 to 4. Empty: not said, and then it stays unknown.",
    "examples": "What shows that somebody has the capability, with | between several. Tools, unless known otherwise.",
    "category": "What kind of tool it is, such as spreadsheet software. Only for tools.",
    "note": "A remark on the requirement.",
    "other names": "What else the role is called, with | between the names.",
    "definition": "What the role is, in a sentence.",
    "seniority": "entry (also junior), mid, senior, lead or head.",
    "industry": "Where the role is found, with | between several.",
    "responsibility": "What people in the role have to do, with | between several.",
    "broader": "What the capability is a part or a kind of, with | between several.",
    "prerequisites": "What one must be able to do before learning it, with | between several.",
    "effort hours": "How many hours it takes to learn from nothing to working level. An estimate.",
    "close to": "What makes learning it shorter, and the other way round, with | between several.",
}
# In a row that has one of these and no role, a capability is described and nothing is asked for.
FACTS: Final = ("broader", "prerequisites", "effort hours", "close to")
SEVERAL: Final = "|"

KINDS: Final[Mapping[str, Kind]] = {
    kind.value: kind for kind in (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION)
}
NECESSITIES: Final[Mapping[str, Necessity]] = {
    **dict.fromkeys(("essential", "must", "must have", "required", "mandatory"), Necessity.ESSENTIAL),
    **dict.fromkeys(("preferred", "nice to have", "optional", "desirable"), Necessity.PREFERRED),
}
LEVELS: Final[Mapping[str, Level]] = {
    **{level.word: level for level in Level},
    **{str(int(level)): level for level in Level},
}
SENIORITIES: Final[Mapping[str, Seniority]] = {
    **{seniority.word: seniority for seniority in Seniority},
    "junior": Seniority.ENTRY,
}


def plain(text: str) -> str:
    """A heading or word without what people vary: case, spaces, underscores, hyphens, and an s at the end.

    >>> plain("Other_Names"), plain("EFFORT-HOURS"), plain("Nice to have")
    ('othername', 'efforthour', 'nicetohave')
    """
    return re.sub(r"[\W_]+", "", text.casefold()).removesuffix("s")


_BY_PLAIN: Final = {plain(name): name for name in COLUMNS}


def column(heading: str) -> str | None:
    """The column that a heading means; None for one that is not known.

    >>> column(" Other names "), column("salary")
    ('other names', None)
    """
    return _BY_PLAIN.get(plain(heading))
