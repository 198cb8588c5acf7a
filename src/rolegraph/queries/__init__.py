"""The query library: saved SPARQL queries, each with a title, a question, typed parameters and an example.

The files are `queries/*.rq`. Each is SPARQL 1.1, and described by its first comments:

    # title: Roles that use a tool
    # question: Which roles use a tool, ask for it, or name it as an example of what they ask for?
    # parameter: tool (tool) = python; the tool
    # example: rolegraph query run roles-using-tool --tool apache-spark

A parameter `tool` is the variable `?tool`. Its type is a kind of node (`role`, `skill`, `tool` …), `capability` for the
four kinds of these, `node` for any, `kind` for a class, `holding` for a capability with a level (it binds `?have` and
`?haveLevel`), `text` or `integer`; `, repeated` allows several values. A parameter without a default may be left out.

A file asks for labels that are in English or in no language, `FILTER (LANG(?label) IN ("", "en"))`. Where a graph has
labels in others, the question that is run or exported asks for these instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rolegraph.errors import QueryError, RolegraphError, UnknownNode, all_of
from rolegraph.model.level_words import parse_have
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node
from rolegraph.rdf.answers import checked_query
from rolegraph.rdf.files import queries
from rolegraph.rdf.query_text import line_of, variables, with_prefixes, with_values
from rolegraph.rdf.turtle import spelled_iri, spelled_literal

Resolve = Callable[[str, Collection[Kind]], Node]

_KINDS: Final[dict[str, tuple[Kind, ...]]] = {
    **{kind.value: (kind,) for kind in Kind},
    "capability": CAPABILITY_KINDS,
    "node": (),
}
TYPES: Final = (*_KINDS, "kind", "holding", "text", "integer")
_HEADER: Final = re.compile(r"#[ \t]*(title|question|parameter|example):[ \t]*(.*)")
_COMMENTS: Final = re.compile(r"(?:#[^\n]*(?:\n|$))*")
_PARAMETER: Final = re.compile(r"(\w+) \((\w+)(, repeated)?\)(?: = ([^;]+?))?(?:; *(.+))?")
_ENGLISH_LABEL: Final = re.compile(
    r"OPTIONAL \{ (GRAPH \?\w+ \{ )?(\?\w+) skos:prefLabel \?label "
    r'FILTER \(LANG\(\?label\) IN \("", "en"\)\) \}( \})?'
)
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Parameter(NamedTuple):
    """A variable that can be bound, and the type of its values; without a default it may be left out."""

    name: str
    type: str
    repeated: bool = False
    default: tuple[str, ...] = ()
    description: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that a value binds."""
        return (self.name, f"{self.name}Level") if self.type == "holding" else (self.name,)


