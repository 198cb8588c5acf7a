"""The ordered scales: level, necessity, seniority and degree level, as the ontology's concept schemes name them."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from rolegraph.vocabulary import RG


class _Scale(IntEnum):
    """An ordered scale whose members are concepts of the ontology."""

    @property
    def iri(self) -> str:
        return RG + self.word

    @property
    def word(self) -> str:
        return self.name.lower()

    def __str__(self) -> str:
        return self.word


class Level(_Scale):
    """How well a capability is held or asked for.

    >>> Level.PROFICIENT > Level.WORKING, str(Level.EXPERT)
    (True, 'expert')
    """

    FAMILIAR = 1
    WORKING = 2
    PROFICIENT = 3
    EXPERT = 4


class Seniority(_Scale):
    """How far up a role or posting stands."""

    ENTRY = 1
    MID = 2
    SENIOR = 3
    LEAD = 4
    HEAD = 5


class DegreeLevel(_Scale):
    """An academic degree's level; a higher one in the same field satisfies a lower one."""

    ASSOCIATE = 1
    BACHELOR = 2
    MASTER = 3
    DOCTORATE = 4


class Necessity(StrEnum):
    """Whether a role cannot do without a requirement, or only prefers it."""

    ESSENTIAL = "essential"
    PREFERRED = "preferred"

    @property
    def iri(self) -> str:
        return RG + self.value
