"""Certifications, licences, registrations, examinations and clearances: where a text names one, and by what name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# Known certifications by the name that people use, with what it stands for where texts write that out.
_KNOWN: Final = {
    # projects and operations
    "PMP": "Project Management Professional",
    "CAPM": "Certified Associate in Project Management",
    "PRINCE2": "",
    "CSM": "Certified ScrumMaster",
    "PSM": "Professional Scrum Master",
    "CSPO": "Certified Scrum Product Owner",
    "CPIM": "Certified in Planning and Inventory Management",
    "CSCP": "Certified Supply Chain Professional",
    # information security and technology
    "CISSP": "Certified Information Systems Security Professional",
    "CISM": "Certified Information Security Manager",
    "CISA": "Certified Information Systems Auditor",
    "CRISC": "Certified in Risk and Information Systems Control",
    "CEH": "Certified Ethical Hacker",
    "CCSP": "Certified Cloud Security Professional",
    "OSCP": "Offensive Security Certified Professional",
    "CCNA": "Cisco Certified Network Associate",
    "CCNP": "Cisco Certified Network Professional",
    "CCIE": "Cisco Certified Internetwork Expert",
    "MCSE": "",
    "GCIH": "GIAC Certified Incident Handler",
    "GSEC": "",
    "RHCE": "Red Hat Certified Engineer",
    "RHCSA": "Red Hat Certified System Administrator",
    "CKA": "Certified Kubernetes Administrator",
    "CKAD": "Certified Kubernetes Application Developer",
    # finance, law, people
    "CPA": "Certified Public Accountant",
    "ACCA": "",
    "CIMA": "",
    "CMA": "",
    "LPC": "Legal Practice Course",
    "ACA": "",
    "AAT": "",
    "CFA": "Chartered Financial Analyst",
    "FRM": "Financial Risk Manager",
    "CFP": "Certified Financial Planner",
    "CAMS": "Certified Anti-Money Laundering Specialist",
    "CIPP/E": "",
    "CIPD": "",
    "SHRM-CP": "SHRM Certified Professional",
    "SHRM-SCP": "SHRM Senior Certified Professional",
    "PHR": "Professional in Human Resources",
    "SPHR": "Senior Professional in Human Resources",
    # health, teaching
    "CPR": "",
    "BLS": "Basic Life Support",
    "ACLS": "Advanced Cardiac Life Support",
    "PALS": "Pediatric Advanced Life Support",
    "CNA": "Certified Nursing Assistant",
    "QTS": "Qualified Teacher Status",
    "PGCE": "Postgraduate Certificate in Education",
    "CELTA": "",
    "TEFL": "",
    # trades, transport, safety, food
    "CDL": "Commercial Driver's License",
    "CPC": "",
    "NEBOSH": "",
    "18th Edition": "",
    "IOSH": "",
    "LEED AP": "",
    "ServSafe": "",
    "City & Guilds": "",
    "First Aid": "",
}
_SPELLED_OUT: Final = {full.casefold(): short for short, full in _KNOWN.items() if full}
_KNOWN_NAME: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True))
    + r"|[Ff]irst[ -][Aa]id|(?i:"
    + "|".join(sorted(map(re.escape, _SPELLED_OUT), key=len, reverse=True))
    + r"))(?![\w-])(?:\s*\((?P<short>[A-Z][A-Z/-]{1,8})\))?"
)
_VENDOR_NAME: Final = re.compile(
    r"(?<![\w-])(?:(?:CompTIA\s+)?(?:(?:Network|Security|CySA|PenTest|Cloud|Server|Linux|Project|Data)\+)|CompTIA\s+A\+"
    r"|(?:European\s+)?Class\s+[1-3]\s+[Mm]edical(?:\s+[Cc]ertificate)?|Six\s+Sigma\s+(?:Green|Black|Yellow)\s+Belt|OSHA[\s-](?:10|30)|(?:HGV|LGV)(?:\s+[Cc]lass)?\s+(?:1|2|C\+E|C1|C)(?:\s+licen[cs]e)?|Class\s+[A-C]\s+CDL|CDL\s+Class\s+[A-C]\b"
    r"|(?:(?!(?:Must|Be|Have|Hold|Holds|Holding|Relevant|A|An|Or|And|The|Preferred|Required|Currently)\s)[A-Z][\w&-]{0,20}\s+){0,4}"
    r"Certified:?\s+[A-Z][\w&-]{0,20}(?:\s+(?:in\s+|of\s+)?(?!Preferred|Required)[A-Z][\w&-]{0,20}){0,5}"
    r"|(?:(?!(?:Must|Pass|The|A|An|And|Or|Hold)\s)[A-Z][\w&'-]{0,20}\s+){1,5}Exam(?:ination)?"
    r"|[Cc]hartered\s+(?:[Aa]ccountant|[Ee]ngineer|[Ss]urveyor|[Ii]nsurer|[Aa]rchitect|[Pp]sychologist|[Mm]arketer))"
    r"(?:\s+(?:status|accreditation)\b)?(?![\w-])(?:\s*\((?P<short>[A-Z]{2,8})\))?"
)
_CHILDREN: Final = re.compile(r"\bworking\s+with\s+children\s+check\b", re.IGNORECASE)
_BAR: Final = re.compile(
    r"\b(?:admi(?:tted|ssion)\s+to\s+(?:practi[sc]e\s+(?:law\s+)?(?:in|before)\s+)?(?:the\s+|an?\s+)?(?:[\w']{1,15}\s){0,3}?bar"
    r"|bar\s+(?:admission|membership)|member(?:ship)?\s+(?:of|in)\s+(?:the\s+|a\s+)?(?:[\w']{1,15}\s){0,3}?bar)\b",
    re.IGNORECASE,
)
# A word that makes a certificate of the words before it.
_KEYWORD: Final = re.compile(
    r"(?<![\w-])(?P<word>licen[cs]e[ds]?|licensure|certifications?|certificates?|certified|registration|registered|clearance|cleared"
    r"|checks?|cards?|qualification|accreditation)(?![\w-])",
    re.IGNORECASE,
)
_EXAM: Final = re.compile(
    r"\bpass(?:es|ed|ing)?\s+(?:the\s+|an?\s+)(?P<name>(?:[\w'&/-]{1,25}\s){0,6}?(?i:exam|examination|test))\b"
    r"(?:\s+of\s+(?:the\s+)?(?P<body>[A-Z][\w'&-]{0,25}(?:\s(?:(?:of|for|and)\s(?:the\s)?)?[A-Z][\w'&-]{0,25}){0,5}))?"
    r"(?:\s*\((?P<short>[A-Z]{2,8})\))?",
)
_REGISTERED: Final = re.compile(
    r"\b(?:must\s+be|be|being|are|you're|as|current|valid|currently)\s+(?:an?\s+)?(?P<name>(?i:registered)\s+(?:(?:general|adult|mental"
    r"|health|children's|learning|disability)\s+){0,2}(?:nurse|midwife|dietitian|pharmacist|social\s+worker|physiotherapist"
    r"|paramedic|architect|psychologist|veterinary\s+nurse|manager))\b(?:\s*\((?P<short>[A-Z]{2,5})\))?"
    r"|\b(?i:registered)\s+with\s+(?:the\s+)?(?P<body>[A-Z]{1,3}[a-z]{1,2}[A-Z]{1,3}\b|[A-Z]{2,6}\b|[A-Z][a-z]{1,20}(?:\s(?:and\s|of\s)?[A-Z][a-z]{1,20}){1,6})",
)
# Words that are no part of a name before such a word.
_STOP: Final = frozenset(
    "a an the valid current full active clean hold holds holding have has having obtain obtaining obtained "
    "must with and or your you possess possesses possession of required require requires in unrestricted "
    "relevant appropriate applicable any other additional professional industry is are be being as to for need "
    "needs needed by satisfactory some proof evidence necessary own his her their our we plus including such "
    "like at on from pass passes maintain maintains maintaining both either preferably ideally eligible "
    "eligibility least one more unexpired completion desirable desired preferred essential ability gain "
    "acquire all successful willing subject recognised recognized formal earn get nice bonus that this these "
    "who can will should would technical various multiple advanced specialised specialized also state-issued "
    "basic academic educational higher third up-to-date pursue pursuing achieve equivalent complete provide "
    "completed minimum similar undergo clear do if not no hand issued related further new following key "
    "accredited process processing issue issuing manage managing review reviewing handle handling administer "
    "verify verifying prepare renew renewing".split()
)
# What a licence or certificate of is none of a person.
_NO_LICENCE: Final = frozenset(
    "software open-source source music product products mit apache gpl user export enterprise creative patent "
    "business import site volume free game birth death marriage gift ssl tls medical share stock gap iso "
    "digital tax work visa vendor supplier customer company training car library background reference "
    "references health quality spot playing score report debit credit identity id sick "
    "doctor's degree level education university vocational exam cv vitae curriculum paid application school".split()
)
_NOT_AFTER: Final = re.compile(
    r"\s+(?:management|agreements?|fees?|keys?|compliance|costs?|server|model|revenue|bod(?:y|ies)|authorit\w+|support"
    r"|process(?:es)?|renewals?|systems?|of\s+(?:education|incorporation|analysis|origin)|in\s+and\s+out|out|on\s+site"
    r"|study|courses?|exams?\s+fees|users?|software|lists?|provided|audits?|standards?|activities|requirements?\s+for\s+our)\b",
    re.IGNORECASE,
)
_OURS: Final = re.compile(r"\b(?:our|its|the company's)\s+(?:[\w/-]{1,20}\s+){0,4}$", re.IGNORECASE)
_AS: Final = re.compile(
    r"\s+(?:(?:to\s+practi[sc]e\s+)?as\s+an?\s+|to\s+practi[sc]e\s+(?:as\s+an?\s+)?)(?P<what>[A-Za-z][\w'-]{2,25}(?:\s[a-z][\w'-]{2,25})?)"
)
_DRIVING: Final = re.compile(r"driv(?:er|ers|er's|ers'|ing)\b", re.IGNORECASE)
_WORD_BEFORE: Final = re.compile(r"[\w'’&+/.-]{1,30}\s*$")
_MOST_WORDS: Final = 4
_OF_STATISTICS: Final = re.compile(r"\s+(?:projects|reports|data|says|expects|estimates)")
_IS_NAMED: Final = re.compile(r"\b(?:Certified|Certification|Certificate|Professional|Specialty|Associate)\b")
_LISTED: Final = re.compile(r"(?:[A-Z]{2,6}(?:,\s*|\s+(?:or|and)\s+|/)){1,4}$")
_SHORT: Final = re.compile(r"\s*\(([A-Z]{2,6})\)")


# Without one of these words a text names no certificate.
CERTIFICATE_WORDS: Final = frozenset(
    word
    for word in (
        *re.findall(r"[a-z]+", " ".join(_KNOWN).lower()),
        *"licence licences license licenses licensed licensure certification certifications certificate".split(),
        *"certificates certified registration registered clearance cleared check checks card cards".split(),
        *"accreditation exam examination test bar chartered comptia osha hgv lgv belt professional cardiac".split(),
        *"qualification security network".split(),
        *"pediatric scrummaster qualified life".split(),
    )
    if word not in ("city", "first") and len(word) > 2
)


class CertificateName(NamedTuple):
    """A certificate in a text: its place, its name, and the other names that stand there."""

    start: int
    end: int
    name: str
    alt: tuple[str, ...] = ()


def certificate_names(text: str) -> list[CertificateName]:
    """The certificates that a text names, in order, the longest of those that overlap."""
    found = sorted(_candidates(text), key=lambda name: (name.start, -name.end))
    names: list[CertificateName] = []
    for name in found:
        if (not names or name.start >= names[-1].end) and not _NOT_AFTER.match(text, name.end):
            names.append(name)
    return names


def _candidates(text: str) -> Iterator[CertificateName]:
    for match in _KNOWN_NAME.finditer(text):
        if match[0] != "BLS" or not _OF_STATISTICS.match(text, match.end()):
            yield _known(match)
    for match in _VENDOR_NAME.finditer(text):
        name = match[0].partition("(")[0].strip()
        if name.endswith("+") and not name.startswith("CompTIA"):
            name = f"CompTIA {name}"
        short = _SPELLED_OUT.get(name.casefold())
        own, alt = (short, name) if short else (name, match["short"] or "")
        yield CertificateName(match.start(), match.end(), own, (alt,) if alt else ())
    yield from _duties(text)
    for match in _KEYWORD.finditer(text):
        if (named := _named_before(text, match)) is None:
            continue
        yield named
        listed = _LISTED.search(text, max(0, named.start - 40), named.start) if named.name[:2].isupper() else None
        for other in re.finditer(r"[A-Z]{2,6}", listed[0] if listed else ""):
            start = named.start - len(listed[0]) + other.start() if listed else 0
            yield CertificateName(start, start + len(other[0]), other[0])


def _duties(text: str) -> Iterator[CertificateName]:
    """What a sentence says is to be passed, registered with, or admitted to."""
    for match in _EXAM.finditer(text):
        whole = text[match.start("name") : match.end("body") if match["body"] else match.end("name")]
        name = f"{match['name']} ({match['body']})" if match["body"] else match["name"]
        alt = (match["short"],) if match["short"] and not match["body"] else (whole,) if match["body"] else ()
        yield CertificateName(match.start("name"), match.end(), name, alt)
    for match in _BAR.finditer(text):
        yield CertificateName(match.start(), match.end(), "bar admission")
    for match in _CHILDREN.finditer(text):
        yield CertificateName(match.start(), match.end(), match[0].lower())
    for match in _REGISTERED.finditer(text):
        name = match["name"] or f"{match['body']} registration"
        start = match.start("name") if match["name"] else match.start()
        yield CertificateName(start, match.end(), name, (match["short"],) if match["short"] else ())


def _known(match: re.Match[str]) -> CertificateName:
    written = match[0].partition("(")[0].strip()
    name = _SPELLED_OUT.get(written.casefold(), written)
    if re.fullmatch(r"first[ -]aid", name, re.IGNORECASE):
        name = "First Aid"
    end = match.end() if match["short"] in (None, name) else match.start() + len(written)
    return CertificateName(match.start(), end, name, (written,) if written.casefold() in _SPELLED_OUT else ())


def _named_before(text: str, keyword: re.Match[str]) -> CertificateName | None:
    """The certificate whose name ends in a word such as "licence", with the words before it."""
    word, end = keyword["word"].lower(), keyword.end()
    if _OURS.search(text[max(0, keyword.start() - 80) : keyword.start()]):
        return None
    words, start = _words_before(text, keyword.start())
    if not words:
        as_what = _AS.match(text, end) if word.startswith("licens") else None
        return CertificateName(keyword.start(), as_what.end(), f"{as_what['what']} licence") if as_what else None
    if {part.lower() for part in words} & _NO_LICENCE:
        return None
    name = " ".join(words)
    if len(name) < 2:
        return None
    if word.startswith("licen"):
        if word.endswith("d"):
            return None
        short = _SHORT.match(text, end)
        alt = (short[1],) if short else (text[start:end].lower(),) if re.match(r"driver", text[start:end], re.I) else ()
        return CertificateName(start, short.end() if short else end, _licence(name, word), alt)
    label = _other_certificate(name, word, text[end : end + 4])
    return CertificateName(start + (len(name) - len(label[1])), end, label[0]) if label else None


def _licence(name: str, word: str) -> str:
    if _DRIVING.search(name):
        return "commercial driving licence" if name.lower().startswith("commercial") else "driving licence"
    return f"{name} {'license' if 'licens' in word else 'licence'}"


def _other_certificate(name: str, word: str, after: str) -> tuple[str, str] | None:
    """The name of a certificate, and the words before the keyword that are part of it; None if it is none."""
    if word.startswith(("check", "card")):
        match = re.search(
            r"\b(?:DBS|CRB|PVG|CSCS|ECS|CPCS|JIB|BS7858|(?:NDIS )?[Ww]orker [Ss]creening|"
            r"(?:[Nn]ational )?[Pp]olice)(?:\s(?:gold|black|blue|green))?$",
            name,
        )
        return (f"{match[0]} {word.removesuffix('s')}", match[0]) if match else None
    if word.startswith("clear"):
        match = re.search(
            r"\b(?:(?:[A-Z][\w/]{1,9}\s){0,2}(?i:security)|[A-Z]{2,3}(?:/[A-Z]{2,3})?|Secret|Top Secret)$", name
        )
        return (f"{match[0].replace('Security', 'security')} clearance", match[0]) if match else None
    if word.startswith("regist"):
        match = re.search(
            r"(?:\b[A-Z]{2,6}(?:/[A-Z]{2,6})?|\b[A-Z]{1,3}[a-z]{1,2}[A-Z]{1,3}|Gas Safe)(?:\s(?:PIN|"
            r"nurse))?$",
            name,
        )
        return (f"{match[0]} registration", match[0]) if match else None
    if word == "certified":
        is_name = re.search(r"[A-Z]|forklift|board", name) and not re.match(r":?\s+[A-Z]", after)
        return (name if re.search(r"[A-Z]", name) else f"{name} certification", name) if is_name else None
    if word == "qualification":
        return f"{name} {word}", name
    if not word.startswith("certificat") or _IS_NAMED.search(name) or re.match(r"\s+in\b", after):
        return None
    if name.isupper() and name.isalpha():
        return name, name
    return (f"{name} {word}", name) if not word.endswith("s") else None


def _words_before(text: str, place: int) -> tuple[list[str], int]:
    """The words right before a place that may be part of a name, and where the first begins."""
    words: list[str] = []
    while len(words) < _MOST_WORDS:
        match = _WORD_BEFORE.search(text, max(0, place - 32), place)
        if match is None or (words and match[0].rstrip()[-1:] in ".") or match[0].strip("/&. ").lower() in _STOP:
            break
        word = match[0].strip()
        if not any(map(str.isalnum, word)) or re.fullmatch(r"[a-z]+ly|\d|\d{5,}", word):
            break
        words.insert(0, word)
        place = match.start()
    return words, place
