"""A graph as relations for other engines: the tables that `rolegraph export accepts` writes, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.market.parquet_tables import TableColumn, Type

if TYPE_CHECKING:
    import pyarrow as pa


class AcceptanceTable(NamedTuple):
    """A table by name, with what a row of it says; the first columns, so many, together are its key, and its order."""

    name: str
    meaning: str
    key: int
    columns: tuple[TableColumn, ...]

    @property
    def schema(self) -> pa.Schema:
        """The types of its columns in Parquet."""
        import pyarrow as pa

        types = {"text": pa.string(), "integer": pa.int32(), "number": pa.float64(), "flag": pa.bool_()}
        return pa.schema([pa.field(one.name, types[one.type], nullable=not one.required) for one in self.columns])


def _column(name: str, type_: Type, meaning: str) -> TableColumn:
    """A column that has a value in every row."""
    return TableColumn(name, type_, meaning, required=True)


_ROLE: Final = _column("role", "text", "IRI of the role")
_CAPABILITY: Final = _column("capability", "text", "IRI of the capability")
_REQUIREMENT: Final = _column("requirement", "text", "id of the requirement: 16 hexadecimal digits")

RELATIONS: Final = (
    AcceptanceTable(
        "accepts",
        "Held at this level or higher, the capability meets the requirement. Alternatives, examples, everything "
        "narrower, higher degrees and related fields are rows of their own",
        2,
        (_REQUIREMENT, _CAPABILITY, _column("level", "integer", "the lowest level that is enough, 1 to 4")),
    ),
    AcceptanceTable(
        "aliases",
        "By this name the node is known. iri: its own, or that of a node that it stands for where graphs are joined; "
        "mapped: of a node outside the graph that a mapping says is exactly the same; retired: of what it replaced",
        3,
        (
            _column("alias", "text", "an IRI, a code or a slug"),
            _column("node", "text", "IRI of the role or capability that it means, as all other tables have it"),
            _column("form", "text", "iri, mapped, retired (these are IRIs), code or slug"),
        ),
    ),
    AcceptanceTable(
        "broader",
        "The second node is directly broader than the first: a capability, role or group",
        2,
        (_column("node", "text", "IRI of the narrower node"), _column("broader", "text", "IRI of the broader one")),
    ),
    AcceptanceTable(
        "capabilities",
        "A capability of the graph",
        1,
        (
            _CAPABILITY,
            _column("label", "text", "its label, in the language that was asked for"),
            _column("kind", "text", "skill, tool, degree or certification; group where several stand together"),
            TableColumn("code", "text", "its code in its source"),
            TableColumn("hours", "number", "hours to working level, where somebody estimated them"),
            TableColumn("degree_level", "integer", "of a degree: 1 secondary to 6 doctorate"),
            TableColumn("field", "text", "of a degree: IRI of its field of study"),
            _column("roles", "integer", "how many roles ask for it, or accept it among others"),
        ),
    ),
    AcceptanceTable(
        "implies",
        "Held at working level (2) or higher, the first capability implies the second at working level. Prerequisites "
        "of prerequisites are rows of their own",
        2,
        (_CAPABILITY, _column("implied", "text", "IRI of what has to come before it")),
    ),
    AcceptanceTable(
        "labels",
        "The node has this name",
        5,
        (
            _column("node", "text", "IRI of the role, capability, group or field"),
            _column("language", "text", "tag of the language; empty where none is stated"),
            _column("label", "text", "the name"),
            _column("preferred", "flag", "whether its source prefers it; otherwise another name"),
            _column("source", "text", "IRI of the source that says so"),
        ),
    ),
    AcceptanceTable(
        "mappings",
        "A source maps the first node to the second. What follows from it is in aliases and accepts already",
        5,
        (
            _column("subject", "text", "IRI of the one node"),
            _column("predicate", "text", "exactMatch, closeMatch, broadMatch (the object is broader), …"),
            _column("object", "text", "IRI of the other node"),
            _column("source", "text", "IRI of the source that states it"),
            _column("justification", "text", "how that was found, in words of SEMAPV; empty where not stated"),
            TableColumn("confidence", "number", "how sure it is, from 0 to 1"),
        ),
    ),
    AcceptanceTable(
        "requirements",
        "One thing that roles ask for, whichever they are",
        1,
        (
            _REQUIREMENT,
            _column("label", "text", "the requirement in words"),
            _column("any_of", "text", "IRIs of the capabilities of which any is enough, sorted, with spaces between"),
            TableColumn("examples", "text", "IRIs of what is named as an example of these, in the same way"),
            TableColumn("level", "integer", "1 familiar, 2 working, 3 proficient, 4 expert; null where none is asked"),
            _column("open_to_related", "flag", "whether a degree in a related field is enough as well"),
            _column("credential", "flag", "whether only a degree, certificate or licence meets it"),
            _column("weight", "number", "how distinctive it is: ln(1 + roles / roles that ask for it)"),
        ),
    ),
    AcceptanceTable(
        "role_measures",
        "A source measured this of the role; where it is a requirement, role_requirements has it too",
        2,
        (
            _ROLE,
            _CAPABILITY,
            _column("value", "number", "on the scale of the source"),
            TableColumn("error", "number", "its standard error"),
            _column("level", "integer", "the level that it was read as, 1 to 4"),
        ),
    ),
    AcceptanceTable(
        "role_requirements",
        "The role asks for this",
        2,
        (
            _ROLE,
            _REQUIREMENT,
            _column("necessity", "text", "essential or preferred"),
            _column("estimated", "flag", "not recorded of the role, but taken from those most like it"),
        ),
    ),
    AcceptanceTable(
        "role_tools",
        "The role uses this tool",
        2,
        (_ROLE, _CAPABILITY, _column("asked", "flag", "whether a requirement of the role names it too")),
    ),
    AcceptanceTable(
        "roles",
        "A role of the graph",
        1,
        (
            _ROLE,
            _column("label", "text", "its label, in the language that was asked for"),
            TableColumn("code", "text", "its code in its source, as of ISCO or SOC"),
            TableColumn("seniority", "integer", "1 entry, 2 mid, 3 senior, 4 lead, 5 head"),
            _column("essential", "integer", "how many requirements are essential; 0: nothing is known of it"),
            _column("preferred", "integer", "how many are preferred"),
            _column("estimated", "flag", "whether nothing essential is recorded, and what is here is estimated"),
        ),
    ),
)
