"""A small graph of kitchens with what makes plans hard: commas in names, no hours, a role of which nothing is known."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph

_TURTLE = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix tool: <https://w3id.org/rolegraph/id/tool/> .
@prefix requirement: <https://w3id.org/rolegraph/id/requirement/> .
@prefix source: <https://w3id.org/rolegraph/source/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .

source:kitchens a rg:Source , prov:Entity ; skos:prefLabel "Kitchens"@en ; rg:sourceKind "editorial" .
<https://w3id.org/rolegraph/source/kitchens#all> a rg:Evidence ; prov:wasDerivedFrom source:kitchens .
role:sauce-cook a rg:Role ; skos:prefLabel "Sauce cook"@en ; rg:requires skill:stocks , skill:tasting , skill:menus ;
    rg:hasRequirement requirement:one , requirement:two , requirement:three .
role:porter a rg:Role ; skos:prefLabel "Porter"@en .
requirement:one a rg:Requirement ; rg:anyOf skill:stocks ; rg:necessity rg:essential ; rg:level rg:expert ;
    rg:evidence <https://w3id.org/rolegraph/source/kitchens#all> .
requirement:two a rg:Requirement ; rg:anyOf skill:tasting ; rg:necessity rg:essential ; rg:level rg:working ;
    rg:evidence <https://w3id.org/rolegraph/source/kitchens#all> .
requirement:three a rg:Requirement ; rg:anyOf skill:menus ; rg:necessity rg:essential ; rg:level rg:working ;
    rg:evidence <https://w3id.org/rolegraph/source/kitchens#all> .
skill:stocks a rg:Skill ; skos:prefLabel "Stocks, sauces and soups"@en ; skos:prefLabel "Fonds, Saucen und Suppen"@de .
skill:tasting a rg:Skill ; skos:prefLabel "tasting"@en ; skos:prefLabel "Abschmecken"@de ; rg:effort 20 .
skill:menus a rg:Skill ; skos:prefLabel "menus <b>&amp;"@en ; skos:definition "</div><script>alert(1)</script>"@en .
tool:tasting a rg:Tool ; skos:prefLabel "tasting"@en .
"""


@cache
def kitchens() -> RoleGraph:
    """The graph."""
    folder = Path(tempfile.mkdtemp())
    (folder / "kitchens.ttl").write_text(_TURTLE, encoding="utf-8")
    return rolegraph.open(folder / "kitchens.ttl", alone=True)
