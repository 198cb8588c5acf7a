"""Whatever nests, and however deep: it is read, or refused with its line, and the process lives on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, RdfFormat

from rolegraph.errors import SourceError
from rolegraph.rdf.formats import FORMATS, numbered_quads, parse_quads
from rolegraph.rdf.limits import MOST_NESTED, NestingError, check_nesting

DEEP: Final = 100_000
TRIPLE: Final = ("<<( <http://x/s> <http://x/p> ", " )>>")
S, P = "<http://x/s> ", "<http://x/p> "
URI: Final = '{"type":"uri","value":"http://x"}'
RDF_XML: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">{}</rdf:RDF>',
    ("<rdf:Description><x:p>", "</x:p></rdf:Description>"),
)
JSON_RESULTS: Final = (
    '{{"head":{{"vars":["a"]}},"results":{{"bindings":[{{"a":{}}}]}}}}',
    (f'{{"type":"triple","value":{{"subject":{URI},"predicate":{URI},"object":', "}}"),
)
XML_RESULTS: Final = (
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head><results><result>'
    '<binding name="a">{}</binding></result></results></sparql>',
    (
        "<triple><subject><uri>http://x</uri></subject><predicate><uri>http://x</uri></predicate><object>",
        "</object></triple>",
    ),
)
# Each suffix with what is around, and what may nest in it.
NESTING: Final[dict[str, tuple[str, list[tuple[str, str]], str]]] = {
    ".ttl": (S + P + "{} .", [TRIPLE, ("[ " + P, "]"), ("( ", " )"), ("<< " + S + P, ">>")], S),
    ".trig": ("<http://x/g> {{ " + S + P + "{} . }}", [TRIPLE, ("[ " + P, "]"), ("( 'a' ", ")")], S),
    ".nt": (S + P + "{} .", [TRIPLE], S),
    ".nq": (S + P + "{} .", [TRIPLE], S),
    ".jsonld": (
        "{}",
        [
            ('{"@id":"http://x/s","http://x/p":', "}"),
            ("[", "]"),
            ('{"@id":"http://x/s","http://x/p":[{"@list":[', "]}]}"),
            ('{"@graph":[', "]}"),
            ('{"@context":{"a":{"@id":"http://x/a","@context":{}}},"a":', "}"),
            ('{"@included":', "}"),
            ('{"unknown":{"a":[', "]}}"),
        ],
        '{"@id":"http://x/o"}',
    ),
}


def nested(around: str, pairs: list[tuple[str, str]], inner: str, depth: int) -> str:
    return around.format("".join(o for o, _ in pairs) * depth + inner + "".join(c for _, c in reversed(pairs)) * depth)


def test_what_is_within_the_limit_is_read() -> None:
    around, pairs, inner = NESTING[".ttl"]
    text = nested(around, pairs[:1], inner, MOST_NESTED)
    assert len(parse_quads(text.encode(), RdfFormat.TURTLE, Path("a.ttl"))) == 1
    # What else nests in Turtle, the engine does not read by recursion.
    assert len(parse_quads(nested(around, pairs[1:2], inner, 3000).encode(), RdfFormat.TURTLE, Path("a.ttl"))) == 3001


@pytest.mark.parametrize("suffix", sorted(NESTING))
@pytest.mark.parametrize("depth", [MOST_NESTED + 1, DEEP])
def test_a_file_that_nests_too_deeply_is_refused_with_its_line(suffix: str, depth: int, tmp_path: Path) -> None:
    around, pairs, inner = NESTING[suffix]
    path = tmp_path / f"deep{suffix}"
    path.write_text("\n\n" + nested(around, pairs[:1], inner, depth))
    with pytest.raises(SourceError, match=rf"deep{suffix}, line 3: nests deeper than 64 levels \(write it flatter\)"):
        parse_quads(path.read_bytes(), FORMATS[suffix], path)
    if suffix != ".jsonld":
        with pytest.raises(SourceError, match="line 3: nests deeper"):
            list(numbered_quads(path))


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (RdfFormat.RDF_XML, nested(RDF_XML[0], [RDF_XML[1]], "", DEEP)),
        (QueryResultsFormat.JSON, nested(JSON_RESULTS[0], [JSON_RESULTS[1]], URI, DEEP)),
        (QueryResultsFormat.XML, nested(XML_RESULTS[0], [XML_RESULTS[1]], "<uri>http://x</uri>", DEEP)),
        (QueryResultsFormat.TSV, nested("?a\n{}\n", [TRIPLE], S, DEEP)),
    ],
)
def test_an_answer_that_nests_too_deeply_is_refused(format_: RdfFormat | QueryResultsFormat, text: str) -> None:
    with pytest.raises(NestingError, match="nests deeper"):
        check_nesting(text.encode(), format_)


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (RdfFormat.TURTLE, S + P + "'" + "<<(" * 100 + "', '''" + "<<(" * 100 + "''' . # " + "<<(" * 100),
        (RdfFormat.TURTLE, f"PREFIX x: <http://x/> x:it\\'s {P} 1 . " + f"{S}{P}<<( {S}{P} 1 )>> . " * 100),
        (RdfFormat.JSON_LD, json.dumps([{"@id": "http://x/s", "http://x/p": "[{" * 100 + '\\"[['}] * 100)),
        (RdfFormat.RDF_XML, RDF_XML[0].format("<rdf:Description x:a='/>' x:p='<<'/><!-- <a> -->" * 100)),
    ],
)
def test_brackets_in_texts_and_side_by_side_are_not_nested(format_: RdfFormat, text: str) -> None:
    check_nesting(text.encode(), format_)


@pytest.mark.parametrize("key", ["@context", "\\u0040conte\\u0078t"])
def test_terms_that_are_spelled_by_one_another_are_a_depth_too(key: str) -> None:
    chain = {**{f"a{n}": f"a{n + 1}:x" for n in range(20_000)}, "a20000": "http://x/"}
    text = json.dumps({"KEY": chain, "a0": 1}).replace("KEY", key)
    with pytest.raises(NestingError, match="more than 64 terms that others are spelled by"):
        check_nesting(text.encode(), RdfFormat.JSON_LD)
    wide = {"x": "http://x/", **{f"a{n}": {"@id": f"x:a{n}", "@type": "@id"} for n in range(5000)}}
    check_nesting(json.dumps({"@context": wide, "a0": "x:b"}).encode(), RdfFormat.JSON_LD)


def test_entities_that_grow_without_end_are_refused() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE x [<!ENTITY a0 "a">{entities}]>' + RDF_XML[0].format("&a11;")
    with pytest.raises(NestingError, match="declares entities"):
        check_nesting(text.encode(), RdfFormat.RDF_XML)


READER: Final = """
import json, sys, threading
from pathlib import Path
from pyoxigraph import Store
from rolegraph.errors import RolegraphError
from rolegraph.rdf.answers import Answer
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import FORMATS, parse_quads
from rolegraph.rdf.query_pool import answer
from rolegraph.rdf.query_text import runs_here

