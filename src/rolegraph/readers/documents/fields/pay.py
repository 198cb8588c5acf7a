"""Pay: amounts and ranges in a currency, for a period; what is a budget, a turnover or a bonus is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rolegraph.readers.documents.fields.values import FieldKind, Pay, TypedField

# What people write for a currency: signs, codes, and words.
_CODES: Final = (
    "USD GBP EUR CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON INR JPY CNY SGD HKD ZAR AED SAR BRL MXN ILS TRY KRW THB "
    "PHP MYR NGN KES UAH"
).split()
_CURRENCIES: Final = {
    **{code: code for code in _CODES},
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "S$": "SGD",
    "HK$": "HKD",
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "₹": "INR",
    "¥": "JPY",
    "dollars": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "zł": "PLN",
    "zl": "PLN",
    "kr": "",
    "rupees": "INR",
    "rs": "INR",
    "rs.": "INR",
}
_LARGE_UNITS: Final = frozenset("INR JPY KRW HUF NGN KES PHP CZK THB".split())
_YEARLY: Final = ("USD", "GBP", "EUR", "CHF", "CAD", "AUD", "NZD", "")  # where five digits are pay for a year
_BEFORE: Final = rf"(?:(?:US|CA|AU|NZ|HK|[CAS])?\$|[£€₹¥]|\bRs\b\.?|\b(?:{'|'.join(_CODES)})\b)"
_AFTER: Final = rf"(?:[€£$](?!\s?\d)|(?:{'|'.join(_CODES)})\b|(?:dollars|pounds|euros?|rupees|zł|zl|kr)\b)"
_NUMBER: Final = (
    r"\d{1,3}(?:[,.'’]\d{3}){1,2}(?:[.,]\d{2})?(?!\d)|\d{1,3}(?:[ \u00a0]\d{3}){1,2}(?!\d)"
    r"|\d{1,7}(?:[.,]\d{1,2})?(?!\d)"
)
_AMOUNT: Final = (
    rf"(?P<number>{_NUMBER})(?:\s?(?P<k>[kK])\b)?(?:,-{{1,2}})?(?:\s?(?P<after>{_AFTER}))?(?P<open>\+(?!\w))?"
)
_FIRST: Final = re.compile(rf"(?:(?P<before>{_BEFORE})\s?|(?<![\w.,/$€£-])){_AMOUNT}")
_SECOND: Final = re.compile(rf"(?P<before>{_BEFORE})?\s?{_AMOUNT}")
_JOIN: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\band\b|\bbis\b)\s*(?:up to\s+)?", re.IGNORECASE)
_LARGE: Final = re.compile(
    r"\s?(?:m|mn|mio|million|millions|bn|billion|b|trillion|x|%|percent|per\s?cent)\b|\s?%|[\w-]*\w", re.IGNORECASE
)
_PERIODS: Final = (
    ("hour", r"hour|hr|h|std|stunde"),
    ("day", r"day|diem|tag"),
    ("week", r"week|wk"),
    ("month", r"month|mo|mth|monat"),
    ("year", r"year|yr|annum|annual|jahr"),
)
_ADVERBS: Final = (
    ("hour", r"hourly|p\.?h\.?(?!\w)|stündlich"),
    ("day", r"daily"),
    ("week", r"weekly"),
    ("month", r"monthly|monatlich|p\.?c?\.?m\.?(?!\w)"),
    ("year", r"annually|annual|yearly|per\s+annum|p\.?a\.?(?!\w)|jährlich"),
)
_PERIOD: Final = re.compile(
    r"\s*,?\s*\(?(?:(?:base|gross|brutto|net|net\s+of\s+tax|before\s+tax|pro\s+rata)(?:\s+|(?=/)))?-?\s*(?:(?:/|\bper\b|\ban?\b|\bpro\b|\beach\b|\bim\b"
    r"|\bevery\b|\bof\b(?=\s+a))\s*(?:"
    + "|".join(rf"(?P<{name}>{words})" for name, words in _PERIODS)
    + r")s?\b|(?:"
    + "|".join(rf"(?P<{name}ly>{words})" for name, words in _ADVERBS)
    + r")(?!\w))\)?",
    re.IGNORECASE,
)
_PERIOD_BEFORE: Final = re.compile(
    r"\b(?:(?P<hour>hourly|per\s+hour)|(?P<day>daily|day)|(?P<week>weekly)|(?P<month>monthly)|(?P<year>annual|yearly"
    r"|annualized|annualised|jahres\w*))\s*(?:base\s+|gross\s+|basic\s+|starting\s+|pay\s+)?(?:salary|pay|wages?|rates?|compensation"
    r"|income|earnings|range|gehalt)\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_PLAUSIBLE: Final = {
    "hour": (3, 1_000),
    "day": (40, 5_000),
    "week": (100, 20_000),
    "month": (300, 60_000),
    "year": (5_000, 2_000_000),
    "": (1_000, 2_000_000),
}
_ABOUT_PAY: Final = re.compile(
    r"\b(?:salar(?:y|ies)|pay|pays|paid|earn|earns|earning|earnings|wages?|compensation|remuneration|base|income"
    r"|gehalt|jahresgehalt|vergütung|rate|make)\b",
    re.IGNORECASE,
)
_ABOUT_ELSE: Final = re.compile(
    r"\b(?:revenues?|funding|raised|raise|sales|budgets?|portfolio|worth|valued|valuation|invest\w*|sav(?:e|ed|es|ings?)"
    r"|allowances?|vouchers?|insurance|cover(?:age)?|pension|401\(?k|fees?|costs?|tuition|turnover|assets|deals?|accounts?"
    r"|projects?|contracts?\s+worth|customers|users|employees|loans?|grants?|scholarships?|prize|fines?|debt|spend\w*"
    r"|reimburse\w*|towards?|commission\s+up|discount\w*|donat\w+|losses|profits?|orders|transactions|payments?"
    r"|bonus(?:es)?\s+(?:of|up)|referral|signing|sign-on|(?:gym|membership|subsid\w+|perks?|stipend))\b",
    re.IGNORECASE,
)
_ELSE_AFTER: Final = re.compile(
    r"\s*(?:sign|referral|welcome|joining|retention|bonus|annual\s+bonus|worth|in\s+(?:revenue|funding|sales|annual"
    r"|assets|savings|equity|stock|arr|benefits|damages|budgets?)|budgets?|allowance|voucher|ote\b|on[- ]target"
    r"|company|business|fund|portfolio|of\s+(?:life|cover|insurance|sales|revenue|debt)|towards?|for\s+(?:training"
    r"|learning|courses|equipment|your)|deductible|fee|grant|loan|tax\s+free|per\s+(?:child|employee|referral|person)"
    r"|training|learning|development|stipend)\b",
    re.IGNORECASE,
)
_SUPER: Final = re.compile(
    r"[^.;\n\w]{0,5}(?:(?:plus|and|incl\w*|"
    r"inc)\s+)?super(?:annuation)?\b",
    re.IGNORECASE,
)  # Australia's
_OTE: Final = re.compile(r"\b(?:OTE|on[- ]target earnings)(?:\s+of)?\W{0,3}$")
_CUT: Final = re.compile(r"[;•\n]|[.!?](?=\s)")
_AT_MOST: Final = re.compile(r"\b(?:up\s+to|maximum(?:\s+of)?|max\.?|bis zu)\s*$", re.IGNORECASE)
_AT_LEAST: Final = re.compile(
    r"\b(?:from|starting\s+(?:at|from)|starts\s+at|at\s+least|minimum(?:\s+of)?|min\.?|ab|over|more\s+than"
    r"|upwards\s+of)\s*$",
    re.IGNORECASE,
)
_HOURLY: Final = re.compile(r"/\s?h|\bhour", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"\b(?:salary|pay|compensation|rate|wage|remuneration)[\w ]{0,15}:?\s{0,2}\n?\s{0,2}"
    r"(?:(?:from|starting (?:at|from)|at least|minimum|min\.?|ab|up to|maximum|max\.?) ?)?$",
    re.IGNORECASE,
)
_EQUITY: Final = re.compile(
    r"[^.;\n]{0,60}?(?P<equity>(?:\d{1,2}(?:\.\d{1,3})?%?\s*(?:-|–|to)\s*)?(?:\d{1,2}(?:\.\d{1,3})?%\s+)?(?:equity"
    r"|(?:stock|share)\s+options?|RSUs?|stock\s+grants?)\b)",
    re.IGNORECASE,
)
_ALONE_BEFORE: Final = re.compile(r"(?:^|[|,·:(\n]|\s[-–—]|\bto)\s*$")
_ALONE_AFTER: Final = re.compile(r"\s*(?:$|[|,·).;\n+]|[-–—]\s|\+|plus\b|gross\b|DOE\b|negotiable\b|depending\b)")


def pay_fields(text: str) -> Iterator[TypedField]:
    """What a text says is paid for the work that it is about."""
    says_of_pay = _ABOUT_PAY.search(text) is not None or _HOURLY.search(text) is not None
    place = 0
    while (low := _FIRST.search(text, place)) is not None:
        place = max(low.end(), low.start() + 1)
        join = _JOIN.match(text, low.end()) if not low["open"] else None
        high = _SECOND.match(text, join.end()) if join else None
        if high is not None and not _is_range(low, high):
            high = None
        if not (says_of_pay or _currency(low) or (high and _currency(high))):
            continue
        if (found := _field(text, low, high)) is not None:
            place = found.end
            yield found
        elif high is not None:
            place = high.end()


def _is_range(low: re.Match[str], high: re.Match[str]) -> bool:
    first, second = _number(low, high["k"]), _number(high, None)
    codes = {_currency(match) for match in (low, high)} - {""}
    return first < second <= 20 * first and len(codes) < 2


def _field(text: str, low: re.Match[str], high: re.Match[str] | None) -> TypedField | None:
    last = high or low
    currency = _currency(low) or _currency(last)
    start, end = low.start(), last.end()
    if not (currency or len(low["number"]) > 1) or (
        _LARGE.match(text, end) and not (last["open"] or _PERIOD.match(text, end))
    ):
        return None
    head = text[max(0, start - 120) : start]
    head = head[max((cut.end() for cut in _CUT.finditer(head)), default=0) :]
    cut = _CUT.search(text, end, end + 80)
    limit = cut.start() if cut else end + 80
    after = _PERIOD.match(text, end, limit)
    period = _period(after) or _period(_PERIOD_BEFORE.search(head))
    end = after.end() if after else end
    around = _Around(head, text[end:limit], _LABEL.search(text, max(0, start - 40), start) is not None)
    has_digits = "." in text[start:end] and period == "hour"
    is_pay = around.is_pay(period) if currency else around.is_pay_without_currency(period, high is not None, has_digits)
    if currency == "USD" and _SUPER.match(text, end):
        currency = "AUD"
    numbers = [_number(low, high["k"] if high else None), _number(last, None)]
    if not period and currency in _YEARLY and numbers[1] >= 10_000:
        period = "year"
    if not is_pay or not _is_plausible(numbers, currency, period, is_hourly=around.speaks_of_pay):
        return None
    bounds = _bounds(head, numbers, is_range=high is not None, is_open=bool(last["open"]))
    equity = _EQUITY.match(text, end, end + 90)
    value = Pay(*bounds, currency, period, " ".join(equity["equity"].split()) if equity else "")
    return TypedField(FieldKind.PAY, start, end, text[start:end], value)


class _Around(NamedTuple):
    """The words of a sentence around an amount, and whether a label of pay stands before it."""

    head: str
    rest: str
    is_labelled: bool

    @property
    def speaks_of_pay(self) -> bool:
        """Whether the nearest words before an amount, or those behind it, are about pay."""
        return self.is_labelled or _ABOUT_PAY.search(self.head) is not None or bool(_ABOUT_PAY.search(self.rest[:30]))

    @property
    def speaks_of_else(self) -> bool:
        if _ELSE_AFTER.match(self.rest) or _OTE.search(self.head):
            return True
        about, other = (
            max((match.end() for match in words.finditer(self.head)), default=-1) for words in (_ABOUT_PAY, _ABOUT_ELSE)
        )
        return other > about

    def is_pay(self, period: str) -> bool:
        if self.speaks_of_else:
            return False
        starts = _ALONE_BEFORE.search(self.head) is not None or not any(map(str.isalnum, self.head))
        stands_alone = starts and _ALONE_AFTER.match(self.rest) is not None
        return bool(period) or self.speaks_of_pay or stands_alone

    def is_pay_without_currency(self, period: str, is_range: bool, has_digits: bool) -> bool:
        if self.speaks_of_else:
            return False
        return has_digits or (self.speaks_of_pay and (bool(period) or self.is_labelled or is_range))


def _is_plausible(numbers: list[float], currency: str, period: str, *, is_hourly: bool) -> bool:
    """Whether anybody is paid so much; a small amount may be that of an hour."""
    least, most = _PLAUSIBLE[period]
    if currency in _LARGE_UNITS or least <= numbers[0] <= numbers[1] <= most:
        return True
    return not period and currency != "" and is_hourly and 3 <= numbers[0] <= numbers[1] < 200


def _period(match: re.Match[str] | None) -> str:
    return (match.lastgroup or "").removesuffix("ly") if match else ""


def _currency(match: re.Match[str]) -> str:
    sign = (match["before"] or match["after"] or "").strip()
    return _CURRENCIES.get(sign) or _CURRENCIES.get(sign.lower(), "")


def _number(match: re.Match[str], shared_k: str | None) -> float:
    text = match["number"]
    decimals = re.search(r"[.,](\d{1,2})$", text)
    whole = re.sub(r"\D", "", text[: decimals.start()] if decimals else text)
    value = float(f"{whole}.{decimals[1]}" if decimals else whole)
    return value * 1_000 if match["k"] or (shared_k and value < 1_000) else value


def _bounds(head: str, numbers: list[float], *, is_range: bool, is_open: bool) -> tuple[float | None, float | None]:
    low, high = numbers
    if is_open:
        return low, None
    if is_range:
        return low, high
    if _AT_MOST.search(head):
        return None, high
    return (low, None) if _AT_LEAST.search(head) else (low, high)
