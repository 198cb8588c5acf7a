"""One SPARQL query on several engines over the same TriG file, with answers that compare equal where they say the same.

Every engine answers over the union of all named graphs, as `rolegraph.graph.RoleGraph` does. The order of rows and how
often each comes are no part of an answer, nor are the names of blank nodes: all of them are spelled alike.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from decimal import Context, InvalidOperation
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Final, Protocol, Self
from urllib.parse import urlencode
from zipfile import ZipFile

import pyoxigraph
import rdflib

from rolegraph.rdf.vocabulary import PREFIXES, RDF, XSD
from tests.needs import missing

Row = tuple[str | None, ...]
Answer = bool | frozenset[Row]

PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

_BLANK: Final = "_:"
_INTEGERS: Final = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
    " unsignedLong unsignedInt unsignedShort unsignedByte"
)
_NUMERIC: Final = frozenset(XSD + name for name in f"{_INTEGERS} decimal double float".split())
_PLAIN: Final = frozenset({"", XSD + "string", RDF + "langString"})
_BOOLEAN: Final = {"1": "true", "0": "false"}
_DIGITS: Final = Context(prec=9)
_SECONDS: Final = 60.0
_LISTENING: Final = re.compile(r"^Listening for requests at http://127\.0\.0\.1:(\d+)$", re.MULTILINE)


class Engine(Protocol):
    """What answers queries over the file it was made with, inside its `with` block."""

    name: str

    def __init__(self, data: Path) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @staticmethod
    def missing() -> str:
        """What is not installed that this engine needs; nothing when all is there."""

    def ask(self, query: str) -> Answer:
        """The answer to ASK; the rows of SELECT, in the order of its variables; the triples of CONSTRUCT, as rows."""


class Rdflib:
    """rdflib's own engine over its own store."""

    name = "rdflib"

    def __init__(self, data: Path) -> None:
        self._data = data
        self._dataset = rdflib.Dataset(default_union=True)

    def __enter__(self) -> Self:
        with _as_rdflib_is():
            self._dataset.parse(self._data, format="trig")
        return self

    def __exit__(self, *_: object) -> None:
        self._dataset.close()

    @staticmethod
    def missing() -> str:
        return ""

    def ask(self, query: str) -> Answer:
        with _as_rdflib_is():
            result = self._dataset.query(query)
            if result.type == "ASK":
                return bool(result.askAnswer)
            found: Iterable[Any] = result if result.graph is None else result.graph
            return frozenset(tuple(map(_of_rdflib, row)) for row in found)


class Pyoxigraph:
    """Oxigraph inside this process: the engine of rolegraph."""

    name = "pyoxigraph"

    def __init__(self, data: Path) -> None:
        self._data = data
        self._store = pyoxigraph.Store()

    def __enter__(self) -> Self:
        self._store.bulk_load(path=self._data, format=pyoxigraph.RdfFormat.TRIG)
        return self

    def __exit__(self, *_: object) -> None:
        self._store.clear()

    @staticmethod
    def missing() -> str:
        return ""

    def ask(self, query: str) -> Answer:
        result = self._store.query(query, use_default_graph_as_union=True)
        if isinstance(result, pyoxigraph.QueryBoolean):
            return bool(result)
        return frozenset(tuple(map(_of_pyoxigraph, row)) for row in result)


class _Server(ABC):
    """A SPARQL endpoint in a process of its own, which runs inside the `with` block."""

    name = ""

    def __init__(self, data: Path) -> None:
        self._data = data.resolve()
        self._stack = ExitStack()
        self.port = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="rolegraph-engine-")))
            self.port = self._start(folder, stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ask(self, query: str) -> Answer:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json, application/n-triples",
        }
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)) as connection:
            connection.request("POST", "/query", urlencode({"query": query}), headers)
            response = connection.getresponse()
            text = response.read().decode()
        if response.status != 200:
            raise ValueError(f"{self.name} answers {response.status}: {text}")
        if "n-triples" in response.headers["Content-Type"]:
            triples = rdflib.Graph().parse(data=text, format="nt")
            return frozenset(tuple(map(_of_rdflib, triple)) for triple in triples)
        return _of_json(json.loads(text))

    @abstractmethod
    def _start(self, folder: Path, stack: ExitStack) -> int:
        """Start the server, and give the port."""

    def _run(self, command: list[str], log: Path, stack: ExitStack) -> int:
        """Start a server that says in its log where it listens, and give the port; the stack stops it."""
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output)
        stack.callback(_stop, process)
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if found := _LISTENING.search(log.read_text(errors="replace")):
                return int(found[1])
            time.sleep(0.02)
        raise RuntimeError(f"{self.name} does not start: {log.read_text(errors='replace')}")


class OxigraphServer(_Server):
    """The server of Oxigraph, by default with the union of all graphs as its default graph."""

    name = "Oxigraph server"

    def __init__(self, data: Path, *, union: bool = True) -> None:
        super().__init__(data)
        self._union = union

    @staticmethod
    def missing() -> str:
        return "" if _oxigraph() else "the command oxigraph is not installed"

    def _start(self, folder: Path, stack: ExitStack) -> int:
        place = ["--location", str(folder / "store")]
        load = [_oxigraph(), "load", *place, "--file", str(self._data)]
        loaded = subprocess.run(load, capture_output=True, text=True, timeout=_SECONDS)
        if loaded.returncode:
            raise RuntimeError(f"{self.name} does not load {self._data}: {loaded.stderr}")
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        union = ["--union-default-graph"] if self._union else []
        serve = [_oxigraph(), "serve-read-only", *place, "--bind", f"127.0.0.1:{port}", *union]
        return self._run(serve, folder / "log", stack)


