"""Degrees and certificates together: which of them are alternatives, in which fields, how urgently they are asked for.

A text gives them in one list ("a diploma in nursing or an associate degree"), so that they are read in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rolegraph.model.nodes import DegreeLevel, Necessity
from rolegraph.readers.documents.cues import clauses, split_necessity
from rolegraph.readers.documents.fields.certificates import CERTIFICATE_WORDS, CertificateName, certificate_names
from rolegraph.readers.documents.fields.degrees import DegreeMention, DegreeName, degree_mentions, is_negated
from rolegraph.readers.documents.fields.values import Certificate, DegreeField, FieldKind, TypedField
from rolegraph.readers.documents.plain_text import mask

_CERTIFICATION: Final = re.compile(r"(?<![\w-])(?:certifications?|certificates?)(?![\w-])", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"^\s*(?:\(?(?:degrees?|programs?|programmes?|level|diploma|qualification)\)?)?\s*(?:\([^()]{0,40}\)\s*)?"
    r"(?:in|within|of|as\s+an?|such as|like|including|from|,?\s*e\.g\.,?|:)\s+"
    r"|^\s*(?:degrees?\s*)?(?=\(\s*(?:(?-i:[A-Z])|e\.g|such\s+as|in\s))"
    r"|^\s+(?=(?-i:[A-Z][a-z]{3,})\b)(?!\s*(?:degree|required|preferred|essential|desirable|with|from|level|this|that|your)\b)",
    re.IGNORECASE,
)
_RELATED_FIELD: Final = re.compile(
    r"(?:[,\s]|^)\s*(?:(?:and|or|in)\s+)*(?:an?\s+|any\s+|some\s+|the\s+)?(?:other\s+|another\s+)?"
    r"(?:(?:closely|similar(?:ly)?)\s+)?"
    r"(?:related|similar|relevant|equivalent|comparable|quantitative|numerate|technical|stem|allied|associated)"
    r"(?:\s+(?:or\s+)?(?:related|technical|quantitative|computational|engineering|scientific|stem|academic|social\s+science))?"
    r"\s+(?:fields?|disciplines?|areas?|subjects?|domains?|majors?|degrees?)(?:\s+of\s+study)?(?!\w)",
    re.IGNORECASE,
)
_RELATED: Final = re.compile(
    r"(?:[,\s]|^)\s*(?:and|or)\s+(?:an?\s+)?(?:related|similar)$|\(?or related\)?$|(?:or\s+)?(?:an?\s+)?"
    r"(?:other|another)?\s*(?:related|relevant) ones?$",
    re.IGNORECASE,
)
_OR_HIGHER: Final = re.compile(r"^\s*(?:degrees?\s+)?\(?or (?:higher|above)\)?(?:\s+degrees?)?", re.IGNORECASE)
_EXPERIENCED: Final = (
    r"(?:(?:\s+(?:and|or|of|in|an?|the|on|at)){0,3}\s+(?:practical|work|working|professional|relevant|related|industry"
    r"|education|educational|experience|combination|training|qualifications?|fields?|subjects?|disciplines?|level|job"
    r"|same|similar|area|role|degree|background|knowledge|portfolio)\b){0,6}"
)
_EQUIVALENT: Final = re.compile(
    r"\s*,?\s*\(?\s*\b(?:and/or|or)\s+(?:(?:an?|the|some|its)\s+)?(?:same\s+(?:learn\w*|gained)|equivalent|equal|comparable"
    r"|commensurate|qualified\s+by\s+experience|(?:(?!with\b|and\b|plus\b|or\b)[\w+-]{1,20}\s+){0,5}(?:experience|training))\b"
    + _EXPERIENCED,
    re.IGNORECASE,
)
# Behind the fields: what else is asked for, how urgently, and other clauses.
_REST: Final = re.compile(
    r"\s*,?\s*\b(?:or\s+(?:equivalent|higher|above|comparable)\b.*|(?:with|is|are|can|may|to|for|from|depending|but"
    r"|though|although|while|who|which|plus|if|unless|when|because|provided|where|combined|along|will|has|have|must"
    r"|should|would|includes?|at)\s.*"
    r"|and\s+(?:(?:an?|the|at|strong|proven|previous|prior|relevant|minimum|hold|have|has|obtain|pass|must|be|you|is|are"
    r"|excellent|good|solid|some|admission|eligib\w+|membership|completion|registration|licen[cs]\w+|certif\w+|experience|knowledge|\d+\+?)\b).*|\d+\+?\s*(?:years?|yrs?)\b.*"
    r"|accredited\s.*|recogni[sz]ed\s.*|followed\s.*|as\s(?:their|a)\s.*|preferred|required|desirable|essential)$",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"or\b|with\b|plus\b|combined\b|along\b|from\b")
_FIELD_SEPARATOR: Final = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or)\s+|,\s*|;\s*|/|\s(?:and/or|or)\s+)(?:in\s+)?", re.IGNORECASE
)
_BEFORE_FIELD: Final = re.compile(
    r"^(?:(?:an?|the|in|or|and|field of|fields of|areas? of|such as|like|e\.g\.,?)\s+)+", re.IGNORECASE
)
_BEFORE_FIELDS: Final = re.compile(
    r"^(?:(?:fields?|subjects?|areas?|disciplines?)\s+(?:such as|like|including)\s+)?"
    r"(?:(?:such as|like|e\.g\.,?|including)\s+)?",
    re.IGNORECASE,
)
_OFTEN: Final = re.compile(r"\b(?:often|may|might|can|could|some|sometimes|many|increasingly|common)\b", re.IGNORECASE)
_NOT_ALL: Final = re.compile(
    r"\b(?:may|might|could|some employers|sometimes)\b"
    r"|\b(?:is|are)\s+(?:fairly\s+|quite\s+|very\s+)?(?:common|usual|typical)\b"
    r"|\bideally\b",
    re.IGNORECASE,
)
_REQUIRED: Final = re.compile(
    r"\b(?:require[sd]?|must|essential|necessary|mandatory|minimum|need(?:s|ed)?)\b", re.IGNORECASE
)
_CERTIFICATION_NAME: Final = re.compile(
    r"^(?=.*[A-Z]).*\b(?:Certified|Certification|Certificate|Professional|Specialty|Associate)\b.*$"
    r"|^[A-Z][A-Z0-9-]{2,}$"
)
_NAME_BEFORE: Final = re.compile(r"(?:^|[\s,(])((?:[A-Z][\w+#&.-]{0,30}\s+){1,7})$")
_NOT_IN_NAME: Final = re.compile(
    r"^(?:(?:Relevant|Professional|Industry|Additional|Having|Certifications?|Or|And|A|An|The|Current|Valid|Other"
    r"|Appropriate|Technical|Must|Have|Hold)\s+)+"
)
_NO_PROOF: Final = re.compile(
    r"\b(?:CV|Vitae|Paid|Exam|Birth|Application|Degree|ISO|Issue|Manage|Process|Review|Prepare|Handle)\b"
)
_CONJUNCTION_END: Final = re.compile(
    r"(?:[\s,]|\b(?:an?|and/or|or|and|with|while|though|but|even|relevant|professional|industry|additional|some|the"
    r"|pursuing|holding|having|has|have|hold|either|obtain|must|pass|valid|current))*$",
    re.IGNORECASE,
)
_BEFORE_ANCHOR: Final = re.compile(
    r"(?:\s+(?:an?|the|relevant|professional|industry|even|additional|even an?|either|valid|current|recogni[sz]ed"
    r"|accredited|hold|holds|equivalent|similar|comparable|other|related))+$",
    re.IGNORECASE,
)
_REMARK: Final = re.compile(r"\s*\(([^()]{1,80}\bpreferred)\)")
_OR_IN_BRACKETS: Final = re.compile(r"\((?:or\s|(?=[BM]\.?(?:Sc|A|S|Eng|Tech)\b))[^()]{1,40}\)")
_SIMILAR: Final = re.compile(r"(?:similar|related|relevant|equivalent|comparable|allied)\b|e\.g\b", re.IGNORECASE)
# Adjectives before a noun that a list of fields shares: "electrical or mechanical engineering".
_SHARED: Final = {
    "engineering": "civil mechanical electrical chemical industrial structural environmental electronic marine "
    "aerospace computer software biomedical manufacturing",
    "science": "political social natural physical life computer data materials veterinary environmental",
}
# What says that something else is enough in the place of what was asked for before.
_ONE_OF: Final = re.compile(
    r"\b(?:one|any|either)\s+(?:or\s+more\s+)?of\b(?:\s+(?:the|these|following|our)\b){0,3}\s*:?\s*$", re.IGNORECASE
)
_IS_ENOUGH: Final = re.compile(
    r"\b(?:will\s+do|is\s+enough|suffices?|is\s+(?:also\s+)?(?:accepted|fine))\b", re.IGNORECASE
)
_ABBREVIATION: Final = re.compile(r"\s*\([A-Z]{2,6}\)")
_DEGREE_END: Final = re.compile(r"\s+degrees?$", re.IGNORECASE)
_HONOURS: Final = re.compile(r"^\s*\((?:hons?|honours)\.?\)", re.IGNORECASE)
_NO_FIELD_NAME: Final = re.compile(
    r"^\d|^any\b|^\W*$|^(?:about|around|up|only|just)\b|\b(?:graded|qualified|certified|registered|licensed|"
    r"minimum)$",
    re.IGNORECASE,
)
_NO_FIELD: Final = re.compile(r"[ ,/()]*(?:degrees?)?[ ,/()]*")
_MOST_FIELD_WORDS: Final = 7
_LONGEST: Final = 400  # words that are farther from a degree are not about it


@dataclass(slots=True)
class Credential:
    """Degrees, or certificates, and the words around them; alternatives if it has several of them."""

    start: int
    end: int
    degrees: list[DegreeName] = field(default_factory=list)
    certificates: list[CertificateName] = field(default_factory=list)
    is_certification: bool = False  # "certification", which is named only by its field or by what follows
    is_plain: bool = False
    conj: str = ""
    before: str = ""
    words: str = ""
    fields: list[str] = field(default_factory=list)
    is_open: bool = False
    note: str = ""


class CredentialGroup(NamedTuple):
    """Credentials any one of which is enough."""

    options: tuple[Credential, ...]
    necessity: Necessity
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a related field will do."""
        return any(option.is_open for option in self.options)

    def fields_of(self, option: Credential) -> list[str]:
        """The fields of one of the options; one without fields has those of the next that has some."""
        if option.fields:
            return option.fields
        following = self.options[self.options.index(option) :]
        return next((later.fields for later in following if later.fields), [])


