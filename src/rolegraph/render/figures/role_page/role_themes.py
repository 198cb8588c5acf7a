"""What a role asks for, by sort (knowledge, skills) where a source tells these apart, and by what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.model.nodes import Kind, fold
from rolegraph.model.roles import Requirement
from rolegraph.planning.themes import OTHERS, importance, themes_of
from rolegraph.rdf.vocabulary import RG

if TYPE_CHECKING:
    from rolegraph.rdf.dataset import Dataset

# How sources call sorts of what a role asks for, in the order in which they are shown.
_SORTS: Final = {
    "knowledge": "Knowledge",
    "skill": "Skills",
    "skill/competence": "Skills",
    "ability": "Abilities",
    "attitude": "Attitudes",
    "language skills and knowledge": "Languages",
}
_HALF: Final = 0.5  # of what is asked for: themes that file less of it than that tell nothing
_FEW: Final = 0.25  # of skills: more that are of no sort, and sorts tell little


def themed(dataset: Dataset, requirements: Sequence[Requirement]) -> Iterator[tuple[str, str, list[Requirement]]]:
    """Requirements by sort, where a source tells sorts apart, and by theme: each is in one of these.

    Within a theme what is essential comes first, then what is rated as more important, then what is asked for at a
    higher level. Sort and theme are empty where there is nothing to tell apart.
    """
    by_sort: dict[str, list[Requirement]] = defaultdict(list)
    for one in requirements:
        by_sort[_sort_of(dataset, one)].append(one)
    known = list(dict.fromkeys(_SORTS.values()))
    skills = [one for one in requirements if one.any_of[0].kind is not Kind.TOOL]
    of_none = [one for one in skills if one in by_sort.get("", ())]
    if len(of_none) > _FEW * len(skills) or not skills:  # no source tells them apart, or only some of them
        by_sort = {"": list(requirements)}
    order, of_all = {sort: place for place, sort in enumerate(known)}, _themes_among(dataset, requirements)
    for sort in sorted(by_sort, key=lambda sort: order.get(sort, len(order))):
        title = sort or (_others(by_sort[sort]) if len(by_sort) > 1 else "")
        for theme, members in _by_theme(by_sort[sort], (_themes_among(dataset, by_sort[sort]), of_all)):
            yield title, theme, sorted(members, key=lambda one: _order(dataset, one))


def _themes_among(dataset: Dataset, requirements: Sequence[Requirement]) -> dict[str, str]:
    return themes_of(dataset, list(dict.fromkeys(one.any_of[0].iri for one in requirements)))


def _others(requirements: Iterable[Requirement]) -> str:
    """What to call requirements of no sort, beside those of some."""
    kinds = {named.kind for one in requirements for named in one.any_of}
    return "Tools" if kinds == {Kind.TOOL} else "Other skills and tools" if Kind.TOOL in kinds else "Other skills"


def _sort_of(dataset: Dataset, requirement: Requirement) -> str:
    first = requirement.any_of[0]
    found = (_SORTS.get(word, "") for word in sorted(dataset.objects(first.iri, RG + "skillType")))
    return next(filter(None, found), "")


def _by_theme(
    requirements: Sequence[Requirement], themes: Sequence[Mapping[str, str]]
) -> list[tuple[str, list[Requirement]]]:
    """Requirements by what they are about, the largest theme first and what is left over last.

    Of several ways to tell what they are about, that which leaves least over; a theme without a title, with all of
    them, where most are left over.
    """
    by_theme, left = min((_split(requirements, one) for one in themes), key=lambda split: len(split[1]))
    if len(left) > _HALF * len(requirements):
        return [("", list(requirements))]
    ordered = sorted(by_theme.items(), key=lambda item: (-sum(one.essential for one in item[1]), fold(item[0])))
    return [*((_capitalised(title), members) for title, members in ordered), *([("Other", left)] if left else [])]


def _split(
    requirements: Sequence[Requirement], themes: Mapping[str, str]
) -> tuple[dict[str, list[Requirement]], list[Requirement]]:
    """Requirements by theme, and those that are of none, or of one that is theirs alone."""
    by_theme: dict[str, list[Requirement]] = defaultdict(list)
    for one in requirements:
        by_theme[themes[one.any_of[0].iri]].append(one)
    of_none = {*OTHERS, *(kind.plural for kind in Kind), "knowledge"}
    left = [theme for theme, members in by_theme.items() if theme in of_none or len(members) == 1 < len(requirements)]
    return by_theme, [one for theme in left for one in by_theme.pop(theme)]


def _capitalised(title: str) -> str:
    return title[:1].upper() + title[1:]


def _order(dataset: Dataset, requirement: Requirement) -> tuple[bool, float, int, str]:
    rated = importance(dataset, [requirement])
    return not requirement.essential, -rated, -(requirement.level or 0), fold(requirement.label)