class Question(NamedTuple):
    """A saved query. `text` is all of its file."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    example: str
    text: str


def library() -> tuple[Question, ...]:
    """All questions of the library, by name."""
    return tuple(question(name) for name in sorted(path.stem for path in queries().glob("*.rq")))


@lru_cache(maxsize=256)
def question(name: str) -> Question:
    """A question of the library; raises `UnknownNode`, with similar names, when there is none of this name."""
    path = queries() / f"{name}.rq"
    if _NAME.fullmatch(name) and path.is_file():
        return read_question(path.read_text(encoding="utf-8"), name)
    from rapidfuzz import process

    names = [file.stem for file in queries().glob("*.rq")]
    alike = process.extract(name.lower(), names, score_cutoff=60.0, limit=3)
    raise UnknownNode("query", name, tuple(found for found, _, _ in alike))


def read_question(text: str, name: str = "") -> Question:
    """A question from its text; any SPARQL query is one, without parameters.

    Raises `QueryError` with the line when a parameter is malformed.
    """
    headers: dict[str, str] = {}
    parameters = []
    for match in _HEADER.finditer(text[: _end_of_comments(text)]):
        if match[1] == "parameter":
            parameters.append(_parameter(match[2].strip(), line_of(text, match.start())))
        else:
            headers.setdefault(match[1], match[2].strip())
    title, asked, example = (headers.get(key, "") for key in ("title", "question", "example"))
    return Question(name, title, asked, tuple(parameters), example, text)


def _parameter(text: str, line: int) -> Parameter:
    found = _PARAMETER.fullmatch(text)
    if found is None or found[2] not in TYPES:
        cure = "write `# parameter: name (type) = default; description`, with a type of " + ", ".join(TYPES)
        raise QueryError(f"cannot read the parameter {text!r}", cure, line=line)
    default = tuple(part.strip() for part in (found[4] or "").split(",") if part.strip())
    return Parameter(found[1], found[2], bool(found[3]), default, found[5] or "")


def bound(
    query: Question, values: Mapping[str, object], resolve: Resolve, languages: Sequence[Sequence[str]] = ()
) -> str:
    """A question's text with its parameters bound to terms, and every prefix that it uses declared.

    `values` are by parameter, or by variable for a text that declares no parameters. Each is a name, which `resolve`
    turns into a node of some kinds; a `Node`; a number or boolean; a term of rdflib; or a list of these. What is left
    out has its default. `languages` are tags of labels, as `in_languages` takes them.

    Raises `RolegraphError` when there is no such parameter, a value is not of its type, or there are several for one
    that is not repeated.
    """
    checked_query(query.text)
    declared = {parameter.name: parameter for parameter in query.parameters}
    if not declared:
        declared = {name: Parameter(name, "node", repeated=True) for name in variables(query.text)}
    if unknown := sorted(values.keys() - declared.keys()):
        known = ", ".join(declared) or "none"
        raise RolegraphError(f"{_title(query)} has no parameter {unknown[0]!r}: it has {known}")

    def terms(parameter: Parameter) -> list[tuple[str, ...]]:
        given = values.get(parameter.name)
        items = _items(parameter.default if given is None else given)
        if len(items) > 1 and not parameter.repeated:
            raise RolegraphError(f"{parameter.name} takes one value, not {len(items)}")
        try:
            return all_of(items, lambda item: _terms(parameter, item, resolve))
        except UnknownNode as error:
            if given is not None:
                raise
            cure = f"it is the default of {_title(query)}: name another with --{parameter.name}"
            raise RolegraphError(f"{error.brief} ({cure})") from None

    found = zip(declared.values(), all_of(declared.values(), terms), strict=True)
    rows = {parameter.variables: some for parameter, some in found if some}
    body = in_languages(body_of(query.text), languages) if languages else body_of(query.text)
    return with_values(_heading(query, rows) + with_prefixes(body, "\n"), rows)


def asks_for_labels(query: Question) -> bool:
    """Whether a question of the library has a label in its answer, so that languages make a difference to it."""
    return bool(query.name) and _ENGLISH_LABEL.search(query.text) is not None


def in_languages(text: str, languages: Sequence[Sequence[str]]) -> str:
    """A question's text that asks for labels in other languages than English.

    `languages` are groups of tags, best first; a node has a label in no more than one of a group. A label without a
    language has an empty tag.

    >>> label = 'OPTIONAL { ?role skos:prefLabel ?label FILTER (LANG(?label) IN ("", "en")) }'
    >>> in_languages(label, [["", "de"]])
    'OPTIONAL { ?role skos:prefLabel ?label FILTER (LANG(?label) IN ("", "de")) }'
    >>> print(in_languages(label, [["de"], ["fr"]]))
    OPTIONAL { ?role skos:prefLabel ?label_1 FILTER (LANG(?label_1) IN ("de")) }
      OPTIONAL { ?role skos:prefLabel ?label_2 FILTER (LANG(?label_2) IN ("fr")) }
      BIND (COALESCE(?label_1, ?label_2) AS ?label)
    """

    def asked(found: re.Match[str]) -> str:
        graph, node, end = found[1] or "", found[2], found[3] or ""
        names = (
            [f"?label_{number}" for number, _ in enumerate(languages, start=1)] if len(languages) > 1 else ["?label"]
        )
        lines = []
        for name, tags in zip(names, languages, strict=True):
            within = ", ".join(map(spelled_literal, tags))
            lines.append(f"OPTIONAL {{ {graph}{node} skos:prefLabel {name} FILTER (LANG({name}) IN ({within})) }}{end}")
        if len(names) > 1:
            lines.append(f"BIND (COALESCE({', '.join(names)}) AS ?label)")
        return "\n  ".join(lines)

    return _ENGLISH_LABEL.sub(asked, text)


def _heading(query: Question, rows: Mapping[tuple[str, ...], list[tuple[str, ...]]]) -> str:
    """Title, question and bound values as comments; a spelled term has no line break in it."""
    lines = [f"# {line}" for line in (query.title, query.question) if line]
    for names, terms in rows.items():
        head = " ".join(f"?{name}" for name in names)
        lines.append(f"# with {head} = " + ", ".join(" ".join(row) for row in terms))
    return "\n".join([*lines, "", ""]) if query.title else ""


def body_of(text: str) -> str:
    """A question's text without the comments that describe it."""
    return text[_end_of_comments(text) :].lstrip() if _HEADER.match(text) else text


def _end_of_comments(text: str) -> int:
    """Where the comments at the start of a text end."""
    found = _COMMENTS.match(text)
    return found.end() if found else 0


def _items(given: object) -> list[object]:
    return list(given) if isinstance(given, list | tuple) and not isinstance(given, Node) else [given]


def _terms(parameter: Parameter, item: object, resolve: Resolve) -> tuple[str, ...]:
    """A value as terms, one for each variable of the parameter."""
    if isinstance(item, Node):
        return (spelled_iri(item.iri),)
    if hasattr(item, "n3"):
        return (_rdflib_term(item),)
    if isinstance(item, bool | int | float):
        return (spelled_literal(item),)
    text = str(item)
    if parameter.type == "text":
        return (spelled_literal(text),)
    if parameter.type == "integer":
        if not re.fullmatch(r"[+-]?\d{1,18}", text.strip()):
            raise RolegraphError(f"{parameter.name} is a whole number, not {text!r}")
        return (spelled_literal(int(text)),)
    if parameter.type == "kind":
        return (spelled_iri(_kind(text).class_iri),)
    if parameter.type == "holding":
        have = parse_have(text, lambda name: resolve(name, CAPABILITY_KINDS))
        if len(have) != 1:
            raise RolegraphError(f"{parameter.name} takes one capability at a time, not {text!r}")
        return next((spelled_iri(node.iri), spelled_iri(level.iri)) for node, level in have.items())
    return (spelled_iri(resolve(text, _KINDS[parameter.type]).iri),)


def _rdflib_term(term: object) -> str:
    try:
        if type(term).__name__ == "URIRef":
            return spelled_iri(str(term))
        if type(term).__name__ == "Literal":
            language, datatype = getattr(term, "language", None), getattr(term, "datatype", None)
            return spelled_literal(str(term), language=language, datatype=datatype and str(datatype))
    except ValueError as error:
        raise RolegraphError(f"{term!r} is not a term of RDF: {error}") from None
    raise RolegraphError(f"a {type(term).__name__} has no name that a query could use")


def _kind(word: str) -> Kind:
    for kind in Kind:
        if word.lower() in (kind.value, kind.plural):
            return kind
    raise RolegraphError(f"no kind {word!r}: use one of {', '.join(kind.value for kind in Kind)}")


def _title(query: Question) -> str:
    return f"the query {query.name}" if query.name else "the query"
