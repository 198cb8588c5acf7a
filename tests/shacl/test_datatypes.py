"""Lexical spaces: what is in them and what is not, and the engine's numbers are among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from rolegraph.rdf.vocabulary import XSD
from rolegraph.shacl.datatypes import DATATYPES, is_written_as

# Of each datatype, texts that are written as it wants, and texts that are not.
TEXTS = {
    "anyURI": (["", "a", "https://example.org/é?a#b"], ["a b", "<a>"]),
    "base64Binary": (["", "YQ==", "YWE=", "YWFh", "YW Fh"], ["Y", "YQ=", "=", "YWFhY"]),
    "boolean": (["true", "false", "1", "0"], ["", "yes", "True", " 1"]),
    "byte": (["127", "-128", "+1", "007"], ["128", "-129", "1.0", ""]),
    "date": (["2020-02-29", "2021-12-31Z", "-0001-01-01", "12020-01-01+14:00"], ["2021-02-29", "2020-13-01", "20-1-1"]),
    "dateTime": (["2020-02-29T24:00:00", "2020-01-01T00:00:00.5-05:30"], ["2020-02-29", "2020-02-30T00:00:00", "noon"]),
    "dateTimeStamp": (["2020-01-01T00:00:00Z"], ["2020-01-01T00:00:00"]),
    "dayTimeDuration": (["P1D", "-PT1.5S"], ["P1Y", "P", "PT"]),
    "decimal": (["1", "1.", ".5", "-0.0"], ["1e0", "", ".", "INF", "1,5"]),
    "double": (["1", "1e400", "-INF", "NaN", "+INF", "1.5E-3"], ["inf", "nan", "e1", "1e", ""]),
    "duration": (["P1Y2M3DT4H5M6.7S", "PT0S", "-P1D"], ["P", "1D", "P1S", "PT", "P1YT"]),
    "ENTITY": (["a-b"], ["1a", "a:b"]),
    "float": (["1.5", "INF"], ["Infinity"]),
    "gDay": (["---31", "---01Z"], ["---32", "31"]),
    "gMonth": (["--12"], ["--13", "12"]),
    "gMonthDay": (["--02-29", "--12-31Z"], ["--02-30", "--04-31", "02-29"]),
    "gYear": (["2020", "-0001", "12020", "2020Z", "0000"], ["banana", "20", "02020", "2020-01", ""]),
    "gYearMonth": (["2020-12"], ["2020-13", "2020"]),
    "hexBinary": (["", "0aFF"], ["0", "0g"]),
    "ID": (["_a.1"], ["", "a b"]),
    "IDREF": (["é"], ["-a"]),
    "int": (["2147483647"], ["2147483648"]),
    "integer": (["+5", "-0", "9" * 30, "9" * 5000], ["1.0", "", "five", "1e3"]),
    "language": (["en", "en-GB", "x-a1"], ["", "e n", "englishlanguage", "en_GB"]),
    "long": (["9223372036854775807"], ["9223372036854775808", "9" * 5000]),
    "Name": (["a:b", ":a"], ["1", ""]),
    "NCName": (["a"], ["a:b"]),
    "negativeInteger": (["-1"], ["0"]),
    "NMTOKEN": (["1:a"], ["a b", ""]),
    "nonNegativeInteger": (["0"], ["-1"]),
    "nonPositiveInteger": (["0"], ["1"]),
    "normalizedString": (["", " a  b "], ["a\tb", "a\nb"]),
    "NOTATION": (["a:b"], ["a:"]),
    "positiveInteger": (["1"], ["0"]),
    "QName": (["a:b", "b"], [":b", "a:b:c"]),
    "short": (["-32768"], ["-32769"]),
    "string": (["", "a\nb", " "], []),
    "time": (["23:59:59", "24:00:00Z"], ["25:00:00", "12:00"]),
    "token": (["", "a b"], [" a", "a  b", "a\n"]),
    "unsignedByte": (["255"], ["256", "-1"]),
    "unsignedInt": (["4294967295"], ["4294967296"]),
    "unsignedLong": (["18446744073709551615"], ["18446744073709551616"]),
    "unsignedShort": (["65535"], ["65536"]),
    "yearMonthDuration": (["P1Y2M"], ["P1D", "P"]),
}


def test_every_datatype_has_texts() -> None:
    assert TEXTS.keys() == DATATYPES


@pytest.mark.parametrize("datatype", sorted(TEXTS))
def test_texts_are_in_the_lexical_space_or_are_not(datatype: str) -> None:
    right, wrong = TEXTS[datatype]
    assert {text: is_written_as(datatype, text) for text in (*right, *wrong)} == {
        **dict.fromkeys(right, True),
        **dict.fromkeys(wrong, False),
    }


@given(st.sampled_from(["integer", "decimal", "double", "float"]), st.text("0123456789-+.eEINFa", max_size=8))
def test_what_the_engine_takes_for_a_number_is_written_as_one(datatype: str, text: str) -> None:
    literal = f'"{text}"^^<{XSD}{datatype}>'
    if Store().query(f"ASK {{ FILTER(isNumeric({literal})) }}"):
        assert is_written_as(datatype, text)
