"""What a text says of a role that a curated source describes stands beside that role's requirements.

A text is a source of the kind `article` or `description`. What it says a role asks for is the role's profile
(`rg:hasRequirement`, `rg:usesTool`) only where no curated source states requirements of the role; otherwise it is
stated with `rg:alsoAsks` and `rg:alsoUses`, which no answer about requirements reads. It is so wherever statements of
several sources come together, whichever came first, and is undone where nothing curated is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from rolegraph.model.nodes import Necessity
from rolegraph.rdf.vocabulary import RDF, RG

if TYPE_CHECKING:
    from rolegraph.rdf.lexical_forms import LexicalStore

TEXTS: Final = ("article", "description")
UNCURATED: Final = (*TEXTS, "posting", "estimate")
_ANY_OF, _NECESSITY, _KIND = (NamedNode(RG + term) for term in ("anyOf", "necessity", "sourceKind"))
_SUBJECT, _PREDICATE = (NamedNode(RDF + term) for term in ("subject", "predicate"))
_REQUIREMENT, _ALSO_ASKS = NamedNode(RG + "hasRequirement"), NamedNode(RG + "alsoAsks")
# How each is stated beside what a curated source states, and how otherwise.
_BESIDE: Final = {_REQUIREMENT: _ALSO_ASKS, NamedNode(RG + "usesTool"): NamedNode(RG + "alsoUses")}
_PROFILE: Final = {beside: profile for profile, beside in _BESIDE.items()}
_SHORTCUTS: Final = tuple(NamedNode(RG + term) for term in ("requires", "accepts", "prefers"))


def shortcut(necessity: str, alternatives: int) -> str:
    """The property by which a role points at the capabilities of a requirement, by the IRI of its necessity."""
    if necessity == Necessity.PREFERRED.iri:
        return RG + "prefers"
    return RG + ("requires" if alternatives == 1 else "accepts")


class _Layer(NamedTuple):
    """Statements of some sources, as the engine has them, without those of sources that others replace."""

    engine: Store
    hidden: frozenset[NamedNode] = frozenset()


class _View:
    """Statements in layers."""

    def __init__(self, layers: Sequence[_Layer]) -> None:
        self._layers = layers
        self._curated: dict[object, bool] = {}

    def match(self, *pattern: object) -> Iterator[Quad]:
        for layer in self._layers:
            found: Iterable[Quad] = layer.engine.quads_for_pattern(*pattern)  # type: ignore[arg-type]
            yield from (quad for quad in found if quad.graph_name not in layer.hidden)

    def of_kinds(self, kinds: Iterable[str]) -> set[NamedNode]:
        """The sources of some kinds."""
        found = (quad for kind in kinds for quad in self.match(None, _KIND, Literal(kind)))
        return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}

    def curated(self, role: object, uncurated: Collection[object]) -> bool:
        """Whether a curated source states requirements of a role."""
        if role not in self._curated:
            stated = self.match(role, _REQUIREMENT, None)
            self._curated[role] = any(quad.graph_name not in uncurated for quad in stated)
        return self._curated[role]


def set_texts_apart(store: LexicalStore) -> None:
    """Let what texts say stand where it belongs, in all statements of a store."""
    for name, quads in _changes(_View([_Layer(store.engine)]), store.quads_of).items():
        store.remove([name])
        store.extend(quads)


def texts_set_apart(
    existing: LexicalStore | None,
    statements: Mapping[str, Sequence[Quad]],
    is_fixed: Callable[[str], bool] = lambda _source: False,
) -> dict[str, Sequence[Quad]]:
    """Statements by source as they are to be added to others, with those of earlier texts that have to change.

    Parameters
    ----------
    existing
        What is there already; what it has of the same sources is replaced.
    statements
        What is added.
    is_fixed
        Whether a source that is there cannot be changed.
    """
    added = Store()
    added.extend(quad for quads in statements.values() for quad in quads)
    layers = [_Layer(added)]
    if existing is not None:
        layers.append(_Layer(existing.engine, frozenset(map(NamedNode, statements))))

    def written(name: NamedNode) -> Iterable[Quad]:
        if name.value in statements:
            return statements[name.value]
        return existing.quads_of(name) if existing is not None else ()

    changed = {name.value: quads for name, quads in _changes(_View(layers), written).items()}
    return {**statements, **{name: changed[name] for name in changed if name in statements or not is_fixed(name)}}


def _changes(view: _View, written: Callable[[NamedNode], Iterable[Quad]]) -> dict[NamedNode, list[Quad]]:
    """The statements of the texts that have to change, as they are to be."""
    texts, uncurated = view.of_kinds(TEXTS), view.of_kinds(UNCURATED)
    changes: dict[NamedNode, list[Quad]] = {}
    for text in texts:
        stated = [quad for term in (*_BESIDE, *_PROFILE) for quad in view.match(None, term, None, text)]
        curated = {quad.subject: view.curated(quad.subject, uncurated) for quad in stated}
        wrong = {quad.subject for quad in stated if curated[quad.subject] == (quad.predicate in _BESIDE)}
        if wrong:
            changes[text] = _moved(list(written(text)), {role: curated[role] for role in wrong})
    return changes


def _moved(quads: Sequence[Quad], beside: Mapping[object, bool]) -> list[Quad]:
    """The statements of a text, with what it says of some roles put beside their requirements, or made these."""
    of_remark = {quad.subject: quad.object for quad in quads if quad.predicate == _SUBJECT}
    found: dict[Quad, None] = {}
    for quad in quads:
        subject, predicate, object_ = quad.subject, quad.predicate, quad.object
        if subject in beside:
            if predicate in _SHORTCUTS:
                continue
            predicate = (_BESIDE if beside[subject] else _PROFILE).get(predicate, predicate)
        elif predicate == _PREDICATE and isinstance(object_, NamedNode) and (role := of_remark.get(subject)) in beside:
            object_ = (_BESIDE if beside[role] else _PROFILE).get(object_, object_)
        found[Quad(subject, predicate, object_, quad.graph_name)] = None
    asked = [quad for quad in found if quad.predicate == _REQUIREMENT and beside.get(quad.subject) is False]
    return [*found, *(_shortcuts_of(found, asked) if asked else ())]


def _shortcuts_of(quads: Iterable[Quad], asked: Iterable[Quad]) -> Iterator[Quad]:
    """The shortcuts that follow from what roles ask for."""
    options: defaultdict[object, list[NamedNode]] = defaultdict(list)
    necessities: dict[object, str] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            if quad.predicate == _ANY_OF:
                options[quad.subject].append(quad.object)
            elif quad.predicate == _NECESSITY:
                necessities[quad.subject] = quad.object.value
    for quad in asked:
        some = options[quad.object]
        term = NamedNode(shortcut(necessities.get(quad.object, ""), len(some)))
        yield from (Quad(quad.subject, term, option, quad.graph_name) for option in some)