class _Anchor(NamedTuple):
    start: int
    end: int
    degree: DegreeMention | None = None
    certificate: CertificateName | None = None


# Without one of these words a text names no degree and no certificate.
CREDENTIAL_WORDS: Final = CERTIFICATE_WORDS | frozenset(
    "x.y associate associates bachelor bachelors bsc btech beng bs ba undergraduate degree degrees master masters msc "
    "mtech meng mphil mres ms ma postgraduate graduate phd phds dphil doctorate doctorates doctoral doctor vocational "
    "school apprenticeship diploma hnd hnc nvq snvq btec qualification secondary abitur ged levels gcse gcses mba "
    "mbas bsn msn llb llm jd md pharmd mph msw bsw bed med bba bcom mfa bfa mphys mchem mmath third march barch "
    "aas bpharm mpharm mbbs bds bca mca juris honours hs graduated university".split()
)


def credentials(text: str) -> list[CredentialGroup]:
    """The degrees and certificates that a text asks for, in order, those that are alternatives together."""
    out: list[CredentialGroup] = []
    place = 0
    for clause in clauses(text):
        offset = text.find(clause, place)
        place = offset + len(clause)
        bracket = _REMARK.search(clause)
        plain = clause.replace(bracket[0], " " * len(bracket[0])) if bracket else clause
        plain = _OR_IN_BRACKETS.sub(lambda match: f" {match[0][1:-1]} ", plain)
        found = _credentials(plain, offset)
        if out and found and _IS_ENOUGH.search(clause):
            last = out[-1]
            out[-1] = last._replace(note="; ".join(filter(None, (last.note, clause))))
            continue
        out.extend(_groups(found, bracket[1] if bracket else ""))
    return out


