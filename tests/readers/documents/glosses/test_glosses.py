"""Texts in German, French and Spanish: told by their words, and read by way of English turns of phrase."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from annotated_texts import annotated_texts
from hypothesis import given
from hypothesis import strategies as st
from quality_texts import FOREIGN, Measured, lexicon_of

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Kind, Necessity, Node
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.forms.document import Document
from rolegraph.readers.documents.glosses import glossed, is_name, language_of_text
from rolegraph.readers.documents.headings import heading_of
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import Article

TEXTS = annotated_texts(FOREIGN)


def known() -> MemoryLexicon:
    return lexicon_of(FOREIGN / "names.ttl")


def document(*lines: str) -> Document:
    return next(read_documents("\n".join(lines).encode(), "text.txt"))


def read(*lines: str) -> Article:
    return read_text(document(*lines), known())


def asked(*lines: str) -> dict[str, str]:
    """What an advertisement asks for, each with how urgently."""
    (posting,) = read(*lines).postings
    found = {" or ".join(one.label for one in each.any_of): each.necessity for each in posting.requirements}
    return {name: "nice" if necessity is Necessity.PREFERRED else "must" for name, necessity in found.items()}


GERMAN = ("Buchhalter (m/w/d)", "Wir suchen ab sofort einen Buchhalter für unser Team.", "Ihr Profil")
FRENCH = ("Comptable (H/F)", "Nous recherchons un comptable pour notre équipe.", "Votre profil")
SPANISH = ("Contable (m/f)", "Buscamos un contable para nuestro equipo.", "Requisitos")


def test_twelve_texts_of_several_trades_in_three_languages_half_of_them_held_out() -> None:
    assert len(TEXTS) == 12
    assert sum(text.held_out for text in TEXTS) == 6
    assert len({text.profession for text in TEXTS}) >= 8
    assert {text.name.partition("-")[0] for text in TEXTS} == {"de", "fr", "es"}


@pytest.mark.parametrize(
    ("held_out", "recall", "precision", "necessity"), [(False, 1.0, 0.95, 1.0), (True, 0.8, 0.9, 0.95)]
)
def test_what_texts_ask_for_is_found(held_out: bool, recall: float, precision: float, necessity: float) -> None:
    texts = [text for text in TEXTS if text.held_out is held_out]
    measured = Measured(texts, known())
    total = measured.total()
    assert total.recall >= recall
    assert total.precision >= precision
    assert total.necessity / total.found >= necessity
    assert measured.right_kinds({text.name for text in texts}) == len(texts)


def test_the_language_of_a_text_is_told_by_its_words() -> None:
    for text in TEXTS:
        (one,) = read_documents(text.data, text.name)
        assert language_of_text(one.lines) == text.name.partition("-")[0]
    for text in annotated_texts():
        (one,) = read_documents(text.data, text.name)
        assert language_of_text(one.lines) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SAP, DATEV, Excel",
        "Mise en place, crème brûlée and pâté en croûte for our kitchen",
        "We are looking for a baker who knows how to make Brot und Brötchen",
        "Cerchiamo un panettiere con esperienza per il nostro forno a Torino",
        "Wij zoeken een bakker met ervaring voor onze winkel in Utrecht",
    ],
)
def test_a_text_in_another_language_is_left_as_it_is(text: str) -> None:
    assert language_of_text([Line(1, text)]) == ""
    assert glossed(Document("text", [Line(1, text)], "", "text"), known()) is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((*GERMAN, "- SAP-Kenntnisse sind wünschenswert, aber nicht zwingend erforderlich"), {"SAP": "nice"}),
        ((*GERMAN, "- Erfahrung mit DATEV von Vorteil"), {"DATEV": "nice"}),
        ((*GERMAN, "- Von Vorteil sind Kenntnisse in SAP"), {"SAP": "nice"}),
        ((*GERMAN, "- Idealerweise Erfahrung in der Lohnabrechnung"), {"payroll": "nice"}),
        ((*GERMAN, "- Kenntnisse im Steuerrecht setzen wir voraus"), {"tax law": "must"}),
        ((*GERMAN, "- Buchhaltung und Steuerrecht"), {"bookkeeping": "must", "tax law": "must"}),
        ((*GERMAN, "Wünschenswert", "- SAP", "Wir bieten", "- 30 Tage Urlaub"), {"SAP": "nice"}),
        ((*GERMAN, "- Gute SQL- und Excel-Kenntnisse"), {"SQL": "must", "Excel": "must"}),
        ((*GERMAN, "- Keine Erfahrung in der Lohnabrechnung erforderlich", "- SAP"), {"SAP": "must"}),
        (
            (*GERMAN[:2], "Was du können solltest: SAP, DATEV", "Was du nicht brauchst: Excel"),
            {"SAP": "must", "DATEV": "must"},
        ),
        ((*FRENCH, "- La connaissance de SAP est un atout"), {"SAP": "nice"}),
        ((*FRENCH, "- Maîtrise d'Excel souhaitée"), {"Excel": "nice"}),
        ((*FRENCH, "- Droit fiscal indispensable"), {"tax law": "must"}),
        ((*FRENCH, "- Vous maîtrisez parfaitement Sage et Excel"), {"Sage": "must", "Excel": "must"}),
        ((*FRENCH, "Les plus", "- Gestion de la paie"), {"payroll": "nice"}),
        ((*SPANISH, "- Deseable experiencia con SAP"), {"SAP": "nice"}),
        ((*SPANISH, "- Imprescindible: dominio de Excel"), {"Excel": "must"}),
        ((*SPANISH, "- Se valorará experiencia en nóminas"), {"payroll": "nice"}),
        ((*SPANISH, "- No es necesario tener experiencia en nóminas", "- SAP"), {"SAP": "must"}),
        ((*SPANISH[:2], "¿Qué perfil necesitamos?", "- SAP (deseable)"), {"SAP": "nice"}),
        ((*SPANISH, "- Contabilidad y derecho fiscal"), {"bookkeeping": "must", "tax law": "must"}),
        ((*SPANISH, "Requisitos deseables", "- Cierre contable"), {"annual accounts": "nice"}),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_how_urgently_something_is_asked_for(lines: tuple[str, ...], expected: dict[str, str]) -> None:
    assert asked(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "years"),
    [
        ((*GERMAN, "- Mindestens 3 Jahre Berufserfahrung in der Buchhaltung"), 3),
        ((*GERMAN, "- Mindestens zwei Jahre Erfahrung in der Buchhaltung"), 2),
        ((*GERMAN, "- 5-jährige Berufserfahrung in der Buchhaltung"), 5),
        ((*FRENCH, "- 3 ans d'expérience en comptabilité"), 3),
        ((*FRENCH, "- Expérience de 2 ans minimum en comptabilité"), 2),
        ((*FRENCH, "- Au moins cinq ans d'expérience dans la comptabilité"), 5),
        ((*SPANISH, "- Experiencia mínima de 2 años en contabilidad"), 2),
        ((*SPANISH, "- Al menos tres años de experiencia en contabilidad"), 3),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_years_of_experience(lines: tuple[str, ...], years: int) -> None:
    (posting,) = read(*lines).postings
    (requirement,) = posting.requirements
    assert requirement.any_of[0].label == "bookkeeping"
    assert requirement.years is not None
    assert requirement.years.minimum == years


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        ((*GERMAN, "- Bachelor in Betriebswirtschaft"), "Bachelor's degree in Betriebswirtschaft"),
        ((*GERMAN, "- Masterabschluss in Informatik"), "Master's degree in Informatik"),
        ((*GERMAN, "- Abgeschlossene Ausbildung als Buchhalter"), "Apprenticeship"),
        ((*GERMAN, "- Führerschein Klasse B"), "driving licence"),
        ((*FRENCH, "- Licence en gestion"), "Bachelor's degree in Gestion"),
        ((*FRENCH, "- Bac+5 en finance"), "Master's degree in Finance"),
        ((*FRENCH, "- Permis B exigé"), "driving licence"),
        ((*SPANISH, "- Grado en Economía"), "Bachelor's degree in Economía"),
        ((*SPANISH, "- Máster en Finanzas"), "Master's degree in Finanzas"),
        ((*SPANISH, "- Carné de conducir B"), "driving licence"),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_degrees_and_licences(lines: tuple[str, ...], label: str) -> None:
    assert list(asked(*lines)) == [label]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Bäcker/in (m/w/d) in Vollzeit", "Baker"),
        ("Bäcker:in (all genders) - Teilzeit", "Baker"),
        ("Infirmier(e) H/F - CDI", "Nurse"),
        ("Éducateur / Éducatrice de jeunes enfants (F/H)", "Childcare Worker"),
        ("Enfermero/a (m/f)", "Nurse"),
        ("Desarrollador/a web - Remoto", "Web Developer"),
    ],
)
def test_a_title_is_linked_to_its_role_whatever_its_gender(line: str, role: str) -> None:
    rest = FRENCH if role in ("Nurse", "Childcare Worker") and "/a" not in line else SPANISH if "/a" in line else GERMAN
    (posting,) = read(line, *rest[1:], "- SAP").postings
    assert posting.role is not None
    assert posting.role.label == role


def test_what_is_quoted_is_in_the_words_of_the_source() -> None:
    text = next(text for text in TEXTS if text.name.startswith("de-buchhaltung"))
    lines = [line.strip("• ") for line in text.data.decode().splitlines()]
    (posting,) = (article := read(*text.data.decode().splitlines())).postings
    assert article.language == "de"
    assert {one.passage.quote for one in posting.requirements} <= set(lines)
    assert {one.passage.section for one in posting.requirements} == {"Das bringen Sie mit"}
    assert {one.text for one in posting.responsibilities} <= set(lines)
    assert len(posting.responsibilities) == 2


def test_the_sentences_of_a_paragraph_are_quoted_one_by_one() -> None:
    sentences = (
        "Du hast Erfahrung mit SAP.",
        "Von Vorteil sind Kenntnisse in DATEV.",
        "Excel wäre schön, ist aber kein Muss.",
    )
    (posting,) = read(*GERMAN, " ".join(sentences)).postings
    found = {one.any_of[0].label: (one.passage.quote, one.necessity.name) for one in posting.requirements}
    assert found == {
        "SAP": (sentences[0], "ESSENTIAL"),
        "DATEV": (sentences[1], "PREFERRED"),
        "Excel": (sentences[2], "PREFERRED"),
    }


@pytest.mark.parametrize(
    ("lines", "pay"),
    [
        ((*GERMAN, "- SAP", "Wir bieten", "60.000 bis 70.000 Euro im Jahr"), (60_000, 70_000, "EUR", "year")),
        ((*FRENCH, "- Excel", "Salaire : 2 100 € brut par mois"), (2_100, 2_100, "EUR", "month")),
        ((*FRENCH, "- Excel", "Nous offrons", "38 à 45 K€ bruts par an"), (38_000, 45_000, "EUR", "year")),
        ((*SPANISH, "- Excel", "Salario: entre 24.000 y 26.000 € brutos anuales"), (24_000, 26_000, "EUR", "year")),
    ],
    ids=lambda value: value[-1] if isinstance(value[-1], str) else "",
)
def test_pay(lines: tuple[str, ...], pay: tuple[int, int, str, str]) -> None:
    (posting,) = read(*lines).postings
    assert (posting.pay_low, posting.pay_high, posting.currency, posting.pay_period) == pay


def test_a_text_about_a_trade_that_advertises_nothing_is_no_advertisement() -> None:
    lines = (
        "Bäcker",
        "Bäcker stellen Brot her und arbeiten in der Nacht.",
        "Die Ausbildung dauert drei Jahre und ist mit viel Arbeit verbunden.",
    )
    with pytest.raises(SourceError, match="is not recognised"):
        read(*lines)


def test_names_that_the_graph_knows_are_kept_whatever_words_they_have() -> None:
    lines = [Line(1, "Kenntnisse in Transport und Lagerung, wir suchen Erfahrung mit der Lagerlogistik und mehr")]
    graph = MemoryLexicon([(Node("x:1", Kind.SKILL, "Transport und Lagerung"), ())])
    found = glossed(Document("text", lines, "", "text"), graph)
    assert found is not None
    assert "Transport und Lagerung" in found.document.lines[0].text


def test_a_name_that_no_graph_knows_is_new_only_behind_a_cue() -> None:
    lines = (*GERMAN, "- Kenntnisse in Kostenrechnung", "- Sicheres Auftreten", "- Freude am Umgang mit Menschen")
    assert asked(*lines) == {"Kostenrechnung": "must"}
    assert is_name("Kostenrechnung", "de")
    assert not any(
        is_name(text, "de") for text in ("Menschen", "und so", "den Kunden", "1 2", "sehr viele nette Leute")
    )


def test_every_heading_in_english_is_one() -> None:
    for language in ("de", "fr", "es"):
        text = (Path(glossed.__code__.co_filename).with_name(f"{language}.txt")).read_text(encoding="utf-8")
        headings = re.findall(r" => (.+)", text.partition("[headings]")[2].partition("[phrases]")[0])
        assert [heading for heading in headings if heading_of(heading) is None] == []


WORDS = st.sampled_from(
    "und die Kenntnisse SAP- Erfahrung mit - , ( ) Jahre 3 von Vorteil ist et des ans d'expérience un atout bac +5 "
    "y de años experiencia en Excel aaaa".split()
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_line_is_glossed_to_a_line(text: str) -> None:
    found = glossed(Document("text", [Line(1, "und die der mit wir sie"), Line(2, text)], "", "text"), known())
    assert found is None or len(found.document.lines) == 2


@pytest.mark.parametrize("filling", ["und die der mit wir ", "et le les des vous ", "y los las para con "])
@pytest.mark.parametrize("part", ["a-", "jahre erfahrung ", "((", "1.000 "])
def test_a_line_of_any_length_is_glossed(filling: str, part: str) -> None:
    lines = [Line(1, filling * 400), Line(2, (part * 3_000)[:2_999]), Line(3, part * 100_000)]
    found = glossed(Document("text", lines, "", "text"), known())
    assert found is not None
    assert found.document.lines[2] == lines[2]
