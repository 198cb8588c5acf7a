"""The questions whose answers are pinned, and how they are asked: through the command line alone.

`python -m tests.characterisation.record` writes answers that have no file yet; with names behind it, those again.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.commands import run_command
from tests.downloads import built_download

# Keys of JSON that have another name now: old to new. Recorded answers are read through it, at every depth.
RENAMED: Final[dict[str, str]] = {
    "foothold": "builds_on",
    "gates": "credentials",
    "hops": "moves",
    "telling": "distinctiveness",
    "wanted": "most_required",
    "demanded": "required",
    "unwanted": "unused",
    "without": "without_requirement",
    "without_count": "without_requirement_count",
}

# Keys whose values are sentences for people, of which only the fact that there is one is compared.
WORDING: Final = frozenset({"basis", "message"})

# Answers that are different now, by name, and why. Such an answer has a file of its own in answers/changed.
_WORDS: Final = "reasons that capabilities are close, or what they take, are in plainer words"
_PLANS: Final = (
    "plans go from breadth to depth, one level a step, teach what is named, and "
    "have hours only where somebody estimated them"
)
_MOVES: Final = "roles are ranked anew, moves are as path plans them, and what then remains is said"
_FACTS: Final = "estimates, errors of ratings, preparation and labels told apart are part of the graph or of the answer"
_DATA: Final = "the shipped ladders, prerequisites and hours are mended"
_BESIDE: Final = (
    "what the shipped article says of a role that the editors describe stands beside that role's requirements"
)
_BELOW: Final = "what the shipped graph knows of capabilities lies below graphs that name them"
_MAPPED: Final = "mappings are a source of the shipped graph, counted, checked, and shown with the nodes that they map"
CHANGED: Final[dict[str, str]] = {
    "esco-compare": _FACTS,
    "esco-import": _FACTS,
    "esco-info": _FACTS,
    "esco-lint": _FACTS + "; " + _MAPPED,
    "esco-nearest": _MOVES + "; " + _BELOW,
    "esco-nearest-reversed": _MOVES + "; " + _BELOW,
    "esco-nearest-to-have": _MOVES + "; " + _BELOW,
    "esco-path": _PLANS + "; " + _BELOW,
    "esco-path-of-profile": _PLANS + "; " + _BELOW,
    "esco-path-with-have": _PLANS + "; " + _BELOW,
    "esco-profile-show": _PLANS + "; " + _BELOW,
    "esco-route": _MOVES + "; " + _BELOW,
    "esco-show-role": _FACTS + "; " + _MAPPED,
    "esco-show-skill": _FACTS + "; " + _BELOW,
    "esco-stats": _FACTS + "; " + _BELOW,
    "esco-whatif": _MOVES + "; " + _BELOW,
    "esco-whatif-learning": _MOVES + "; " + _BELOW,
    "onet-compare": _FACTS,
    "onet-import": _FACTS,
    "onet-info": _FACTS,
    "onet-lint": _FACTS + "; " + _MAPPED,
    "onet-list-roles": _FACTS,
    "onet-list-skills": _FACTS,
    "onet-nearest": _MOVES + "; " + _BELOW,
    "onet-nearest-reversed": _MOVES + "; " + _BELOW,
    "onet-nearest-to-have": _MOVES + "; " + _BELOW,
    "onet-path": _PLANS + "; " + _BELOW,
    "onet-path-between-codes": _PLANS + "; " + _BELOW,
    "onet-path-of-profile": _PLANS + "; " + _BELOW,
    "onet-path-with-have": _PLANS + "; " + _BELOW,
    "onet-profile-show": _PLANS + "; " + _BELOW,
    "onet-route": _MOVES + "; " + _BELOW,
    "onet-show-skill": _FACTS + "; " + _BELOW,
    "onet-stats": _FACTS + "; " + _BELOW,
    "onet-validate": _FACTS,
    "onet-whatif": _MOVES + "; " + _BELOW,
    "onet-whatif-learning": _MOVES + "; " + _BELOW,
    "shipped-compare-by-article": _DATA,
    "shipped-compare-three": _DATA,
    "shipped-compare-two": _DATA,
    "shipped-diff-path": _PLANS,
    "shipped-info": f"{_DATA}; {_BESIDE}" + "; " + _MAPPED,
    "shipped-import-table": "the reason why a row does not fit is in other words; names says what each was taken for",
    "shipped-ingest-dry": f"{_BESIDE}, and a reading has kinds of text, candidates and what was left out",
    "shipped-lint": _DATA + "; " + _MAPPED,
    "shipped-nearest": f"{_MOVES}; {_BESIDE}",
    "shipped-nearest-filtered": f"{_MOVES}; {_BESIDE}",
    "shipped-nearest-reversed": f"{_MOVES}; {_BESIDE}",
    "shipped-nearest-to-have": f"{_MOVES}; {_BESIDE}",
    "shipped-nearest-to-profile": f"{_MOVES}; {_BESIDE}",
    "shipped-path-analyst-to-ml-engineer": _PLANS,
    "shipped-path-engineer-to-architect": _PLANS,
    "shipped-path-from-have-alone": _PLANS,
    "shipped-path-from-scratch": _PLANS,
    "shipped-path-of-profile": _PLANS,
    "shipped-path-of-role-and-profile": _PLANS,
    "shipped-path-with-have": _PLANS,
    "shipped-profile-show": _PLANS,
    "shipped-query-footholds": _WORDS,
    "shipped-query-list": "footholds is called builds-on, questions are in plainer words, a gap exceeds errors, and "
    "what is below a degree has levels",
    "shipped-query-prerequisites": _DATA,
    "shipped-query-sources": f"{_DATA}; {_BESIDE}" + "; " + _MAPPED,
    "shipped-query-who-could-move-here": _DATA,
    "shipped-route": _MOVES,
    "shipped-route-avoiding": _MOVES,
    "shipped-show-role": _DATA + "; " + _MAPPED,
    "shipped-show-skill": _DATA + "; " + _MAPPED,
    "shipped-show-tool": _DATA + "; " + _MAPPED,
    "shipped-stats": f"{_DATA}; {_BESIDE}" + "; " + _MAPPED,
    "shipped-validate": f"{_DATA}; {_BESIDE}" + "; " + _MAPPED,
    "shipped-whatif": f"{_MOVES}; {_BESIDE}",
    "shipped-whatif-learning": _MOVES,
    "shipped-whatif-of-profile": f"{_MOVES}; {_BESIDE}",
    "shipped-show-degree-by-label": _MAPPED,
    "shipped-list-sources": _MAPPED,
}

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
ANSWERS: Final = HERE / "answers"
SHARED: Final = ROOT.parent / "shared" / "data"
ARTICLE: Final = HERE.parent / "fixtures" / "articles" / "markdown.txt"
DOWNLOADS: Final = {"onet": SHARED / "onet-29.3", "esco": SHARED / "esco-ict-slice"}

# What says which node is meant; these four together are recorded as one text, for they come often.
NODE: Final = ("iri", "slug", "kind", "label")

LONGEST_TEXT: Final = 60
MOST_ROWS: Final = 200
ROWS_KEPT: Final = 100

FILES: Final = {
    "learner.yaml": """\