class Jena(_Server):
    """Apache Jena's ARQ, as Debian packages it, behind an endpoint of ours."""

    name = "Jena"

    _SOURCE: Final = Path(__file__).with_name("JenaEndpoint.java")
    _NAMES: Final = tuple(
        "jena-arq jena-base jena-core jena-iri slf4j-api slf4j-nop commons-lang3 commons-io commons-csv"
        " commons-compress commons-codec dexx.collection gson guava thrift protobuf titanium-json-ld"
        " jakarta.json-api".split()
    )

    @classmethod
    def missing(cls) -> str:
        if not shutil.which("javac"):
            return "no JDK is installed"
        absent = [path.name for path in cls.jars() if not path.exists()]
        return f"Apache Jena is not installed: no {', '.join(absent)}" if absent else ""

    @classmethod
    def jars(cls, *more: str) -> list[Path]:
        """The archives that it consists of, and others by name."""
        return [Path("/usr/share/java", f"{name}.jar") for name in (*cls._NAMES, *more)]

    @classmethod
    def run_in(cls, folder: Path, *words: str, more: Iterable[str] = ()) -> list[str]:
        """A command that runs a class or a source file of Java on it, with a folder for what it needs besides."""
        # Debian moves these classes from org.apache.jena.ext.xerces to xerces, but leaves their messages behind, and
        # without those they do not load.
        old = "org/apache/jena/ext/xerces/"
        with ZipFile(next(path for path in cls.jars() if path.stem == "jena-core")) as jar:
            for name in jar.namelist():
                if name.startswith(old) and name.endswith(".properties"):
                    copy = folder / "xerces" / name.removeprefix(old)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.write_bytes(jar.read(name))
        path = ":".join(map(str, (folder, *cls.jars(*more))))
        java = Path(shutil.which("javac") or "").resolve().with_name("java")  # a JRE alone runs no source file
        return [str(java), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", path, *words]

    def _start(self, folder: Path, stack: ExitStack) -> int:
        return self._run(self.run_in(folder, str(self._SOURCE), str(self._data)), folder / "log", stack)


ENGINES: Final[tuple[type[Engine], ...]] = (Rdflib, Pyoxigraph, OxigraphServer, Jena)


def need(engine: type[Engine]) -> None:
    """Skip, or fail, the test where an engine is not installed."""
    if reason := engine.missing():
        missing(reason)


def literal(text: str, datatype: str = "", language: str | None = None) -> str:
    """A literal as answers spell it: numbers by value, whatever their datatype; strings without theirs.

    >>> literal("1.50", XSD + "decimal"), literal("2.0E0", XSD + "double"), literal("2", XSD + "integer")
    ('1.5', '2', '2')
    >>> literal("a", XSD + "string"), literal("a", language="EN-gb"), literal("2020", XSD + "gYear")
    ('"a"', '"a"@en-gb', '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>')
    """
    if datatype in _NUMERIC:
        try:
            number = _DIGITS.create_decimal(text.strip())
        except InvalidOperation:
            pass
        else:
            return f"{number.normalize(_DIGITS) + 0:f}" if number else "0"
    if datatype == XSD + "boolean":
        text = _BOOLEAN.get(text, text)
    elif datatype == XSD + "dateTime":
        text = re.sub(r"[+-]00:00$", "Z", text)
    quoted = json.dumps(text, ensure_ascii=False)
    if language:
        return f"{quoted}@{language.lower()}"
    return quoted if datatype in _PLAIN else f"{quoted}^^<{datatype}>"


@contextmanager
def _as_rdflib_is() -> Iterator[None]:
    """A block in which rdflib may call, as 7.6 does everywhere, what it says nobody should call any more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _of_rdflib(term: object) -> str | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        return literal(str(term), str(term.datatype or ""), term.language)
    return _BLANK if isinstance(term, rdflib.BNode) else f"<{term}>"


def _of_pyoxigraph(term: object) -> str | None:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal):
        return literal(term.value, term.datatype.value, term.language)
    return _BLANK if isinstance(term, pyoxigraph.BlankNode) else str(term)


def _of_json(document: dict[str, Any]) -> Answer:
    """An answer in the SPARQL 1.1 Query Results JSON Format."""
    if "boolean" in document:
        return bool(document["boolean"])
    names = document["head"]["vars"]
    return frozenset(tuple(_of_binding(row.get(name)) for name in names) for row in document["results"]["bindings"])


def _of_binding(term: dict[str, str] | None) -> str | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return f"<{term['value']}>"
    if term["type"] == "bnode":
        return _BLANK
    return literal(term["value"], term.get("datatype", ""), term.get("xml:lang"))


def _oxigraph() -> str:
    """The command `oxigraph`: the one of this environment, else the one on the path; nothing where there is none."""
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    return beside or shutil.which("oxigraph") or ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()
