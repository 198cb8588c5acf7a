"""What a text says that its roles earn: each amount goes to the role that is named nearest before it."""

from __future__ import annotations

from typing import Final

from rolegraph.readers.documents.fields import Pay, typed_fields
from rolegraph.readers.documents.gazetteer import RoleGazetteer, RoleIndices
from rolegraph.readers.documents.plain_text import sentences
from rolegraph.readers.documents.records import Passage, PayRecord

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
    return out


def pay_record(pay: Pay, passage: Passage) -> PayRecord:
    """An amount or a range as a record, in whole units of its currency."""
    low, high = (None if amount is None else int(amount) for amount in (pay.low, pay.high))
    return PayRecord(low, high, pay.currency, passage, pay.period or "year", pay.equity)
