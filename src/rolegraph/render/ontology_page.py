"""The ontology as one HTML page for readers: no script, nothing loaded, every text from the Turtle escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Final

from rolegraph.ontology import Class, Ontology, Property, Scale, Term
from rolegraph.render.page import as_html, policy

_FOLDER: Final = Path(__file__).with_name("page")


def ontology_html(ontology: Ontology) -> str:
    """The page of an ontology, the same text each time.

    >>> from rolegraph.ontology import read_ontology
    >>> ontology_html(read_ontology()).startswith("<!doctype html>")
    True
    """
    style = (_FOLDER / "ontology.css").read_text(encoding="utf-8")
    known = {one.term.name for one in ontology.classes} | {one.term.name for one in ontology.properties}
    known |= {name for scale in ontology.scales for name, _, _ in scale.members}
    about = {"IRI": _code(ontology.iri), "Version": as_html(ontology.version), "Licence": as_html(ontology.licence)}
    return Template((_FOLDER / "ontology.html").read_text(encoding="utf-8")).substitute(
        title=as_html(ontology.title),
        description=as_html(ontology.description),
        policy=policy((), style),
        style=style,
        about=_pairs(about),
        contents=_contents(ontology),
        body="\n".join(_body(ontology, known)),
    )


def _body(ontology: Ontology, known: set[str]) -> Iterator[str]:
    yield '<h2 id="classes">Classes</h2>'
    for one in ontology.classes:
        yield _class(one, known)
    yield '<h2 id="properties">Properties</h2>'
    for each in ontology.properties:
        yield _property(each, known)
    yield '<h2 id="scales">Scales</h2>'
    for scale in ontology.scales:
        yield _scale(scale)
    yield '<h2 id="prefixes">Prefixes</h2>'
    yield f"<dl>{_pairs({f'{prefix}:': _code(namespace) for prefix, namespace in ontology.prefixes})}</dl>"


def _contents(ontology: Ontology) -> str:
    parts: Mapping[str, Iterable[Term]] = {
        "classes": (one.term for one in ontology.classes),
        "properties": (one.term for one in ontology.properties),
    }
    lists = []
    for title, terms in parts.items():
        items = "".join(f'<li><a href="#{_anchor(one.name)}">{as_html(one.label)}</a></li>' for one in terms)
        lists.append(f'<a href="#{title}">{title.capitalize()}</a><ul>{items}</ul>')
    return "\n".join([*lists, '<a href="#scales">Scales</a>', '<a href="#prefixes">Prefixes</a>'])


def _class(one: Class, known: set[str]) -> str:
    rows = {
        "A kind of": _links(one.above, known),
        "Kinds of it": _links(one.below, known),
        "Leads on by": _links(one.outgoing, known),
        "Reached by": _links(one.incoming, known),
        **_alignment(one.term, known),
        "Example": f"<pre>{as_html(one.example)}</pre>" if one.example else "",
        "Validation says": _items(
            as_html(message) + ("" if severity == "violation" else f" ({as_html(severity)})")
            for severity, message in one.rules
        ),
    }
    return _section(one.term, rows)


def _property(one: Property, known: set[str]) -> str:
    rows = {
        "From": _links(one.domain, known),
        "To": _links(one.range, known),
        "Direction": "stated in one, read in both" if one.symmetric else "",
        **_alignment(one.term, known),
    }
    return _section(one.term, rows)


def _alignment(term: Term, known: set[str]) -> dict[str, str]:
    related = (f"{as_html(words)} {_links([name], known)}" for words, name in term.alignments)
    return {"Elsewhere": _items((*related, *map(as_html, term.notes)))}


def _scale(scale: Scale) -> str:
    rows = "".join(
        f'<tr id="{_anchor(name)}"><th scope="row">{_code(name)}</th><td>{as_html(definition)}</td></tr>'
        for name, _, definition in scale.members
    )
    title, definition = as_html(scale.label), as_html(scale.definition)
    return f'<section class="term"><h3>{title}</h3><p>{definition}</p><table>{rows}</table></section>'


def _section(term: Term, rows: Mapping[str, str]) -> str:
    heading = f"<h3>{as_html(term.label)} <small>{_code(term.name)}</small></h3>"
    details = _pairs(rows)
    return (
        f'<section class="term" id="{_anchor(term.name)}">{heading}<p>{as_html(term.definition)}</p>'
        + (f"<dl>\n{details}\n</dl>" if details else "")
        + "</section>"
    )


def _pairs(rows: Mapping[str, str]) -> str:
    return "\n".join(f"<dt>{as_html(term)}</dt><dd>{text}</dd>" for term, text in rows.items() if text)


def _items(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{text}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def _links(names: Iterable[str], known: set[str]) -> str:
    """Names as links to where the page explains them, where it does."""
    return ", ".join(f'<a href="#{_anchor(one)}">{_code(one)}</a>' if one in known else _code(one) for one in names)


def _code(text: str) -> str:
    return f"<code>{as_html(text)}</code>"


def _anchor(name: str) -> str:
    return as_html(name.rpartition(":")[2])
