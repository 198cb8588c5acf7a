"""What the headings of tables mean: columns of ours, and what people call them in four languages."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind, Necessity

# In the order of the template. The first two are the ones that a table of one row a requirement must have.
COLUMNS: Final[dict[str, str]] = {
    "role": "The job. Empty means: the same as in the row above.",
    "capability": "What the role asks for. Where any one of several is enough, put | between them.",
    "kind": "skill, tool, degree or certification. Empty: what a known name is, otherwise a skill.",
    "necessity": "essential (also must, must have, required, mandatory) or preferred (also nice to have, optional, "
    "desirable). Empty: essential.",
    "level": "familiar, working, proficient or expert, or 1 to 4. Empty: not said, and then it stays unknown.",
    "examples": "What shows that somebody has the capability, with | between several. Tools, unless known otherwise.",
    "category": "What kind of tool it is, such as spreadsheet software. Only for tools.",
    "note": "A remark on the requirement.",
    "other names": "What else the role is called, with | between the names.",
    "definition": "What the role is, in a sentence.",
    "seniority": "entry (also junior), mid, senior, lead or head.",
    "industry": "Where the role is found, with | between several.",
    "responsibility": "What people in the role have to do, with | between several.",
    "broader": "What the capability is a part or a kind of, with | between several.",
    "prerequisites": "What one must be able to do before learning it, with | between several.",
    "effort hours": "How many hours it takes to learn from nothing to working level. An estimate.",
    "close to": "What makes learning it shorter, and the other way round, with | between several.",
    "iri": "The IRI of the capability, such as one of ESCO's, where its name may mean something else.",
}
# In a row that has one of these and no role, a capability is described and nothing is asked for.
FACTS: Final = ("broader", "prerequisites", "effort hours", "close to")

GROUP: Final = "group"  # what the rows of foreign tables are sorted under; no column of ours
DESCRIPTION: Final = "description"  # of whatever the row is about
IGNORED: Final = "ignored"
PERSON: Final = "person"
TOTAL: Final = "total"

_NAMES: Final[dict[str, str]] = {
    "role": "job, job title, job name, job role, job profile, role name, role title, position, position title, title, "
    "occupation, function, designation, post, profile, roles; Rolle, Stelle, Funktion, Beruf, Stellenbezeichnung, "
    "Berufsbezeichnung, Jobtitel, Tätigkeit, Stellenprofil; rôle, poste, fonction, métier, emploi, intitulé du poste, "
    "profil; rol, puesto, puesto de trabajo, cargo, función, ocupación, profesión, perfil, nombre del puesto",
    "capability": "skill, skill name, skill title, competency, competence, competencies, competency name, ability, "
    "knowledge, requirement, qualification, ksa, skill or knowledge, capability name; Kompetenz, Kompetenzen, "
    "Fähigkeit, Fähigkeiten, Fertigkeit, Fertigkeiten, Kenntnis, Kenntnisse, Anforderung, Anforderungen, "
    "Qualifikation, Qualifikationen; compétence, savoir-faire, aptitude, exigence, connaissance; competencia, "
    "habilidad, habilidades, destreza, capacidad, capacidades, conocimiento, requisito, aptitud, aptitudes",
    "necessity": "importance, priority, requirement type, must have, must, mandatory, required, essential, obligatory, "
    "is required, is mandatory, criticality; Pflicht, muss, notwendig, erforderlich, zwingend, Muss/Kann, Priorität, "
    "Wichtigkeit, Notwendigkeit; obligatoire, requis, indispensable, nécessité, priorité; obligatorio, requerido, "
    "imprescindible, necesidad, prioridad, importancia",
    "level": "required level, level required, proficiency, required proficiency, proficiency level, target level, "
    "skill level, expected level, minimum level, competency level, rating, score, target, depth; Niveau, Stufe, Soll, "
    "Sollniveau, Soll-Niveau, Soll-Stufe, Kompetenzniveau, Kompetenzstufe, Zielniveau, Mindestniveau, Ausprägung, "
    "Kenntnisstand; niveau requis, niveau attendu, niveau cible, niveau de maîtrise, maîtrise; nivel, nivel requerido, "
    "nivel mínimo, nivel esperado, nivel de dominio, dominio",
    "kind": "type, skill type, competency type; Art, Typ, Kompetenzart; type de compétence; tipo, tipo de competencia",
    GROUP: "group, area, domain, cluster, theme, family, skill category, skill group, competency category, competency "
    "group, competency area, skill area; Kategorie, Gruppe, Bereich, Kompetenzfeld, Kompetenzbereich, Themenfeld; "
    "catégorie, groupe, domaine, famille; categoría, grupo, área, ámbito, familia",
    "note": "comment, remark; Bemerkung, Bemerkungen, Kommentar, Kommentare, Anmerkung, Anmerkungen, Hinweis, "
    "Hinweise; remarque, commentaire; nota, observación, observaciones, comentario",
    DESCRIPTION: "description, skill description, competency description; Beschreibung, Erläuterung; descripción, "
    "definición",
    "definition": "job description, role description, summary; Stellenbeschreibung; description du poste; descripción "
    "del puesto",
    "seniority": "seniority level; Seniorität; séniorité; antigüedad",
    "industry": "sector, industries; Branche; secteur; industria",
    "responsibility": "duty, duties, task, responsibilities, key responsibilities; Aufgabe, Aufgaben; responsabilité, "
    "tâche, mission; responsabilidad, responsabilidades, tarea, funciones",
    "other names": "synonym, alias, aliases, also known as, alternative title; Synonym, Synonyme, weitere "
    "Bezeichnungen; synonyme, autres noms; sinónimo, otros nombres",
    "examples": "example; Beispiel, Beispiele; exemple; ejemplo",
    "effort hours": "hours to learn; Lernstunden; horas de aprendizaje",
    "iri": "uri, esco uri, concept uri, skill uri, esco",
    IGNORED: "current level, actual level, actual, current, self assessment, gap, Ist, Ist-Niveau, Lücke, niveau "
    "actuel, écart, nivel actual, brecha, headcount, fte, number of staff, count, salary, salary band, pay grade, pay "
    "band, grade, band, id, no, nr, number, code, job code, role id, job id, skill id, cost centre, cost center, "
    "department, team, location, site, manager, reports to, date, last updated, version, owner, status, Abteilung, "
    "Standort, Anzahl, Datum, Kostenstelle, Gehalt, Lohn, service, département, lieu, effectif, salaire, departamento, "
    "equipo, ubicación, fecha, salario, training, course, Schulung, formation prévue, curso",
    PERSON: "employee, employee name, employee id, staff member, team member, person, colleague, first name, last "
    "name, surname, full name, name of employee, e-mail, email; Mitarbeiter, Mitarbeiterin, Mitarbeitende, "
    "Mitarbeiter/in, Mitarbeitername, Vorname, Nachname, Personalnummer; employé, salarié, collaborateur, "
    "collaboratrice, prénom, matricule; empleado, empleada, trabajador, colaborador, apellido, apellidos",
    TOTAL: "total, totals, sum, average, mean, avg, grand total, subtotal, group average; Summe, Gesamt, Durchschnitt, "
    "Mittelwert, Insgesamt; somme, moyenne; suma, promedio, media",
}
# Columns that hold capabilities of one kind, or of one necessity.
_KIND_NAMES: Final = {
    Kind.TOOL: "tool, software, systems, system, technology, technologies, application, tools and software, it skills; "
    "Werkzeug, Werkzeuge; outil, logiciel; herramienta",
    Kind.CERTIFICATION: "certification, certificate, licence, license, certifications and licences, accreditation; "
    "Zertifikat, Zertifikate, Zertifizierung, Zertifizierungen, Schein; certificat, habilitation; certificación, "
    "certificaciones, certificado, licencia",
    Kind.DEGREE: "degree, education, education level, academic qualification; Abschluss, Studienabschluss, "
    "Schulabschluss; diplôme, formation; título, titulación, formación, estudios",
}
_PARTS: Final = (
    "technical skill, soft skill, hard skill, technical competency, technical competencies, behavioural competency, "
    "behavioural competencies, behavioral competencies, personal skill, professional skill, language, language skill, "
    "Fachkompetenz, Fachkompetenzen, Sozialkompetenz, Sozialkompetenzen, Methodenkompetenz, Methodenkompetenzen, "
    "Sprachen, Sprachkenntnisse, compétences techniques, compétences comportementales, savoirs, savoir-être, langue, "
    "competencias técnicas, competencias blandas, idioma, idiomas"
)
_NECESSITY_NAMES: Final = {
    Necessity.ESSENTIAL: "required skill, essential skill, must-have skill, mandatory skill, core skill, key skill, "
    "required competency, essential competency, core competency, core competencies, minimum requirement, required "
    "qualification; Muss-Kompetenzen, Pflichtkompetenzen, Muss-Anforderungen; compétences requises, compétences "
    "obligatoires; competencias requeridas, requisitos imprescindibles, requisitos obligatorios",
    Necessity.PREFERRED: "nice to have, preferred, desirable, optional, preferred skill, desirable skill, desired "
    "skill, nice-to-have skill, optional skill, additional skill, preferred qualification; wünschenswert, Kann, "
    "Kann-Kompetenzen, von Vorteil; souhaité, souhaitable, facultatif, compétences souhaitées; deseable, opcional, "
    "valorable, requisitos deseables, competencias deseables",
}
_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_NUMBER: Final = re.compile(r"[\s#.:*?]*\d{0,3}[\s#.:*?]*$")
_RANGE: Final = re.compile(r"(?<!\d)[01]\s{0,2}(?:-|–|to|bis|à|a|\.\.)\s{0,2}(\d{1,2})(?!\d)")
_GRADE: Final = re.compile(
    r"(?:junior|mid|mid[- ]?level|intermediate|middle|senior|lead|staff|principal|associate|trainee|entry"
    r"|entry[- ]?level|expert|head|(?:level|grade|stufe|niveau|nivel|band) ?\d|(?:l|ic|m|e|p|g)\d|i{1,3}|iv|v)\+?",
    re.IGNORECASE,
)
_WRITTEN_AFTER: Final = re.compile(r"\d|^[iv]+$", re.IGNORECASE)


class Meaning(NamedTuple):
    """What a heading says of the cells below it: their column, and a kind or necessity that all of them have.

    `is_flag` if it may head yes and no as well as names, `is_part` if others may hold the rest of what is asked for.
    """

    column: str
    kind: str = ""
    necessity: str = ""
    is_flag: bool = False
    is_part: bool = False


def plain(text: str) -> str:
    """A heading or word without what people vary: case, spaces, underscores, hyphens, and an s at the end.

    >>> plain("Other_Names"), plain("EFFORT-HOURS"), plain("Nice to have")
    ('othername', 'efforthour', 'nicetohave')
    """
    return re.sub(r"[\W_]+", "", text.casefold()).removesuffix("s")


def unaccented(text: str) -> str:
    """A text without accents, which headings in capitals often lack.

    >>> unaccented("Niveau de maîtrise")
    'Niveau de maitrise'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _key(heading: str) -> str:
    return plain(unaccented(_NUMBER.sub("", _BRACKETS.sub(" ", heading))))


