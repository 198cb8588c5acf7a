"""How much preparation a role usually takes, in words: time, and what those asked say of education.

The words are ours. The times of O*NET's job zones are those of their ranges of specific vocational preparation (SVP).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rolegraph.model.nodes import Kind, Node
from rolegraph.model.roles import Preparation
from rolegraph.render.text import Block, Text, section

_ZONE: Final = "onet-job-zone-"
_ZONES: Final = {
    1: ("one", "up to three months"),
    2: ("two", "three months to a year"),
    3: ("three", "one to two years"),
    4: ("four", "two to four years"),
    5: ("five", "over four years"),
}
# What most occupations of a zone ask for: only said where the answers for an occupation itself are not known.
_IMPLIED: Final = {4: "a bachelor's degree", 5: "a graduate or professional degree"}
_LEVELS: Final = {
    f"onet-education-{rank}": words
    for rank, words in enumerate(
        (
            "less than a high school diploma",
            "a high school diploma",
            "a certificate after high school",
            "some college courses",
            "an associate degree",
            "a bachelor's degree",
            "a certificate after a bachelor's degree",
            "a master's degree",
            "a certificate after a master's degree",
            "a first professional degree",
            "a doctorate",
            "training after a doctorate",
        ),
        start=1,
    )
}
_AT_SCHOOL: Final = 3  # the job zone from which most occupations take training at a school, or a licence
_MOST: Final = 3  # levels of education that are named
_LEAST: Final = 5.0  # percent of answers that are worth a word
_ENOUGH: Final = 90.0  # percent of answers that must be known to go without what the zone implies

NOT_RECORDED: Final = "not recorded"


def preparation_blocks(
    goal: Preparation | None, has_degree: bool, start: Preparation | None = None, starting: str = ""
) -> Iterator[Block]:
    """What a role takes, and how that compares with where somebody starts, which is called `starting`.

    `has_degree` says that the role has a degree among its requirements: nothing more is said then of education, where
    there is nothing more to say. A degree that the start is not known to take may be held all the same.
    """
    if time := time_and_step(goal):
        before = _step(start)
        if before and before != _step(goal):
            time = f"from {before} ({_time(start)}) to {_step(goal)} ({_time(goal)})"
        yield Text(f"Preparation: {time}.")
    words = education(goal)
    if words != NOT_RECORDED or not has_degree:
        yield Text(f"Education: {words}.{_unnamed(goal)}")
    if start is not None and has_degree and _published(start) < _ENOUGH:
        yield Text(f"Education of {starting}: {education(start)}.")


def compared_preparations(
    roles: Sequence[Node], preparations: Sequence[Preparation | None], degreeless: Iterable[Node]
) -> Iterator[Block]:
    """What roles take side by side; `degreeless` are those of which no requirement is a degree."""
    labels = [role.label for role in roles]
    if preparations:
        rows = [
            ("time", *(time_and_step(one) or NOT_RECORDED for one in preparations)),
            ("education", *map(education, preparations)),
        ]
        yield from section("Preparation", ("What", *labels), rows)
    elif names := ", ".join(role.label for role in degreeless):
        yield Text(f"Education: {NOT_RECORDED} for {names}.")


def has_degree(capabilities: Iterable[Node]) -> bool:
    """Whether a degree is among some capabilities."""
    return any(node.kind is Kind.DEGREE for node in capabilities)


def education(known: Preparation | None) -> str:
    """What those asked say of education; what a job zone implies, marked as such, where too little of it is known."""
    if known is None:
        return NOT_RECORDED
    shares = [one for one in known.education if one.share >= _LEAST][:_MOST]
    words = NOT_RECORDED
    if shares:
        first, *others = (f"{one.share:.0f} % of those asked say {_level(one.level)}" for one in shares)
        words = ", ".join([first, *(text.replace(" of those asked say", "") for text in others)])
    if _published(known) >= _ENOUGH:
        return words
    if shares:
        words += f"; {100 - _published(known):.0f} % of the answers are not published"
    implied = _IMPLIED.get(known.rank or 0) if _is_zone(known) else None
    if implied is None:
        return words
    return f"{words}; {_step(known)} usually implies {implied}" + (", which is not recorded" if shares else "")


def _unnamed(known: Preparation | None) -> str:
    """What O*NET does not ask about, where occupations are learned at a school: a degree may be the wrong one."""
    at_school = known is not None and _is_zone(known) and (known.rank or 0) >= _AT_SCHOOL
    return " O*NET names no fields of study and no licences." if at_school else ""


def _published(known: Preparation) -> float:
    return sum(one.share for one in known.education)


def _level(level: Node) -> str:
    return _LEVELS.get(level.slug, level.label)


def _is_zone(known: Preparation) -> bool:
    return known.step is not None and known.step.slug.startswith(_ZONE) and known.rank in _ZONES


def _time(known: Preparation | None) -> str:
    return f"usually {_ZONES[known.rank or 0][1]}" if known is not None and _is_zone(known) else ""


def _step(known: Preparation | None) -> str:
    """The step in words; of a scale that is not O*NET's, by its label."""
    if known is None or known.step is None:
        return ""
    return f"job zone {_ZONES[known.rank or 0][0]}" if _is_zone(known) else known.step.label


def time_and_step(known: Preparation | None) -> str:
    time, step = _time(known), _step(known)
    return f"{time} ({step})" if time else step
