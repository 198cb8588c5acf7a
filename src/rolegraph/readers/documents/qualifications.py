"""The education section: degrees, their fields, certifications, and how urgently each is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from rolegraph.linking import Linker
from rolegraph.model.nodes import DegreeLevel, Kind, Necessity, node_iri, slug_of, slugify
from rolegraph.readers.documents.cues import clauses, split_necessity
from rolegraph.readers.documents.plain_text import mask
from rolegraph.readers.documents.records import Passage, Qualification, RequirementRecord, distinct

_DEGREES: Final = {
    DegreeLevel.ASSOCIATE: r"associate(?:'s|s)?(?=\s+degree|\s+in\b|\s+or\s+(?:an?\s+)?bachelor)",
    DegreeLevel.BACHELOR: r"bachelor(?:s'|'s|s)?(?:\s+of\s+(?:science|arts|engineering|technology))?|B\.?\s?Sc\.?"
    r"|B\.?Tech\.?|B\.?Eng\.?|B\.S\.|B\.A\.|\bBS\b|\bBA\b|undergraduate(?=\s+degree)|four-year(?=\s+degree)",
    DegreeLevel.MASTER: r"master(?:s'|'s|s)?(?:\s+of\s+(?:science|arts|engineering|technology))?|M\.?\s?Sc\.?"
    r"|M\.?Tech\.?|M\.?Eng\.?|M\.S\.|M\.A\.|\bMS\b|\bMA\b|(?<!under)graduate(?=\s+degree)|postgraduate(?=\s+degree)",
    DegreeLevel.DOCTORATE: r"Ph\.?\s?D\.?(?:'?s)?|doctorates?|doctoral",
}
_DEGREE_LABELS: Final = {DegreeLevel.DOCTORATE: "Doctorate", DegreeLevel.ASSOCIATE: "Associate degree"}
# Anchors are the words around which a clause is read; their names are those of degree levels, and these four.
_ANCHOR: Final = re.compile(
    "|".join(
        [
            *(rf"(?<![\w'-])(?P<{level.word}>{pattern})(?![\w'-])" for level, pattern in _DEGREES.items()),
            r"(?<![\w-])(?P<advanced>(?:advanced|higher)(?=\s+degrees?))",
            r"(?<![\w-])(?P<certificate>certifications?|certificates?)(?![\w-])",
            r"(?<![\w-])(?P<mba>MBAs?)(?![\w-])",
            r"(?P<plain>(?<=\ba )degree|(?<=\bA )degree|^degrees?)(?![\w-])",
        ]
    ),
    re.IGNORECASE,
)
_CASED: Final = frozenset("MS MA BS BA MBA".split())  # in lower case these are other words
_ABOUT: Final = re.compile(
    r"^\s*(?:\(?(?:degrees?|programs?|level)\)?)?\s*(?:\([^()]{0,40}\)\s*)?(?:in|of|as\s+an?|such as|like|including"
    r"|from|,?\s*e\.g\.,?|:)\s+|^\s*(?=\()",
    re.IGNORECASE,
)
_RELATED_FIELD: Final = re.compile(
    r"(?:[,\s]|^)\s*(?:(?:and|or|in)\s+)*(?:an?\s+|any\s+|some\s+|the\s+)?(?:other\s+|another\s+)?"
    r"(?:(?:closely|similar(?:ly)?)\s+)?"
    r"(?:related|similar|relevant|equivalent|comparable|quantitative|technical|stem|allied|associated)"
    r"(?:\s+(?:or\s+)?(?:related|technical|quantitative|engineering|scientific|stem|academic))?"
    r"\s+(?:fields?|disciplines?|areas?|subjects?|domains?|majors?|degrees?)(?:\s+of\s+study)?(?!\w)",
    re.IGNORECASE,
)
_RELATED: Final = re.compile(
    r"(?:[,\s]|^)\s*(?:and|or)\s+(?:an?\s+)?(?:related|similar)$|\(?or related\)?$|(?:or\s+)?(?:an?\s+)?"
    r"(?:other|another)?\s*(?:related|relevant) ones?$",
    re.IGNORECASE,
)
_OR_HIGHER: Final = re.compile(r"^\s*(?:degrees?\s+)?\(?or (?:higher|above)\)?(?:\s+degrees?)?", re.IGNORECASE)
# Behind the fields: what else is asked for, how urgently, and other clauses.
_REST: Final = re.compile(
    r"\s*,?\s*\b(?:or\s+(?:equivalent|higher|above|comparable)\b.*|(?:with|is|are|can|may|to|for|from|depending|but"
    r"|though|although|while|who|which|plus|if|unless|when|because|provided|where|combined|along)\s.*"
    r"|as\s(?:their|a)\s.*|preferred|required)$",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"or\b|with\b|plus\b|combined\b|along\b|from\b")
_FIELD_SEPARATOR: Final = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or)\s+|,\s*|;\s*|/|\s(?:and/or|or)\s+)(?:in\s+)?", re.IGNORECASE
)
_BEFORE_FIELD: Final = re.compile(
    r"^(?:(?:an?|the|in|or|and|field of|fields of|such as|like|e\.g\.,?)\s+)+", re.IGNORECASE
)
_BEFORE_FIELDS: Final = re.compile(
    r"^(?:(?:fields?|subjects?|areas?|disciplines?)\s+(?:such as|like|including)\s+)?"
    r"(?:(?:such as|like|e\.g\.,?|including)\s+)?",
    re.IGNORECASE,
)
_OFTEN: Final = re.compile(r"\b(?:often|may|might|can|could|some|sometimes|many|increasingly|common)\b", re.IGNORECASE)
_NOT_ALL: Final = re.compile(r"\b(?:may|might|could|some employers|sometimes)\b", re.IGNORECASE)
_REQUIRED: Final = re.compile(
    r"\b(?:require[sd]?|must|essential|necessary|mandatory|minimum|need(?:s|ed)?)\b", re.IGNORECASE
)
_CERTIFICATION_NAME: Final = re.compile(
    r"^(?=.*[A-Z]).*\b(?:Certified|Certification|Certificate|Professional|Specialty|Associate)\b.*$"
    r"|^[A-Z][A-Z0-9-]{2,}$"
)
_CERTIFIED: Final = re.compile(
    r"((?:[A-Z][\w&-]*\s+){0,4}Certified\s+[A-Z][\w&-]*(?:\s+(?:in\s+)?[A-Z][\w&-]*){0,5})(?:\s*\(([A-Z]{2,8})\))?"
)
_NAME_BEFORE: Final = re.compile(r"(?:^|[\s,(])((?:[A-Z][\w+#&.-]*\s+){1,7})$")
_NOT_IN_NAME: Final = re.compile(
    r"^(?:(?:Relevant|Professional|Industry|Additional|Having|Certifications?|Or|And|A|An)\s+)+"
)
_CONJUNCTION_END: Final = re.compile(
    r"(?:[\s,]|\b(?:an?|and/or|or|and|with|while|though|but|even|relevant|professional|industry|additional|some|the"
    r"|pursuing|holding|having|has|have|hold))*$",
    re.IGNORECASE,
)
_BEFORE_ANCHOR: Final = re.compile(
    r"(?:\s+(?:an?|the|relevant|professional|industry|even|additional|even an?))+$", re.IGNORECASE
)
_REMARK: Final = re.compile(r"\s*\(([^()]{1,80}\bpreferred)\)")
_NO_FIELD: Final = re.compile(r"[ ,/()]*(?:degrees?)?[ ,/()]*")
_MOST_FIELD_WORDS: Final = 7


@dataclass(slots=True)
class _Group:
    """Anchors that share their fields, and the words around them."""

    anchors: list[str]
    conj: str
    before: str
    words: str = ""
    fields: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    is_open: bool = False
    note: str = ""


def qualifications(text: str, passage: Passage, linker: Linker) -> list[RequirementRecord]:
    """The degrees and certifications that a bullet or sentence asks for; empty if it names none.

    "A degree in X" without a level is taken for a bachelor's, with a note. A certification without a name or field is
    not a requirement.
    """
    records: list[RequirementRecord] = []
    for clause in clauses(text):
        bracket = _REMARK.search(clause)
        groups = _groups(clause.replace(bracket[0], "") if bracket else clause)
        if not groups and (match := _CERTIFIED.match(clause)):
            certification = _named_certification(match[1].strip(), (match[2],) if match[2] else ())
            records.append(RequirementRecord((certification,), split_necessity(clause)[0], passage))
        alternatives: list[_Group] = []
        for index, group in enumerate(groups):
            alternatives.append(group)
            if index + 1 == len(groups) or groups[index + 1].conj != "or":
                records.extend(_requirement(alternatives, passage, linker, bracket[1] if bracket else ""))
                alternatives = []
    return records


def _groups(clause: str) -> list[_Group]:
    anchors = [
        match for match in _ANCHOR.finditer(mask(clause)) if match[0].isupper() or match[0].upper() not in _CASED
    ]
    groups: list[_Group] = []
    for index, match in enumerate(anchors):
        end = anchors[index + 1].start() if index + 1 < len(anchors) else len(clause)
        anchor = str(match.lastgroup)
        before = clause[anchors[index - 1].end() if index else 0 : match.start()]
        conj = _conjunction(before) if index else ""
        # "BSc/MSc in Physics": nothing but a conjunction between two anchors, so they share their fields
        if groups and conj in ("or", ",") and _NO_FIELD.fullmatch(groups[-1].words):
            groups[-1].anchors.append(anchor)
        else:
            groups.append(_Group([anchor], conj, before))
        groups[-1].words = _CONJUNCTION_END.sub("", clause[match.end() : end])
        if anchor == "certificate" and (name := _NAME_BEFORE.search(before)):
            groups[-1].names += filter(None, [_NOT_IN_NAME.sub("", name[1]).strip()])
    for group in groups:
        _read_words(group)
    return groups


def _conjunction(before: str) -> str:
    """The conjunction between an anchor and the one before it: "or", "and" or a comma."""
    tail = _BEFORE_ANCHOR.sub("", " " + before[-60:].rstrip())
    if re.search(r"(?:\bor|/|and/or)$", tail, re.IGNORECASE):
        return "or"
    return "," if tail.rstrip().endswith(",") or not tail.strip() else "and"


def _read_words(group: _Group) -> None:
    """Take the fields, names and openness from the words behind an anchor."""
    words = group.words
    if higher := _OR_HIGHER.match(words):
        group.note, words = "or higher", words[higher.end() :]
    about = _ABOUT.match(words)
    if about is None:
        _, plain = split_necessity(re.sub(r"^\s*(?:degrees?|programs?)\b", "", words, flags=re.IGNORECASE))
        is_note = re.match(r"\s*\(?or (?:higher|equivalent|above)", plain) is not None
        group.note = (group.note or plain.strip(" ,.()")) if is_note else ""
        group.is_open = _RELATED_FIELD.search(words) is not None
        return
    body = split_necessity(words[about.end() :])[1]
    body = re.sub(r"\(\s*(?:e\.g\.,?|such as|like|including|i\.e\.,?)?", ", ", body).replace(")", " ").strip(" ,")
    body, related = _RELATED_FIELD.subn("", body)
    group.is_open = related > 0 or _RELATED.search(body) is not None
    body = _RELATED.sub("", body)
    if rest := _REST.search(body):
        note = rest[0].strip(" ,.")
        group.note = note if not group.note and _NOTE.match(note) else ""
        body = body[: rest.start()]
    is_certificate = "certificate" in group.anchors
    is_named = is_certificate and re.search(r"\b(?:in|of)\s+$", about[0], re.IGNORECASE) is None
    for part in _FIELD_SEPARATOR.split(_BEFORE_FIELDS.sub("", body.strip())):
        name = _BEFORE_FIELD.sub("", part.strip(" ,.:"))
        if not name or len(name.split()) > _MOST_FIELD_WORDS or not any(map(str.isalnum, name)):
            continue
        is_name = is_certificate and name[:1].isupper() and (is_named or _CERTIFICATION_NAME.match(name))
        (group.names if is_name else group.fields).append(name)


def _requirement(groups: list[_Group], passage: Passage, linker: Linker, remark: str) -> list[RequirementRecord]:
    """The requirement of groups that are alternatives; a group without fields has those of the next that has some."""
    options: list[Qualification] = []
    notes = [group.note for group in groups if group.note]
    for index, group in enumerate(groups):
        fields = next((later.fields for later in groups[index:] if later.fields), [])
        options.extend(_options(group, fields, passage, linker))
        if "plain" in group.anchors:
            notes.append("no level of degree is named")
    if not options:
        return []
    notes += [remark] if remark else []
    words = " ".join(f"{group.before} {group.words}" for group in groups)
    return [
        RequirementRecord(
            any_of=distinct(options, lambda option: option.iri),
            necessity=_necessity(words, {anchor for group in groups for anchor in group.anchors}),
            passage=passage,
            open_to_related=any(group.is_open for group in groups),
            note="; ".join(notes),
        )
    ]


def _necessity(words: str, anchors: set[str]) -> Necessity:
    if split_necessity(f"x {words}")[0] is Necessity.PREFERRED or _NOT_ALL.search(words):
        return Necessity.PREFERRED
    is_more = not anchors & {"bachelor", "associate", "plain"}
    is_often = is_more and _OFTEN.search(words) and not _REQUIRED.search(words)
    return Necessity.PREFERRED if is_often else Necessity.ESSENTIAL


def _options(group: _Group, fields: list[str], passage: Passage, linker: Linker) -> list[Qualification]:
    out: list[Qualification] = []
    for anchor in group.anchors:
        if anchor == "certificate":
            out.extend(_named_certification(name) for name in group.names)
            out.extend(_certification(name, passage, linker) for name in fields)
        elif anchor == "mba":
            out.append(_degree(DegreeLevel.MASTER, "Business Administration", passage, linker))
        else:
            several = {"advanced": (DegreeLevel.MASTER, DegreeLevel.DOCTORATE), "plain": (DegreeLevel.BACHELOR,)}
            for level in several.get(anchor) or (DegreeLevel[anchor.upper()],):
                out.extend(_degree(level, name, passage, linker) for name in fields or [""])
    return out


def _degree(level: DegreeLevel, name: str, passage: Passage, linker: Linker) -> Qualification:
    label = _DEGREE_LABELS.get(level) or f"{level.word.capitalize()}'s degree"
    if not name:
        return Qualification(node_iri(Kind.DEGREE, level.word), Kind.DEGREE, label, level=level)
    study = linker.field(name, passage.line)
    iri = node_iri(Kind.DEGREE, f"{level.word}-{slug_of(study.iri)}")
    return Qualification(iri, Kind.DEGREE, f"{label} in {study.label}", level=level, field=study)


def _certification(name: str, passage: Passage, linker: Linker) -> Qualification:
    study = linker.field(name, passage.line)
    label = f"Certification in {linker.truecase.label(study.label)}"
    return Qualification(node_iri(Kind.CERTIFICATION, slug_of(study.iri)), Kind.CERTIFICATION, label, field=study)


def _named_certification(name: str, alt: tuple[str, ...] = ()) -> Qualification:
    return Qualification(node_iri(Kind.CERTIFICATION, slugify(name)), Kind.CERTIFICATION, name, alt)
