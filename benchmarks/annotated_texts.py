"""Texts about jobs with what a careful reader finds in them, and how much of that a reading of them finds.

An annotation is a JSON file beside its text. `essential` and `preferred` list names, a list of names where any one is
enough, and ` = ` between names that are as good; in a comparison they are given by role. `optional` may be found or
not. A requirement is found if one of its names, or of the names of the node it is linked to, is one that is annotated;
a degree also has to have its level and field. Each requirement counts for one annotation only, so that alternatives
that are taken apart, or things that are taken together, are errors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind
from rolegraph.readers.documents.records import Article, PostingRecord, Qualification, RequirementRecord, RoleRecord

FOLDER: Final = Path(__file__).parents[1] / "tests" / "readers" / "documents" / "texts"

Name = frozenset[str]
_WORD: Final = re.compile(r"\.?\w[\w+#]*(?:[.'’]\w+)*")
_SMALL: Final = frozenset("a an the of in for and with to on or".split())
_BRACKETS: Final = re.compile(r"\s*\([^()]{0,80}\)")
_SPELLING: Final = (
    ("licence", "license"),
    ("lling", "ling"),
    ("isation", "ization"),
    ("colour", "color"),
    ("behaviour", "behavior"),
)
_UNIT: Final = re.compile(r"\s[-–]\s|,\s")  # what follows a title may be part of it or not
_LEGAL_FORMS: Final = frozenset("llp ltd inc gmbh".split())
# Of what a text may say more than an annotation lists, unless it lists some.
_OPEN_FIELDS: Final = frozenset({"seniority", "employment", "industry", "other name", "responsibilities"})


def folded(name: str) -> Name:
    """The words of a name, without what spelling leaves open: case, plurals, order, small words."""
    words = []
    for word in _WORD.findall(name.casefold().replace("’", "'")):
        stem = word.removesuffix("'s")
        for british, american in _SPELLING:
            stem = stem.replace(british, american)
        if stem.endswith("ies") and len(stem) > len("ties"):
            stem = stem.removesuffix("ies") + "y"
        elif stem.endswith("s") and not stem.endswith(("ss", "us", "is")) and len(stem) > len("css"):
            stem = stem.removesuffix("s")
        words.append(stem)
    return frozenset(words) - _SMALL or frozenset(words)


def _bare(name: str) -> Name:
    """The words of a name without what stands in brackets."""
    return folded(_BRACKETS.sub("", name))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annotated requirement: any of its names, or levels and fields of a degree; of a role, or of a posting ("")."""

    text: str
    owner: str
    names: frozenset[Name]
    necessity: str = ""
    levels: tuple[str, ...] = ()
    fields: frozenset[Name] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """A requirement that a reading gives."""

    text: str
    owner: str
    names: frozenset[Name]
    necessity: str
    degrees: tuple[tuple[str, str, Name], ...]  # level, folded label, field


