"""Headings: which section of a text each opens, and how urgently that asks.

A heading of nouns is looked up without filler words, in any order; one in the manner of advertisements ("What you will
do", "It would be great if you have") matches a wording. Numbering, pictograms and contractions make no difference.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from rolegraph.model.nodes import Necessity


class Section(StrEnum):
    """A section of a text; the value is its name in messages. A comparison should have the first eight."""

    DEFINITIONS = "definitions"
    RESPONSIBILITIES = "responsibilities"
    SKILLS = "required skills"
    EDUCATION = "educational backgrounds"
    TOOLS = "tools and software"
    INDUSTRIES = "common industries"
    OUTLOOK = "outlook"
    TIPS = "practical tips"
    INTRODUCTION = "introduction"
    CONTENTS = "table of contents"
    CONCLUSION = "conclusion"
    JOBS = "job postings"
    PAY = "pay"
    DETAILS = "details of the job"
    BENEFITS = "benefits"
    EMPLOYER = "the employer"
    APPLICATION = "how to apply"
    OTHER = "other"


STANDARD_SECTIONS: Final = tuple(Section)[:8]
# What employers say of themselves and of the way to them: nothing there is asked for.
EMPLOYER_SECTIONS: Final = (Section.BENEFITS, Section.EMPLOYER, Section.APPLICATION)


class SectionHeading(NamedTuple):
    """What a heading opens: a section, and a necessity where it states one ("Nice to have")."""

    section: Section
    necessity: Necessity | None = None


# Words that a heading may have or lack without meaning another section.
_FILLERS: Final = frozenset(
    "the a an key main core primary common typical general overview of for both each role roles position positions job "
    "jobs their and your day-to-day daily important essential top understanding defining comparing comparison between "
    "in by to these this respective our needed required requirements used commonly detailed".split()
)
# What is left of a heading without the fillers, its words in alphabetical order.
_CORES: Final = {
    Section.CONTENTS: "contents table, contents, toc",
    Section.INTRODUCTION: "introduction, intro",
    Section.DEFINITIONS: "definitions, definition, is what, are what, description, descriptions, does what, "
    "description summary, profile, purpose, about, brief",
    Section.RESPONSIBILITIES: "responsibilities, responsibility, duties, duties responsibilities, "
    "responsibilities tasks, tasks, do does what, do what, "
    "all day does what, all day do what, functions, accountabilities, activities, "
    "accountabilities responsibilities, duties tasks, functions responsibilities, scope, scope work, "
    "dimensions, deliverables, day typical, day life, life, mission, missions, assignment",
    Section.SKILLS: "skills, skill, skillset, skillsets, set skill, sets skill, competencies skills, competencies, "
    "expertise skills, knowledge skills, abilities skills, skills technical, expertise",
    Section.EDUCATION: "background educational, backgrounds educational, background education, education, "
    "educational, qualifications, educational qualifications, education qualifications, education training, "
    "academic background, academic backgrounds, background, backgrounds, certifications education, "
    "certifications qualifications, background qualifications, academic qualifications, educational paths, "
    "educational path, educational pathways, certifications licenses, certification education, "
    "certifications training, certifications, certification, licensing, licensing registration, registration, getting, "
    "licences registration, cards tickets, tickets, certifications licences, certificates, "
    "education licensing, education licensure, licensure, licences, licenses, education experience, "
    "certifications education experience, qualification qualifications, training, level education, formal education",
    Section.TOOLS: "tools, software tools, technologies tools, technology tools, software, technologies, tech stack, "
    "stack technology, platforms tools, frameworks tools, software technologies tools, stack, technology, "
    "equipment tools, technical stack, stack use we",
    Section.INDUSTRIES: "industries, industry, industries sectors, sectors, applications industry, sector, "
    "settings work, do where work, employers types, employers, employer types, employers top types, employers top",
    Section.OUTLOOK: "outlook, outlooks, career outlook, career outlooks, career prospects, prospects, "
    "market outlook, future outlook, growth outlook, demand market, demand outlook, growth prospects, growth, "
    "career growth outlook, future prospects, employment outlook, industry outlook, demand, market, career growth, "
    "outlook salary, outlook pay, salary outlook, and outlook salaries",
    Section.TIPS: "getting practical started tips, getting started tips, practical tips, tips, getting started, "
    "aspiring professionals tips, advice practical, get how started, career tips, become how, career practical tips, "
    "beginners practical tips, beginners tips, aspiring practical professionals tips, advice getting started, "
    "starting tips, practical starting tips, become how one",
    Section.CONCLUSION: "conclusion, conclusions, final thoughts, summary, takeaways, bottom line, closing thoughts, "
    "wrapping up, final words, conclusion summary, faq, faqs, asked frequently questions, sources, also see, "
    "path progression, career path, career path progression, career progression, career paths, progression",
    Section.JOBS: "featured, latest, openings, open, related, postings, listings, opportunities, featured latest, "
    "featured listings, explore more",
}
_SECTION_OF: Final = {core: section for section, cores in _CORES.items() for core in re.split(r",\s+", cores)}
# Headings that the fillers would leave empty or ambiguous.
_WHOLE_HEADINGS: Final = {
    Section.DEFINITIONS: "the roles, overview, role overview, overview of roles, overview of the roles, "
    "defining the roles, understanding the roles, understanding the role, understanding each role, "
    "the roles defined, roles defined, job overview, roles, the role, the job, the position, the opportunity, "
    "the post, this role, about this role, job summary, role summary, position summary, about the opportunity, "
    "position overview, general summary, job description summary, the vacancy, role, job, position",
    Section.RESPONSIBILITIES: "your role, your job, your position, your work, the work, the challenge, your challenge, "
    "your impact, your contribution, your day, day to day, your day to day, responsible for",
    Section.SKILLS: "requirements, the requirements, profile, your profile, what is required, what is needed, "
    "required profile, experience, eligibility",
    Section.BENEFITS: "your opportunities, opportunities",
    Section.EMPLOYER: "your work environment, work environment, working environment, your environment, the environment",
    Section.JOBS: "featured job, featured jobs, jobs",
    Section.CONCLUSION: "in summary",
    Section.DETAILS: "job details, details, contract, hours, schedule, shift, shifts, department, reference",
}
_SECTION_OF_WHOLE: Final = {text: section for section, texts in _WHOLE_HEADINGS.items() for text in texts.split(", ")}
# Nouns for what a person brings, and the words beside them; a heading of nothing else opens a section on skills.
_ASSETS: Final = frozenset(
    "skills skill skillset experience experiences qualifications qualification requirements requirement knowledge "
    "abilities ability competencies competences competence expertise criteria attributes qualities prerequisites "
    "proficiencies traits characteristics capabilities capability aptitudes strengths ksas must-haves".split()
)
_ASSET_WORDS: Final = frozenset(
    "technical soft hard professional personal preferred desired desirable minimum required basic essential additional "
    "other mandatory necessary bonus relevant work working specific physical selection candidate applicant person "
    "specialist advantageous ideal optional further special practical prior previous technology key "
    "to have we you need needs look looking are expect seek want your".split()
)
_YOU: Final = (
    r"(?:you|they|candidates?|applicants?|(?:the |our )?(?:ideal|right|successful) (?:candidate|applicant|person))"
)
_LIKED: Final = (
    r"(?:great|nice|good|ideal|awesome|fantastic|amazing|brilliant|helpful|beneficial|useful|advantageous|desirable"
    r"|cool|lovely|perfect|an? (?:big |huge |real |definite |added |strong )?(?:plus|bonus|advantage|asset))"
)
# Wordings of preferences, and words of one beside what a person brings: "Desired skills".
_PREFERRED: Final = re.compile(
    rf"(?:it |these |this |the following |what |which )?(?:would be|will be|is|are) (?:also )?{_LIKED}\b.*"
    r"|(?:.{0,30} )?(?:nice|good|great)[ -]to[ -]haves?(?: .*)?"
    r"|(?:the )?bonus(?:es)?(?: points?| skills?)?(?: (?:if|for|as)\b.*)?"
    r"|(?:an? )?(?:big )?plus(?:es)?|plus points?(?: .*)?|(?:you (?:will )?(?:get|earn|score) )?(?:extra|bonus|brownie)"
    r" (?:points?|credits?|karma)(?: .*)?|(?:it |these |this )?(?:also |really )?helps? (?:if|to)\b.*|"
    r"earn street cred.*|we (?:would|will) (?:also )?(?:really )?"
    r"(?:love|like|be (?:impressed|delighted|thrilled|excited)|get (?:really )?excited)(?: it)?(?: also)? if\b.*"
    r"|we would (?:also )?(?:really )?(?:love|be delighted)\b.*"
    r"|any of (?:these|those|the following) will (?:increase|boost|raise).*|even better(?: if\b.*)?"
    r"|ideally(?: you\b.*)?"
    r"|(?:not |non[- ])(?:required|essential|mandatory|a must)(?: but .*)?|(?:an )?(?:added )?(?:advantages?|assets?)"
    r"|(?:what )?(?:will |would )?(?:sets?|makes?) you (?:apart|stand out)(?: .*)?|extras|icing on the cake"
    r"|you (?:will |would )?(?:really )?stand out if.*|stand out(?: from .*)?"
    r"|(?:useful|helpful|beneficial|welcome) but not (?:required|essential|necessary)|useful|helpful"
    r"|(?:preferred|preferably|desirables?|desired|advantageous|optional)(?: but not (?:required|essential|necessary))?"
)
_ESSENTIAL: Final = re.compile(
    r"(?:the |our |your )?must[- ]haves?(?: (?:skills|experience|qualifications|for|to)\b.*)?|(?:the )?essentials?"
    r"|mandatory|required|(?:the )?minimum|non[- ]negotiables?"
)
_PREFERRED_WORDS: Final = frozenset("preferred desired desirable bonus advantageous optional ideal".split())
_ESSENTIAL_WORDS: Final = frozenset("minimum required basic essential mandatory necessary".split())
_WORDINGS: Final = {
    Section.DEFINITIONS: r"(?:main |overall |general )?purpose(?: of (?:the )?(?:role|job|post|position))?|the gig|"
    r"in (?:a nutshell|"
    r"short|brief)|at a glance|the (?:job|role) in (?:short|brief|a nutshell|one sentence)|key facts|quick facts",
    Section.SKILLS: r"(?:what|which) (?:[\w-]+ ){0,2}(?:skills|qualities|traits|abilities|competencies|knowledge)"
    r"(?: and [\w-]+)?(?: (?:do|does|are|is|will|would|should|must|i|you|a|an|the|to)\b.{0,50})?|"
    r"what (?:do|will|would) i (?:also )?need\b.{0,40}|what is (?:required|needed|essential)(?: .{0,30})?|"
    r"what (?:do |are )?(?:YOU|we|we are|we will) (?:will |"
    r"would |might |should |must |"
    r"also )?(?:need|needs|bring|brings|have|has|be(?! doing| working| responsible| involved| building)|"
    r"be looking for|looking|look|expect|want|like|love|seek|require|value|offer us|ask)\b.{0,40}|what (?:makes|"
    r"would make) you\b.{0,40}|what it takes(?: .{0,30})?|who (?:you are|are you|we are looking for|"
    r"are we looking for|we need|we want|will you be|this is for|is this for|should apply|would be|are we seeking|"
    r"we are seeking|we seek|can apply)\b.{0,40}|about you|(?:this is )?you|your (?:profile|background|skills?|"
    r"experience|qualifications?|strengths|expertise|toolkit|competenc(?:y|i?es)|skill ?set|key skills|knowledge|"
    r"personality|abilities|talents?)\b.{0,40}|(?:the |our |an? )?(?:ideal|successful|right|perfect) (?:candidate|"
    r"applicant|person|profile|fit)s?\b.{0,40}|(?:the )?candidate(?:s| profile| requirements| specification)?|"
    r"(?:the |our )?(?:person|job|employee) specification|person spec|you (?:must|should|need|will need|will have|"
    r"will bring|will also have|would have|have|bring|possess)(?: (?:to|have|be|hold|the following|these|some|all|"
    r"most|at least|"
    r"had|experience with|skills)\b.{0,30})?|you (?:might|may|could|are|will be) (?:be )?(?:an? )?(?:great|good|"
    r"perfect|ideal|excellent|strong|right|the ideal|the right)\b.{0,60}|(?:this (?:role|job|position) is|"
    r"it is) for you if\b.{0,20}|you (?:will )?(?:fit|thrive|love).{0,30} if\b.{0,20}|we (?:are )?(?:also )?(?:look|"
    r"looking|search|searching|seeking|hoping) for\b.{0,40}|we (?:expect|need|require|seek|ask|want)(?: .{0,40})?|"
    r"we would (?:like|want) you to\b.{0,40}|you (?:are|will be) (?:our|the|just the) (?:person|one|match|"
    r"candidate)\b.{0,30}|"
    r"to (?:succeed|be (?:successful|considered|eligible|great)|thrive|excel|"
    r"qualify|do this|grok|apply you)\b.{0,60}|(?:experience|knowledge|"
    r"skills)(?: and \w+)? in (?:the )?following areas?|important (?:for|to) us|eligibility|(?:the )?(?:skills|"
    r"qualifications|requirements|qualities)(?: and (?:skills|experience|qualifications|knowledge|abilities|"
    r"requirements|qualities|background))? (?:for|you|we|to|that|required|needed|are|include)\b.{0,40}|"
    r"this is what you.{0,40}|(?:your |our |entry )?requirements(?: (?:and|for|of|to|profile)\b.{0,40}|)|(?:education|"
    r"qualifications?) and (?:.{0,20} )?(?:skills|experience)|(?:languages?|experience|attitude|personality|mindset)|"
    r"is this you|sound like you|does this sound like you",
    Section.EDUCATION: r"(?:what|which|how much) (?:(?:kind|level|type) of )?(?:education|schooling|training|degrees?|"
    r"qualifications?|licen[cs]es?|certifications?|certificates?)(?: .{0,60})?|"
    r"do (?:i|you|they) need (?:an? |any )?(?:degree|qualifications?|licen[cs]e|training|certificate)\b.{0,40}",
    Section.TOOLS: r"(?:what|which) (?:tools|software|technologies|equipment)(?: and \w+)? (?:do|does|are|is)\b.{0,60}",
    Section.INDUSTRIES: r"where (?:do |does )?(?:.{1,40} )?(?:work|works|employed)(?: most)?|"
    r"(?:top |main |common |typical |largest )+(?:employers?|employer types|types of employers?|industries|sectors|"
    r"workplaces|work settings)",
    Section.BENEFITS: r"us|the (?:good|fun) (?:stuff|bits)|(?:.{0,30} )?(?:benefits|perks)(?: (?:and|package|include|"
    r"of|"
    r"for|at|we) .{0,60}| package|)|"
    r"what (?:we|we can|we will|you will|you can|you|they) (?:also )?(?:offer|get|gain|receive|enjoy|provide|learn|"
    r"expect from us|will get|can offer)(?: (?:you|from us|in return|here|and why).{0,30})?|(?:in return |"
    r"alongside .{1,20} )?we (?:can )?(?:also )?(?:offer|provide)(?: you)?(?: .{0,30})?|our (?:offer|offering|"
    r"promise|promise to you)|what is on offer|what is in it for (?:you|me)|why (?:you should |you will |"
    r"should you )?(?:join|work|choose|apply|us|love|you will|this (?:role|job)|we are)\b.{0,50}|why .{1,40}|(?:the |"
    r"our |total |rewards? )?(?:package|rewards?)(?: and .{0,30})?|you (?:will )?(?:get|receive|enjoy)|"
    r"life at .{1,40}|(?:working|work) (?:at|with|for) .{1,40}|in return(?: .{0,30})?|(?:training|"
    r"learning) and development|.{0,20}offers? you|your (?:benefits|rewards|package)|additional (?:benefits|perks)",
    Section.EMPLOYER: r"about (?:us|our .{1,40}|the (?:company|team|organi[sz]ation|employer|department|firm|"
    r"business|school|hospital|practice|client|group|studio|restaurant|trust|charity|project|programme|program|lab|"
    r"university|council|brand|hotel|shop|store))(?: .{0,40})?|who (?:we are|are we)(?: .{0,30})?|we are|not needed|"
    r"(?:what )?you (?:do not|don't) need\b.{0,30}|"
    r"our (?:company|story|mission|values|culture|team|clients?|vision|commitment|people|history|school|practice|"
    r"organi[sz]ation|business|firm|purpose|product|philosophy|ethos|way of working)(?: .{0,40})?|(?:company|"
    r"employer|organi[sz]ation|team|client|department) (?:description|overview|profile|information|info|culture|size|"
    r"type|details|background|summary|introduction)|company|employer|the (?:company|team|client|organi[sz]ation|"
    r"department|school|practice|project)|meet (?:the|your) team|your (?:new )?(?:team|colleagues|department|"
    r"manager)|how we work|the way we work|what (?:we do|do we do|the team is like|is the team like)|"
    r"what are we like|welcome to .{1,40}|culture|organi[sz]ation|facts about .{1,40}|(?:an? )?(?:equal|"
    r"equality)\b.{0,60}|(?:our )?(?:commitment to )?(?:diversity|inclusion|accessibility|equity)\b.{0,60}|(?:eeo|"
    r"eoe|dei|ada)\b.{0,40}|safeguarding\b.{0,40}|.{0,20}reasonable (?:accommodations?|adjustments?).{0,30}|"
    r"(?:privacy|data protection|gdpr)\b.{0,40}|legal(?: (?:notices?|information|statements?))?|disclaimers?|"
    r"(?:important )?(?:note|notice|"
    r"information)s?|additional information|pre-?employment .{1,30}|background checks?|about (?!you\b|the (?:role|"
    r"job|position)|this (?:role|job)|becoming).{1,40}",
    Section.APPLICATION: r"(?:the |our )?process|how (?:to|do i|can i|you can) apply.{0,40}|apply\b.{0,40}|"
    r"applications?(?: .{0,40})?|"
    r"(?:the |our )?(?:hiring|recruitment|interview|selection) (?:process|steps|stages|timeline).{0,30}|"
    r"interested(?: .{0,30})?|contact(?: .{0,30})?|(?:for )?(?:further|more) (?:information|details|"
    r"info)(?: .{0,30})?|questions.{0,30}|(?:are you )?interested|next steps|closing date.{0,20}|deadline.{0,20}|"
    r"to apply|ready (?:to|for) .{1,40}|sounds? (?:good|great|like|interesting).{0,30}|what happens next|references?|"
    r"what are you waiting for|(?:and )?then we should talk|(?:approval|enrolment).{0,30}|join us|get in touch|"
    r"start date",
    Section.PAY: r"money|hours and (?:pay|salary)|what you (?:will |can )?earn|(?:the )?(?:average |expected |"
    r"typical |base |annual |starting |"
    r"hourly )?(?:salar(?:y|ies)|pay|"
    r"compensation|remuneration|wages?|earnings|rate|pay rate|stipend)(?: (?:range|ranges?|band|scale|grade|rate|"
    r"details|information|expectations?|potential|comparison|differences?|and .{1,40}|in .{1,20}|by .{1,20}))?|"
    r"(?:how much|what) (?:do(?:es)?|can|could|will|would|might) .{0,40}(?:earn|make|paid|pay)\b.{0,20}|"
    r"(?:which|who) (?:.{1,30} )?(?:pays?|earns?|makes?) (?:more|better|most|best)\b.{0,20}",
    Section.DETAILS: r"(?:job|employment|contract|work|position|vacancy) (?:type|details?|information|info|category|"
    r"function|id|status|reference|ref|level|location|title|number|code)|type of (?:contract|employment|work)|"
    r"(?:contract|employment) (?:type|details|conditions|terms|length)|hours of work|(?:working|work|"
    r"contract) (?:hours|pattern|time|schedule|conditions|arrangements?)|shift pattern|(?:our |"
    r"the )?locations?(?: options)?|place of (?:work|employment)|workplace|where|where is (?:the|this) (?:job|"
    r"role|position)|reports to|reporting (?:line|to|"
    r"structure)|line manager|(?:experience|seniority|career) level|seniority|conditions of employment|"
    r"terms(?: and conditions)?(?: of employment)?|(?:date )?posted|duration|campus|job title|travel|"
    r"physical demands?|terms of .{1,30}",
    Section.RESPONSIBILITIES: r"what (?:will|would) i (?:be )?(?:do|doing)\b.{0,30}|what (?:will )?YOU (?:will |"
    r"would |can expect to |get to |"
    r"are going to )?(?:be )?(?:do|doing|work on|working on|own|deliver|accomplish|contribute|tackle|build|"
    r"be responsible|expect)\b.{0,40}|what (?:is|are) (?:the|your) (?:role|job|responsibilit|dut|task).{0,40}|"
    r"what the (?:job|role|position|work) (?:involves|entails|looks like|is).{0,20}|what does (?:the|this) (?:job|"
    r"role|day).{0,40}|(?:how|where) you (?:will|can) (?:make|contribute|help|spend|strengthen|create|add).{0,50}|"
    r"(?:in|as part of) (?:this|the|your) (?:role|position|job|post)\b.{0,40}|as (?:an?|our|the) .{2,50} you(?: will|"
    r" are)?(?: .{0,30})?|(?:.{0,20} )?you (?:will|would)(?: be)?(?: (?:get to|need to|focus|work|responsible|be|do|"
    r"also|typically)\b.{0,30})?|you (?:are|will be) responsible for|(?:more specifically )?(?:your |the |his |her |"
    r"their |some |of )*(?:main |key |core |primary |principal |general |essential |daily |typical |specific |other |"
    r"additional |day to day |job |role |position |clinical |teaching )*(?:responsibilit(?:y|ies)|duties|tasks|"
    r"functions|accountabilities|activities|mission|assignments?|objectives)(?: (?:will )?"
    r"(?:include|includes|are|cover|be)(?: but (?:are )?not limited to.{0,20})?|"
    r" (?:of|in|for) (?:the|this|your) .{1,30}| (?:and|&|as|you) .{1,40}| in general)?"
    r"|(?:an? )?(?:typical |average )?(?:day|week) (?:in|on|"
    r"at|of) .{1,50}|a (?:working )?day's work|a day at work|a typical (?:day|week)(?: .{0,30})?|what (?:a |your |"
    r"the )?(?:typical )?(?:day|days|"
    r"week) (?:looks?|will look) like.{0,20}|month \d.{0,10}|what success looks like.{0,30}|(?:in |"
    r"within )?your first .{1,30}|the day[- ]to[- ]day",
    Section.CONCLUSION: r"which (?:.{1,30} )?(?:is|should|would) .{0,30}(?:right|best|better|choose|pick|"
    r"for you)\b.{0,30}",
}
_WORDING: Final = re.compile(
    "|".join(f"(?P<{section.name}>{words.replace('YOU', _YOU)})" for section, words in _WORDINGS.items())
)
# The name of a job, which may begin like a heading: "Data Protection Officer", "Contact Centre Agent".
_JOB: Final = re.compile(
    r"\b(?:manager|officer|engineer|developer|analyst|agent|assistant|administrator|specialist|counsel|coordinator|"
    r"lead|"
    r"advis[eo]r|director|executive|technician|consultant|secretary|nurse|teacher|driver|operator|clerk|representative|"
    r"supervisor|worker|architect|scientist|designer|trainer|partner|associate|head|practitioner|handler|writer)$"
)
# Headings inside a section that divide it without changing what it is about.
_DIVIDERS: Final = re.compile(
    r"(?:(?:technical|soft|hard|core|key|essential|additional|preferred|other|general|domain|business|required|minimum"
    r"|analytical|interpersonal|nice[- ]to[- ]have)\s+)+"
    r"(?:skills?|qualifications?|requirements?|competenc(?:y|ies)|education)"
    r"|certifications?|degrees?|formal education|nice[- ]to[- ]haves?|must[- ]haves?|bonus",
    re.IGNORECASE,
)
_CONTRACTIONS: Final = (("'ll", " will"), ("'re", " are"), ("'d ", " would "), ("'ve", " have"), ("what's", "what is"))
_PICTOGRAM: Final = re.compile(r"[^\w\s&/'(),.:;?!+#-]")
_NUMBERING: Final = re.compile(r"(?:section\s+|step\s+)?(?:\d{1,2}|[ivx]{1,5})[.):]\s+", re.IGNORECASE)
_LONGEST_HEADING: Final = 90
_MOST_ASSET_WORDS: Final = 4
_OPENING: Final = re.compile(r"([A-Z][A-Z /&,]{3,60}[A-Z]) (?:include|are|may include)\b")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A heading without numbering, pictograms and closing punctuation."""
    text = _PICTOGRAM.sub(" ", text)
    text = " ".join(text.split())
    if len(text) > 2 * _LONGEST_HEADING:
        return text
    is_numbered = ". " in text or ") " in text or ": " in text
    return (_NUMBERING.sub("", text, count=1) if is_numbered else text).rstrip(" :?!-")


