"""Shorter names of tools: what O*NET calls "Structured query language SQL" people call SQL, "Microsoft Excel" Excel.

They follow from the names and from how many occupations use each tool; no list of products is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

_FEWEST: Final = 3  # products of a maker, from which its name is known as one
_GENERIC: Final = " software"


def short_names(users: Mapping[str, int]) -> dict[str, str]:
    """The tools that have a shorter name, by their full name; `users` has how many occupations use each.

    That is the abbreviation that a name ends in, if its letters come in this order in the words before; or what follows
    a maker. A maker is what several names begin with, and is mostly followed by a proper name. A shorter name means the
    tool that more occupations use than all others together that it may mean; what is a tool's full name is none.

    Examples
    --------
    >>> short_names({"Structured query language SQL": 9, "Structure query language SQL": 2, "Claw hammers": 5})
    {'Structured query language SQL': 'SQL'}
    """
    words = {name: name.removesuffix(_GENERIC).split() for name in users}
    makers, mostly = Counter[str](), Counter[str]()
    for parts in words.values():
        maker, product = _maker_and_product(parts)
        mostly[maker] += 1
        makers[maker] += bool(product) and _is_proper(product[0])
    meant: defaultdict[str, Counter[str]] = defaultdict(Counter)
    short: dict[tuple[str, str], str] = {}
    for name, parts in words.items():
        maker, product = _maker_and_product(parts)
        found = [parts[-1]] if _ends_in_abbreviation(parts) else []
        if product and _is_proper(product[0]) and makers[maker] >= _FEWEST and 2 * makers[maker] > mostly[maker]:
            found.append(" ".join(product))
        for one in found:
            meant[one.casefold()][name] = users[name]
            short[one.casefold(), name] = one
    taken = {name.casefold() for name in users}
    names: dict[str, str] = {}
    for one, tools in sorted(meant.items()):
        (name, most), *others = tools.most_common()
        if one not in taken and most > sum(count for _, count in others):
            names.setdefault(name, short[one, name])
    return names


def _maker_and_product(parts: list[str]) -> tuple[str, list[str]]:
    length = 2 if parts[:1] == ["The"] else 1
    return " ".join(parts[:length]), parts[length:]


def _is_proper(word: str) -> bool:
    return any(map(str.isupper, word))


def _ends_in_abbreviation(parts: list[str]) -> bool:
    *before, last = parts or [""]
    letters = iter("".join(before).casefold())
    is_one = len(before) > 1 and len(last) > 1 and last.isalnum() and last.isupper()
    return is_one and all(letter in letters for letter in last.casefold())