def _groups(found: list[Credential], remark: str) -> Iterator[CredentialGroup]:
    options: list[Credential] = []
    for index, credential in enumerate(found):
        options.append(credential)
        if index + 1 == len(found) or found[index + 1].conj != "or":
            notes = [option.note for option in options if option.note]
            notes += ["no level of degree is named"] if any(option.is_plain for option in options) else []
            notes += [remark] if remark else []
            yield CredentialGroup(tuple(options), _necessity(options), "; ".join(notes))
            options = []


def _anchors(clause: str) -> list[_Anchor]:
    """What names a degree or a certificate outside brackets, the longest of what overlaps."""
    hidden = mask(clause)
    found = [_Anchor(mention.start, mention.end, degree=mention) for mention in degree_mentions(hidden)]
    found += [
        _Anchor(name.start, name.end, certificate=name)
        for name in certificate_names(clause)
        if not is_negated(clause[max(0, name.start - 50) : name.start], clause[name.end : name.end + 70])
    ]
    found += [_Anchor(match.start(), match.end()) for match in _CERTIFICATION.finditer(hidden)]
    anchors: list[_Anchor] = []
    for anchor in sorted(found, key=lambda anchor: (anchor.start, -anchor.end)):
        is_name = anchor.degree or anchor.certificate
        if anchors and anchors[-1].certificate and not is_name and not clause[anchors[-1].end : anchor.start].strip():
            continue  # "PMP certification" names one thing
        plain = anchors[-1].degree if anchors else None
        if plain and plain.is_plain and anchor.degree and not clause[plain.end : anchor.start].strip():
            anchors.pop()  # "degree (BSc or MSc)": the bracket names it
        if not anchors or anchor.start >= anchors[-1].end:
            anchors.append(anchor)
    return anchors