def is_lead_in(text: str) -> bool:
    """Whether a sentence is a heading and the announcement of a list: "DUTIES include the following."."""
    return _OPENING.match(text) is not None and "following" in text


def marked_heading_of(text: str) -> SectionHeading | None:
    """What a line opens that is marked as a heading: "COMPUTER SKILLS", "DUTIES include the following"."""
    if heading := heading_of(text):
        return heading
    words = bare(text).split()
    if len(words) <= _MOST_ASSET_WORDS and words and words[-1].casefold() in _ASSETS:
        return SectionHeading(Section.SKILLS)
    opening = _OPENING.match(text)
    return heading_of(opening[1]) if opening else None


def section_of(text: str) -> Section | None:
    """The section that a heading opens, or None for an unknown heading; words like "key" and "common" are ignored."""
    heading = heading_of(text)
    return heading.section if heading else None


@lru_cache(maxsize=4096)
def heading_of(text: str) -> SectionHeading | None:
    """What a line opens if it is a heading that is known; None for any other line.

    >>> heading_of("Nice to have")
    SectionHeading(section=<Section.SKILLS: 'required skills'>, necessity=<Necessity.PREFERRED: 'preferred'>)
    >>> heading_of("What you'll do:").section, heading_of("Bread and butter")
    (<Section.RESPONSIBILITIES: 'responsibilities'>, None)
    """
    if len(text) > 2 * _LONGEST_HEADING:
        return None
    text = re.sub(r"\s*(?:\.\.\.|\u2026)$", "", bare(text).casefold()).rstrip(" :")
    if not text or len(text) > _LONGEST_HEADING or text.endswith((".", ",", ";")) or ": " in text:
        return None
    for short, long in _CONTRACTIONS:
        text = text.replace(short, long)
    text = " ".join(re.sub(r"[,/()]", " ", text.replace("&", " and ")).split())
    section = _SECTION_OF_WHOLE.get(text) or _SECTION_OF.get(_core(text))
    if _PREFERRED.fullmatch(text):
        return SectionHeading(section or Section.SKILLS, Necessity.PREFERRED)
    if _ESSENTIAL.fullmatch(text):
        return SectionHeading(section or Section.SKILLS, Necessity.ESSENTIAL)
    if section is None and _is_about_assets(text):
        section = Section.SKILLS
    if section is None and not _JOB.search(text) and (match := _WORDING.fullmatch(text)):
        section = Section[str(match.lastgroup)]
    return SectionHeading(section, _necessity(section, text)) if section else None


def _necessity(section: Section, text: str) -> Necessity | None:
    if section in (Section.SKILLS, Section.EDUCATION, Section.TOOLS):
        words = text.split()
        if not _PREFERRED_WORDS.isdisjoint(words) and "candidate" not in words:
            return Necessity.PREFERRED
        if not _ESSENTIAL_WORDS.isdisjoint(words):
            return Necessity.ESSENTIAL
    return None


def _core(text: str) -> str:
    return " ".join(sorted(word for word in text.split() if word not in _FILLERS))


def _is_about_assets(text: str) -> bool:
    words = text.split()
    return not _ASSETS.isdisjoint(words) and all(
        word in _ASSETS or word in _ASSET_WORDS or word in _FILLERS or word == "or" for word in words
    )


def divides_section(heading: str) -> bool:
    """Whether a heading only divides the section it stands in: "Technical Skills", "Certifications"."""
    return _DIVIDERS.fullmatch(bare(heading)) is not None
