"""The title of a job in an advertisement: found, cleaned of what is no part of it, and linked to a role."""

from __future__ import annotations

import re
import weakref
from collections.abc import Sequence
from typing import Final, NamedTuple

from rolegraph.facts.lexicon import Lexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Node, fold
from rolegraph.readers.documents.headings import heading_of
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.titles import capitalised, singular

LEAST_CONFIDENCE: Final = 0.6
_LABEL: Final = re.compile(
    r"^(?:job title|job|position(?: title)?|role|title|vacancy|post|we(?:'re| are) hiring|now hiring|hiring|wanted|"
    r"job posting|job advert(?:isement)?|"
    r"career opportunity|opening)\s?(?::|-|\u2014|!)\s*(.{2,120})$",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(
    r"^(?:an?\s+)?([^\W\d_][\w/&-]*(?: [\w/&-]+){0,5}) (?:wanted|needed|sought)\b"
    r"|^(?:wanted|hiring)\s?:\s*(?:an?\s+)?([^\W\d_][\w/&-]*(?: [\w/&-]+){0,5})[.,]",
    re.IGNORECASE,
)
_SOUGHT: Final = re.compile(
    r"\b(?:looking|searching|hiring|recruiting|seeking|search|hire|recruit|need|require|opening|vacancy|opportunity|"
    r"position|looks)\b"
    r"(?: now| out| to hire| to recruit| to appoint| currently)?(?: for| of| as)? (?:an?|our(?: next)?|another|one|"
    r"two|three|\d{1,2}|several|some) "
    r"(?:(?:new|talented|experienced|enthusiastic|motivated|skilled|passionate|dedicated|reliable|friendly|"
    r"exceptional|outstanding|highly|qualified|full-time|"
    r"part-time|permanent|temporary|hard-working|driven|ambitious|great|good|dynamic|creative|organised|organized|"
    r"additional|proactive|self-motivated|"
    r"caring|committed|and|,)[ ,]+){0,5}"
    r"([A-Za-z][\w/&'+.# -]{2,60}?)(?= (?:to|who|with|for|in|at|on|based|able|that|and join|available|capable|wanted|"
    r"from|of the|whose|required|needed)\b|[,.!;:(]|\s-|$)",
)
_AS: Final = re.compile(
    r"\b[Aa]s (?:an?|our(?: new| next)?|the) ([A-Za-z][\w/&'+.# -]{2,60}?),? you(?:'ll| will|r|"
    r" are)\b"
)
_DOES: Final = re.compile(
    r"\b[Tt]he ((?:[A-Z][\w&/-]*\s){0,4}[A-Z][\w&/-]*)(?: \([A-Z]{2,5}\))? (?:is|will|shall|has|[a-z]+s)\b"
)
_WANTED: Final = re.compile(
    r"^(.{3,80}?)\s+(?:wanted|needed|required|vacancy|position available)(?: (?:asap|now|urgently))?"
    r"(?:\W*$|(?=\s[-|\u2014@]))(.{0,80})$",
    re.IGNORECASE,
)
_GENDERS: Final = re.compile(
    r"\s*[(\[]\s*(?:[mfwdxi]\s?[/|,*]\s?[mfwdxi](?:\s?[/|,*]\s?[mfwdxi*]){0,2}|all genders?|any gender|gn|"
    r"gender neutral|h/f|he/she)\s*[)\]]"
    r"|\s+[mfw]\s?/\s?[mfwdx](?:\s?/\s?[dx])?(?=\s|$)",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]{0,80}[)\]]")
