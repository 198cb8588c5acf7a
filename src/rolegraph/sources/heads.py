"""What members of an enumeration share: a generic head behind them all, a noun or an adjective before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Known = Callable[[str], bool]

# Heads that say nothing of their own: "techniques" of data modeling are data modeling.
GENERIC_HEADS: Final = (
    "tools and technologies",
    "tools and techniques",
    "tools and software",
    "best practices",
    "tools",
    "tool",
    "technologies",
    "technology",
    "techniques",
    "technique",
    "skills",
    "skill",
    "concepts",
    "principles",
    "methods",
    "methodologies",
    "methodology",
    "practices",
    "software",
)

_ADJECTIVE: Final = re.compile(
    r"(?:analytical|technical|interpersonal|organi[sz]ational|verbal|written|soft|hard|quantitative|creative"
    r"|mathematical"
    r"|statistical|critical|strategic|oral|managerial|cognitive|social|digital|practical|numerical|structured"
    r"|unstructured"
    r"|relational|non-relational|supervised|unsupervised|descriptive|inferential|predictive|prescriptive|qualitative"
    r"|computational|exploratory|ethical|legal|diagnostic|nosql|sql)",
    re.IGNORECASE,
)

_PROCESS: Final = re.compile(r"[a-z-]+(?:ing|tion|sion|ment|ance|ysis|yses|val|handling)")

# Nouns that what is done to them can be said of in turn: data cleaning and (data) preparation.
_OBJECTS: Final = frozenset(
    "data model software pipeline system database feature report dashboard requirements product image text network "
    "cloud "
    "infrastructure api algorithm code web application workflow log query schema experiment risk metadata".split()
)

# Processes that are skills by themselves, whatever stands before them.
STANDALONE: Final = frozenset(
    "programming communication collaboration documentation automation optimization statistics scripting debugging "
    "troubleshooting networking mentoring coaching leadership reporting presentation presenting teamwork negotiation "
    "problem-solving marketing accounting budgeting consulting forecasting experimentation containerization coding "
    "orchestration storytelling engineering management innovation learning training planning".split()
)


def inherited(name: str, place: int, texts: list[str], last: str, lent: str, known: Known) -> str:
    """A name with the noun or the adjective's head that it shares with its neighbours."""
    if place < len(texts) - 1 and _ADJECTIVE.fullmatch(name) and not known(name):
        # "written and verbal communication skills", "analytical and problem-solving skills"
        words = last.split()
        if len(words) > 1 and _ADJECTIVE.fullmatch(words[0]):
            return f"{name} {' '.join(words[1:])}"
        return f"{name} {lent}".strip() if lent in ("skills", "techniques", "methods") else name
    first = texts[0].split()
    is_process = place > 0 and " " not in name and _PROCESS.fullmatch(name.lower())
    if (
        not is_process
        or len(first) != 2
        or first[0].lower() not in _OBJECTS
        or not _PROCESS.fullmatch(first[1].lower())
    ):
        return name
    whole = f"{first[0]} {name}"
    if known(whole):
        return whole
    alone = all(" " not in beheaded(text, known)[0] for text in texts[1:])
    is_own = known(name) or name.lower() in STANDALONE or first[1].lower() == "learning"
    return whole if alone and not is_own else name


def beheaded(text: str, known: Known) -> tuple[str, str]:
    """A name without its generic head, and the head; a single adjective keeps it."""
    if known(text):
        return text, ""
    lower = text.lower()
    for head in GENERIC_HEADS:
        if lower.endswith(" " + head):
            rest = text[: -len(head) - 1].strip()
            if _ADJECTIVE.fullmatch(rest) and not rest.isupper() and not known(rest):
                return text, head
            return rest, head
    return text, ""
