"""Records of what a source says about roles and postings as statements, in the named graph of that source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from itertools import chain

from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Necessity, fold, node_iri, slug_of, slugify
from rolegraph.rdf.curation import shortcut
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.documents.records import (
    Article,
    OutlookRecord,
    Passage,
    PayRecord,
    PostingRecord,
    Qualification,
    RequirementRecord,
    RoleRecord,
    TextKind,
    TextRecord,
    TipRecord,
    YearsRecord,
)


def article_statements(
    article: Article, content_hash: str, given: Callable[[str], bool] = lambda _iri: False
) -> QuadWriter:
    """The statements of an article, in the named graph of its source.

    `content_hash` is the SHA-256 of the text in hexadecimal, to recognise a changed article. A posting, of which there
    may be very many, does not state again the type and the names of nodes that are `given`.
    """
    writer = QuadWriter(node_iri(Kind.SOURCE, article.slug), article.language)
    if article.kind is TextKind.POSTING:
        writer.given = given
    source = writer.source
    writer.link(source, RDF + "type", RG + "Source")
    writer.link(source, RDF + "type", PROV + "Entity")
    writer.name(source, source_label(article))
    writer.string(source, RG + "sourceKind", article.kind)
    writer.string(source, RG + "contentHash", content_hash)
    for note in article.notes:
        heading = ": ".join(dict.fromkeys(part for part in (note.passage.section, note.label) if part))
        writer.words(source, SKOS + "note", f"{heading} (line {note.passage.line}): {note.text}")
    found = chain.from_iterable(
        [role.candidates for role in article.roles] + [one.candidates for one in article.postings]
    )
    for candidate in found:
        writer.words(source, SKOS + "note", f"possible skill: {candidate.text}, line {candidate.passage.line}")
    for role in article.roles:
        state_role(writer, role)
    for outlook in article.outlooks:
        _state_outlook(writer, outlook)
    for tip in article.tips:
        _state_tip(writer, tip)
    for number, posting in enumerate(article.postings, start=1):
        _state_posting(writer, posting, number)
    relate_industries(writer, [record.industry for role in article.roles for record in role.industries])
    return writer


def source_label(article: Article) -> str:
    """The title of a text; as the name of a source it must not be that of the role or the job that it is about."""
    if article.kind is TextKind.POSTING:
        return f"Posting: {article.title}"
    named = fold(article.title) in {fold(role.role.label) for role in article.roles}
    return f"Description: {article.title}" if named else article.title


def state_role(writer: QuadWriter, record: RoleRecord) -> None:
    """State a role and all that a source says about it."""
    role = record.role.iri
    state_mention(writer, record.role)
    for definition in record.definitions:
        writer.words(role, SKOS + "definition", definition.text)
        remark_on(writer, role, SKOS + "definition", definition.text, definition.passage)
    for responsibility in record.responsibilities:
        _state_responsibility(writer, role, responsibility)
    for requirement in record.requirements:
        _state_requirement(writer, role, "hasRequirement", requirement)
        for option in requirement.any_of:
            writer.link(role, shortcut(requirement.necessity.iri, len(requirement.any_of)), option.iri)
    _state_experience(writer, role, record.years)
    for pay in record.pay:
        iri = writer.unused(f"{writer.source}#{slug_of(role)}-pay")
        writer.link(iri, RDF + "type", RG + "Pay")
        writer.link(role, RG + "hasPay", iri)
        _state_pay(writer, iri, pay)
        cite(writer, iri, pay.passage)
    for tool in record.tools:
        remark = _relate(writer, role, RG + "usesTool", tool.tool, tool.passage)
        if tool.category is not None:
            state_mention(writer, tool.category)
            writer.link(tool.tool.iri, RG + "category", tool.category.iri)
            writer.link(remark, RG + "category", tool.category.iri)
    for industry in record.industries:
        remark = _relate(writer, role, RG + "foundIn", industry.industry, industry.passage)
        if industry.note:
            writer.words(remark, SKOS + "note", industry.note)


def _relate(writer: QuadWriter, role: str, predicate: str, mention: Mention, passage: Passage) -> str:
    state_mention(writer, mention)
    writer.link(role, predicate, mention.iri)
    return remark_on(writer, role, predicate, mention.iri, passage, is_link=True)


def state_mention(writer: QuadWriter, mention: Mention) -> None:
    """State the type and names of a mention, so that each source can be read by itself; not of what is given."""
    if writer.given(mention.iri):
        return
    writer.link(mention.iri, RDF + "type", mention.kind.class_iri)
    # What degrees and certificates are called is made of English words, whatever the language of the text.
    writer.name(mention.iri, mention.label, "en" if mention.kind in (Kind.DEGREE, Kind.CERTIFICATION) else "")
    for name in mention.alt_labels:
        writer.words(mention.iri, SKOS + "altLabel", name)
    if isinstance(mention, Qualification):
        if mention.level is not None:
            writer.link(mention.iri, RG + "degreeLevel", mention.level.iri)
        if mention.field is not None:
            writer.link(mention.iri, RG + "field", mention.field.iri)
            state_mention(writer, mention.field)


def _state_requirement(writer: QuadWriter, owner: str, predicate: str, record: RequirementRecord) -> None:
    """State what a role or a posting asks for, without the shortcuts that follow from it for a role."""
    names = "-or-".join(sorted(slug_of(option.iri) for option in record.any_of))
    by = () if predicate == "asksFor" else (slug_of(writer.source),)  # which a posting's name begins with
    parts = (slug_of(owner), *by, slugify(names))
    iri = writer.unused(node_iri(Kind.REQUIREMENT, "--".join(parts)))
    writer.link(iri, RDF + "type", Kind.REQUIREMENT.class_iri)
    writer.link(owner, RG + predicate, iri)
    writer.link(iri, RG + "necessity", record.necessity.iri)
    if record.level is not None:
        writer.link(iri, RG + "level", record.level.iri)
    if record.open_to_related:
        writer.true(iri, RG + "openToRelated")
    if record.note:
        writer.words(iri, SKOS + "note", record.note)
    if record.years is not None:
        _state_years(writer, iri, record.years)
    for example in record.examples:
        state_mention(writer, example)
        writer.link(iri, RG + "example", example.iri)
    for option in record.any_of:
        state_mention(writer, option)
        writer.link(iri, RG + "anyOf", option.iri)
    cite(writer, iri, record.passage)


def _state_years(writer: QuadWriter, subject: str, record: YearsRecord) -> None:
    for term, years in (("minimumYears", record.minimum), ("maximumYears", record.maximum)):
        if years is not None:
            writer.integer(subject, RG + term, years)


def _state_experience(writer: QuadWriter, owner: str, records: Iterable[YearsRecord]) -> None:
    for record in records:
        iri = writer.unused(f"{writer.source}#{slug_of(owner)}-experience")
        writer.link(iri, RDF + "type", RG + "Experience")
        writer.link(owner, RG + "asksExperience", iri)
        writer.link(iri, RG + "necessity", record.necessity.iri)
        _state_years(writer, iri, record)
        if record.of:
            writer.string(iri, RG + "experienceIn", record.of)
        cite(writer, iri, record.passage)


def _state_pay(writer: QuadWriter, subject: str, record: PayRecord | PostingRecord) -> None:
    """State pay of a role, or of a posting, which has other names for low, high and period."""
    low, high, period = (
        (record.low, record.high, record.period)
        if isinstance(record, PayRecord)
        else (record.pay_low, record.pay_high, record.pay_period)
    )
    for term, pay in (("payLow", low), ("payHigh", high)):
        if pay is not None:
            writer.integer(subject, RG + term, pay)
    for term, text in (("currency", record.currency), ("payPeriod", period), ("equity", record.equity)):
        if text:
            writer.string(subject, RG + term, text)


def _state_responsibility(writer: QuadWriter, owner: str, record: TextRecord) -> None:
    text = f"{record.label}: {record.text}" if record.label else record.text
    iri = node_iri(Kind.RESPONSIBILITY, slugify(text))
    writer.link(iri, RDF + "type", Kind.RESPONSIBILITY.class_iri)
    writer.name(iri, text)
    writer.link(owner, RG + "hasResponsibility", iri)
    cite(writer, iri, record.passage)


def _state_outlook(writer: QuadWriter, record: OutlookRecord) -> None:
    iri = writer.unused(node_iri(Kind.OUTLOOK, f"{slug_of(writer.source)}--line-{record.passage.line}"))
    writer.link(iri, RDF + "type", Kind.OUTLOOK.class_iri)
    if record.growth is not None:
        writer.decimal(iri, RG + "growth", record.growth)
    if record.openings is not None:
        writer.integer(iri, RG + "openings", record.openings)
    for term, year in (("periodStart", record.start), ("periodEnd", record.end)):
        if year is not None:
            writer.year(iri, RG + term, year)
    if record.authority:
        writer.string(iri, RG + "authority", record.authority)
    for role in record.roles:
        writer.link(role.iri, RG + "hasOutlook", iri)
    cite(writer, iri, record.passage)


def _state_tip(writer: QuadWriter, record: TipRecord) -> None:
    label = record.label or record.text
    iri = node_iri(Kind.TIP, f"{slug_of(writer.source)}--{slugify(label)}")
    writer.link(iri, RDF + "type", Kind.TIP.class_iri)
    writer.name(iri, label)
    writer.words(iri, DCTERMS + "description", record.text)
    for role in record.roles:
        writer.link(role.iri, RG + "hasTip", iri)
    cite(writer, iri, record.passage)


def _state_posting(writer: QuadWriter, record: PostingRecord, number: int) -> None:
    iri = node_iri(Kind.POSTING, f"{slug_of(writer.source)}--{number}")
    writer.link(iri, RDF + "type", Kind.POSTING.class_iri)
    texts = [("title", record.title), ("employer", record.employer), ("place", record.place), ("remote", record.remote)]
    texts += [("employmentType", type_) for type_ in record.employment_types]
    for term, text in texts:
        if text:
            writer.string(iri, RG + term, text)
    if record.text_hash:
        writer.string(iri, RG + "textHash", record.text_hash)
    for term, day in (("posted", record.posted), ("closes", record.closes)):
        if day:
            writer.typed(iri, RG + term, day[:10], "date")
    if record.seniority is not None:
        writer.link(iri, RG + "seniority", record.seniority.iri)
    _state_pay(writer, iri, record)
    cite(writer, iri, record.passage)
    if record.role is not None:
        remark = _relate(writer, iri, RG + "forRole", record.role, record.passage)
        writer.decimal(remark, RG + "confidence", f"{record.confidence:.2f}")
    for industry in record.industries:
        state_mention(writer, industry.industry)
        writer.link(iri, RG + "industry", industry.industry.iri)
    for responsibility in record.responsibilities:
        _state_responsibility(writer, iri, responsibility)
    _state_asked(writer, iri, record)


def _state_asked(writer: QuadWriter, posting: str, record: PostingRecord) -> None:
    for requirement in requirements_of(record):
        _state_requirement(writer, posting, "asksFor", requirement)
    _state_experience(writer, posting, record.years)
    if needed := whole_experience(record.years):
        _state_years(writer, posting, needed)


def requirements_of(record: PostingRecord) -> tuple[RequirementRecord, ...]:
    """What a posting asks for. A tool that it only says is used counts as preferred."""
    asked = {option.iri for requirement in record.requirements for option in requirement.any_of}
    used = (
        RequirementRecord((tool.tool,), Necessity.PREFERRED, tool.passage)
        for tool in record.tools
        if tool.tool.iri not in asked
    )
    return (*record.requirements, *used)


def whole_experience(records: Iterable[YearsRecord]) -> YearsRecord | None:
    """The years of experience that a posting asks for as a whole: the most that is essential, however spent."""
    essential = [one for one in records if one.necessity is Necessity.ESSENTIAL and one.minimum is not None]
    return max(essential, key=lambda one: one.minimum or 0, default=None)


def relate_industries(writer: QuadWriter, industries: Iterable[Mention]) -> None:
    """Relate an industry to those whose names contain it: E-commerce, and Retail and E-commerce."""
    by_slug = {slug_of(industry.iri): industry.iri for industry in industries}
    for slug, iri in by_slug.items():
        for part in slug.split("-and-"):
            if part != slug and part in by_slug:
                writer.link(iri, SKOS + "related", by_slug[part])
                writer.link(by_slug[part], SKOS + "related", iri)


def remark_on(
    writer: QuadWriter, subject: str, predicate: str, object_: str, passage: Passage, *, is_link: bool = False
) -> str:
    """Describe a statement as an `rdf:Statement` with its passage, and return the IRI of the description."""
    digest = hashlib.sha256("\n".join((subject, predicate, object_)).encode()).hexdigest()[:12]
    iri = f"{writer.source}#statement-{digest}"
    writer.link(iri, RDF + "type", RDF + "Statement")
    writer.link(iri, RDF + "subject", subject)
    writer.link(iri, RDF + "predicate", predicate)
    (writer.link if is_link else writer.words)(iri, RDF + "object", object_)
    cite(writer, iri, passage)
    return iri


def cite(writer: QuadWriter, subject: str, passage: Passage) -> None:
    """Link a node to the passage of the source that states it; passages of one place are one node."""
    part = f"{slugify(passage.part)}-" if passage.part else ""
    iri = f"{writer.source}#{part}line-{passage.line}"
    writer.link(subject, RG + "evidence", iri)
    writer.link(iri, RDF + "type", RG + "Evidence")
    writer.link(iri, PROV + "wasDerivedFrom", writer.source)
    writer.integer(iri, RG + "line", passage.line)
    if passage.section:
        writer.string(iri, RG + "section", passage.section)
    if passage.quote:
        writer.string(iri, RG + "quote", passage.quote)
