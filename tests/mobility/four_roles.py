"""Four roles with a requirement each, in Turtle, to which tests add links."""

FOUR_ROLES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> . @prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix r: <https://w3id.org/rolegraph/id/requirement/> . @prefix source: <https://w3id.org/rolegraph/source/> .
source:mine a rg:Source ; skos:prefLabel "Mine"@en .
role:a a rg:Role ; rg:hasRequirement r:a . role:b a rg:Role ; rg:hasRequirement r:b .
role:c a rg:Role ; rg:hasRequirement r:c . role:d a rg:Role ; rg:hasRequirement r:d .
r:a rg:anyOf skill:pie ; rg:necessity rg:essential . r:b rg:anyOf skill:tart ; rg:necessity rg:essential .
r:c rg:anyOf skill:law ; rg:necessity rg:essential . r:d rg:anyOf skill:pie , skill:law ; rg:necessity rg:essential .
skill:pie a rg:Skill . skill:tart a rg:Skill . skill:law a rg:Skill . skill:baking a rg:Skill .
"""