def _credentials(clause: str, offset: int) -> list[Credential]:
    anchors = _anchors(clause)
    out: list[Credential] = []
    for index, anchor in enumerate(anchors):
        last = anchors[index - 1].end if index else 0
        limit = anchors[index + 1].start if index + 1 < len(anchors) else len(clause)
        before = clause[last : anchor.start]
        conj = _conjunction(before) if index else ""
        if index and anchor.certificate and anchors[index - 1].certificate and before.strip() == "(":
            conj = "or"  # "chartered accountant (ACA or CIMA)": the bracket says which
        # "BSc/MSc in Physics": nothing but a conjunction between two degrees, so they share their fields
        shares = (
            conj in ("or", ",") and out and anchor.degree and out[-1].degrees and _NO_FIELD.fullmatch(out[-1].words)
        )
        if not shares:
            out.append(Credential(offset + anchor.start, offset + anchor.end, conj=conj, before=before))
        credential = out[-1]
        credential.words = _CONJUNCTION_END.sub("", clause[anchor.end : min(limit, anchor.end + _LONGEST)])
        if anchor.degree:
            credential.degrees.extend(anchor.degree.degrees)
            credential.is_plain = credential.is_plain or anchor.degree.is_plain
        elif anchor.certificate:
            name = anchor.certificate
            credential.certificates.append(name._replace(start=offset + name.start, end=offset + name.end))
        else:
            credential.is_certification = True
            words = _NAME_BEFORE.search(before)
            if words and (own := _NOT_IN_NAME.sub("", words[1]).strip()) and not _NO_PROOF.search(own):
                start = offset + anchor.start - len(words[1]) + words[1].index(own)
                credential.certificates.append(CertificateName(start, offset + anchor.end, own))
        credential.end = offset + anchor.end
    for credential in out:
        _read_words(credential)
        credential.end += _extent(credential)
    _join_lists(out)
    return out


def _join_lists(found: list[Credential]) -> None:
    """Decide what commas mean: in "A, B or C" an "or" as well, otherwise that all are asked for."""
    if found and _ONE_OF.search(found[0].before):
        for credential in found[1:]:
            credential.conj = "or"
    following = "and"
    for credential in reversed(found):
        if credential.conj == ",":
            credential.conj = following
        else:
            following = credential.conj if credential.conj == "or" else "and"


def _conjunction(before: str) -> str:
    """The conjunction between an anchor and the one before it: "or", "and" or a comma."""
    tail = _BEFORE_ANCHOR.sub("", " " + before[-60:].rstrip())
    if re.search(r"(?:\bor|/|and/or)$", tail, re.IGNORECASE):
        return "or"
    return "," if tail.strip() in (",", "") else "and"


def _read_words(credential: Credential) -> None:
    """Take the fields, names and openness from the words behind an anchor."""
    if credential.certificates and not credential.is_certification:
        return
    words = _HONOURS.sub("", credential.words)
    if higher := _OR_HIGHER.match(words):
        credential.note, words = "or higher", words[higher.end() :]
    if equivalent := _EQUIVALENT.search(words):
        credential.note = credential.note or equivalent[0].strip(" ,.()")
        is_first = _ABOUT.match(words[: equivalent.start()]) is None  # "or equivalent experience in accounting"
        words = words[: equivalent.start()] + (words[equivalent.end() :] if is_first else "")
    about = _ABOUT.match(words)
    if about and about[0].strip().endswith("from") and not credential.is_certification:
        about = None  # "from an accredited university" is no field
    if about is None:
        _, plain = split_necessity(re.sub(r"^\s*(?:degrees?|programs?)\b", "", words, flags=re.IGNORECASE))
        is_note = re.match(r"\s*\(?or (?:higher|equivalent|above)", plain) is not None
        credential.note = credential.note or (plain.strip(" ,.()") if is_note else "")
        credential.is_open = _RELATED_FIELD.search(words) is not None
        return
    body = _without_rest(split_necessity(words[about.end() :])[1], credential)
    if not about[0].strip():  # "BSc Nursing, Borough College": what follows is where
        body = body.partition(",")[0]
    _take_names(credential, body, about[0].strip().lower())


