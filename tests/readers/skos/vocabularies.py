"""Small vocabularies of ours in the shapes in which people publish them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PREFIXES: Final = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix iso-thes: <http://purl.org/iso25964/skos-thes#> .
@prefix scheme: <http://data.europa.eu/esco/concept-scheme/> .
@prefix ex: <https://jobs.example/> .
"""
# A classification of occupations by codes, of which the lowest level has the occupations themselves.
CLASSIFICATION: Final = """
ex:scheme a skos:ConceptScheme ; dcterms:title "National classification of occupations"@en ; owl:versionInfo "2" ;
    dcterms:license <https://licence.example/by> ; skos:hasTopConcept ex:7 .
ex:7 a skos:Concept ; skos:notation "7" ; skos:prefLabel "Crafts"@en, "Handwerk"@de ; skos:narrower ex:75 .
ex:75 a skos:Concept ; skos:inScheme ex:scheme ; skos:notation "75" ; skos:prefLabel "Food crafts"@en .
ex:7512 a skos:Concept ; skos:inScheme ex:scheme ; skos:notation "7512" ; skos:prefLabel "Bakers"@en, "Bäcker"@de ;
    skos:altLabel "Pastry cooks"@en ; skos:definition "They bake."@en ; skos:broader ex:75 ;
    skos:exactMatch <http://data.europa.eu/esco/isco/C7512> .
ex:7511 a skos:Concept ; skos:inScheme ex:scheme ; skos:notation "7511" ; skos:prefLabel "Butchers"@en ;
    skos:broader ex:75 .
ex:old a skos:Concept ; skos:inScheme ex:scheme ; skos:prefLabel "Millers and bakers"@en ; owl:deprecated true ;
    dcterms:isReplacedBy ex:7512 ; skos:notation "7500" .
"""
OCCUPATION: Final = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-00000000000"
SKILL: Final = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-00000000000"
# ESCO's shape: labels twice, texts as nodes, links in both directions.
ESCO: Final = f"""
<http://data.europa.eu/esco/isco/C7512> a skos:Concept ; skos:inScheme scheme:isco , scheme:occupations ;
    skos:notation "7512" , "7512"^^<http://data.europa.eu/esco/Notation/ISCO08> ;
    skos:prefLabel "Bakers, in general"@en .
<{OCCUPATION}1> a esco:Occupation , skos:Concept ; skos:prefLabel "baker"@en , "Bäcker"@de ;
    skosxl:prefLabel <http://data.europa.eu/esco/label/1> ; skos:altLabel "bread maker"@en ;
    iso-thes:status "released" ; skos:notation "7512.1" ; skos:broader <http://data.europa.eu/esco/isco/C7512> ;
    dcterms:description <http://data.europa.eu/esco/node-literal/1> ;
    esco:relatedEssentialSkill <{SKILL}1> ; esco:relatedOptionalSkill <{SKILL}2> .
<http://data.europa.eu/esco/label/1> a skosxl:Label ; skosxl:literalForm "baker"@en .
<http://data.europa.eu/esco/node-literal/1> a esco:NodeLiteral ; esco:language "en" ; esco:nodeLiteral "Bakes bread." .
<{SKILL}1> a esco:Skill , skos:Concept ; skos:prefLabel "prepare dough"@en ; skos:inScheme scheme:digcomp ;
    esco:skillType <http://data.europa.eu/esco/skill-type/skill> ; esco:isEssentialSkillFor <{OCCUPATION}1> ;
    esco:skillReuseLevel <http://data.europa.eu/esco/skill-reuse-level/cross-sector> ;
    esco:relatedEssentialSkill <{SKILL}2> .
<{SKILL}2> a esco:Skill , skos:Concept ; skos:prefLabel "kinds of flour"@en ;
    esco:skillType <http://data.europa.eu/esco/skill-type/knowledge> .
<http://data.europa.eu/esco/skill-type/knowledge> a skos:Concept ; skos:prefLabel "knowledge"@en ;
    skos:inScheme scheme:skill-type .
"""
# The same in the files of ESCO's CSV download.
ESCO_CSV: Final = {
    "occupations_en.csv": "conceptUri,iscoGroup,preferredLabel,altLabels,status,description,code\n"
    f"{OCCUPATION}1,7512,baker,bread maker,released,Bakes bread.,7512.1\n",
    "skills_en.csv": "conceptUri,skillType,reuseLevel,preferredLabel\n"
    f"{SKILL}1,skill/competence,cross-sector,prepare dough\n{SKILL}2,knowledge,,kinds of flour\n",
    "ISCOGroups_en.csv": "conceptUri,code,preferredLabel\n"
    'http://data.europa.eu/esco/isco/C7512,7512,"Bakers, in general"\n',
    "occupationSkillRelations.csv": "occupationUri,relationType,skillType,skillUri\n"
    f"{OCCUPATION}1,essential,,{SKILL}1\n{OCCUPATION}1,optional,,{SKILL}2\n",
    "skillSkillRelations.csv": "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
    f"{SKILL}1,,essential,,{SKILL}2\n",
    "digCompSkillsCollection_en.csv": f"conceptUri\n{SKILL}1\n",
}
# Classes of its own, without SKOS: what roles ask for is a property of each sort.
FRAMEWORK: Final = """
ex:R1 a ex:WorkRole ; rdfs:label "Security analyst" ; ex:hasKnowledge ex:K1 ; ex:optionalSkill ex:S1 ;
    ex:inCategory ex:C .
ex:C a ex:Category ; rdfs:label "Defence" .
ex:K1 a ex:Knowledge ; rdfs:label "Encryption" .
ex:S1 a ex:Skill ; rdfs:label "Scripting" .
ex:T1 a ex:SkillLevel ; rdfs:label "Level 1" .
"""


def written(path: Path, turtle: str) -> Path:
    """A file of Turtle with all prefixes."""
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path