def read(kind, text):
    try:
        if kind == "query":
            # In this process, wherever it may be asked here.
            found = answer(Dataset(Store()), text, None if runs_here(text) else 2)
        else:
            found = {hash(quad) for quad in parse_quads(text.encode(), FORMATS[kind], Path("any" + kind))}
        str(found)
    except RolegraphError:
        pass

for line in sys.stdin:
    kind, text = json.loads(line)
    threading.stack_size(1 << (19 if kind == "query" else 18))  # 512 KB, 256 KB
    thread = threading.Thread(target=read, args=(kind, text))
    thread.start()
    thread.join()
    print("alive", flush=True)
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[subprocess.Popen[str]]:
    """A process that reads one text after the other in a thread with a small stack."""
    command = [sys.executable, "-c", READER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        if process.stdin is not None:
            process.stdin.close()


Pairs = list[tuple[str, str]]
GROUPS: Final[Pairs] = [
    *((opens, "}") for opens in ("{", "OPTIONAL {", "FILTER EXISTS {", "GRAPH ?g {", "?s ?p ?o MINUS {", "{} UNION {")),
    ("{ SELECT * {", "}}"),
    ("?s ?p ?o . ", ""),
    ("BIND(1 AS ?x) ", ""),
    ("VALUES ?s {1} ", ""),
    ("FILTER(?s = 1) ", ""),
]
EXPRESSIONS: Final[Pairs] = [
    *((opens, ")") for opens in ("(", "STR(", "IF(1, 1, ", "1 = (", "1 IN (1, ")),
    *((opens, "") for opens in ("!", "1 + ", "1 || ", "1 && ", "-1 ")),
    ("EXISTS { ?s ?p ?o FILTER(", ")}"),
]
PATHS: Final[Pairs] = [("(", ")"), ("^(", ")*"), ("<http://x/p>/", ""), ("<http://x/p>|", ""), ("(<http://x/p>/", ")+")]
TERMS: Final[Pairs] = [("[ ?p ", "]"), ("( ?o ", ")"), ("?o, ", ""), TRIPLE, ("<< ?s ?p ", ">>")]


DEPTHS: Final = st.sampled_from([1, 5, 16, 30, 64, 100, 1000, 30_000])


def nestings(around: str, pairs: Pairs, inner: str) -> st.SearchStrategy[str]:
    chosen = st.lists(st.sampled_from(pairs), min_size=1, max_size=3)
    return st.builds(lambda parts, depth: nested(around, parts, inner, depth), chosen, DEPTHS)


QUERIES: Final = st.one_of(
    nestings("SELECT * {{ {} }}", GROUPS, "?s ?p ?o"),
    nestings("SELECT * {{ ?s ?p ?o FILTER({}) }}", EXPRESSIONS, "?s"),
    nestings("SELECT * {{ ?s {} ?o }}", PATHS, "<http://x/p>"),
    nestings("SELECT * {{ ?s ?p {} }}", TERMS, "?o"),
    nestings("SELECT * {{ ?s ?p {}", [("(", "")], "?o"),
)
FILES: Final = st.one_of(*(st.tuples(st.just(suffix), nestings(*NESTING[suffix])) for suffix in NESTING))


@settings(max_examples=20)
@given(st.one_of(FILES, st.tuples(st.just("query"), QUERIES)))
def test_no_depth_ends_the_process(reader: subprocess.Popen[str], given_text: tuple[str, str]) -> None:
    if reader.stdin is None or reader.stdout is None:
        raise TypeError
    reader.stdin.write(json.dumps(given_text) + "\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == "alive\n", f"ended with {reader.wait()}"
