"""Which roles the codes of a statistic stand for."""

from __future__ import annotations

import pytest
from tests.folders import DATA
from tests.needs import missing

from rolegraph.readers.counts.occupation_codes import BY_TITLE, EXACT, OLD, REPLACED, OccupationCodes, is_whole_group

CODES = OccupationCodes(
    [("a", "15-2051.00"), ("b", "15-2051.01"), ("c", "15-1252.00"), ("d", "2511.3"), ("e", "31-1122.00")],
    lambda: [("a", "Data Scientist"), ("b", "Twin"), ("c", "Twin"), ("e", "Carer")],
)


@pytest.mark.parametrize(
    ("code", "title", "roles", "how"),
    [
        ("15-2051.01", "", ("b",), EXACT),
        ("15-2051", "", ("a", "b"), EXACT),
        ("152051", "", ("a", "b"), EXACT),
        ("15-2050", "", ("a", "b"), EXACT),
        ("15-1132", "", ("c",), OLD),
        ("15-1130", "", ("c",), OLD),
        ("39-9020", "", ("e",), OLD),
        ("2511", "", ("d",), EXACT),
        ("99-9998", "data scientist", ("a",), BY_TITLE),
        ("Carer", "", ("e",), BY_TITLE),
    ],
)
def test_a_code_stands_for_all_that_begin_so_or_for_what_came_of_it(
    code: str, title: str, roles: tuple[str, ...], how: str
) -> None:
    assert CODES.find(code, title) == (roles, how)


@pytest.mark.parametrize("code", ["15-0000", "00-0000", "99-9998", "Twin", "", "251", "15-2051.02"])
def test_what_is_unknown_or_too_wide_stands_for_nothing(code: str) -> None:
    assert CODES.find(code) is None


def test_a_total_is_told_from_an_occupation() -> None:
    assert [is_whole_group(code) for code in ("11-0000", "00-0000", "11-3020", "nurse")] == [True, True, False, False]


def test_what_came_of_old_codes_is_in_onet() -> None:
    table = DATA / "onet-29.3"
    if not table.is_dir():
        missing("needs ../shared/data/onet-29.3, beside the repository")
    texts = [path.read_text(encoding="utf-8") for path in table.rglob("Occupation Data.txt")]
    codes = [line.partition("\t")[0] for text in texts for line in text.splitlines()[1:]]
    if not codes:
        missing("needs the text of O*NET 29.3")
    came = {new for codes in REPLACED.values() for new in codes}
    assert [new for new in sorted(came) if not any(code.startswith(new) for code in codes)] == []
    assert [old for old in REPLACED if any(code.startswith(old) for code in codes)] == []
