"""The files, columns and identities of both forms of taxonomies."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.tables import write_folder

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind
from rolegraph.readers.downloads import Download
from rolegraph.readers.esco import taxonomy_forms as forms
from rolegraph.readers.esco.taxonomy_forms import (
    ESCO,
    OCCUPATIONS,
    TABIYA,
    Identity,
    choose_esco,
    choose_tabiya,
    language_of,
    read_model,
)
from rolegraph.readers.import_output import ImportReport


@given(st.permutations(["occupations_de.csv", "skills_DE.csv", "skills.csv", "skillSkillRelations_fr.csv", "x.csv"]))
def test_the_language_s_own_file_comes_first_whatever_the_order(names: list[str]) -> None:
    wanted = {
        "occupations": "occupations_de.csv",
        "skills": "skills_DE.csv",
        "skillSkillRelations": "skillSkillRelations_fr.csv",
    }
    assert choose_esco(names, "de") == wanted
    own = ["skillSkillRelations.csv", "skillSkillRelations_de.csv"]
    assert choose_esco([*names, *own], "de") == {**wanted, "skillSkillRelations": own[1]}


ORIGIN = "http://data.europa.eu/esco/occupation/1"
UUIDS = ("00000001-0000-4000-8000-000000000000", "00000002-0000-4000-8000-000000000000")
OURS = "https://w3id.org/rolegraph/id/role/tabiya-"


@pytest.mark.parametrize(
    ("cells", "identity"),
    [
        (("", ORIGIN, "", ""), Identity("", "ID", "")),
        (("7", ORIGIN, "", ""), Identity(ORIGIN, "ORIGINURI", ORIGIN)),
        (("7", "no IRI", "\n".join(UUIDS), ""), Identity(OURS + UUIDS[1], "UUIDHISTORY", "\n".join(UUIDS))),
        (("7 b", "", "", ""), Identity(OURS + "occupations-7-b", "ID", "7 b")),
        (("7", ORIGIN, "", "localoccupation"), Identity(OURS + "occupations-7", "ID", "7", ORIGIN)),
        (("7", "http://x/1", "", "localoccupation"), Identity("http://x/1", "ORIGINURI", "http://x/1")),
    ],
)
def test_rows_with_numbers_are_identified_by_origin_then_uuid_then_number(
    cells: tuple[str, str, str, str], identity: Identity
) -> None:
    assert TABIYA.identity(Kind.ROLE, OCCUPATIONS, *cells) == identity


@pytest.mark.parametrize("iri", ["no IRI", "javascript:x", "https://w3id.org/rolegraph/id/role/mine", ""])
def test_rows_of_esco_are_identified_by_an_iri_of_the_web_alone(iri: str) -> None:
    assert ESCO.identity(Kind.ROLE, OCCUPATIONS, iri, ORIGIN, UUIDS[0], "") == Identity("", "conceptUri", iri)
    assert ESCO.identity(Kind.ROLE, OCCUPATIONS, ORIGIN, "", "", "").iri == ORIGIN


def test_todays_name_of_a_file_comes_before_earlier_ones() -> None:
    names = ["occupations.csv", "isco_groups.csv", "occupation_groups.csv", "skillGroups.csv"]
    found = choose_tabiya(names)
    assert (found[forms.OCCUPATION_GROUPS], found[forms.SKILL_GROUPS]) == ("occupation_groups.csv", "skillGroups.csv")
    with pytest.raises(SourceError, match=r"has no occupations\.csv"):
        choose_tabiya(names[1:])


@pytest.mark.parametrize("today", ["ORIGINURI", "origin uri", "ESCOURI"])
def test_columns_are_found_by_their_names_of_today_and_before(tmp_path: Path, today: str) -> None:
    folder = write_folder(tmp_path, {"occupations.csv": f"id,PreferredLabel,{today}\n1,bell founder,x\n"})
    with closing(Download(folder, ImportReport())) as download:
        files = choose_tabiya(download.names)
        (row,) = TABIYA.rows(download, files, OCCUPATIONS, ("id", "preferredLabel"), ("origin",))
    assert row.cells == ("1", "bell founder", "x")


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("Creative Commons Attribution 4.0 International", "by/4.0"),
        ("CC-BY-4.0", "by/4.0"),
        ("All mine.", ""),
        ("", ""),
    ],
)
def test_the_licence_is_told_by_its_text(tmp_path: Path, text: str, licence: str) -> None:
    model = [("NAME", "LOCALE", "VERSION"), ("Crafts", "AR-es", "v2.1")]
    folder = write_folder(tmp_path, {"occupations.csv": "ID\n", "model_info.csv": model, "LICENSE.md": text})
    with closing(Download(folder, ImportReport())) as download:
        found = read_model(TABIYA, download, choose_tabiya(download.names))
    assert (found.name, found.version, found.language) == ("Crafts", "2.1", "es")
    assert (licence in found.licence) and bool(licence) == bool(found.licence)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *[(locale, "es") for locale in ("es", "AR-es", "AR_es", "es-AR", "es_AR", "ARG-es", "es-419", "es-Latn-AR")],
        ("ZA-zul", "zul"),
        *[(locale, "") for locale in ("ZA", "ZAF", "ES", "AR-ES", "", "Spanish", "South Africa", "es AR", "419")],
    ],
)
def test_capitals_in_a_locale_are_a_country_and_small_letters_a_language(locale: str, language: str) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize(
    "name", ["Occupations_EN.CSV", "occupations en.csv", "occupations_en.xlsx", "occupations_en.txt"]
)
def test_tables_of_esco_are_found_however_a_program_calls_them(name: str) -> None:
    assert choose_esco([name, "readme.txt"], "en") == {"occupations": name}


def test_of_one_table_in_two_formats_the_text_is_read() -> None:
    names = ["occupations_en.xlsx", "occupations_en.csv"]
    assert choose_esco(names, "en") == choose_esco(names[::-1], "en") == {"occupations": names[1]}
    names = ["Occupations.xlsx", "Occupations.csv", "ISCO_Groups.csv"]
    wanted = {"occupations": names[1], "ISCOGroups": names[2]}
    assert choose_tabiya(names) == choose_tabiya(names[::-1]) == wanted


def test_relations_alone_are_told_by_their_names() -> None:
    with pytest.raises(SourceError, match=r"has no occupations_en\.csv \(these are the relations alone: name the zip"):
        choose_esco(["occupationSkillRelations.csv", "skillSkillRelations.csv"], "en")
    with pytest.raises(SourceError, match=r"\(name the folder or zip of ESCO's CSV download\)"):
        choose_esco(["occupationSkillRelations.csv", "skills_en.csv"], "en")


@pytest.mark.parametrize("name", ["occupations_en.xls", "Occupations_en.csv.gz", "occupations_en.ods"])
def test_a_table_in_a_form_that_cannot_be_read_is_named(name: str) -> None:
    with pytest.raises(
        SourceError, match=rf"has no occupations_en\.csv \(there is {name}: unpack it, or save it as .csv"
    ):
        choose_esco([name, "skills_en.csv"], "en")
    with pytest.raises(SourceError, match=r"has no occupations\.csv \(there is occupations\.json"):
        choose_tabiya(["occupations.json", "skills.csv"])