_NOISE: Final = re.compile(
    r"^(?:urgent(?:ly)?|new|hot job|immediate start|now|apply now)\b[\s:!-]{0,3}(?=\w)|\s*(?:[-|"
    r",]\s*)?(?:ref(?:erence)?\.?\s?(?:no\.?|number|:|#).{0,30}|#\d.{0,20}|x\s?\d)$"
    r"|[!\u2022*]+",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r"(\s+[-|/\u2014@\u00b7]\s*|\s*[|\u2014]\s*|,\s+|\s+(?:at|with|for|@)\s+(?=[A-Z])|"
    r"\s+in\s+(?!(?:Charge|Training|Need|Residence)\b)(?=[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,2}(?:$|\s?[,(|-]))|:\s+|"
    r"\.\s+)"
)
# A job's name ends in one of these; their plurals too.
_JOB_ENDING: Final = re.compile(
    r"(?:\w(?:er|or|ist|ian|ant|eer|yst|ect|man|men|person|woman|ee|ive|ary|ess)|nurse|chef|cook|head|lead|clerk|"
    r"staff|crew|intern|hand|aide|guard|attorney|associate|"
    r"apprentice|trainee|porter|pilot|agent|host|guide|coach|tutor|expert|fellow|resident|student|graduate|junior|"
    r"partner|consultant|vet|dba|cto|ceo|cfo|ciso|"
    r"hca|rn|lpn|sre|devops|qa|president|counsel|technologist|operative|executive|professional|planner|matron|midwife|"
    r"carer|sous|paralegal|official|scientist|"
    r"principal|deputy|superintendent|marshal|practitioner|mechanic|plumber|joiner|roofer|electrical|representative|"
    r"rep|admin|sergeant|constable|warden|barista)s?$",
    re.IGNORECASE,
)
_SENIORITY: Final = re.compile(
    r"^(?:(?:senior|sr\.?|junior|jr\.?|lead|principal|staff|graduate|trainee|apprentice|entry[- ]level|"
    r"mid[- ](?:level|weight)|midweight|associate|assistant|"
    r"deputy|experienced|newly qualified|head|chief|part[- ]time|full[- ]time|temporary|permanent|freelance|contract|"
    r"remote|interim|night|weekend|bilingual|"
    r"[ivx]{1,3}|[1-9])\s+)+|\s+(?:[ivx]{1,3}|[1-9])$",
    re.IGNORECASE,
)
# Words that name a job wherever they stand in a title.
_JOB_NOUN: Final = re.compile(
    r"(?:nurse|engineer|manager|teacher|driver|developer|analyst|assistant|officer|technician|supervisor|chef|cook|"
    r"accountant|electrician|plumber|designer|consultant|therapist|director|administrator|coordinator|specialist|"
    r"operator|worker|carer|cleaner|lecturer|tutor|solicitor|paralegal|surveyor|architect|scientist|clerk|RN|LPN)s?",
    re.IGNORECASE,
)
# Jobs that are told apart by their subject: "Lecturer in Law".
_FIELD_OF_WORK: Final = re.compile(
    r"\b(?:lecturer|professor|teacher|tutor|researcher|fellow|doctor|reader|registrar|consultant|specialist|instructor|"
    r"postdoc|associate|assistant)$",
    re.IGNORECASE,
)
_LONGEST: Final = 160
_SIGNS: Final = frozenset("-/&+.,'()[]#:|@*!\u2014\u2022")
_MOST_WORDS: Final = 9
_HEAD_LINES: Final = 12
_TITLE_LINES: Final = 4


class JobTitle(NamedTuple):
    """The title of a job, the line that gives it, and what stands beside it there.

    `remarks` tell the job or the place more closely, which only the rest of the text can show ("Staff Nurse - Leeds").
    """

    text: str
    line: Line
    remarks: tuple[tuple[str, str], ...] = ()  # each with the sign before it
    employer: str = ""
    place: str = ""
    is_line: bool = True  # whether the line says nothing else


def find_job_title(lines: Sequence[Line], stated: str = "") -> JobTitle | None:
    """The title of the job that a text advertises: as its form or a label states it, its first lines, or a sentence.

    >>> find_job_title([Line(1, "Staff Nurse (m/f/d) - Leeds"), Line(2, "Join our ward.")])[:3:2]
    ('Staff Nurse', (('-', 'Leeds'),))
    """
    filled = [line for line in lines if line.text]
    if not filled:
        return None
    if stated and (title := _split(stated, filled[0], needs_job=False)):
        in_first = _split(filled[0].text, filled[0], needs_job=False)
        return title._replace(is_line=in_first is not None and fold(title.text) in fold(in_first.text))
    head = filled[:_HEAD_LINES]
    for line in head:
        if (match := _LABEL.match(line.text)) and (title := _split(match[1], line, needs_job=False)):
            return title
    for line in head[:_TITLE_LINES]:
        if heading_of(line.text) is None and (title := _split(line.text, line)):
            return title
    return _capital_title(head[0]) or _in_sentences(filled) or _split(head[0].text, head[0], needs_job=False)


def _capital_title(line: Line) -> JobTitle | None:
    """A first line in title case that has the name of a job in it: "Registered Nurse ICU Nights"."""
    words = line.text.split()
    large = all(word[0].isupper() or not word[0].isalpha() or len(word) < 4 for word in words)
    is_title = large and len(words) <= _MOST_WORDS and any(map(_JOB_NOUN.fullmatch, words))
    return _split(line.text, line, needs_job=False) if is_title else None


def _in_sentences(lines: Sequence[Line]) -> JobTitle | None:
    for line in lines:
        text = line.text[:2_000]
        for match in (*_OPENS.finditer(text), *_SOUGHT.finditer(text), *_AS.finditer(text), *_DOES.finditer(text)):
            name = _cleaned(match[match.lastindex or 1])
            if name and len(name.split()) <= _MOST_WORDS and is_job(name):
                return JobTitle(capitalised(singular(name)), line, is_line=False)
    return None