name: Ada
hours_per_week: 8
goal: ml-engineer
have:
  sql: expert
  python: proficient
  statistics:
  git: working
done:
  skill/machine-learning: {level: familiar, on: 2026-01-31}
learning: [docker]
skip: [kubernetes]
""",
    "manager.yaml": """\
name: Grace
have:
  python: familiar
  sql: proficient
skip: [spark]
""",
    "nurse.yaml": """\
name: Mary
hours_per_week: 5
goal: Community Health Workers
have:
  Biology: proficient
  Psychology: working
done:
  Active Listening: {level: expert, on: 2026-02-28}
learning: [Instructing]
skip: [Service Orientation]
""",
    "tester.yaml": """\
name: Alan
hours_per_week: 12
goal: ICT test analyst
have:
  debug software: proficient
learning: [use software design patterns]
skip: [ABAP]
""",
    "museum.csv": """\
role,capability,level
Registrar,handling of objects,proficient
Registrar,cataloguing,expert
Visitor Assistant,handling of objects,familiar
Visitor Assistant,cataloguing,guru
""",
    "more.csv": """\
role,capability,level
Decision Scientist,falconry,proficient
Falconer,falconry,expert
sound designer,falconry,familiar
""",
}


class Question(NamedTuple):
    """A command and the graph it is asked of; words in braces stand for places, and `json` for the format."""

    graph: str
    name: str
    words: tuple[str, ...]


def _asked(graph: str, questions: dict[str, str]) -> dict[str, Question]:
    """Questions by the names of their answers; words are parted by `|` where a name has spaces."""
    return {
        f"{graph}-{name}": Question(
            graph, f"{graph}-{name}", tuple(one.strip() for one in (text.split("|") if "|" in text else text.split()))
        )
        for name, text in questions.items()
    }


_SHIPPED: Final = {
    "path-analyst-to-ml-engineer": "path data-analyst ml-engineer",
    "path-engineer-to-architect": "path data-engineer data-architect --hours-per-week 6",
    "path-with-have": "path junior-data-analyst data-scientist --have python:expert,deep-learning,spark:familiar",
    "path-from-scratch": "path statistician biostatistician --from-scratch",
    "path-of-profile": "path --profile {learner.yaml}",
    "path-of-role-and-profile": "path data-steward data-governance-manager --profile {manager.yaml}",
    "path-from-have-alone": "path prompt-engineer --have python,sql:familiar",
    "compare-two": "compare ontologist knowledge-graph-engineer",
    "compare-three": "compare risk-analyst quantitative-analyst fraud-data-scientist",
    "compare-by-article": "compare data-science-engineer lead-ml-engineer --source article",
    "show-role": "show mlops-engineer",
    "show-skill": "show skill/machine-learning",
    "show-tool": "show docker",
    "show-degree-by-label": "show|Master's degree in Statistics",
    "search-data": "search data",
    "search-eng": "search engineer",
    "list-roles": "list roles",
    "list-skills": "list skills",
    "list-degrees": "list degrees",
    "list-sources": "list sources",
    "nearest": "nearest data-scientist --top 3",
    "nearest-filtered": "nearest database-administrator --top 2 --seniority mid --degree bachelor --explain",
    "nearest-to-have": "nearest --have python:proficient,sql,tableau --top 2",
    "nearest-to-profile": "nearest product-analyst --profile {learner.yaml} --top 2",
    "nearest-reversed": "nearest nlp-engineer --reverse --top 3",
    "route": "route web-analytics-specialist data-product-manager --max-moves 2",
    "route-avoiding": "route data-annotation-specialist data-quality-analyst --avoid data-steward --have sql:working",
    "whatif": "whatif data-analyst --top 5",
    "whatif-learning": "whatif software-engineer-data --learn kubernetes,skill/machine-learning:proficient --top 5",
    "whatif-of-profile": "whatif --profile {learner.yaml} --top 3",
    "stats": "stats --top 8",
    "lint": "lint --fail-on note",
    "validate": "validate",
    "info": "info",
    "diff": "diff {old.trig} {newer.trig}",
    "diff-back": "diff {newer.trig} {old.trig}",
    "diff-path": "diff {old.trig} {newer.trig} --path data-analyst decision-scientist",
    "query-list": "query list",
    "query-requirements": "query run requirements --role recommender-systems-engineer",
    "query-gap": "query run gap --start analytics-engineer --goal data-platform-engineer",
    "query-prerequisites": "query run prerequisites --capability deep-learning",
    "query-footholds": "query run builds-on --goal streaming-data-engineer",
    "query-who-could-move-here": "query run who-could-move-here --goal forecasting-analyst",
    "query-sources": "query run sources",
    "query-pay": "query run pay",
    "profile-show": "profile show {learner.yaml}",
    "ingest-dry": "ingest {article} --dry-run",
    "import-table": "import table {museum.csv} --out {museum.ttl}",
}
_ONET: Final = {
    "path": "path|Crossing Guards and Flaggers|Telemarketers",
    "path-between-codes": "path 35-2014.00 39-5011.00 --hours-per-week 10",
    "path-with-have": "path|Nannies|Tutors|--have|Programming:proficient,Design",
    "path-of-profile": "path|--profile|{nurse.yaml}",
    "compare": "compare|Carpenters|Roofers",
    "show-skill": "show|Critical Thinking",
    "search": "search carpenter",
    "list-skills": "list skills",
    "list-groups": "list groups",
    "list-roles": "list roles",
    "nearest": "nearest|Librarians and Media Collections Specialists|--top|2",
    "nearest-reversed": "nearest|Actuaries|--reverse|--top|2",
    "nearest-to-have": "nearest|--have|Biology:expert,Chemistry:proficient,Science|--top|2",
    "route": "route|Telemarketers|Models|--max-moves|2",
    "whatif": "whatif|Registered Nurses|--top|3",
    "whatif-learning": "whatif|Bakers|--learn|Programming:expert,Repairing|--top|3",
    "stats": "stats --top 5",
    "lint": "lint --limit 3",
    "validate": "validate",
    "info": "info",
    "query-requirements": "query|run|requirements|--role|Telemarketers",
    "query-shared-requirements": "query|run|shared-requirements|--start|Glaziers|--goal|Roofers",
    "profile-show": "profile|show|{nurse.yaml}",
}
_ESCO: Final = {
    "path": "path|ICT help desk agent|projectionist",
    "path-with-have": "path|software developer|software tester|--have|debug software,JavaScript:proficient",
    "path-of-profile": "path|--profile|{tester.yaml}",
    "compare": "compare|data analyst|data scientist|computer scientist",
    "show-role": "show|sound designer",
    "show-skill": "show|debug software",
    "search": "search network",
    "list-roles": "list roles",
    "list-sources": "list sources",
    "nearest": "nearest|ethical hacker|--top|3",
    "nearest-reversed": "nearest|cloud engineer|--reverse|--top|3",
    "nearest-to-have": "nearest|--have|Python (computer programming):proficient,SQL|--top|3",
    "route": "route|camera operator|boom operator|--max-moves|2",
    "whatif": "whatif|database developer|--top|5",
    "whatif-learning": "whatif|webmaster|--learn|debug software,ABAP|--top|5",
    "stats": "stats --top 5",
    "lint": "lint --limit 4",
    "validate": "validate",
    "info": "info",
    "diff": "diff {graph} {newer.trig}",
    "query-gap": "query|run|gap|--start|database designer|--goal|database integrator",
    "query-roles-asking": "query|run|roles-asking|--capability|debug software",
    "profile-show": "profile|show|{tester.yaml}",
}
QUESTIONS: Final = _asked("shipped", _SHIPPED) | _asked("onet", _ONET) | _asked("esco", _ESCO)
# What building a graph answers; it is asked once, when the graph is built.
IMPORTS: Final = {f"{graph}-import": graph for graph in DOWNLOADS}
NAMES: Final = (*QUESTIONS, *IMPORTS)


def graph_of(name: str) -> str:
    """The graph that an answer is about."""
    return IMPORTS[name] if name in IMPORTS else QUESTIONS[name].graph


class World:
    """One graph, built once in a folder that is shared, and the files that questions name, in a folder of its own."""

    def __init__(self, graph: str, folder: Path, shared: Path) -> None:
        self.folder = folder.resolve()
        self.home = self.folder / "home"
        self.home.mkdir()
        self.places = {"article": ARTICLE, "graph": self.folder / "graph"}
        for name, text in FILES.items():
            self.places[name] = self.folder / name
            self.places[name].write_text(text, encoding="utf-8")
        for name in ("old.trig", "newer.trig", "museum.ttl"):
            self.places[name] = self.folder / name
        self.on: tuple[str, ...] = ()
        self._printed: dict[str, tuple[int, Any]] = {}
        if graph in DOWNLOADS:
            self.places["graph"], code, answer = built_download(graph, DOWNLOADS[graph], shared.resolve())
            self._printed[f"{graph}-import"] = (code, answer)
            self.on = ("--graph", str(self.places["graph"]))
        if graph != "onet":
            self._done("export", "{old.trig}", *self.on)
            self._done("export", "{newer.trig}", *self.on)
            self._done("import", "table", "{more.csv}", "--out", "{newer.trig}")

    def answer(self, name: str) -> Any:
        """What is answered now, in the form in which it is recorded."""
        code, answer = self.printed(name)
        return {"code": code, "answer": self._tidy(answer)}

    def printed(self, name: str) -> tuple[int, Any]:
        """The exit code and what is printed as JSON; each question is asked once."""
        if name not in self._printed:
            words = QUESTIONS[name].words
            alone = words[0] in ("diff", "import") or words[:2] == ("query", "list")
            self._printed[name] = self._json(*words, *(() if alone else self.on))
        return self._printed[name]

    def _done(self, *words: str) -> None:
        code, _, errors = self._run(words)
        if code:
            raise AssertionError(f"rolegraph {' '.join(words)}: {errors}")

    def _json(self, *words: str) -> tuple[int, Any]:
        code, out, errors = self._run((*words, "--format", "json"))
        if code not in (0, 1):
            raise AssertionError(f"rolegraph {' '.join(words)}: exit code {code}: {errors}")
        return code, json.loads(out)

    def _run(self, words: tuple[str, ...]) -> tuple[int, str, str]:
        filled = [str(self.places.get(word[1:-1], word)) if word.startswith("{") else word for word in words]
        return run_command(filled, self.home)

    def _tidy(self, value: Any) -> Any:
        """A value without places of this machine, digits that may differ, long texts and long lists."""
        if isinstance(value, dict):
            return _one_text({key: self._tidy(one) for key, one in value.items()})
        if isinstance(value, list):
            return _rows([self._tidy(one) for one in value])
        if isinstance(value, str):
            return _short(self._placeless(value))
        if isinstance(value, float):
            return float(f"{value:.9g}")
        return value

    def _placeless(self, text: str) -> str:
        graph = (self.places["graph"], "<folder>/graph")
        for place, sign in (graph, (self.folder, "<folder>"), (SHARED, "<shared>"), (ROOT, "<root>")):
            text = text.replace(str(place), sign)
        return text.replace("https://w3id.org/rolegraph/id/", "id:")


def _one_text(value: dict[str, Any]) -> Any:
    """A node as one text, with its address unless that follows from kind and slug; anything else as it is."""
    if value.keys() - {"language"} != set(NODE):  # that of the label was not said at first
        return value
    address, slug, kind, label = (value[key] for key in NODE)
    slug = slug.rpartition("/")[2]  # what others share is called `kind/slug`, or by its IRI, which was not so
    follows = address == _short(f"id:{kind}/{slug}")
    return f"{kind}/{slug} = {label}" if follows else f"{kind}/{slug} = {label}, {address}"


def _short(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _rows(rows: list[Any]) -> Any:
    """A list as it is; of a long one the beginning, how long it is, and a digest that no name of a key goes into."""
    if len(rows) <= MOST_ROWS:
        return rows
    whole = json.dumps([sorted(json.dumps(leaf) for leaf in _leaves(row)) for row in rows])
    return {"first": rows[:ROWS_KEPT], "count": len(rows), "digest": _short(whole)}


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    else:
        yield value


def written(value: Any, depth: int = 0) -> str:
    """JSON in which whatever fits on a line stands on one, and keys are sorted: short, and good to compare."""
    flat = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if not isinstance(value, dict | list) or len(flat) + depth <= 118:
        return flat
    if isinstance(value, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {written(value[key], depth + 1)}" for key in sorted(value)]
    else:
        parts = [written(one, depth + 1) for one in value]
    inside, outside = "\n" + " " * (depth + 1), "\n" + " " * depth
    signs = "{}" if isinstance(value, dict) else "[]"
    return f"{signs[0]}{inside}{f',{inside}'.join(parts)}{outside}{signs[1]}"


def recorded_in(name: str) -> Path:
    """The file of an answer."""
    return (ANSWERS / "changed" if name in CHANGED else ANSWERS) / f"{name}.json"


def record(names: list[str]) -> None:
    """Write the answers of these names; of all that have no file yet where there are no names."""
    wanted = names or [name for name in NAMES if not recorded_in(name).exists()]
    for graph in ("shipped", *DOWNLOADS):
        mine = [name for name in wanted if graph_of(name) == graph]
        if not mine:
            continue
        if not DOWNLOADS.get(graph, ROOT).is_dir():
            sys.stderr.write(f"{graph}: left out, there is no ../shared/data beside the repository\n")
            continue
        with tempfile.TemporaryDirectory() as folder:
            world = World(graph, Path(folder), Path(folder))
            for name in mine:
                recorded_in(name).parent.mkdir(parents=True, exist_ok=True)
                recorded_in(name).write_text(written(world.answer(name)) + "\n", encoding="utf-8")
                sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    record(sys.argv[1:])