def _listed(names: str) -> list[str]:
    return [_key(name) for name in names.replace(";", ",").split(",")]


_BY_PLAIN: Final = {plain(name): name for name in COLUMNS}
_MEANINGS: Final = {
    **{key: Meaning(column) for column, names in _NAMES.items() for key in _listed(names)},
    **{key: Meaning("capability", kind=kind.value) for kind, names in _KIND_NAMES.items() for key in _listed(names)},
    **{
        key: Meaning("capability", necessity=str(necessity), is_flag=necessity is Necessity.PREFERRED)
        for necessity, names in _NECESSITY_NAMES.items()
        for key in _listed(names)
    },
    **{_key(name): Meaning("necessity", is_flag=True) for name in ("must have", "essential", "required", "mandatory")},
    **{key: Meaning("capability", is_part=True) for key in _listed(_PARTS)},
    **{plain(name): Meaning(name) for name in COLUMNS},
}


def column(heading: str) -> str | None:
    """The column of ours that a heading names; None for any other.

    >>> column(" Other names "), column("salary")
    ('other names', None)
    """
    return _BY_PLAIN.get(plain(heading))


@lru_cache(maxsize=4096)
def meaning(heading: str) -> Meaning | None:
    """What a heading means; None for one that is not known, as the name of a role or a skill is.

    >>> meaning("Job Title").column, meaning("Kompetenzen").column, meaning("Niveau requis (1-5)").column
    ('role', 'capability', 'level')
    >>> meaning("Skill 2").column, meaning("Tools").kind, meaning("Python"), meaning("Role 2")
    ('capability', 'tool', None, None)
    """
    if (found := _MEANINGS.get(plain(heading))) is not None:
        return found
    found = _MEANINGS.get(_key(heading))
    return None if found and found.column == "role" and heading.rstrip()[-1:].isdigit() else found


def is_total(text: str) -> bool:
    """Whether a row or column of this name adds up others."""
    found = meaning(text)
    return found is not None and found.column == TOTAL


def range_in(heading: str) -> int:
    """The highest number of a scale that a heading states; 0 where it states none.

    >>> range_in("Level (1-5)"), range_in("Niveau 0 à 3"), range_in("Level")
    (5, 3, 0)
    """
    found = _RANGE.search(heading)
    return int(found[1]) if found and 1 < int(found[1]) <= 10 else 0


def is_grade(heading: str) -> bool:
    """Whether a heading only says how far up a role stands, and not which role it is.

    >>> is_grade("Senior"), is_grade("L3"), is_grade("Senior Nurse")
    (True, True, False)
    """
    return _GRADE.fullmatch(heading.strip()) is not None


def graded(grade: str, role: str) -> str:
    """The name of a role with its grade.

    >>> graded("Senior", "Baker"), graded("L3", "Baker")
    ('Senior Baker', 'Baker L3')
    """
    return f"{role} {grade}" if _WRITTEN_AFTER.search(grade) else f"{grade} {role}"
