"""Degrees and what else education ends with: where a text names one, its level, and what the name itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rolegraph.model.nodes import DegreeLevel


class DegreeName(NamedTuple):
    """A degree as it is named: its level, a name that says more than that, and the field that the name implies."""

    level: DegreeLevel
    name: str = ""
    field: str = ""


class DegreeMention(NamedTuple):
    """A degree in a text: its place, and any of the degrees that it may be; `is_plain` if it names no level."""

    start: int
    end: int
    degrees: tuple[DegreeName, ...]
    is_plain: bool = False


_OF: Final = r"(?:\s+of\s+(?:applied\s+)?(?:science|arts|engineering|technology|philosophy|research)\b)?"
_HONOURS: Final = r"(?:\s*\(?(?:hons?|honours)\b\.?\)?)?"
_BEHIND_MASTERS: Final = (
    r"(?=\s*(?:degrees?\b|level\b|stud(?:y|ies)\b|in\s|/|,|\)|\(|$|preferred|required|is\b"
    r"|or\s+(?:an?\s+)?(?:Ph|doct|equiv|bach|high|MBA|related)))"
)
# How texts name each level. What stands in (?-i:…) are abbreviations, which are other words in lower case.
_WORDS: Final = {
    DegreeLevel.ASSOCIATE.word: r"associate(?:'s|s)?(?=\s*(?:degree|in\b|/|or\s+(?:an?\s+)?bachelor"
    r"|of\s+(?:applied\s+)?(?:science|arts)))(?:\s+of\s+(?:science|arts))?|associate's(?=\s*(?:or|,|\())"
    r"|(?:two|2)-year(?=\s+(?:college\s+)?degree)|A\.A\.S?\.",
    DegreeLevel.BACHELOR.word: rf"bachelor(?:s'|'s|s)?{_OF}{_HONOURS}|(?-i:B\.?\s?S[cC]\b\.?){_HONOURS}"
    rf"|(?-i:B\.?Tech\b\.?|B\.E\b\.?|B\.?Eng\b\.?|B\.S\b\.?|B\.A\b\.?|\bBS\b|\bBA\b){_HONOURS}|undergraduate(?=\s+degree)"
    r"|(?:four|4)-year(?=\s+(?:college\s+|university\s+)?degree)|honou?rs(?=\s+degree)",
    DegreeLevel.MASTER.word: rf"master(?:s'|'s){_OF}|masters?(?:{_BEHIND_MASTERS}|\s+of\s+(?:science|arts|engineering"
    r"|technology|philosophy|research)\b)|master(?=\s+of\s+(?:laws?|business|education|nursing|public|social|fine"
    r"|health|architecture|commerce|design|finance|physiotherapy|pharmacy)\b)|(?-i:M\.?\s?S[cC]\b\.?|M\.?Tech\b\.?|M\.?Eng\b\.?|M\.?Phil\b\.?"
    r"|MRes\b|M\.S\b\.?|M\.A\b\.?|\bMS\b|\bMA\b)|(?<!under)(?:post-?\s?)?graduate(?=\s+degree)",
    DegreeLevel.DOCTORATE.word: r"(?-i:Ph\.?\s?D\b\.?(?:'?s)?|D\.?Phil\b|PHD)|doctorates?|doctor\s+of\s+philosophy"
    r"|doctoral(?=\s+(?:degree|level|qualification|stud)|$|\s*[,.])",
    "advanced": r"(?:advanced|higher)(?=\s+degrees?)",
    "training": r"(?:vocational|trade\s+school|technical\s+school)\s+(?:or\s+technical\s+)?(?:training|qualifications?"
    r"|education|diploma|degree|certificate)|(?:(?:completed|formal|recogni[sz]ed|relevant|trade)\s+){0,2}apprenticeship",
    "diploma": r"(?<!school\s)(?<!graduate\s)(?<!HS\s)diploma(?=\s+(?:in|or|required|preferred)\b|\s*/|\s*$|\s*[,.(;])",
    "postgraduate": r"(?:post-?\s?graduate|graduate)\s+(?:diploma|certificate)",
    "hnd": r"(?-i:HN[DC]\b)|Higher\s+National\s+(?:Diploma|Certificate)(?:\s*\(HN[DC]\))?",
    "nvq": r"(?-i:S?NVQ|BTEC)(?:\s+(?:level\s+)?\d(?:\s*(?:/|or)\s*\d)?)?|level\s+\d\s+(?:NVQ|diploma|qualification)",
    "foundation": r"foundation\s+degree",
    "school": r"(?-i:HS)\s+(?:diploma|degree|graduate)"
    r"|(?:high|secondary)\s+school(?:\s+(?:diploma|degree|graduat\w+|education|certificate"
    r"|leaving\s+certificate))?|secondary\s+education|leaving\s+certificate|(?-i:Abitur)",
    "ged": r"(?-i:G\.?E\.?D\b\.?)(?:\s+certificate)?",
    "alevels": r"(?-i:A[\s-][Ll]evels\b|A-[Ll]evel\b)",
    "gcse": r"(?-i:GCSEs?\b)",
    "abbreviated": r"(?-i:MBAs?|BSN|MSN|LL\.?B\b\.?|LL\.?M\b\.?|J\.D\.|JD|M\.D\.|MD|Pharm\.?D\b\.?|MPH|MSW|BSW"
    r"|B\.?Ed\b\.?|M\.?Ed\b\.?|BBA|B\.?Com\b\.?|MFA|BFA|MPhys|MChem|MMath|M\.?Arch\b\.?|B\.?Arch\b\.?|AAS"
    r"|[BM]\.?Pharm\b|MBBS|BDS|[BM]CA)|juris\s+doctor(?:ate)?"
    r"|doctor\s+of\s+medicine",
    "plain": r"(?:(?:university|college|technical|academic|science|relevant|suitable|good|recogni[sz]ed|related|first"
    r"|higher\s+education|completed)\s+){1,3}degree|degree(?=-?\s?(?:level|qualified|educated)\b)|(?<=\ba\s)degree"
    r"|(?<=\ban\s)degree|(?P<study>law|nursing|engineering|business|finance|accounting|culinary|design|education|medical"
    r"|psychology|marketing|computer\s+science|economics|mathematics)\s+degree"
    r"|degree(?=\s+or\s+(?:equivalent|(?:an?\s+)?(?:higher\s+|national\s+)?diploma))"
    r"|third[\s-]level\s+(?:qualification|degree)|university[\s-]educated|graduated(?=\s+in\s)"
    r"|degrees?(?=\s+in\s|\s+(?:is\s+)?(?:preferred|required|desirable))",
}
_ANCHOR: Final = re.compile(
    r"(?<![\w'-])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _WORDS.items()) + r")(?![\w'])",
    re.IGNORECASE,
)
_NAMED: Final = {
    "diploma": DegreeName(DegreeLevel.VOCATIONAL, "Diploma"),
    "postgraduate": DegreeName(DegreeLevel.BACHELOR, "Postgraduate diploma"),
    "hnd": DegreeName(DegreeLevel.VOCATIONAL, "Higher national diploma"),
    "foundation": DegreeName(DegreeLevel.ASSOCIATE, "Foundation degree"),
    "school": DegreeName(DegreeLevel.SECONDARY, "High school diploma"),
    "ged": DegreeName(DegreeLevel.SECONDARY, "GED"),
    "alevels": DegreeName(DegreeLevel.SECONDARY, "A-levels"),
    "gcse": DegreeName(DegreeLevel.SECONDARY, "GCSEs"),
    "plain": DegreeName(DegreeLevel.BACHELOR),
}
_ABBREVIATED: Final = {
    "mba": DegreeName(DegreeLevel.MASTER, "", "Business Administration"),
    "bba": DegreeName(DegreeLevel.BACHELOR, "", "Business Administration"),
    "bsn": DegreeName(DegreeLevel.BACHELOR, "", "Nursing"),
    "msn": DegreeName(DegreeLevel.MASTER, "", "Nursing"),
    "llb": DegreeName(DegreeLevel.BACHELOR, "", "Law"),
    "llm": DegreeName(DegreeLevel.MASTER, "", "Law"),
    "mph": DegreeName(DegreeLevel.MASTER, "", "Public Health"),
    "msw": DegreeName(DegreeLevel.MASTER, "", "Social Work"),
    "bsw": DegreeName(DegreeLevel.BACHELOR, "", "Social Work"),
    "bed": DegreeName(DegreeLevel.BACHELOR, "", "Education"),
    "med": DegreeName(DegreeLevel.MASTER, "", "Education"),
    "bcom": DegreeName(DegreeLevel.BACHELOR, "", "Commerce"),
    "mfa": DegreeName(DegreeLevel.MASTER, "", "Fine Arts"),
    "mphys": DegreeName(DegreeLevel.MASTER, "", "Physics"),
    "mchem": DegreeName(DegreeLevel.MASTER, "", "Chemistry"),
    "mmath": DegreeName(DegreeLevel.MASTER, "", "Mathematics"),
    "bfa": DegreeName(DegreeLevel.BACHELOR, "", "Fine Arts"),
    "march": DegreeName(DegreeLevel.MASTER, "", "Architecture"),
    "barch": DegreeName(DegreeLevel.BACHELOR, "", "Architecture"),
    "bpharm": DegreeName(DegreeLevel.BACHELOR, "", "Pharmacy"),
    "mpharm": DegreeName(DegreeLevel.MASTER, "", "Pharmacy"),
    "mbbs": DegreeName(DegreeLevel.BACHELOR, "", "Medicine"),
    "bds": DegreeName(DegreeLevel.BACHELOR, "", "Dentistry"),
    "bca": DegreeName(DegreeLevel.BACHELOR, "", "Computer Applications"),
    "mca": DegreeName(DegreeLevel.MASTER, "", "Computer Applications"),
    "aas": DegreeName(DegreeLevel.ASSOCIATE, "", "Applied Science"),
    "pharmd": DegreeName(DegreeLevel.DOCTORATE, "Doctor of Pharmacy"),
    "jd": DegreeName(DegreeLevel.DOCTORATE, "Juris Doctor"),
    "md": DegreeName(DegreeLevel.DOCTORATE, "Doctor of Medicine"),
}
# Two letters are a degree only beside words of degrees: not "Boston, MA", "MS Office", "the JD below".
_TWO_LETTERS: Final = frozenset("BA BS MA MS MD JD".split())
_DEGREE_AFTER: Final = re.compile(
    r"\s*(?:degrees?\b|in\s+[A-Za-z]|\((?:Hons|[A-Z])|or\s+(?:an?\s+)?(?:higher|equivalent|related|foreign)|preferred"
    r"|required|hons\b|honours|(?:/|or|,)\s*(?:an?\s+)?(?:B\.?[AS]|M\.?[AS]\b|[BM]FA|M\.?Sc|MBA|Ph|master|bachelor|BEng|doctor))",
    re.IGNORECASE,
)
_DEGREE_BEFORE: Final = re.compile(
    r"(?:\b(?-i:B\.?[AS]\.?c?|M\.?[AS]\.?c?|MBA|BEng|MEng|Ph\.?D\.?)|bachelor\S{0,2}|master\S{0,2}|degree)"
    r"\s*(?:/|,|\bor\b|\()\s*(?:an?\s+)?$",
    re.IGNORECASE,
)
# Behind a degree: whose it is, or what it is part of.
_NOT_AFTER: Final = re.compile(
    r"(?:\s+degrees?)?\s+(?:students?\b|thes[ie]s\b|candidates?\b|supervis\w+|fellow\w*|scholarships?|positions?\b|projects?\b"
    r"|schools?\b|courses?\b|available\b|offered\b|opportunit\w+|levy\b|scheme|stud(?:y|ies)\s+(?:grant|programme)|of\s+(?:autonomy|freedom|independence|responsibility"
    r"|flexibility|accuracy|professionalism|knowledge|certainty|detail|care|data|craft|their|our|your|the\b))",
    re.IGNORECASE,
)
_NOT_BEFORE: Final = re.compile(
    r"\b(?:(?:high|some|certain|large|great|limited|greater|higher|what|360|180|90)\s+|scrum\s+|web\s*|brew\s*"
    r"|offer(?:s|ing)?\s+(?:an?\s+|you\s+an?\s+)?(?:\w+\s+)?|start\s+your\s+|our\s+|towards?\s+(?:an?\s+|your\s+)?"
    r"|supervis\w+\s+|teach\w*\s+|an?\s+(?:high|certain|great)\s+)$",
    re.IGNORECASE,
)
_NEGATED_BEFORE: Final = re.compile(
    r"\b(?:no|without|not|nor|don't\s+need|regardless\s+of)\s+(?:[\w']{1,15}\s+){0,3}$", re.I
)
_NEGATED_AFTER: Final = re.compile(
    r"(?![\w\s'/]{0,40}?\b(?:common|usual|useful|helpful|desirable|preferred|beneficial|welcome|nice|typical),?\s+but\b)"
    r"[\w\s'/]{0,40}?\b(?:is\s+|are\s+)?(?:not|n't|never)\s+(?:\w+\s+)?(?:required|necessary|needed|essential|a\s+must)",
    re.IGNORECASE,
)


def degree_mentions(text: str) -> Iterator[DegreeMention]:
    """The degrees that a text names, except for those that it says are not needed."""
    last = -1
    for match in _ANCHOR.finditer(text):
        anchor = str(match.lastgroup)
        if anchor == "plain" and last >= 0 and not text[last : match.start()].strip(" \0"):
            continue  # the word "degree" of the one before
        before = text[max(0, match.start() - 50) : match.start()]
        after = text[match.end() : match.end() + 70]
        if _NOT_AFTER.match(after) or _NOT_BEFORE.search(before) or is_negated(before, after):
            continue
        is_beside = _DEGREE_AFTER.match(after) or _DEGREE_BEFORE.search(before)
        if match[0] in _TWO_LETTERS and not is_beside:
            continue
        last = match.end()
        yield DegreeMention(match.start(), match.end(), _degrees(match, anchor), anchor == "plain")


def is_negated(before: str, after: str) -> bool:
    """Whether the words around a qualification say that it is not needed."""
    return _NEGATED_BEFORE.search(before) is not None or _NEGATED_AFTER.match(after) is not None


def _degrees(match: re.Match[str], anchor: str) -> tuple[DegreeName, ...]:
    words = " ".join(match[0].split())
    if anchor == "advanced":
        return DegreeName(DegreeLevel.MASTER), DegreeName(DegreeLevel.DOCTORATE)
    if anchor == "nvq":
        return (DegreeName(DegreeLevel.VOCATIONAL, words[0].upper() + words[1:]),)
    if anchor == "training":
        last = words.split()[-1].lower()
        name = "Apprenticeship" if last == "apprenticeship" else f"Vocational {last.removesuffix('s')}"
        return (DegreeName(DegreeLevel.VOCATIONAL, name),)
    if anchor == "abbreviated":
        short = re.sub(r"\W", "", words).lower()
        short = {"mbas": "mba", "jurisdoctor": "jd", "jurisdoctorate": "jd", "doctorofmedicine": "md"}.get(short, short)
        return (_ABBREVIATED[short],)
    if match["study"]:
        return (DegreeName(DegreeLevel.BACHELOR, "", match["study"].title()),)
    if anchor == "school" and not re.search(r"school|HS", words, re.IGNORECASE):
        return (DegreeName(DegreeLevel.SECONDARY, words.capitalize()),)
    if named := _NAMED.get(anchor):
        return (named,)
    level = DegreeLevel[anchor.upper()]
    field = "Applied Science" if re.search(r"applied\s+science|^A\.A\.S\.", words, re.IGNORECASE) else ""
    return (DegreeName(level, "", field),)
