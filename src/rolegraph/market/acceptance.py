"""What a requirement is called in tables, and which capability meets it from which level on, out of the effort matrix.

What several roles ask for in the same way is one requirement. Its id is made of what it asks for, so that it stays the
same from run to run and from release to release for as long as that does.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from rolegraph.facts.arrays import entries
from rolegraph.facts.labels import nodes
from rolegraph.facts.requirements import ESTIMATED, RequirementTerms, capability_requirements, terms_of
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix
from rolegraph.model.nodes import Level, Necessity
from rolegraph.model.roles import either
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector


def requirement_id(terms: RequirementTerms) -> str:
    """The id of a requirement, whichever role asks for it, and whether or not it is essential to that.

    Examples
    --------
    >>> requirement_id(RequirementTerms(frozenset({"urn:python"}), Necessity.ESSENTIAL, Level.WORKING))
    'f912da168dd54184'
    """
    asked = [sorted(terms.any_of), sorted(terms.examples - terms.any_of), terms.level or 0, terms.open_to_related]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def requirement_terms(efforts: EffortMatrix, requirement: int) -> RequirementTerms:
    """What a requirement of the effort matrix asks for."""
    named = entries(efforts.requirements, requirement)
    any_of, examples = (
        frozenset(efforts.capabilities[place] for place, how in named if (how == ANY_OF) is is_any)
        for is_any in (True, False)
    )
    level = int(efforts.requirement_level[requirement])
    related = bool(efforts.requirement_related[requirement])
    return RequirementTerms(any_of, Necessity.ESSENTIAL, Level(level) if level else None, examples, related)


def requirement_ids(efforts: EffortMatrix) -> tuple[str, ...]:
    """The id of each requirement of the effort matrix."""
    return tuple(requirement_id(requirement_terms(efforts, number)) for number in range(efforts.requirements.shape[0]))


def requirement_labels(dataset: Dataset, efforts: EffortMatrix) -> tuple[str, ...]:
    """Each requirement of the effort matrix in words, as `Requirement.label` has them."""
    found = []
    for number, related in enumerate(efforts.requirement_related.tolist()):
        places = (place for place, how in entries(efforts.requirements, number) if how == ANY_OF)
        words = either(nodes(dataset, (efforts.capabilities[place] for place in places)))
        found.append(words + (" or a related field" if related else ""))
    return tuple(found)


def credentials(efforts: EffortMatrix) -> Vector:
    """For each requirement whether only a degree or certification meets it: see `mobility.match.is_credential`."""
    import numpy as np

    return np.asarray(efforts.hours[efforts.final_column] == 0)


def accepted_levels(efforts: EffortMatrix) -> Sparse:
    """Shape (requirements, capabilities): the level from which on a capability meets a requirement."""
    found: Sparse = efforts.meets.tocsc()[:, efforts.final_column].T.tocsr()
    found.sort_indices()
    return found


def estimated_requirements(dataset: Dataset, efforts: EffortMatrix) -> dict[int, frozenset[str]]:
    """The ids of what is not recorded of roles but estimated, by the row of the role; roles without any are left out.

    A role with some is one of which nothing essential is recorded.
    """
    if not dataset.estimates:
        return {}
    found = {}
    for role in sorted({role for role, _ in dataset.links(RG + ESTIMATED)} & efforts.row_of.keys()):
        asked = capability_requirements(dataset, role)
        if ids := frozenset(requirement_id(terms_of(one)) for one in asked if one.estimated):
            found[efforts.row_of[role]] = ids
    return found
