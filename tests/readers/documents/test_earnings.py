"""What roles earn, in prose: each amount with the role that it is about."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import HERE, LEXICON

from rolegraph.readers.documents.earnings import pay_of_roles
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.titles import Title

GAZETTEER = RoleGazetteer(Title("Baker vs. Miller", 1, ("Baker", "Miller")), LEXICON)


@pytest.mark.parametrize(
    ("text", "current", "expected"),
    [
        ("Bakers earn around $41,000 per year, millers $39,500.", (), [((0,), 41_000), ((1,), 39_500)]),
        ("The average salary is $41,000 for bakers and $39,500 for millers.", (), [((0,), 41_000), ((1,), 39_500)]),
        ("Both bakers and millers earn about £24,000 a year.", (), [((0, 1), 24_000)]),
        ("The average salary is $41,000 a year.", (1,), [((1,), 41_000)]),
        ("The average salary is $41,000 a year.", (), []),
        ("Bakers start at 4 in the morning.", (0,), []),
        ("Starters: £28,000. Experienced: £65,000.", (0,), [((0,), 28_000)]),
        ("A baker is up early. The pay is $41,000 a year.", (), [((0,), 41_000)]),
    ],
)
def test_each_amount_goes_to_its_role(text: str, current: tuple[int, ...], expected: list[object]) -> None:
    found = pay_of_roles(text, current, HERE, GAZETTEER)
    assert [(roles, pay.low) for roles, pay in found] == expected
