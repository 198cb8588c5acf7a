"""Which roles of a graph the codes of a statistic stand for: by notation, by what came of an old code, or by title.

A code of the United States' SOC stands for all codes that begin as it does: without the zeros at its end, as the Census
and the BLS group occupations, and with two more digits, as O*NET divides them. What is not in the graph any more
is looked up among the codes of SOC 2010 that were replaced in 2018; then by its title. A code that stands for several
roles is one group of them: nobody knows how what is counted divides among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import takewhile
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, SKOS

# Codes of SOC 2010 that SOC 2018 does not have, with what the codes of their occupations begin with there.
REPLACED: Final[Mapping[str, tuple[str, ...]]] = {
    "11-9061": ("11-9171",),
    "15-1111": ("15-1221",),
    "15-1121": ("15-1211",),
    "15-1122": ("15-1212",),
    "15-1131": ("15-1251",),
    "15-1132": ("15-1252",),
    "15-1133": ("15-1252",),
    "15-1134": ("15-1254", "15-1255"),
    "15-1141": ("15-1242",),
    "15-1142": ("15-1244",),
    "15-1143": ("15-1241",),
    "15-1151": ("15-1232",),
    "15-1152": ("15-1231",),
    "15-1199": ("15-1299",),
    "25-9011": ("25-4022",),
    "29-1061": ("29-1211",),
    "29-1062": ("29-1215",),
    "29-1063": ("29-1216",),
    "29-1064": ("29-1218",),
    "29-1065": ("29-1221",),
    "29-1066": ("29-1223",),
    "29-1067": ("29-124",),
    "29-1069": ("29-1212", "29-1213", "29-1214", "29-1217", "29-1222", "29-1224", "29-1229"),
    "29-1199": ("29-1299",),
    "29-2021": ("29-1292",),
    "31-1011": ("31-1121",),
    "31-1013": ("31-1133",),
    "31-1014": ("31-1131",),
    "31-1015": ("31-1132",),
    "35-3021": ("35-3023",),
    "35-3022": ("35-3023",),
    "39-9021": ("31-1122",),
    "43-5081": ("53-7065",),
    "43-9011": ("15-1299",),
    "51-4011": ("51-9161",),
    "51-4012": ("51-9162",),
    "53-3021": ("53-3052",),
    "53-3022": ("53-3051",),
    "53-3041": ("53-3053", "53-3054"),
}
_SOC: Final = re.compile(r"(\d\d)-?(\d{4})(\.\d\d)?")
WHOLE: Final = "0000"  # the end of a code that stands for a whole major group
_NAMES: Final = (SKOS + "prefLabel", SKOS + "altLabel")
_LONGEST: Final = 200  # characters of a code or title that is looked up

EXACT, OLD, BY_TITLE = "code", "what came of a code of SOC 2010", "title"


class Found(NamedTuple):
    """The roles that a code stands for, by IRI in order, and how they were found."""

    roles: tuple[str, ...]
    how: str


class OccupationCodes:
    """The codes of roles, as pairs of a role's IRI and a code, and what gives their names in the same way."""

    def __init__(
        self, codes: Iterable[tuple[str, str]], names: Callable[[], Iterable[tuple[str, str]]] = tuple
    ) -> None:
        self._codes = sorted((code.casefold(), role) for role, code in codes)
        self._by_code: dict[str, list[str]] = {}
        for code, role in self._codes:
            self._by_code.setdefault(code, []).append(role)
        self._names = names

    @staticmethod
    def of(dataset: Dataset) -> OccupationCodes:
        """The codes and names of the roles of a graph."""
        roles = set(dataset.subjects(RDF + "type", Kind.ROLE.class_iri))
        codes = [(role, code) for role, code in dataset.pairs(SKOS + "notation") if role in roles]
        named = ((role, name) for role in roles for term in _NAMES for name in dataset.objects(role, term))
        return OccupationCodes(codes, lambda: named)

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for role, name in self._names():
            found.setdefault(fold(name), set()).add(role)
        return found

    def find(self, code: str, title: str = "") -> Found | None:
        """The roles that a code, or else a title, stands for; None where that is none, or no single one by a title.

        What stands in the place of a code may be the name of a role as well.
        """
        code, title = code.strip()[:_LONGEST], title.strip()[:_LONGEST]
        if roles := self._by_code.get(code.casefold()):
            return _found(roles, EXACT)
        if match := _SOC.fullmatch(code):
            if match[3] in (None, ".00") and (found := self._of_soc(f"{match[1]}-{match[2]}")):
                return found
        elif code and (roles := self._below(f"{code.casefold()}.")):
            return _found(roles, EXACT)
        for name in filter(None, (title, code)):
            if len(named := self._by_name.get(fold(name), set())) == 1:
                return Found(tuple(named), BY_TITLE)
        return None

    def _of_soc(self, code: str) -> Found | None:
        """By a code of six digits of the SOC, of either year, which may stand for all that begin as it does."""
        if code.endswith(WHOLE):
            return None
        beginning = code.rstrip("0")
        current = self._below(beginning)
        came = [
            role
            for before, codes in REPLACED.items()
            if before.startswith(beginning)
            for new in codes
            for role in self._below(new)
        ]
        if came:
            return _found([*current, *came], OLD)
        return _found(current, EXACT) if current else None

    def _below(self, beginning: str) -> list[str]:
        """The roles whose codes begin in some way, by code."""
        first = bisect_left(self._codes, (beginning, ""))
        return [role for _, role in takewhile(lambda pair: pair[0].startswith(beginning), self._codes[first:])]


def _found(roles: Iterable[str], how: str) -> Found:
    return Found(tuple(dict.fromkeys(roles)), how)


def is_whole_group(code: str) -> bool:
    """Whether a code of the SOC stands for a whole major group, or for all occupations."""
    match = _SOC.fullmatch(code.strip()[:_LONGEST])
    return match is not None and match[2] == WHOLE
