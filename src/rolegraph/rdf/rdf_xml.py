"""RDF in XML: made fit for the engine's parser, which reads UTF-8 alone, and written so that it diffs cleanly.

The engine's own serializer gives bytes in another order each time, and elements without a name for some properties.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from rolegraph.errors import SourceError
from rolegraph.rdf.vocabulary import PREFIXES, RDF, XSD

BEGINNING: Final = 4_000  # bytes, among which the root element is
_DECLARATION: Final = re.compile(rb"\s{0,100}<\?xml[^<>?]{0,200}\?>")
_ENCODING: Final = re.compile(rb"""encoding\s{0,10}=\s{0,10}["']([A-Za-z0-9._-]{1,40})["']""")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_rdf_xml(beginning: bytes) -> bool:
    """Whether bytes begin as RDF in XML does, and not as other XML."""
    return b"22-rdf-syntax-ns#" in beginning[:BEGINNING]


def as_utf8(data: bytes, path: Path) -> bytes:
    """XML in the encoding that it declares, such as ISO-8859-1, as UTF-8.

    Raises `SourceError` where it is in another one.
    """
    declaration = _DECLARATION.match(data)
    encoding = declaration and _ENCODING.search(declaration[0])
    if not (declaration and encoding):
        return data
    name = encoding[1].decode()
    try:
        known = codecs.lookup(name)
        if known.name in ("utf-8", "utf-8-sig", "ascii"):
            return data
        text = data[declaration.end() :].decode(name)
    except (LookupError, UnicodeError, ValueError) as error:
        cure = "save it as UTF-8, and declare that"
        raise SourceError(f"declares the encoding {name}, and is not in it: {error}", cure, path=path, line=1) from None
    return b'<?xml version="1.0" encoding="UTF-8"?>' + text.encode("utf-8", "replace")


def to_rdf_xml(triples: Iterable[Quad], path: Path) -> bytes:
    """Triples as XML, one value a line, in an order that does not depend on theirs.

    Raises `SourceError` for what no XML can hold: a property whose IRI does not end in a name, control characters.
    """
    ordered = sorted(triples, key=str)
    named = {quad.predicate: _parted(quad.predicate.value, path) for quad in ordered}
    prefixes = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    others = sorted({namespace for namespace, _ in named.values()} - prefixes.keys())
    prefixes |= {namespace: f"ns{number}" for number, namespace in enumerate(others, start=1)}
    used = sorted({RDF, *(namespace for namespace, _ in named.values())}, key=prefixes.__getitem__)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
    lines += [f"    xmlns:{prefixes[namespace]}={quoteattr(namespace)}" for namespace in used]
    lines[-1] += ">"
    for subject, quads in groupby(ordered, key=attrgetter("subject")):
        lines.append(f"  <rdf:Description {_node(subject, 'about', path)}>")
        for quad in quads:
            namespace, local = named[quad.predicate]
            lines.append(f"    {_element(f'{prefixes[namespace]}:{local}', quad.object, path)}")
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""]).encode("utf-8", "surrogatepass")


def _parted(iri: str, path: Path) -> tuple[str, str]:
    """The namespace of a property, and its name in it."""
    found = _NAME.search(iri, 1)
    if found is None:
        raise _unfit(f"the property <{iri}>, whose IRI does not end in a name", path)
    return iri[: found.start()], found[0]


def _node(term: object, attribute: str, path: Path) -> str:
    if isinstance(term, NamedNode):
        return f"rdf:{attribute}={quoteattr(term.value)}"
    if isinstance(term, BlankNode):
        return f"rdf:nodeID={quoteattr(term.value)}"
    raise _unfit(f"a statement about a statement: {term}", path)


def _element(name: str, term: object, path: Path) -> str:
    if not isinstance(term, Literal):
        return f"<{name} {_node(term, 'resource', path)}/>"
    if term.direction is not None:
        raise _unfit(f"the direction of a text: {term}", path)
    if _NOT_XML.search(term.value):
        raise _unfit(f"control characters: {term}", path)
    kind = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if not term.language and term.datatype.value != XSD + "string":
        kind = f" rdf:datatype={quoteattr(term.datatype.value)}"
    return f"<{name}{kind}>{escape(term.value, {chr(13): '&#13;'})}</{name}>"


def _unfit(what: str, path: Path) -> SourceError:
    return SourceError(f"XML cannot hold {what}", "change that statement, or write Turtle", path=path)
