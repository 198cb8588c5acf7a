"""Random graphs of roles, spelled in any way: the same graph with other IRIs, and its statements in another order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from rolegraph.rdf.dataset import Dataset

_WORDS = ("bread", "cake", "oven", "baker", "bakers", "sells", "the", "of", "dough", "C++")
_PREFIXES = (
    "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
)


class Drawn(NamedTuple):
    """A graph as sentences in which `{kind/number}` stands for a node."""

    roles: int
    sentences: tuple[str, ...]


def dataset_of(drawn: Drawn, spell: Callable[[str], str], *, backwards: bool = False) -> Dataset:
    """The graph with its nodes spelled as IRIs."""
    sentences = drawn.sentences[::-1] if backwards else drawn.sentences
    text = _PREFIXES + " ".join(sentences)
    for node in sorted({piece.split("}")[0] for piece in text.split("{")[1:]}):
        text = text.replace("{" + node + "}", f"<https://w3id.org/rolegraph/id/{spell(node)}>")
    store = Store()
    store.extend(parse(text.encode(), RdfFormat.TURTLE))
    return Dataset(store)


def plain(node: str) -> str:
    """A node as it is numbered."""
    return node


def turned(node: str) -> str:
    """Another spelling, by which nodes come in the opposite order."""
    kind, _, number = node.partition("/")
    return f"{kind}/x{99 - int(number)}"


_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=4).map(" ".join)
_NUMBERS = st.decimals(1, 5, places=1)


@st.composite
def graphs(draw: st.DrawFn) -> Drawn:
    """Two to five roles with any of all that roles are compared in."""
    roles, skills = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    places = st.integers(0, skills - 1)
    said = [f"{{skill/{one}}} a rg:Skill ." for one in range(skills)]
    said += [f"{{skill/{one}}} skos:broader {{skill/{other}}} ." for one, other in draw(_pairs(places)) if one > other]
    said += [f"{{skill/{one}}} rg:closeTo {{skill/{other}}} ." for one, other in draw(_pairs(places)) if one != other]
    if draw(st.booleans()):
        said += [f"{{skill/{one}}} rg:skillType 'knowledge' ." for one in range(0, skills, 2)]
    for role in range(roles):
        me = f"{{role/{role}}}"
        said.append(f"{me} a rg:Role ; skos:prefLabel '{draw(_TEXTS)}'@en .")
        said += [f"{me} skos:definition '{text}'@en ." for text in draw(st.lists(_TEXTS, max_size=1))]
        said += [f"{me} rg:usesTool {{tool/{one}}} ." for one in draw(st.sets(st.integers(0, 3), max_size=2))]
        said += [f"{me} rg:seniority rg:{one} ." for one in draw(st.sets(st.sampled_from(("mid", "lead")), max_size=1))]
        for number in range(draw(st.integers(0, 3))):
            asked = f"{{requirement/{role * 10 + number}}}"
            choices = ", ".join(f"{{skill/{one}}}" for one in sorted(draw(st.sets(places, min_size=1, max_size=3))))
            necessity = draw(st.sampled_from(("essential", "preferred")))
            said.append(f"{me} rg:hasRequirement {asked} .")
            said.append(f"{asked} rg:anyOf {choices} ; rg:necessity rg:{necessity} .")
        for skill in sorted(draw(st.sets(places, max_size=3))):
            rating = f"{{rating/{role * 10 + skill}}}"
            said.append(f"{me} rg:hasRating {rating} .")
            said.append(f"{rating} rg:rates {{skill/{skill}}} ; rg:importance {draw(_NUMBERS)} .")
    return Drawn(roles, tuple(said))


def _pairs(places: st.SearchStrategy[int]) -> st.SearchStrategy[set[tuple[int, int]]]:
    return st.sets(st.tuples(places, places), max_size=4)
