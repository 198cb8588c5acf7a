"""Which phrases are surely names of skills: nouns, not sentences, adjectives, people, places or what is offered.

Also the few adjectives and verbs that stand for a general skill: "meticulous" is attention to detail.
"""

from __future__ import annotations

import re
from typing import Final

_MOST_WORDS: Final = 5
_MOST_CANDIDATE_WORDS: Final = 8
_CONTACT: Final = re.compile(r"\w@\w|://|\bwww\.|\d[\d ()-]{5,20}\d")  # addresses, numbers of telephones
_NO_SIGNS: Final = re.compile(r"\(?\be\.g\b|\.(?!\w)|[!?;:@\u20ac$\u00a3%\"]|^\d{3}|(?<![A-Za-z])\d{6}")
# Words that name nothing alone.
_NOT_ALONE: Final = frozenset(
    "knowledge understanding welcome relative terminology elicitation language "
    "need performance implementation tooling technologies technology components component focus solutions solution "
    "scalability migration understanding knowledge expertise terminology".split()
)
_NUMBER: Final = re.compile(r"\d[\d.]*")  # of a standard or an edition: "ISO 9001"
_BEFORE_NUMBERS: Final = frozenset("level grade band over least age than to of under about".split())
# Verbs, and ends of verb phrases, that speak of hours, places and strength.
_NO_DEED: Final = frozenset(
    "lift carry travel commute stand sit walk climb bend relocate start attend be have get obtain pass hold work join "
    "hours shifts weekends evenings nights days overtime holidays office location kg lbs pounds uk us eu".split()
)
# Words that make a sentence or a clause of a phrase.
_CLAUSE: Final = frozenset(
    "isn't aren't don't doesn't can't won't i i'm it's you've you're you'll we've we're we'll they're you your "
    "yours we our ours us he she they their them who whom whose which that this these those it its is are was were "
    "be been being am will would can could should must may might shall do does did has have had having not no if "
    "when while where why how what because so than then there here as per via upon".split()
)
# Words that no name has: those, articles, and attitudes.
_NEVER: Final = _CLAUSE | frozenset(
    "a an the all each every any interest passion enthusiasm desire willingness commitment love attitude".split()
)
# A phrase that begins so is no name of a thing.
_NO_START: Final = frozenset(
    "a an the any all each every some such other another many most more much both either and or but with within "
    "without to in on at by from for of about into over under between across up out off new own same similar "
    "various relevant related following able willing happy keen ready excited eager comfortable confident "
    "passionate motivated driven interested committed dedicated enthusiastic available prepared capable used open "
    "eligible someone something anyone anything people person join work working be become get go come take make "
    "bring want wants love enjoy like live living hold holding possess proven demonstrable demonstrated previous prior "
    "least minimum ideally preferably also very highly well really truly always never often currently fully "
    "none".split()
)
# Heads of phrases that say something of a person, a place, a contract or an employer rather than name a skill.
_NO_HEAD: Final = frozenset(
    "contribution contributions waiting looking working ability abilities experience experiences background "
    "backgrounds role roles position positions environment environments team teams company companies organisation "
    "organisations organization organizations attitude attitudes personality person persons individual individuals "
    "candidate candidates applicant applicants people industry industries sector sectors setting settings field "
    "fields area areas level levels degree degrees qualification qualifications year years month months mindset "
    "mentality approach nature desire passion interest enthusiasm motivation willingness appearance availability "
    "hour hours shift shifts weekend weekends evening evenings day days night nights benefit benefits salary "
    "holiday holidays pension customer customers client clients child children adult adults patient patients "
    "student students pupil pupils stakeholder stakeholders colleague colleagues user users others guest guests "
    "manager managers thing things way ways time times pressure deadline deadlines record start outlook energy "
    "drive commitment dedication character spirit similar equivalent following employer employers business "
    "businesses startup startups start-up start-ups offer offers opportunity opportunities career growth office "
    "reference references permit visa age job jobs task tasks needs requirements standard plus history portfolio "
    "portfolios bonus advantage must one both etc above below company's world market kind type types variety range "
    "number graduate graduates professional professionals degree-level school schools hospital hospitals kitchen "
    "kitchens college university computer workplace center centers centre centres project projects".split()
)
_ADJECTIVES: Final = frozenset(
    "first second third authorized authorised licensed registered insured certified qualified thorough meticulous "
    "punctual honest flexible reliable friendly energetic dynamic organised organized proactive positive polite "
    "calm patient resilient confident independent articulate approachable numerate literate trustworthy hard- "
    "working hardworking creative analytical methodical diligent conscientious curious empathetic caring "
    "compassionate ambitious smart presentable outgoing mature fit strong happy able ready available excellent good "
    "great solid professional personable enthusiastic excited efficient accurate fast quick competent experienced "
    "skilled tidy clean neat warm kind loyal sociable tactful discreet genuine humble bright sharp keen savvy "
    "competitive coachable supportive written verbal spoken oral technical practical physical mental personal "
    "social general relevant important essential desirable preferred required basic advanced senior junior full- "
    "time part-time permanent temporary remote".split()
)
_ADJECTIVE_ENDING: Final = re.compile(
    r".{3,}(?:ous|ful|ible|[bcdghklnprstvy]able|less|minded|oriented|focused|driven|-based|spoken|-thinking"
    r"|[^i]ative|ctive|sive)$"
)
_NOUNS: Final = frozenset("initiative objective perspective incentive vegetable adhesive adhesives narrative".split())
_VERBS: Final = frozenset(
    "try written kept taken made done seen given grown sold won dealt brought shipped built led worked held delivered "
    "completed lived graduated studied published taught write build design "
    "develop manage lead support work help ensure create provide deliver maintain assist prepare run drive own "
    "coordinate oversee monitor operate perform conduct carry report analyse analyze identify handle serve clean "
    "cook install repair inspect keep follow attend contribute collaborate communicate think learn solve understand "
    "know use apply bring show demonstrate speak hold obtain complete travel lift pass must-have responsible mentor "
    "assign track fix hunt triage order train teach supervise plan organise organize schedule draft review check "
    "test tune grow move make look stand answer advise greet sell load pack pick process record update respond "
    "liaise investigate implement integrate deploy optimise optimize evaluate assess measure research present "
    "negotiate promote champion shape define set ship play read turn translate explain".split()
)
_NEXT_DEED: Final = re.compile(rf"(?:,\s+and|,|\s+and)\s+(?=(?:{'|'.join(sorted(_VERBS))})\s)", re.IGNORECASE)
USED: Final = re.compile(
    r"(?:use|operate|handle|work with|programme?)\s+(?:an?\s+|the\s+)?(?=\w)(?!and\b)", re.IGNORECASE
)
_HOW: Final = re.compile(r"\s+(?:[a-z]{3,}[^aiou]ly|well|calmly|to a high standard)$", re.IGNORECASE)
_ALSO_NOUNS: Final = frozenset(
    "lead report test design support work record order load process track check review research plan cook contact "
    "stock market model document schedule monitor update repair contract sell help measure travel".split()
)
_MADE_OF_A_VERB: Final = re.compile(r"[a-z-]{2,}(?:ing|tion|sion|ment|sis|ance|ence|automation|keeping)")
_NEEDS: Final = frozenset(("educational needs", "additional needs", "complex needs", "support needs"))
_ADVERB: Final = re.compile(r"[A-Za-z][a-z]{2,}[^aiou]ly")
_NOT_ADVERBS: Final = ("ssembly", "anomaly", "supply", "family", "reply", "monopoly")


