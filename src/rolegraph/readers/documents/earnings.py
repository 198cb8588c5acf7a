"""What a text says that its roles earn: each amount goes to the role that is named nearest before it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rolegraph.readers.documents.fields import Pay, typed_fields
from rolegraph.readers.documents.gazetteer import RoleGazetteer, RoleIndices
from rolegraph.readers.documents.plain_text import sentences
from rolegraph.readers.documents.records import Passage, PayRecord

_CAREER: Final = re.compile(
    r"\b(?:start\w*|entry|junior|newly|trainees?|apprentices?|beginn\w+|lowest)\b", re.IGNORECASE
)
_LONGEST: Final = 5_000  # characters of a sentence that is looked at


def pay_of_roles(
    text: str, current: RoleIndices, passage: Passage, gazetteer: RoleGazetteer
) -> list[tuple[RoleIndices, PayRecord]]:
    """The pay in a paragraph, each with the roles that it is for; `current` are those of its heading, if any."""
    out: list[tuple[RoleIndices, PayRecord]] = []
    for sentence in sentences(text):
        end = 0
        fields = typed_fields(sentence[:_LONGEST])
        amounts = [(field.start, field.end, field.value) for field in fields if isinstance(field.value, Pay)]
        behind = len(amounts) > 1 and not gazetteer.mentioned(sentence[: amounts[0][0]])
        for place, (start, stop, pay) in enumerate(amounts):
            after = amounts[place + 1][0] if place + 1 < len(amounts) else len(sentence)
            near = sentence[stop:after] if behind else sentence[end:start]
            roles = gazetteer.mentioned(near) or gazetteer.mentioned(sentence) or current
            end = stop
            if roles:
                out.append((roles, pay_record(pay, passage)))
        current = gazetteer.mentioned(sentence) or current
    return _as_range(text, out)


def _as_range(text: str, found: list[tuple[RoleIndices, PayRecord]]) -> list[tuple[RoleIndices, PayRecord]]:
    """Amounts of beginners and of the experienced, in one role, as one range."""
    kinds = {(roles, pay.currency, pay.period) for roles, pay in found}
    if len(found) < 2 or len(kinds) > 1 or not _CAREER.search(text):
        return found
    lows = [pay.low for _, pay in found if pay.low is not None]
    highs = [pay.high for _, pay in found if pay.high is not None]
    (roles, first), *_ = found
    return [(roles, replace(first, low=min(lows, default=None), high=max(highs, default=None)))]


def pay_record(pay: Pay, passage: Passage) -> PayRecord:
    """An amount or a range as a record, in whole units of its currency."""
    low, high = (None if amount is None else int(amount) for amount in (pay.low, pay.high))
    return PayRecord(low, high, pay.currency, passage, pay.period or "year", pay.equity)