class Field(NamedTuple):
    """One thing besides requirements: a title, a place, pay, years."""

    name: str
    owner: str
    value: Any


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and its annotation."""

    name: str
    data: bytes
    right: Mapping[str, Any]

    @property
    def held_out(self) -> bool:
        """Whether the text is only measured, and nobody looks at what is wrong with it."""
        return bool(self.right.get("held_out"))

    @property
    def kind(self) -> str:
        return str(self.right["kind"])

    @property
    def profession(self) -> str:
        return str(self.right["profession"])


def annotated_texts(folder: Path = FOLDER) -> list[Annotated]:
    """All texts of a folder, by name."""
    found = []
    for path in sorted(folder.glob("*.json")):
        text = next(each for each in folder.glob(f"{path.stem}.*") if each != path)
        found.append(Annotated(text.name, text.read_bytes(), json.loads(path.read_text("utf-8"))))
    return found


def faults() -> list[Annotated]:
    """Small texts, each a kind of fault that a reader of texts can have."""
    rows = json.loads((FOLDER.parent / "faults.json").read_text("utf-8"))
    return [
        Annotated(f"{number:02} {row['fault']}", "\n".join(row["text"]).encode(), row["right"] | {"kind": row["kind"]})
        for number, row in enumerate(rows, start=1)
    ]


def cases(folder: Path) -> list[Annotated]:
    """The texts of a folder of cases, each beside a JSON file with its fault and what is right."""
    return [
        Annotated(path.stem, path.with_suffix(".txt").read_bytes(), _annotation(json.loads(path.read_text("utf-8"))))
        for path in sorted(folder.glob("*.json"))
    ]


def _annotation(case: Mapping[str, Any]) -> dict[str, Any]:
    """What is right in a case, written as annotations are."""
    right = dict(case["right"])
    roles = right["roles"]
    kind = "comparison" if len(roles) > 1 else "role" if "What does" in roles[0] or "years" not in right else "posting"
    for role in roles:
        alone = right.pop(role.casefold(), None) or {}
        if alone:
            right["only"] = [role]
        for key, value in alone.items():
            if key in ("degrees", "years"):
                right.setdefault(key, []).extend({"role": role} | each for each in value)
            else:
                right.setdefault("optional" if key == "examples" else key, {})[role] = value
    pay = right.get("pay", {})
    if isinstance(pay, list):
        pay = {each["role"]: each["median"] for each in pay}
    if kind == "posting":
        right |= {"title": roles[0], "pay": pay | {"period": "year"}}
    elif pay:
        right["role_pay"] = {role: {"low": amount, "currency": "USD"} for role, amount in pay.items()}
        del right["pay"]
    if isinstance(certifications := right.get("certifications"), list):
        right["certifications"] = {each["role"]: each.get("all_of") or [each["any_of"]] for each in certifications}
    if isinstance(responsibilities := right.get("responsibilities"), int):
        right["responsibilities"] = {"": responsibilities}
    return right | {"kind": kind, "partial": True}


@dataclass(slots=True)
class Score:
    """How a reading compares with an annotation, or the sum of several."""

    wanted: int = 0
    found: int = 0
    given: int = 0
    right: int = 0
    necessity: int = 0
    fields_wanted: int = 0
    fields_found: int = 0
    fields_given: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    misjudged: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another score in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def field_recall(self) -> float:
        return self.fields_found / self.fields_wanted if self.fields_wanted else 1.0

    @property
    def field_precision(self) -> float:
        return self.fields_found / self.fields_given if self.fields_given else 1.0


def score(right: Mapping[str, Any], article: Article | None, known: Mapping[str, Collection[str]]) -> Score:
    """Compare a reading with an annotation; None is a text that was refused. `known` has the names of nodes by IRI."""
    result = Score()
    wanted, optional = wanted_requirements(right)
    given = list(given_requirements(article, known)) if article else []
    if only := right.get("only"):  # what is annotated of one role alone
        given = [each for each in given if each.owner in only]
    pairs = _matched(wanted, given)
    result.wanted, result.found = len(wanted), len(pairs)
    for one, other in pairs:
        if wanted[one].necessity in ("", given[other].necessity):
            result.necessity += 1
        else:
            result.misjudged.append(_labelled(given[other].owner, given[other].text))
    result.missed = [_labelled(each.owner, each.text) for place, each in enumerate(wanted) if place not in dict(pairs)]
    used = {other for _, other in pairs}
    extra = [each for place, each in enumerate(given) if place not in used]
    wrong = [each for each in extra if not any(_likeness(one, each) for one in optional)]
    result.right, result.given = len(used), len(used) + len(wrong)
    result.wrong = [_labelled(each.owner, each.text) for each in wrong]
    _score_fields(result, right, article)
    return result


def _score_fields(result: Score, right: Mapping[str, Any], article: Article | None) -> None:
    wanted = list(wanted_fields(right))
    given = list(given_fields(article)) if article else []
    left = list(given)
    for each in wanted:
        same = next((other for other in left if _is_same(each, other)), None)
        if same is None:
            result.missed.append(_labelled(each.owner, f"[{each.name}] {each.value}"))
        else:
            left.remove(same)
            result.fields_found += 1
    listed = {each.name for each in wanted}
    may_say_more = _OPEN_FIELDS | ({each.name for each in left} if right.get("partial") else set())
    surplus = [each for each in left if each.name in listed or each.name not in may_say_more]
    surplus = [each for each in surplus if each.name != "responsibilities"]  # a wrong number is missed already
    result.wrong += [_labelled(each.owner, f"[{each.name}] {each.value}") for each in surplus]
    result.fields_wanted, result.fields_given = len(wanted), result.fields_found + len(surplus)


def _labelled(owner: str, text: str) -> str:
    return f"{owner}: {text}" if owner else text


# What is annotated.


def wanted_requirements(right: Mapping[str, Any]) -> tuple[list[Wanted], list[Wanted]]:
    """The requirements that are annotated, and those that may be given or not."""
    wanted: list[Wanted] = []
    for necessity, keys in (
        ("essential", ("essential", "certifications", "languages")),
        ("preferred", ("preferred", "preferred_certifications")),
        ("", ("tools",)),
    ):
        for key in keys:
            wanted += _named(right.get(key, ()), necessity)
    wanted += [_degree(each) for each in right.get("degrees", ())]
    optional = [one for key in ("optional", "optional_certifications") for one in _named(right.get(key, ()), "")]
    return wanted, optional + [_degree(each) for each in right.get("optional_degrees", ())]


def _named(annotation: Any, necessity: str) -> Iterator[Wanted]:
    by_owner = annotation if isinstance(annotation, dict) else {"": annotation}
    for owner, items in by_owner.items():
        for item in items:
            alternatives = item if isinstance(item, list) else [item]
            names = frozenset(folded(name) for one in alternatives for name in one.split(" = "))
            yield Wanted(" or ".join(one.split(" = ")[0] for one in alternatives), owner, names, necessity)


def _degree(annotation: Mapping[str, Any]) -> Wanted:
    levels = tuple(annotation.get("any_of") or [annotation["level"]])
    fields = frozenset(folded(each) for each in annotation.get("fields", ()))
    text = f"degree ({' or '.join(levels)}) in {' or '.join(annotation.get('fields', ['any field']))}"
    necessity = annotation.get("necessity", "essential")
    return Wanted(text, annotation.get("role", ""), frozenset(), necessity, levels, fields)


def wanted_fields(right: Mapping[str, Any]) -> Iterator[Field]:
    """What is annotated besides requirements."""
    if right["kind"] == "comparison":
        yield from (Field("role", "", role) for role in right["roles"])
    for name in ("title", "employer", "place", "remote", "seniority", "posted", "closes"):
        if right.get(name):
            yield Field(name, "", right[name])
    yield from (Field("employment", "", each) for each in right.get("employment", ()))
    if pay := right.get("pay"):
        yield Field("pay", "", (pay["low"], pay["high"], pay["currency"], pay["period"]))
    for owner, pay in right.get("role_pay", {}).items():
        yield Field("role pay", owner, (pay.get("low"), pay.get("high"), pay["currency"], ""))
    for years in right.get("years", ()):
        yield Field("years", years.get("role", ""), (years.get("min"), years.get("max")))
    for owner, names in right.get("industries", {}).items():
        yield from (Field("industry", owner, name) for name in names)
    for owner, number in right.get("responsibilities", {}).items():
        yield Field("responsibilities", owner, str(number))
    for owner, names in right.get("other_names", {}).items():
        yield from (Field("other name", owner, name) for name in names)


# What a reading gives.


def given_requirements(article: Article, known: Mapping[str, Collection[str]]) -> Iterator[Given]:
    """All requirements of a reading, and the tools that it says a role uses."""
    owners: list[tuple[str, RoleRecord | PostingRecord]] = [(each.role.label, each) for each in article.roles]
    if article.kind == "posting":
        owners += [("", posting) for posting in article.postings]
    for owner, record in owners:
        name = owner if article.kind == "article" else ""
        for each in record.requirements:
            yield _requirement(name, each, known)
        for tool in record.tools:
            yield Given(tool.tool.label, name, _names([tool.tool], known), "", ())


def _requirement(owner: str, record: RequirementRecord, known: Mapping[str, Collection[str]]) -> Given:
    degrees = tuple(_degree_parts(option) for option in record.any_of if option.kind is Kind.DEGREE)
    names = _names(record.any_of, known)
    text = " or ".join(each.label for each in record.any_of)
    if record.examples:
        text += f" (such as {', '.join(each.label for each in record.examples)})"
    where = f"{text}  <{record.necessity}, line {record.passage.line}: {record.passage.quote[:90]}>"
    return Given(where, owner, names | _names(record.examples, known), str(record.necessity), degrees)


def _degree_parts(option: Mention) -> tuple[str, str, Name]:
    label = option.label.casefold()
    if not isinstance(option, Qualification):
        return "", label, frozenset()
    return option.level.word if option.level else "", label, folded(option.field.label) if option.field else frozenset()


def _names(mentions: Iterable[Mention], known: Mapping[str, Collection[str]]) -> frozenset[Name]:
    return frozenset(
        _folded_once(name) for each in mentions for name in (each.label, *each.alt_labels, *known.get(each.iri, ()))
    )


_folded_once: Final = cache(folded)


def given_fields(article: Article) -> Iterator[Field]:
    """What a reading gives besides requirements."""
    if article.kind == "article":
        yield from (Field("role", "", each.role.label) for each in article.roles)
    for role in article.roles:
        owner = role.role.label if article.kind == "article" else ""
        yield from (Field("years", owner, each) for each in _years(role))
        yield Field("responsibilities", owner, str(len(role.responsibilities)))
        for pay in role.pay:
            yield Field("role pay", role.role.label, (pay.low, pay.high, pay.currency, pay.period))
        yield from (Field("industry", role.role.label, each.industry.label) for each in role.industries)
        yield from (Field("other name", role.role.label, name) for name in role.role.alt_labels)
    if article.kind == "posting":
        for posting in article.postings:
            yield from _posting_fields(posting)


def _posting_fields(posting: PostingRecord) -> Iterator[Field]:
    texts = {
        "title": posting.title,
        "employer": posting.employer,
        "place": posting.place,
        "remote": posting.remote,
        "posted": posting.posted,
        "closes": posting.closes,
        "seniority": posting.seniority.word if posting.seniority else "",
    }
    yield from (Field(name, "", text) for name, text in texts.items() if text)
    yield from (Field("employment", "", each) for each in posting.employment_types)
    if posting.pay_low is not None or posting.pay_high is not None:
        yield Field("pay", "", (posting.pay_low, posting.pay_high, posting.currency, posting.pay_period))
    yield from (Field("years", "", each) for each in _years(posting))
    yield Field("responsibilities", "", str(len(posting.responsibilities)))


def _years(record: RoleRecord | PostingRecord) -> list[tuple[int | None, int | None]]:
    all_years = [*record.years, *(each.years for each in record.requirements if each.years)]
    return list(dict.fromkeys((each.minimum, each.maximum) for each in all_years))


# How both are compared.


def _matched(wanted: Sequence[Wanted], given: Sequence[Given]) -> list[tuple[int, int]]:
    """Pairs of places, each once: those that have most names in common first, then those of one necessity."""
    likeness = {
        (one, other): amount
        for one, each in enumerate(wanted)
        for other, candidate in enumerate(given)
        if (amount := _likeness(each, candidate))
    }
    pairs: dict[int, int] = {}
    for one, other in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
    return list(pairs.items())


def _likeness(wanted: Wanted, given: Given) -> float:
    """How much an annotation and a requirement have in common; 0 if they are not the same."""
    if wanted.owner and folded(wanted.owner) != folded(given.owner):
        return 0.0
    bonus = 0.5 if wanted.necessity in ("", given.necessity) else 0.0
    if not wanted.levels:
        common = len(wanted.names & given.names)
        return common + bonus if common else 0.0
    same = [
        field
        for level, label, field in given.degrees
        if level in wanted.levels or any(_bare(each) <= folded(label) for each in wanted.levels)
    ]
    if not same or (wanted.fields and not wanted.fields & set(same)):
        return 0.0
    return len(same) + bonus


def _is_same(wanted: Field, given: Field) -> bool:
    if wanted.name != given.name or (wanted.owner and folded(wanted.owner) != folded(given.owner)):
        return False
    one, other = wanted.value, given.value
    if wanted.name == "pay":
        return bool(one[2:] == other[2:]) and all(map(_is_near, one, other[:2]))
    if wanted.name == "role pay":
        amounts = [amount for amount in other[:2] if amount is not None]
        return bool(one[2] == other[2]) and all(amount in amounts for amount in one[:2] if amount is not None)
    if wanted.name == "years":
        return bool(one[0] == other[0]) and (one[1] is None or one[1] == other[1])
    if wanted.name == "title" and _bare(_UNIT.split(one)[0]) == _bare(other):
        return True
    one, other = _bare(one) - _LEGAL_FORMS, _bare(other) - _LEGAL_FORMS
    if wanted.name == "place":
        return bool(one & other) and (one <= other or other <= one)
    return bool(one == other)


def _is_near(wanted: int | None, given: int | None) -> bool:
    """Whether an amount is that which is annotated, in whole units."""
    return wanted == given if wanted is None or given is None else abs(wanted - given) <= 1


def names_by_iri(lexicon: MemoryLexicon) -> dict[str, list[str]]:
    """All names of each node of a lexicon."""
    return {node.iri: [node.label, *(name for _, name in names)] for node, names in lexicon.listed()}