def is_surely_a_name(phrase: str, *, starts: bool = True, is_cued: bool = False) -> bool:
    """Whether a phrase that no graph knows is short and built like the name of a skill.

    A capital means nothing at the start of a sentence. Something done is one, too, where the text asks for knowledge or
    experience of it: "safeguarding adults". Rules of form, so it can be wrong: about a noun that is written like an
    adjective, and about what is no skill.
    """
    words = phrase.replace("/", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or _NO_SIGNS.search(phrase):
        return False
    plain = [word.strip("(),'") for word in words]
    if len(words) == 1 and plain[0].casefold() in _NOT_ALONE:
        return False
    if not _ends_in_a_word(plain) or (len(phrase) < 2 and not phrase.isupper()):
        return False
    lower = [word if word.isupper() else word.casefold() for word in plain]
    if any(word in _NEVER for word in lower) or _begins_otherwise(plain, lower, starts=starts):
        return False
    if "of" in lower[1:]:
        head = lower[lower.index("of", 1) - 1]
        return not (head in _NO_HEAD or is_adjective(head))
    if " ".join(lower[-2:]) in _NEEDS or (is_cued and lower[0].endswith("ing") and len(words) > 1):
        return True
    is_capital = plain[-1][:1].isupper()
    if is_capital and not (starts and len(words) == 1):
        return True
    is_adverb = not is_capital and _is_adverb(plain[-1])
    return not (is_adverb or lower[-1] in _NO_HEAD or is_adjective(lower[-1]))


def _ends_in_a_word(words: list[str]) -> bool:
    """Whether letters end a phrase, or the number of a standard or an edition: "ISO 9001"."""
    is_number = len(words) > 1 and _NUMBER.fullmatch(words[-1]) and words[-2].casefold() not in _BEFORE_NUMBERS
    return bool(is_number) or any(map(str.isalpha, words[-1]))


def _begins_otherwise(words: list[str], lower: list[str], *, starts: bool) -> bool:
    """Whether a phrase begins as no name does; a capital inside a text shows a proper name."""
    if words[0][:1].isupper() and not starts:
        return False
    return lower[0] in _NO_START or _is_verb(lower) or _is_adverb(words[0])


def _is_adverb(word: str) -> bool:
    return _ADVERB.fullmatch(word) is not None and not word.endswith(_NOT_ADVERBS)


def _is_verb(words: list[str]) -> bool:
    """Whether the first word of a phrase is a verb, and not the first noun of two: "lead generation"."""
    is_noun = len(words) > 1 and words[0] in _ALSO_NOUNS and _MADE_OF_A_VERB.fullmatch(words[1]) is not None
    singular = words[0][:-1] if words[0].endswith("s") else words[0]  # "trains new cooks"
    return (words[0] in _VERBS or (singular in _VERBS and singular not in _ALSO_NOUNS)) and not is_noun


_SOME_OF: Final = re.compile(
    r"^(?:(?:at least )?(?:one|two|1|2)(?: or (?:more|several))?|any|some|either|all) (?:of )?", re.IGNORECASE
)
_ATTITUDE: Final = re.compile(
    r"^(?:an?\s+)?(?:[a-z]+\s+)?(?:interest|passion|enthusiasm|desire|commitment|willingness)\b", re.IGNORECASE
)
_SHOWN: Final = frozenset("play speak sing read draw type teach sew".split())


def is_deed(phrase: str) -> bool:
    """Whether a bullet without other words is something that one can: "play a musical instrument"."""
    return phrase.split(" ", 1)[0].casefold() in _SHOWN and is_surely_done(phrase)


def deeds(text: str) -> list[str]:
    """The verb phrases of a text behind "able to", without words that say how well."""
    parts = (_HOW.sub("", part.strip(" ,;")) for part in _NEXT_DEED.split(text))
    return [part for part in parts if part]


def is_surely_done(phrase: str) -> bool:
    """Whether a verb phrase behind "able to" is short and says what is done: "read electrical drawings"."""
    words = [word.casefold() for word in phrase.split()]
    if not 1 < len(words) <= _MOST_WORDS or _NO_SIGNS.search(phrase) or any(map(str.isdecimal, phrase)):
        return False
    return not (words[0] in _NO_DEED or words[-1] in _NO_DEED or any(word in _CLAUSE for word in words))


def is_adjective(word: str) -> bool:
    """Whether a single word says how somebody is."""
    word = word.casefold()
    return word in _ADJECTIVES or (word not in _NOUNS and _ADJECTIVE_ENDING.fullmatch(word) is not None)


# What people are or do, and the general skill that it stands for.
_STANDS_FOR: Final = {
    "attention to detail": r"meticulous(?:ness)?|detail[- ](?:oriented|focused|minded|conscious)"
    r"|(?:an?\s+|good\s+|keen\s+){0,3}eye for detail|attention to (?:the )?details?"
    r"|thorough(?:ness)?(?=\s*(?:,|and\b|$))",
    "teamwork": r"team[- ](?:player|worker|oriented|spirited|working)s?"
    r"|(?:working )?as part of (?:an?|the|our) (?:[\w-]+ ){0,2}team"
    r"|work(?:ing|s)? (?:well |effectively |closely |collaboratively |both ){0,3}(?:in|as part of|within) (?:an?\s+)?"
    r"(?:small |busy |close-knit |multidisciplinary |multi-disciplinary |cross-functional |diverse |large ){0,3}teams?",
    "organisation": r"(?:highly |well[- ]|very ){0,3}organi[sz]ed(?=\s*(?:,|and\b|$|in\b))",
    "time management": r"manag(?:e|ing) (?:your |their |his |her )?(?:own )?(?:time|workload)(?: effectively| well)?"
    r"|meet(?:ing)? (?:tight |strict )?deadlines|work(?:ing)? to (?:tight |strict )?deadlines"
    r"|prioriti[sz](?:e|ing) (?:your |their )?(?:own )?(?:work|workload|tasks)",
    "self-motivation": r"self[- ](?:motivated|motivation|starters?|driven)",
    "adaptability": r"adaptable|adaptability|adapt(?:ing)? (?:quickly |easily )?to (?:change|changing \w+|new \w+)",
    "reliability": r"reliable|dependable|reliability",
    "communication": r"(?:(?:written|verbal|oral|spoken|interpersonal)(?:,? and |,? or |, | & |/| )){1,3}"
    r"communications?(?: skills)?|(?:effective |clear |good |strong |excellent |confident ){0,3}communicators?"
    r"|communicat(?:e|ing) (?:clearly|effectively|well|confidently|with|to|ideas|complex|results|findings)"
    r"(?=[\s,.]|$)",
    "problem solving": r"problem[- ]solvers?|solv(?:e|ing) (?:complex |technical |difficult ){0,3}problems",
    "analytical thinking": r"analytical (?:mind|mindset|thinkers?)|think(?:ing)? analytically",
    "critical thinking": r"think(?:ing)? critically|critical thinkers?",
    "working under pressure": r"work(?:ing)? (?:well |calmly |effectively ){0,3}under (?:high )?pressure"
    r"|calm under pressure|cop(?:e|ing) (?:well )?(?:with|under) pressure|thrives? under pressure",
    "working independently": r"work(?:ing)? (?:both )?(?:independently|autonomously|unsupervised|on (?:your|their) own"
    r"|alone|with(?:out| minimal| little) supervision)",
    "people management": r"(?:manag(?:e|ing)|supervis(?:e|ing)) (?:an? |the |your |small |large |own ){0,3}"
    r"(?:teams?|staff|people|others)(?: of [\w-]+)?(?=\s*(?:[,.]|$|and\b))",
    "leadership": r"lead(?:ing)? (?:an? |the |your |small |large |own ){0,3}(?:teams?|people|others)(?: of [\w-]+)?"
    r"(?=\s*(?:[,.]|$|and\b))",
    "computer literacy": r"(?:computer|IT)[- ]literate",
    "numeracy": r"numerate",
}
_GENERAL: Final = re.compile(
    "|".join(rf"(?<![\w-])(?P<g{number}>{pattern})(?![\w-])" for number, pattern in enumerate(_STANDS_FOR.values())),
    re.IGNORECASE,
)
_LABELS: Final = tuple(_STANDS_FOR)


def with_general_skills(text: str) -> str:
    """A text with the names of general skills for the words that stand for them: "good eye for detail"."""
    return _GENERAL.sub(lambda match: _LABELS[int(str(match.lastgroup)[1:])], text)


def begins_no_list(phrase: str) -> bool:
    """Whether a text begins with a word with which no list of names does: "own tools", "write", "willing to"."""
    if _ATTITUDE.match(phrase):
        return True
    first, _, rest = _SOME_OF.sub("", phrase).partition(" ")
    word = first.strip(",;:")
    word = word if word.isupper() and len(word) > 1 else word.casefold()
    is_alone = first.endswith(",") or not rest or rest.startswith(("and ", "& "))
    is_verb = _is_verb([word, *(rest.casefold().split(maxsplit=1)[:1])])
    return word in _NO_START or is_verb or word in _CLAUSE or (is_alone and is_adjective(word))


def may_be_a_name(phrase: str) -> bool:
    """Whether a phrase may name a skill, for somebody to decide."""
    words = [word.strip("(),.;:'").casefold() for word in phrase.split()]
    if (
        not 0 < len(words) <= _MOST_CANDIDATE_WORDS
        or not any(map(str.isalpha, phrase))
        or not words[-1]
        or not words[0]
        or words[0] in _NO_START
        or _CONTACT.search(phrase)
    ):
        return False
    is_clause = any(word in _CLAUSE for word in words) or (len(words) == 1 and words[0] in _VERBS)
    return not (is_clause or words[-1] in _NO_HEAD or words[-1] in _NO_START or is_adjective(words[-1]))


def general_skills(text: str) -> list[tuple[int, int, str]]:
    """Where a text says that somebody is or does what stands for a general skill, and the name of that."""
    return [(match.start(), match.end(), _LABELS[int(str(match.lastgroup)[1:])]) for match in _GENERAL.finditer(text)]
