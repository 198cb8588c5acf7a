"""Five roles with codes, and tables of what was counted of them, by hand."""

from __future__ import annotations

from pathlib import Path

ROLE = "https://w3id.org/rolegraph/id/role/"
GRAPH = """
@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> . @prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix r: <https://w3id.org/rolegraph/id/requirement/> . @prefix source: <https://w3id.org/rolegraph/source/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
source:guild a rg:Source ; skos:prefLabel "The guild"@en .
source:guild\\#e a rg:Evidence ; prov:wasDerivedFrom source:guild .
role:baker a rg:Role ; skos:prefLabel "Baker"@en ; skos:notation "51-3011.00" ; rg:hasRequirement r:baker .
role:pastry a rg:Role ; skos:prefLabel "Pastry Cook"@en ; skos:notation "51-3011.01" ; rg:hasRequirement r:pastry .
role:miller a rg:Role ; skos:prefLabel "Miller"@en ; skos:notation "51-9021.00" ; rg:hasRequirement r:miller .
role:coder a rg:Role ; skos:prefLabel "Coder"@en ; skos:notation "15-1252.00" ; rg:hasRequirement r:coder .
role:clerk a rg:Role ; skos:prefLabel "Clerk"@en ; skos:notation "43-9061.00" ; rg:hasRequirement r:clerk .
r:baker rg:anyOf skill:dough . r:pastry rg:anyOf skill:dough , skill:cream . r:miller rg:anyOf skill:mills .
r:coder rg:anyOf skill:code . r:clerk rg:anyOf skill:files .
skill:dough a rg:Skill ; skos:prefLabel "Dough"@en . skill:cream a rg:Skill ; skos:prefLabel "Cream"@en .
skill:mills a rg:Skill ; skos:prefLabel "Mills"@en . skill:code a rg:Skill ; skos:prefLabel "Code"@en .
skill:files a rg:Skill ; skos:prefLabel "Files"@en .
r:baker a rg:Requirement ; rg:necessity rg:essential ; rg:evidence source:guild\\#e .
r:pastry a rg:Requirement ; rg:necessity rg:essential ; rg:evidence source:guild\\#e .
r:miller a rg:Requirement ; rg:necessity rg:essential ; rg:evidence source:guild\\#e .
r:coder a rg:Requirement ; rg:necessity rg:essential ; rg:evidence source:guild\\#e .
r:clerk a rg:Requirement ; rg:necessity rg:essential ; rg:evidence source:guild\\#e .
"""
# Of those in the bakers' group a tenth stayed; half of those who left went to the mill.
MOVES = """from,from title,to,to title,share,period,authority
51-3010,Bakers,51-3010,Bakers,0.1,2011-2019,Guild
51-3010,Bakers,51-9021,Millers,0.45,2011-2019,Guild
51-3010,Bakers,43-9061,Clerks,0.27,2011-2019,Guild
51-3010,Bakers,99-9999,Pirates,0.18,2011-2019,Guild
51-9021,Millers,51-3010,Bakers,0.8,2011-2019,Guild
51-9021,Millers,15-1132,Programmers of mills,0.2,2011-2019,Guild
"""
OBSERVATIONS = """code,title,employment,mean annual wage,growth,year,place,survey
51-3010,Bakers,"11,390","$31,000",-2.5,2019,Sealand,Guild
51-9021,Millers,800,$29000,,2019,Sealand,Guild
43-9061,Clerks,5000,*,,2019,Sealand,Guild
15-1252,Coders,2000,$90000,12,2019,Sealand,Guild
"""


def written(folder: Path, name: str, text: str) -> Path:
    """A file with a text in a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def graph_at(folder: Path) -> Path:
    """The graph of five roles as a Turtle file."""
    return written(folder, "guild.ttl", GRAPH)