def _split(text: str, line: Line, *, needs_job: bool = True) -> JobTitle | None:
    """The title in a line, apart from employer, place and remark; None for a line that is no title."""
    plain = _BRACKETS.sub("", _GENDERS.sub("", text)).strip()
    if len(text) > _LONGEST or plain.endswith((".", "?", ";", ",")) or heading_of(plain) is not None:
        return None
    if match := _WANTED.match(plain):
        plain = f"{match[1]} {match[2]}"
    signs = _PARTS.split(plain)
    parts = [(sign.strip().lower(), _cleaned(part)) for sign, part in zip(["", *signs[1::2]], signs[::2], strict=True)]
    parts = [(sign, part) for sign, part in parts if part]
    best = next((place for place, (_, part) in enumerate(parts[:3]) if is_job(part)), None)
    if not parts or (best is None and needs_job) or len(parts[best or 0][1].split()) > _MOST_WORDS:
        return None
    _, name = parts.pop(best or 0)
    if heading_of(name) is not None:
        return None
    title = JobTitle(_in_title_case(name), line)
    if parts and parts[0][0] == "in" and _FIELD_OF_WORK.search(name):
        title, parts = title._replace(text=f"{title.text} in {parts[0][1]}"), parts[1:]
    for sign, part in parts:
        if sign in ("at", "@", "with", "for"):
            title = title._replace(employer=title.employer or part)
        elif sign == "in":
            title = title._replace(place=title.place or part)
        else:
            title = title._replace(remarks=(*title.remarks, (sign, _in_title_case(part))))
    return title


def _in_title_case(name: str) -> str:
    return " ".join(word if len(word) <= 3 else word.capitalize() for word in name.split()) if name.isupper() else name


def _cleaned(text: str) -> str:
    text = "".join(sign for sign in text if sign.isalnum() or sign.isspace() or sign in _SIGNS)
    return " ".join(_NOISE.sub("", _BRACKETS.sub("", _GENDERS.sub("", text))).split()).strip(" -|,:;.!\u2014\"'")


def is_job(name: str) -> bool:
    """Whether a name ends like that of a job: "Staff Nurse", "Head of Finance", "Database Administrator II"."""
    head = re.split(r"\s+(?:of|for|in|to|-)\s+|\s*[/,(]|\s+(?:[IVX]{1,3}|\d)$", name)[0]
    return _JOB_ENDING.search(head) is not None or _JOB_ENDING.search(name) is not None


class RoleLink(NamedTuple):
    """The role that a job title means, and how sure that is."""

    role: Mention
    confidence: float


def linked_role(title: str, lexicon: Lexicon) -> RoleLink | None:
    """The role that a title means, with a confidence; None below 0.6.

    It is 1.0 for that very name, 0.9 for it without seniority, 0.8 and 0.7 for the last words of a longer title, and
    else 0.8 times the share of words that both have. The last words can mean something else in another trade.
    """
    plain = without_seniority(title)
    named, plainly = (lexicon.find(name, (Kind.ROLE,)) if name else () for name in (title, plain))
    is_label = len(plainly) == 1 and fold(plainly[0].label) == fold(plain)  # rather than another name of another role
    if len(named) == 1 and (fold(named[0].label) == fold(title) or not is_label):
        return RoleLink(_mention(named[0]), 1.0)
    if len(plainly) == 1:
        return RoleLink(_mention(plainly[0]), 0.9)
    words = plain.split()
    for start in range(1, len(words) - 1):
        found = lexicon.find(" ".join(words[start:]), (Kind.ROLE,))
        if len(found) == 1:
            return RoleLink(_mention(found[0]), round(0.9 - 0.1 * start, 2)) if start < 3 else None
    return _most_similar(plain, lexicon)


def without_seniority(title: str) -> str:
    """A title without the words that say how far up a job stands: "Senior Data Analyst II" is "Data Analyst"."""
    return _SENIORITY.sub("", title).strip()


def _mention(node: Node) -> Mention:
    return Mention(node.iri, node.kind, node.label)


_INDICES: Final[weakref.WeakKeyDictionary[Lexicon, dict[str, list[tuple[Node, frozenset[str]]]]]] = (
    weakref.WeakKeyDictionary()
)


def _most_similar(title: str, lexicon: Lexicon) -> RoleLink | None:
    """The role whose label has the most words in common with a title, the last word among them."""
    words = _words(title)
    if not words:
        return None
    best: tuple[float, Node] | None = None
    for node, others in _index(lexicon).get(_stem(title.rsplit(maxsplit=1)[-1]), []):
        share = len(words & others) / len(words | others)
        if best is None or share > best[0]:
            best = (share, node)
    if best is None or (confidence := round(0.8 * best[0], 2)) < LEAST_CONFIDENCE - 0.2:
        return None
    return RoleLink(_mention(best[1]), confidence) if confidence >= LEAST_CONFIDENCE else None


def _index(lexicon: Lexicon) -> dict[str, list[tuple[Node, frozenset[str]]]]:
    """The roles of a lexicon by the last word of their labels, made once."""
    if (index := _INDICES.get(lexicon)) is None:
        index = {}
        for node in lexicon:
            if node.kind is Kind.ROLE and (last := node.label.split()):
                index.setdefault(_stem(last[-1]), []).append((node, _words(node.label)))
        _INDICES[lexicon] = index
    return index


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"\w[\w+#]*", text.lower())
    return frozenset(_stem(word) for word in words if word not in ("of", "and", "the", "for", "in"))


def _stem(word: str) -> str:
    return fold(word).removesuffix("s")