def _take_names(credential: Credential, body: str, lead: str) -> None:
    """Take fields of study, or names of certificates, from a list behind words such as "in" or "such as"."""
    is_named = credential.is_certification and not lead.endswith(("in", "of"))
    for part in _FIELD_SEPARATOR.split(_BEFORE_FIELDS.sub("", body.strip())):
        name = _DEGREE_END.sub("", _BEFORE_FIELD.sub("", part.strip(" ,.:")))
        if _SIMILAR.match(name):
            credential.is_open = True
        elif not name or _NO_FIELD_NAME.search(name) or len(name.split()) > _MOST_FIELD_WORDS:
            continue
        elif credential.is_certification and name[:1].isupper() and (is_named or _CERTIFICATION_NAME.match(name)):
            credential.certificates.append(CertificateName(credential.start, credential.end, name))
        elif not lead.endswith("from"):
            credential.fields.append(name)
    credential.fields = _share_noun(credential.fields)


def _without_rest(body: str, credential: Credential) -> str:
    """The fields in the words behind an anchor; that a related one will do, and what follows, is noted."""
    body = _ABBREVIATION.sub("", body)
    body = re.sub(r"\(\s*(?:e\.g\.,?|such as|like|including|i\.e\.,?)?", ", ", body).replace(")", " ").strip(" ,")
    if related := _RELATED_FIELD.search(body):
        credential.is_open = True
        body = body[: related.start()] or body[related.end() :]
    credential.is_open = credential.is_open or _RELATED.search(body) is not None
    body = _RELATED.sub("", body)
    if rest := _REST.search(body):
        note = rest[0].strip(" ,.")
        credential.note = credential.note or (note if _NOTE.match(note) else "")
        body = body[: rest.start()]
    return body


def _share_noun(fields: list[str]) -> list[str]:
    """Fields with the noun that the last of a list lends the others."""
    noun = fields[-1].split()[-1] if len(fields) > 1 and " " in fields[-1] else ""
    adjectives = _SHARED.get(noun.lower().removesuffix("s"), "").split()
    return [f"{name} {noun}" if name.lower() in adjectives else name for name in fields]


def _extent(credential: Credential) -> int:
    """How far the words behind an anchor belong to it: fields, "or a related field", "or equivalent experience"."""
    words = credential.words
    found = (re.match(r"\s*(?:degrees?|level)\b", words, re.IGNORECASE), _OR_HIGHER.match(words))
    ends = [match.end() for match in (*found, _RELATED_FIELD.search(words), _EQUIVALENT.search(words)) if match]
    names = [
        *credential.fields,
        *(name.rsplit(" ", 1)[0] for name in credential.fields),
        *(name.name for name in credential.certificates if credential.is_certification),
    ]
    ends += [words.find(name) + len(name) for name in names if name in words]
    return max(ends, default=0)


def credential_fields(text: str) -> Iterator[TypedField]:
    """The degrees and certificates of a text as typed fields: a degree with its alternatives is one."""
    for group in credentials(text):
        degrees = [option for option in group.options if option.degrees]
        if degrees:
            names = [degree for option in degrees for degree in option.degrees]
            fields = [name for option in degrees for name in group.fields_of(option)]
            fields += [degree.field for degree in names if degree.field]
            start, end = degrees[0].start, max(option.end for option in degrees)
            value = DegreeField(
                levels=tuple(dict.fromkeys(degree.level for degree in names)),
                fields=tuple(dict.fromkeys(fields)),
                open_to_related=group.is_open,
                or_equivalent=any(_EQUIVALENT.match(f" {option.note}") is not None for option in degrees),
                names=tuple(dict.fromkeys(degree.name for degree in names if degree.name)),
                necessity=group.necessity,
            )
            yield TypedField(FieldKind.DEGREE, start, end, text[start:end], value)
        for option in group.options:
            for name in option.certificates:
                certificate = Certificate(name.name, name.alt, group.necessity)
                yield TypedField(FieldKind.CERTIFICATE, name.start, name.end, text[name.start : name.end], certificate)


def _necessity(options: list[Credential]) -> Necessity:
    words = " ".join(f"{option.before} {option.words}" for option in options)
    if split_necessity(f"x {words}")[0] is Necessity.PREFERRED or _NOT_ALL.search(words):
        return Necessity.PREFERRED
    levels = {degree.level for option in options for degree in option.degrees}
    is_more = not levels or min(levels) > DegreeLevel.BACHELOR
    is_often = is_more and _OFTEN.search(words) and not _REQUIRED.search(words)
    return Necessity.PREFERRED if is_often else Necessity.ESSENTIAL
