"""Questions as they stand in addresses and forms: parameters are texts, repeated ones lists, faults plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import ValidationError

from rolegraph.errors import RolegraphError, joined
from rolegraph.server.questions.inquiry import Inquiry

Asked = TypeVar("Asked", bound=Inquiry)
TRUTHS: Final = {"1": True, "true": True, "0": False, "false": False}
_NUMBERS: Final[Mapping[type, re.Pattern[str]]] = {
    int: re.compile(r"-?[0-9]{1,15}"),
    float: re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"),
}
_SAID: Final = (  # what pydantic says, in our words
    (r"^Field required$", "is missing"),
    (r"^Extra inputs are not permitted$", "is no parameter"),
    (r"^Input should be ", "should be "),
    (r"^Value error, ", ": "),
    (r"^String should have at (least|most) (\d+) characters?$", r"takes at \1 \2 characters"),
    (r"^\w+ should have at (least|most) (\d+) items? after validation, not \d+$", r"takes at \1 \2 names"),
)


class ParameterError(RolegraphError):
    """A parameter that there is not, that is missing, or that does not take its value; `parameter` is the first one."""

    def __init__(self, name: str, problem: str) -> None:
        self.parameter = name
        super().__init__(problem)


def question_of(
    kind: type[Asked], pairs: Iterable[tuple[str, str]], sent: Mapping[str, object] = MappingProxyType({})
) -> Asked:
    """The question that the parameters of an address or form ask; those without a value are left out.

    What was `sent` as a file is a value too. Raises ParameterError for what it does not have or does not take.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).extend([value] if value.strip() else [])
    fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
    for name in given:
        if name not in fields:
            raise ParameterError(name, no_parameter(name, fields))
    values = {name: _value(name, fields[name], texts) for name, texts in given.items() if texts}
    try:
        return kind.model_validate({**values, **sent})
    except ValidationError as error:
        raise plainly(error) from None


def no_parameter(name: str, known: Iterable[str]) -> str:
    """What is said of a parameter that there is not."""
    names = list(known)
    alike = get_close_matches(name, names, 1)
    hint = f"did you mean {alike[0]}?" if alike else f"it is one of {', '.join(names)}" if names else "there is none"
    return f"no parameter {name!r}: {hint}"


def is_list(hint: Any) -> bool:
    """Whether a parameter takes several values."""
    return get_origin(hint) is tuple


def plain_type(hint: Any) -> Any:
    """The type of one value of a parameter, None aside."""
    if get_origin(hint) is UnionType:
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _value(name: str, hint: Any, texts: Sequence[str]) -> object:
    if is_list(hint):
        return texts
    if len(set(texts)) > 1:
        raise ParameterError(name, f"{name} takes one value, not {len(texts)}")
    text, kind = texts[0].strip(), plain_type(hint)
    if kind is bool:
        if text not in TRUTHS:
            raise ParameterError(name, f"{name} is 1 or 0, not {text[:40]!r}")
        return TRUTHS[text]
    if kind in _NUMBERS and not _NUMBERS[kind].fullmatch(text):
        what = "a whole number" if kind is int else "a number"
        raise ParameterError(name, f"{name} is {what}, not {text[:40]!r}")
    return text


def plainly(error: ValidationError) -> ParameterError:
    """What is wrong with parameters, in a line for each."""
    problems: dict[str, str] = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        name, text = str(fault["loc"][0]) if fault["loc"] else "", fault["msg"]
        for pattern, plain in _SAID:
            text = re.sub(pattern, plain, text)
        problems.setdefault(name, f"{name} {text}".replace(" : ", ": ", 1).strip())
    return ParameterError(next(iter(problems)), joined(list(problems.values()), "and"))
