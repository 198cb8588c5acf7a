"""A store of the engine that gives back literals in the lexical form, and with the datatype, that they came in.

The engine keeps numbers, booleans, dates and durations of XML Schema as values: it gives `1.0` back as `1`, an
`xsd:byte` as an `xsd:integer`, and makes one statement of two that differ in this only. `LexicalStore` keeps the
statements that would change beside the store. Queries compare values, and see those of the engine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from rolegraph.rdf.journals import Pin
from rolegraph.rdf.sole_source import SOLE_SOURCE, SoleSourceStore, read_source, write_source
from rolegraph.rdf.vocabulary import XSD

# The file in the folder of a built store that holds the statements that its engine would change.
LITERALS: Final = "literals.nq"
_ANY: Final = NamedNode("x:any")
_DEFAULT: Final = DefaultGraph()
_FEW: Final = 300_000  # statements of other sources, beside one that lies in half of the room
# Forms that the engine keeps, by datatype; others are tried. `string` and `gYear` are by far the most common.
_KEPT_FORMS: Final = {
    XSD + name: re.compile(form)
    for name, form in {
        "string": r"(?s:.*)",
        "integer": r"0|-?[1-9][0-9]{0,17}",
        "decimal": r"0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,14})\.[0-9]{0,14}[1-9]",
        "boolean": r"true|false",
        "gYear": r"[0-9]{4}",
        "anyURI": r"(?s:.*)",
    }.items()
}
GraphName = NamedNode | BlankNode | DefaultGraph


def stored_quad(quad: Quad) -> Quad:
    """The statement that the engine keeps of one: the same, unless it holds a literal that becomes another."""
    object_ = quad.object
    if type(object_) is Literal:
        stored = stored_literal(object_)
        return quad if stored == object_ else Quad(quad.subject, quad.predicate, stored, quad.graph_name)
    return _as_stored(quad) if type(object_) is Triple else quad


def stored_literal(literal: Literal) -> Literal:
    """The literal that the engine keeps of one.

    >>> stored_literal(Literal("01.50", datatype=NamedNode(XSD + "decimal"))).value
    '1.5'
    """
    datatype = literal.datatype.value
    if not datatype.startswith(XSD):
        return literal
    form = _KEPT_FORMS.get(datatype)
    return literal if form is not None and form.fullmatch(literal.value) else _tried(literal)


@lru_cache(maxsize=65_536)
def _tried(literal: Literal) -> Literal:
    stored = _as_stored(Quad(_ANY, _ANY, literal)).object
    return literal if stored == literal or not isinstance(stored, Literal) else stored


def _as_stored(quad: Quad) -> Quad:
    store = Store()
    store.add(quad)
    return next(iter(store.quads_for_pattern(None, None, None)))


class LexicalStore:
    """A store of the engine, and beside it the statements that it would change, as they were written.

    Parameters
    ----------
    engine
        The store, which is filled and emptied through this class only: queries may read it.
    literals
        Statements that the engine changes, and those that it would make one with them, all of which it holds already.
    pin
        What keeps the folder that the engine reads. Whoever keeps the engine keeps this store as well.
    """

    def __init__(self, engine: Store | None = None, literals: Iterable[Quad] = (), pin: Pin | None = None) -> None:
        self.engine = Store() if engine is None else engine
        self.pin = pin
        # By the statement that the engine holds: all that it stands for, in the order in which they came.
        self._written: dict[Quad, dict[Quad, None]] = {}
        for quad in literals:
            self._written.setdefault(stored_quad(quad), {})[quad] = None

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> LexicalStore:
        """The built store in a folder; one that is not read-only is created if need be, and locked.

        Raises `OSError`, `RuntimeError` or `ValueError` for what cannot be opened.
        """
        if not read_only:
            return cls(_engine(Store(str(folder)), read_source(folder)), read_literals(folder))
        pin = Pin(folder)
        engine = _engine(Store.read_only(str(pin.path)), read_source(pin.path))
        return cls(engine, read_literals(pin.path), pin)

    @property
    def sole_source(self) -> NamedNode | None:
        """The one source of a store that lies in half of the room; None for a store without any."""
        engine: object = self.engine
        return engine.source if isinstance(engine, SoleSourceStore) else None

    def devote_to(self, source: NamedNode) -> None:
        """Make room for many statements of this source, in half of the room if they are the first."""
        if not len(self.engine) and self.sole_source is None:
            self.engine = _engine(self.engine, source)

    def _spread(self) -> None:
        engine: object = self.engine
        if isinstance(engine, SoleSourceStore):
            self.engine = engine.spread()

    def _are_few_beside(self, quads: Sequence[Quad]) -> bool:
        """Whether statements are so few, and all of other sources, that the one source can stay in half of the room."""
        return len(quads) <= _FEW and all(quad.graph_name not in (self.sole_source, _DEFAULT) for quad in quads)

    def save(self, folder: Path) -> None:
        """Write what the engine does not hold into the folder of its store, whose writer this process must be."""
        self.engine.flush()
        for name in (LITERALS, SOLE_SOURCE):  # rather than changed, as it may be linked from another folder
            (folder / name).unlink(missing_ok=True)
        if (source := self.sole_source) is not None:
            write_source(folder, source)
        if self._written:
            with (folder / LITERALS).open("wb") as file:
                serialize(self.literals(), file, RdfFormat.N_QUADS)
                file.flush()
                os.fsync(file.fileno())

    def copied_to(self, folder: Path) -> LexicalStore:
        """The same statements in a new store in a folder, which takes no time: the engine's files are only linked."""
        self.engine.backup(str(folder))
        return LexicalStore(_engine(Store(str(folder)), self.sole_source), self.literals())

    def literals(self) -> list[Quad]:
        """The statements that the engine changes, and those that it would make one with them."""
        return [quad for written in self._written.values() for quad in written]

    def extend(self, quads: Iterable[Quad], *, bulk: bool = False) -> None:
        """Add statements, all or none; in `bulk` for more than memory holds, where some may be added before a fault."""
        if self.sole_source is not None:
            quads = list(quads)
            if bulk or not self._are_few_beside(quads):
                self._spread()
        changed: list[tuple[Quad, Quad]] = []
        (self.engine.bulk_extend if bulk else self.engine.extend)(self._unchanged(quads, changed))
        for stored, quad in changed:
            if stored not in self._written:
                self._written[stored] = {stored: None} if stored in self.engine else {}
            self._written[stored][quad] = None
        self.engine.extend(stored for stored, _ in changed)

    def _unchanged(self, quads: Iterable[Quad], changed: list[tuple[Quad, Quad]]) -> Iterator[Quad]:
        """The statements that the engine keeps as they are; the others are put aside."""
        for quad in quads:
            stored = stored_quad(quad)
            if stored != quad:
                changed.append((stored, quad))
                continue
            if self._written and quad in self._written:
                self._written[quad][quad] = None
            yield quad

    def remove(self, names: Collection[GraphName]) -> None:
        """Remove all statements of some sources."""
        if self.sole_source in names:
            self._spread()
        for name in names:
            self.engine.remove_graph(name)
        self._written = {stored: quads for stored, quads in self._written.items() if stored.graph_name not in names}

    def quads_of(self, name: GraphName | None = None) -> Iterable[Quad]:
        """The statements of one source or of all, as they were written."""
        return self.as_written(self.engine.quads_for_pattern(None, None, None, name))

    def as_written(self, stored: Iterable[Quad]) -> Iterable[Quad]:
        """For statements that the engine gives, those that came in."""
        return self._replaced(stored) if self._written else stored

    def _replaced(self, stored: Iterable[Quad]) -> Iterator[Quad]:
        for quad in stored:
            yield from self._written.get(quad) or (quad,)

    def surplus(self, name: GraphName | None = None) -> list[Quad]:
        """One statement that the engine holds for each that it made one with it, of one source or of all."""
        return [
            stored
            for stored, quads in self._written.items()
            if name is None or stored.graph_name == name
            for _ in range(len(quads) - 1)
        ]

    def __len__(self) -> int:
        return len(self.engine) + len(self.surplus())

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.quads_of())

    def __contains__(self, quad: Quad) -> bool:
        stored = stored_quad(quad)
        return stored in self.engine and quad in self._written.get(stored, (stored,))


def _engine(store: Store, source: NamedNode | None) -> Store:
    """The store as one with this source in its default graph; as it is where there is none."""
    return store if source is None else cast(Store, SoleSourceStore(store, source))


def read_literals(folder: Path) -> list[Quad]:
    """What a built store keeps beside its engine; nothing where it has no such file. `ValueError` for a damaged one."""
    try:
        data = (folder / LITERALS).read_bytes()
    except FileNotFoundError:
        return []
    try:
        return list(parse(data, format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise ValueError(f"{LITERALS} is damaged: {error}") from None
