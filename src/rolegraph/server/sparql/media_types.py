"""Which of several formats an `Accept` header asks for, by RFC 9110."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MOST_RANGES = 100


class _Range(NamedTuple):
    """A media type, perhaps with stars, and how much it is wanted."""

    type: str
    subtype: str
    quality: float

    def fit(self, media_type: str) -> int:
        """How exactly it names a media type; 0 where it does not."""
        if f"{self.type}/{self.subtype}" == media_type:
            return 3
        if self.subtype == "*" and self.type in ("*", media_type.partition("/")[0]):
            return 1 + (self.type != "*")
        return 0


def preferred(accept: str, offered: Sequence[tuple[str, ...]]) -> int | None:
    """The number of the offer that is wanted most, of equal ones the first; None where none is acceptable.

    Of an offer's media types the first is its own; the others stand for it where they are named without stars.
    Whoever says nothing takes anything.

    >>> preferred("text/csv;q=0.5, application/json", [("application/json",), ("text/csv",)])
    0
    >>> preferred("text/*, application/json;q=0.9", [("application/json",), ("text/csv",)])
    1
    >>> preferred("image/png", [("application/json",)]) is None
    True
    """
    ranges = list(_ranges(accept))
    if not ranges:
        return 0 if offered and not accept.strip() else None
    exact = {f"{one.type}/{one.subtype}" for one in ranges}
    scores = [
        max(_quality(ranges, one) for one in (media_types[0], *exact.intersection(media_types[1:])))
        for media_types in offered
    ]
    best = max(scores, default=0.0)
    return scores.index(best) if best > 0 else None


def _quality(ranges: Sequence[_Range], media_type: str) -> float:
    """What the range says that names a media type most exactly."""
    fit, quality = max(((one.fit(media_type), one.quality) for one in ranges), key=lambda found: found[0])
    return quality if fit else 0.0


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(",")[:_MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        type_, slash, subtype = name.partition("/")
        if name == "*":
            type_, slash, subtype = "*", "/", "*"
        if slash and type_ and subtype:
            yield _Range(type_, subtype, _weight(parameters))


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
