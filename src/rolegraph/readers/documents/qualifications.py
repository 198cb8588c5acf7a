"""The education section: degrees, their fields, certifications, and how much each is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from rolegraph.linking import Linker, Mention
from rolegraph.model.nodes import DegreeLevel, Kind, Necessity, node_iri, slug_of, slugify
from rolegraph.readers.documents.records import Passage, Qualification, RequirementRecord
from rolegraph.readers.documents.text import mask
from rolegraph.readers.documents.wording import clauses, necessity

_DEGREE: Final = {
    DegreeLevel.ASSOCIATE: r"associate(?:'s|s)?(?=\s+degree|\s+in\b|\s+or\s+(?:an?\s+)?bachelor)",
    DegreeLevel.BACHELOR: r"bachelor(?:s'|'s|s)?(?:\s+of\s+(?:science|arts|engineering|technology))?"
    r"|B\.?\s?Sc\.?|B\.?Tech\.?|B\.?Eng\.?"
    r"|B\.S\.|B\.A\.|\bBS\b|\bBA\b|undergraduate(?=\s+degree)|four-year(?=\s+degree)",
    DegreeLevel.MASTER: r"master(?:s'|'s|s)?(?:\s+of\s+(?:science|arts|engineering|technology))?"
    r"|M\.?\s?Sc\.?|M\.?Tech\.?|M\.?Eng\.?"
    r"|M\.S\.|M\.A\.|\bMS\b|\bMA\b|(?<!under)graduate(?=\s+degree)|postgraduate(?=\s+degree)",
    DegreeLevel.DOCTORATE: r"Ph\.?\s?D\.?(?:'?s)?|doctorates?|doctoral",
}
_ADVANCED: Final = r"(?:advanced|higher)(?=\s+degrees?)"
_CERTIFICATE: Final = r"certifications?|certificates?"
_PLAIN: Final = r"(?<=\ba )degree|(?<=\bA )degree|^degrees?"
_ANCHOR: Final = re.compile(
    "|".join(
        [rf"(?<![\w'-])(?P<{level.word}>{pattern})(?![\w'-])" for level, pattern in _DEGREE.items()]
        + [
            rf"(?<![\w-])(?P<advanced>{_ADVANCED})",
            rf"(?<![\w-])(?P<certificate>{_CERTIFICATE})(?![\w-])",
            r"(?<![\w-])(?P<mba>MBAs?)(?![\w-])",
            rf"(?P<plain>{_PLAIN})(?![\w-])",
        ]
    ),
    re.IGNORECASE,
)
_CASED: Final = frozenset(("MS", "MA", "BS", "BA", "MBA"))  # in lower case these are other words
_ABOUT: Final = re.compile(
    r"^\s*(?:\(?(?:degrees?|programs?|level)\)?)?\s*(?:\([^()]{0,40}\)\s*)?(?:in|of|as\s+an?|such as|like|including"
    r"|from|,?\s*e\.g\.,?|:)\s+|^\s*(?=\()",
    re.IGNORECASE,
)
_RELATED: Final = re.compile(
    r"(?:[,\s]|^)\s*(?:(?:and|or|in)\s+)*(?:an?\s+|any\s+|some\s+|the\s+)?(?:other\s+|another\s+)?(?:(?:closely"
    r"|similar(?:ly)?)\s+)?"
    r"(?:related|similar|relevant|equivalent|comparable|quantitative|technical|stem|allied|associated)"
    r"(?:\s+(?:or\s+)?(?:related|technical|quantitative|engineering|scientific|stem|academic))?"
    r"\s+(?:fields?|disciplines?|areas?|subjects?|domains?|majors?|degrees?)(?:\s+of\s+study)?(?!\w)",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"(?:[,\s]|^)\s*(?:and|or)\s+(?:an?\s+)?(?:related|similar)$|\(?or related\)?$|(?:or\s+)?(?:an?\s+)?(?:other"
    r"|another)?\s*(?:related|relevant) ones?$",
    re.I,
)
_HIGHER: Final = re.compile(r"^\s*(?:degrees?\s+)?\(?or (?:higher|above)\)?(?:\s+degrees?)?", re.IGNORECASE)
_REST: Final = re.compile(
    r"\s*,?\s*\b(?:or\s+(?:equivalent|higher|above|comparable)\b.*|with\s.*|is\s.*|are\s.*|can\s.*|may\s.*|to\s.*"
    r"|for\s.*|from\s.*"
    r"|depending\s.*|but\s.*|though\s.*|although\s.*|while\s.*|who\s.*|which\s.*|plus\s.*|(?:if|unless|when|because|provided|where)\s.*|combined\s.*|along\s.*"
    r"|as\s(?:their|a)\s.*|preferred|required)$",
    re.IGNORECASE,
)
_FIELD_SEPARATOR: Final = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or)\s+|,\s*|;\s*|/|\s(?:and/or|or)\s+)(?:in\s+)?", re.IGNORECASE
)
_OFTEN: Final = re.compile(r"\b(?:often|may|might|can|could|some|sometimes|many|increasingly|common)\b", re.IGNORECASE)
_NOT_ALL: Final = re.compile(r"\b(?:may|might|could|some employers|sometimes)\b", re.IGNORECASE)
_REQUIRED: Final = re.compile(
    r"\b(?:require[sd]?|must|essential|necessary|mandatory|minimum|need(?:s|ed)?)\b", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"^(?=.*[A-Z]).*\b(?:Certified|Certification|Certificate|Professional|Specialty|Associate)\b.*$"
    r"|^[A-Z][A-Z0-9-]{2,}$"
)
_CERTIFIED: Final = re.compile(
    r"((?:[A-Z][\w&-]*\s+){0,4}Certified\s+[A-Z][\w&-]*(?:\s+(?:in\s+)?[A-Z][\w&-]*){0,5})(?:\s*\(([A-Z]{2,8})\))?"
)
_LONGEST_FIELD: Final = 7


@dataclass(slots=True)
class _Group:
    """Kinds of qualification that share their fields, and the words about them."""

    anchors: list[str]
    conj: str
    before: str
    words: str = ""
    fields: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    is_open: bool = False
    note: str = ""


def qualifications(text: str, passage: Passage, linker: Linker) -> list[RequirementRecord]:
    """What a bullet or sentence asks for by way of degrees and certifications; none where it names neither.

    Notes
    -----
    "A degree in X" without a level is taken for a bachelor's, with a note that says so. A certification without a
    name or field is not a requirement.
    """
    out: list[RequirementRecord] = []
    for clause in clauses(text):
        pending: list[_Group] = []
        bracket = re.search(r"\s*\(([^()]{1,80}\bpreferred)\)", clause)
        remark = bracket[1] if bracket else ""
        groups = _groups(clause.replace(bracket[0], "") if bracket else clause)
        if not groups and (named := _CERTIFIED.match(clause)):
            how = necessity(clause)[0]
            alt = (named[2],) if named[2] else ()
            out.append(RequirementRecord((_named(named[1].strip(), alt),), how, passage))
        for place, group in enumerate(groups):
            pending.append(group)
            goes_on = place + 1 < len(groups) and groups[place + 1].conj == "or"
            if not goes_on:
                out.extend(_requirement(pending, passage, linker, remark))
                pending = []
    return out


def _groups(clause: str) -> list[_Group]:
    hidden = mask(clause)
    anchors = [match for match in _ANCHOR.finditer(hidden) if match[0].isupper() or match[0].upper() not in _CASED]
    groups: list[_Group] = []
    for place, match in enumerate(anchors):
        end = anchors[place + 1].start() if place + 1 < len(anchors) else len(clause)
        kind = next(name for name, found in match.groupdict().items() if found is not None)
        before = clause[anchors[place - 1].end() if place else 0 : match.start()]
        words = clause[match.end() : end]
        conj = _conjunction(before) if place else ""
        if (
            groups
            and not groups[-1].words.strip(" ,/()").removeprefix("degree").removeprefix("s").strip(" ,/")
            and conj in ("or", ",", "/")
        ):
            groups[-1].anchors.append(kind)
            groups[-1].words = ""
        else:
            groups.append(_Group([kind], conj, before))
        groups[-1].words = _CONJUNCTION_END.sub("", words)
        if kind == "certificate":
            _name_before(groups[-1], before)
    for group in groups:
        _read_words(group)
    return groups


_CONJUNCTION_END: Final = re.compile(
    r"(?:[\s,]|\b(?:an?|and/or|or|and|with|while|though|but|even|relevant|professional|industry|additional|some|the"
    r"|pursuing|holding|having|has|have|hold))*$",
    re.IGNORECASE,
)


def _conjunction(before: str) -> str:
    """How a qualification is joined to the one before it."""
    tail = before[-60:].rstrip()
    tail = re.sub(
        r"(?:\s+(?:an?|the|relevant|professional|industry|even|additional|even an?))+$",
        "",
        " " + tail,
        flags=re.IGNORECASE,
    )
    if re.search(r"(?:\bor|/|and/or)$", tail, re.IGNORECASE) or tail.strip() == "/":
        return "or"
    return "," if tail.rstrip().endswith(",") or not tail.strip() else "and"


def _name_before(group: _Group, before: str) -> None:
    """A name in front of the word: "Google Cloud Professional Data Engineer certification"."""
    match = re.search(r"(?:^|[\s,(])((?:[A-Z][\w+#&.-]*\s+){1,7})$", before)
    if match:
        words = re.sub(
            r"^(?:(?:Relevant|Professional|Industry|Additional|Having|Certifications?|Or|And|A|An)\s+)+", "", match[1]
        )
        if words.strip():
            group.named.append(words.strip())


def _read_words(group: _Group) -> None:
    """Take the fields, names and openness from the words behind a qualification."""
    words = group.words
    if higher := _HIGHER.match(words):
        group.note, words = "or higher", words[higher.end() :]
    about = _ABOUT.match(words)
    lead = re.sub(r"^\s*(?:degrees?|programs?)\b", "", words, flags=re.IGNORECASE)
    if about is None:
        _, plain = necessity(lead)
        group.note = (
            group.note or plain.strip(" ,.()") if re.match(r"\s*\(?or (?:higher|equivalent|above)", plain) else ""
        )
        group.is_open = _RELATED.search(words) is not None
        return
    body = words[about.end() :]
    body = necessity(body)[1]
    body = re.sub(r"\(\s*(?:e\.g\.,?|such as|like|including|i\.e\.,?)?", ", ", body).replace(")", " ").strip(" ,")
    is_named = "certificate" in group.anchors and re.search(r"\b(?:in|of)\s+$", about[0], re.IGNORECASE) is None
    body, related = _RELATED.subn("", body)
    group.is_open = related > 0 or _OPEN.search(body) is not None
    body = _OPEN.sub("", body)
    rest = _REST.search(body)
    if rest:
        note = rest[0].strip(" ,.")
        group.note = note if not group.note and re.match(r"or\b|with\b|plus\b|combined\b|along\b|from\b", note) else ""
        body = body[: rest.start()]
    body = re.sub(
        r"^(?:fields?|subjects?|areas?|disciplines?)\s+(?:such as|like|including)\s+",
        "",
        body.strip(),
        flags=re.IGNORECASE,
    )
    body = re.sub(r"^(?:such as|like|e\.g\.,?|including)\s+", "", body, flags=re.IGNORECASE)
    for part in _FIELD_SEPARATOR.split(body):
        name = re.sub(
            r"^(?:(?:an?|the|in|or|and|field of|fields of|such as|like|e\.g\.,?)\s+)+",
            "",
            part.strip(" ,.:"),
            flags=re.IGNORECASE,
        )
        if not name or len(name.split()) > _LONGEST_FIELD or not any(map(str.isalnum, name)):
            continue
        if "certificate" in group.anchors and name[:1].isupper() and (is_named or _NAMED.match(name)):
            group.named.append(name)
        else:
            group.fields.append(name)


def _requirement(groups: list[_Group], passage: Passage, linker: Linker, remark: str) -> list[RequirementRecord]:
    options: list[Qualification] = []
    notes = [group.note for group in groups if group.note]
    for place, group in enumerate(groups):
        fields = group.fields or next((later.fields for later in groups[place + 1 :] if later.fields), [])
        options.extend(_options(group, fields, passage, linker))
        if "plain" in group.anchors:
            notes.append("no level of degree is named")
    if not options:
        return []
    notes += [remark] if remark else []
    spoken = " ".join(f"{group.before} {group.words}" for group in groups)
    return [
        RequirementRecord(
            any_of=tuple({option.iri: option for option in reversed(options)}.values())[::-1],
            necessity=_necessity(spoken, {anchor for group in groups for anchor in group.anchors}),
            passage=passage,
            open_to_related=any(group.is_open for group in groups),
            note="; ".join(notes),
        )
    ]


def _necessity(spoken: str, anchors: set[str]) -> Necessity:
    if necessity(f"x {spoken}")[0] is Necessity.PREFERRED:
        return Necessity.PREFERRED
    if _NOT_ALL.search(spoken):
        return Necessity.PREFERRED
    is_more = not anchors & {"bachelor", "associate", "plain"}
    often = is_more and _OFTEN.search(spoken) and not _REQUIRED.search(spoken)
    return Necessity.PREFERRED if often else Necessity.ESSENTIAL


def _options(group: _Group, fields: list[str], passage: Passage, linker: Linker) -> list[Qualification]:
    out: list[Qualification] = []
    for anchor in group.anchors:
        if anchor == "certificate":
            out.extend(_named(name) for name in group.named)
            out.extend(_certification(name, passage, linker) for name in fields)
            continue
        if anchor == "mba":
            out.append(_degree(DegreeLevel.MASTER, "Business Administration", passage, linker))
            continue
        levels = {
            "advanced": (DegreeLevel.MASTER, DegreeLevel.DOCTORATE),
            "plain": (DegreeLevel.BACHELOR,),
        }.get(anchor) or (DegreeLevel[anchor.upper()],)
        for level in levels:
            out.extend(_degree(level, name, passage, linker) for name in fields or [""])
    return out


def _degree(level: DegreeLevel, name: str, passage: Passage, linker: Linker) -> Qualification:
    words = {DegreeLevel.DOCTORATE: "Doctorate", DegreeLevel.ASSOCIATE: "Associate degree"}
    label = words.get(level) or f"{level.word.capitalize()}'s degree"
    if not name:
        return Qualification(node_iri(Kind.DEGREE, level.word), Kind.DEGREE, label, level=level)
    about = linker.field(name, passage.line)
    iri = node_iri(Kind.DEGREE, f"{level.word}-{slug_of(about.iri)}")
    return Qualification(iri, Kind.DEGREE, f"{label} in {about.label}", level=level, field=about)


def _certification(name: str, passage: Passage, linker: Linker) -> Qualification:
    about: Mention = linker.field(name, passage.line)
    label = linker.truecase.label(about.label)
    return Qualification(
        node_iri(Kind.CERTIFICATION, slug_of(about.iri)), Kind.CERTIFICATION, f"Certification in {label}", field=about
    )


def _named(name: str, alt: tuple[str, ...] = ()) -> Qualification:
    return Qualification(node_iri(Kind.CERTIFICATION, slugify(name)), Kind.CERTIFICATION, name, alt)
