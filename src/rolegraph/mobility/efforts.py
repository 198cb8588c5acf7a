"""The effort matrix: what roles require, the columns that have to be learned for it, and what covers a column.

A *target* is a set of capabilities of which any one is enough. It has one *column* for each level up to the highest
that is required, with what it counts to get there from the level below: hours, or steps where nobody estimated hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts import arrays
from rolegraph.model.nodes import Kind, Node

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector

PREFERRED, ESSENTIAL = 1, 2
ANY_OF, EXAMPLE = 1, 2
ESTIMATED, RECORDED = 1, 2
# What counts, beside what is essential, for how near a role is to someone: what it prefers, and what it only uses.
_PREFERRED: Final = 0.5
_USED: Final = 0.1
_LENGTH: Final = 0.25  # how much it counts against a role that it asks for many things


class MeasuredRequirements(NamedTuple):
    """Requirements as they were measured of roles, one at each place: role, requirement, capability, value, error."""

    roles: Vector
    requirements: Vector
    capabilities: Vector
    values: Vector
    errors: Vector


@dataclass(frozen=True)
class EffortMatrix:
    """What is required, and what it takes to learn it, for all roles of a graph as arrays.

    Roles, capabilities, columns, targets and requirements are meant by number: their place in these arrays. What
    several roles require in the same way is one requirement. Columns of a target stand together, and targets that come
    before others have lower numbers. Of a matrix its shape comes first.
    """

    roles: tuple[str, ...]  # IRIs
    capabilities: tuple[str, ...]  # IRIs
    labels: tuple[str, ...]  # of roles, then capabilities; "" where the graph has to be asked
    kinds: tuple[str, ...]  # as labels
    capability_hours: Vector  # to working level; 0 for what is not learned by doing
    estimated: Vector  # for each capability whether somebody estimated these hours
    is_tool: Vector  # for each capability whether it is a tool, and no skill
    demand: Vector  # for each capability how many roles ask for it
    closeness: Sparse  # (capabilities, capabilities): the strength
    before: Sparse  # (capabilities, capabilities): 1 for what directly comes before
    narrower: Sparse  # (capabilities, capabilities): 1 for what is directly narrower
    hours: Vector  # of each column, see `planning.problem.weight_of`
    level: Vector  # of each column
    target: Vector  # of each column
    meets: Sparse  # (capabilities, columns): the level from which on a capability covers a column
    prerequisites: Sparse  # (capabilities, capabilities): 1 for all that comes before, however many steps
    alternatives: Sparse  # (capabilities, targets): one more than the row of `own_prerequisites` for an alternative
    own_prerequisites: Sparse  # (alternatives, columns): 1 for what only one of the alternatives of a target has
    target_related: Vector  # for each target whether a degree in a related field meets it
    requirements: Sparse  # (requirements, capabilities): `ANY_OF` where any of these is enough, or `EXAMPLE`
    requirement_level: Vector  # 0 for none
    requirement_related: Vector  # for each requirement whether a related field is enough
    final_column: Vector  # for each requirement the column that is covered when it is met
    role_requirements: Sparse  # (roles, requirements): `ESSENTIAL` or `PREFERRED`
    requirement_columns: Sparse  # (requirements, columns): 1 for all that has to be learned for a requirement
    other_levels: Sparse  # (roles, capabilities): the level at which someone in a role has tools, and what is measured
    measures: Sparse  # (roles, capabilities): the value of what is measured of a role, on the scale of its source
    measure_errors: Sparse  # (roles, capabilities): the standard error of that; 0 where it is not known
    measure_levels: Sparse  # (roles, capabilities): our level for that
    same: Sparse  # (roles, roles): `RECORDED` for a role itself, and what is exactly it; `ESTIMATED` if all there is so
    rank: Vector  # for each role its seniority level, from 1; 0 where that is not known
    by_seniority: Vector  # one value: whether `rank` is stated seniority, or else how much preparation a role takes
    groups: Sparse  # (groups, roles): 1 for each role that a group of this graph directly has
    assumes_hours: Vector  # one value: whether a default stands for hours that nobody has estimated
    calibration: Vector  # in numbers, once it is computed

    def nodes(self) -> Iterator[Node]:
        """Roles and capabilities of which kind and label are known."""
        for iri, kind, label in zip((*self.roles, *self.capabilities), self.kinds, self.labels, strict=True):
            if kind:
                yield Node(iri, Kind(kind), label)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each role."""
        return {iri: row for row, iri in enumerate(self.roles)}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each capability."""
        return {iri: place for place, iri in enumerate(self.capabilities)}

    @cached_property
    def alternative_capability(self) -> Vector:
        """For each row of `own_prerequisites` the capability that it is about."""
        import numpy as np

        return self.alternatives.tocoo().row[np.argsort(self.alternatives.data)]

    @cached_property
    def first_column(self) -> Vector:
        """For each target its first column, and after the last the number of columns."""
        import numpy as np

        return np.searchsorted(self.target, np.arange(len(self.target_related) + 1))

    @cached_property
    def essential(self) -> Sparse:
        """Shape (roles, requirements): 1 for what is essential."""
        return arrays.chosen(self.role_requirements, self.role_requirements.data == ESSENTIAL)

    @cached_property
    def required_of_same(self) -> Sparse:
        """Shape (roles, requirements): what is essential to a role, or recorded as such of one that is exactly it."""
        return arrays.chosen(self.same, self.same.data == RECORDED) @ self.essential

    @cached_property
    def measured(self) -> MeasuredRequirements:
        """What is essential to roles, and required at the level that was measured of them."""
        import numpy as np

        essential, named = self.essential.tocoo(), arrays.chosen(self.requirements, self.requirements.data == ANY_OF)
        single = (np.diff(named.indptr) == 1)[essential.col]
        roles, numbers = essential.row[single], essential.col[single]
        places = named.indices[named.indptr[:-1][numbers]]
        levels, values, errors = (
            np.asarray(matrix[roles, places]).ravel() if len(roles) else np.zeros(0)
            for matrix in (self.measure_levels, self.measures, self.measure_errors)
        )
        kept = (levels > 0) & (levels == self.requirement_level[numbers])
        return MeasuredRequirements(*(part[kept] for part in (roles, numbers, places, values, errors)))

    @cached_property
    def required_columns(self) -> Sparse:
        """Shape (roles, columns): 1 for all that has to be learned for what is essential to a role."""
        return self.columns_for(self.essential)

    def columns_for(self, requirements: Sparse) -> Sparse:
        """Shape (roles, columns): 1 for all that has to be learned for some requirements of each role."""
        found: Sparse = (requirements @ self.requirement_columns).tocsr()
        found.data = (found.data > 0).astype("float64")
        return found

    @cached_property
    def distinctiveness(self) -> Vector:
        """For each requirement its inverse document frequency: ln(1 + roles / roles that share its target).

        Never 0, so that nothing is too common to count; K. Spärck Jones, "A statistical interpretation of term
        specificity", Journal of Documentation 28, 1972.
        """
        import numpy as np

        targets, count = self.target[self.final_column], len(self.target_related)
        of_requirements = ((number, target, 1) for number, target in enumerate(targets.tolist()))
        required = self.role_requirements @ arrays.sparse(of_requirements, (len(targets), count), "float64")
        sharing = np.bincount(required.indices, minlength=count)
        return np.log1p(len(self.roles) / np.maximum(sharing[targets], 1))

    @cached_property
    def weights(self) -> Sparse:
        """Shape (roles, requirements): the distinctiveness of what a role asks for, less where it only prefers it."""
        preferred = arrays.chosen(self.role_requirements, self.role_requirements.data == PREFERRED)
        found: Sparse = (self.essential + _PREFERRED * preferred).multiply(self.distinctiveness).tocsr()
        return found

    @cached_property
    def tool_weights(self) -> Sparse:
        """Shape (roles, capabilities): what a tool weighs that a role uses without asking for it."""
        import numpy as np

        used = arrays.chosen(self.other_levels, self.other_levels.data > 0)
        named = (self.role_requirements @ self.requirements + self.measure_levels).astype(bool).astype("float64")
        used = (used - used.multiply(named)).tocsr()
        users = np.bincount(used.indices, minlength=used.shape[1])
        found: Sparse = used.multiply(_USED * np.log1p(len(self.roles) / np.maximum(users, 1))).tocsr()
        return found

    @cached_property
    def full_weight(self) -> Vector:
        """For each role what a full score weighs: between all that it asks for and what roles with many things ask for.

        Were it only the former, one that requires one common thing would come first for whoever has it, and one that
        lists hundreds of tools last.
        """
        import numpy as np

        total = np.asarray(self.weights.sum(axis=1)).ravel() + np.asarray(self.tool_weights.sum(axis=1)).ravel()
        many = float(np.percentile(total, 95)) if total.any() else 0.0
        found: Vector = np.maximum(np.maximum(total, total**_LENGTH * many ** (1 - _LENGTH)), 1e-9)
        return found

    @cached_property
    def in_hours(self) -> bool:
        """Whether efforts are told in hours: where most of what roles require has an estimate; otherwise in levels."""
        import numpy as np

        asked = np.bincount(self.requirements[self.essential.indices].indices, minlength=len(self.capabilities))
        asked[self.capability_hours == 0] = 0
        return bool(asked[self.estimated].sum() * 2 > asked.sum())

    def save(self, path: Path) -> None:
        """Write the arrays into a file of NumPy's."""
        arrays.save(path, **{part.name: getattr(self, part.name) for part in fields(self)})

    @staticmethod
    def load(path: Path) -> EffortMatrix:
        """Read arrays that `save` wrote."""
        return EffortMatrix(**arrays.load(path))
