"""Names in a text: the longest, in any spelling, where they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.facts.stored_lexicon import StoredLexicon, write_names
from rolegraph.linking.name_matcher import NameMatch, NameMatcher, matcher_of, tokens
from rolegraph.model.nodes import Kind, Node, node_iri, slugify


def node(label: str, kind: Kind = Kind.TOOL) -> Node:
    return Node(node_iri(kind, slugify(label)), kind, label)


NAMES = (
    (node("Python (computer programming)", Kind.SKILL), ()),
    (node("Node.js"), ()),
    (node("C++"), ()),
    (node("C#"), ()),
    (node("C"), ()),
    (node("R"), ()),
    (node("Go"), ()),
    (node(".NET"), ()),
    (node("SQL"), ("Structured Query Language",)),
    (node("Power BI"), ()),
    (node("scikit-learn"), ()),
    (node("Microsoft Excel"), ()),
    (node("Microsoft Word"), ()),
    (node("Microsoft Teams"), ()),
    (node("Microsoft Access"), ()),
    (node("TensorFlow"), ()),
    (node("CI/CD", Kind.SKILL), ()),
    (node("R&D", Kind.SKILL), ("research and development",)),
    (node("Johnson & Johnson procedures", Kind.SKILL), ()),
    (node("data pipeline", Kind.SKILL), ()),
    (node("data", Kind.SKILL), ()),
    (node("manage budgets", Kind.SKILL), ("oversee budgets",)),
    (node("plan lessons", Kind.SKILL), ()),
    (node("work in teams", Kind.SKILL), ()),
    (node("café management", Kind.SKILL), ()),
    (node("wound care", Kind.SKILL), ()),
    (node("care planning", Kind.SKILL), ()),
    (node("data engineer", Kind.ROLE), ()),
)
MATCHER = NameMatcher(MemoryLexicon(NAMES))


def found(text: str) -> list[tuple[str, str]]:
    return [(match.text, match.nodes[0].label) for match in MATCHER.matches(text)]


def test_a_word_is_an_everyday_word_where_only_an_abbreviation_is_spelled_like_it() -> None:
    epic = node("Erosion Productivity Impact Calculator EPIC")
    matcher = NameMatcher(MemoryLexicon([(epic, ("EPIC",))]))
    sure = {
        text: [match.confidence for match in matcher.matches(text)] for text in ("uses Epic daily", "uses EPIC daily")
    }
    assert all(confidence <= 0.5 for confidence in sure["uses Epic daily"])
    assert max(sure["uses EPIC daily"]) > 0.5


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("python", "Python (computer programming)"),
        ("PYTHON", "Python (computer programming)"),
        ("Node js", "Node.js"),
        ("node.js", "Node.js"),
        ("NodeJS", "Node.js"),
        ("C++", "C++"),
        ("C#", "C#"),
        (".NET", ".NET"),
        ("structured query-language", "SQL"),
        ("PowerBI", "Power BI"),
        ("scikit learn", "scikit-learn"),
        ("Tensor Flow", "TensorFlow"),
        ("CI CD", "CI/CD"),
        ("research & development", "R&D"),
        ("R & D", "R&D"),
        ("Johnson and Johnson procedures", "Johnson & Johnson procedures"),
        ("data pipelines", "data pipeline"),
        ("managing budgets", "manage budgets"),
        ("manages the budget", "manage budgets"),
        ("planning a lesson", "plan lessons"),
        ("work in a team", "work in teams"),
        ("Cafe\u0301 management", "café management"),
        ("CAFE MANAGEMENT", "café management"),
        ("ｗｏｕｎｄ ｃａｒｅ", "wound care"),
    ],
)
def test_a_name_in_any_spelling(text: str, label: str) -> None:
    assert found(f"We ask for {text}.") == [(text, label)]


@pytest.mark.parametrize(
    "text",
    [
        "wound. Care",
        "wound, care",
        "(wound) care",
        "wounds\ncare",
        "wounded care",
        "databases of pipelines",
        "pythonic",
    ],
)
def test_no_name_across_what_divides_words(text: str) -> None:
    assert [label for _, label in found(text) if label != "data"] == []


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organise conferences", "organize conferences"),
        ("data visualisation", "data visualization"),
        ("analyse risks", "analyze risks"),
        ("behavioural therapy", "behavioral therapy"),
        ("financial modelling", "financial modeling"),
        ("paediatric nursing", "pediatric nursing"),
        ("call centre systems", "call center systems"),
        ("programme evaluation", "program evaluation"),
        ("driving licence", "driving license"),
    ],
)
def test_british_and_american_spelling(british: str, american: str) -> None:
    for known, written in ((british, american), (american, british)):
        matcher = NameMatcher(MemoryLexicon([(node(known, Kind.SKILL), ())]))
        assert [(match.text, match.confidence) for match in matcher.matches(f"to {written}")] == [(written, 1.0)]


def test_the_longest_of_several_names_and_none_that_overlap() -> None:
    assert found("wound care planning, data pipelines") == [
        ("wound care", "wound care"),
        ("data pipelines", "data pipeline"),
    ]


def test_a_shorter_name_where_the_longer_one_is_of_another_kind() -> None:
    assert found("data engineer") == [("data", "data")]
    roles = MATCHER.matches("a data engineer", (Kind.ROLE,))
    assert [(match.start, match.end) for match in roles] == [(2, 15)]
    assert MATCHER.matches("data engineer", ())[0].nodes[0].kind is Kind.ROLE


def test_places_are_those_of_the_text_as_it_is_given() -> None:
    text = "\u201cCafe\u0301\u201d \u2022 C++/C#, R & D and Power\u00a0BI"
    assert [text[match.start : match.end] for match in MATCHER.matches(text)] == ["C++", "C#", "R & D", "Power\u00a0BI"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Power BI", 1.0),
        ("Python", 0.95),
        ("oversee budgets", 0.9),
        ("PowerBI", 0.8),
        ("overseeing budgets", 0.8),
        ("data pipelines", 0.9),
        ("using Excel", 0.6),
    ],
)
def test_how_sure_a_match_is(text: str, confidence: float) -> None:
    assert [match.confidence for match in MATCHER.matches(text)] == [confidence]


def test_a_name_of_several_nodes_is_less_sure_and_has_them_all() -> None:
    one, other = node("mapping", Kind.SKILL), node("surveying", Kind.SKILL)
    (match,) = NameMatcher(MemoryLexicon([(one, ("drawing maps",)), (other, ("drawing maps",))])).matches(
        "drawing maps"
    )
    assert match == NameMatch(0, 12, "drawing maps", (one, other), 0.8)


def test_the_node_with_the_label_comes_before_one_with_the_other_name() -> None:
    one, other = node("statistics", Kind.SKILL), node("probability theory", Kind.SKILL)
    (match,) = NameMatcher(MemoryLexicon([(other, ("statistics",)), (one, ())])).matches("statistics")
    assert match.nodes == (one, other)
    assert match.confidence == 1.0


def test_makers_may_be_left_out_where_several_tools_have_them() -> None:
    assert found("using Excel") == [("Excel", "Microsoft Excel")]
    alone = NameMatcher(MemoryLexicon([(node("Acme Planner"), ()), (node("Data Studio"), ())]))
    assert alone.matches("Planner, Studio") == []


def test_an_everyday_word_is_no_other_name_and_as_a_label_less_sure() -> None:
    # "data" is another name of statistics in ESCO, and "process" one of ground handling
    labels = [(node(f"process {thing}", Kind.SKILL), ()) for thing in "abcdefghijklmnopqrstuvwxyz"]
    lexicon = MemoryLexicon(
        [*labels, (node("ground handling", Kind.SKILL), ("process",)), (node("zz", Kind.SKILL), ())]
    )
    assert NameMatcher(lexicon).matches("the process") == []
    lexicon = MemoryLexicon([*labels, (node("process", Kind.SKILL), ())])
    assert [match.confidence for match in NameMatcher(lexicon).matches("the process")] == [0.5]


def test_a_product_has_no_other_number() -> None:
    assert found("the team") == []
    assert found("chat in Teams") == [("Teams", "Microsoft Teams")]


def test_a_part_of_a_name_with_a_dot_is_no_name() -> None:
    # a bug: "js" of "Vue.js" was JavaScript
    js = NameMatcher(MemoryLexicon([(node("JavaScript"), ("js",))]))
    assert js.matches("Vue.js and three.js") == []
    assert [match.text for match in js.matches("html, js, css")] == []  # nothing that it stands in a list with
    assert [match.text for match in js.matches("JS")] == ["JS"]


def test_two_words_are_joined_only_where_both_are_words() -> None:
    # a bug: "users" was "use RS", another name of handling geospatial technologies in ESCO
    known = NameMatcher(MemoryLexicon([(node("handle geospatial technologies", Kind.SKILL), ("use RS", "front end"))]))
    assert [match.text for match in known.matches("users of the frontend")] == ["frontend"]


def test_an_abbreviation_in_lower_case_is_less_sure() -> None:
    # a bug: "wild" was "wheel impact load detector"
    known = NameMatcher(MemoryLexicon([(node("wheel impact load detector", Kind.SKILL), ("WILD",))]))
    assert [match.confidence for match in known.matches("a WILD, wild animals")] == [0.9, 0.5]


@pytest.mark.parametrize(
    ("label", "other", "confidence"),
    [
        ("Google Cloud", "GCP", 0.9),
        ("customer relationship management", "CRM", 0.9),
        ("communicable diseases", "infections", 0.7),
        ("strategic planning", "strategy", 0.8),
        ("blockchain consensus mechanisms", "POS", 0.5),  # points of sale, mostly
    ],
)
def test_another_name_of_one_word_is_as_sure_as_it_has_to_do_with_the_label(
    label: str, other: str, confidence: float
) -> None:
    known = NameMatcher(MemoryLexicon([(node(label, Kind.SKILL), (other,))]))
    assert [match.confidence for match in known.matches(f"with {other}")] == [confidence]


def test_the_product_of_a_maker_is_called_so_only_with_a_capital() -> None:
    # a bug: "world" was Autodesk World
    makers = NameMatcher(MemoryLexicon((node(f"Autodesk {name}"), ()) for name in ("World", "Maya", "Inventor")))
    assert makers.matches("the best in the world") == []
    assert [match.text for match in makers.matches("Modelling in Inventor")] == ["Inventor"]


def test_nodes_of_one_label_are_equally_meant() -> None:
    # a bug: of a tool that two sources have, one was less sure than of any other
    one, other = node("Python", Kind.SKILL), node("Python (computer programming)", Kind.SKILL)
    (match,) = NameMatcher(MemoryLexicon([(one, ()), (other, ("python",))])).matches("Python")
    assert match == NameMatch(0, 6, "Python", (one, other), 1.0)


def test_a_tool_of_which_many_labels_speak_is_no_everyday_word() -> None:
    # a bug: "LexisNexis" was, since many products of O*NET begin with it
    lexicon = MemoryLexicon((node(f"LexisNexis {part}".strip()), ()) for part in ["", *"abcdefghijklmnopqrstuvwxyz"])
    assert [match.confidence for match in NameMatcher(lexicon).matches("LexisNexis")] == [1.0]


def test_an_abbreviation_in_capitals_is_no_plural() -> None:
    # a bug: IFRS, the standards of accounting, were instrument flight rules
    known = NameMatcher(MemoryLexicon([(node("visual flight rules", Kind.SKILL), ("IFR",)), (node("Canvas"), ())]))
    assert known.matches("IFRS, Canva") == []


def test_marketing_is_not_of_a_market() -> None:
    # a bug: "marketing analysis" was market analysis, as "managing budgets" is to manage budgets
    known = NameMatcher(MemoryLexicon([(node("market analysis", Kind.SKILL), ())]))
    assert known.matches("marketing analysis") == []


def test_articles_are_left_out_of_names_too() -> None:
    # a bug: an article in a name that ends in the same letters was kept
    known = NameMatcher(
        MemoryLexicon([(node("design a drama", Kind.SKILL), ()), (node("hepatitis a", Kind.SKILL), ())])
    )
    assert [match.text for match in known.matches("designing the drama, hepatitis A, hepatitis")] == [
        "designing the drama",
        "hepatitis A",
    ]


def test_a_label_may_be_named_without_a_verb_that_says_little() -> None:
    known = NameMatcher(
        MemoryLexicon([(node("carry out wound care", Kind.SKILL), ()), (node("use CAD", Kind.SKILL), ())])
    )
    assert [(match.text, match.confidence) for match in known.matches("wound care, CAD")] == [("wound care", 0.8)]


def test_names_of_a_changed_lexicon_are_those_of_a_new_one() -> None:
    lexicon = MemoryLexicon(NAMES)
    assert matcher_of(lexicon).matches("wound dressing, wound care, wounds care")
    lexicon.replace(node("wound care", Kind.SKILL).iri, [(node("wound care", Kind.SKILL), ("wound dressing",))])
    lexicon.replace(node("SQL").iri, [])
    lexicon.replace(node("triage", Kind.SKILL).iri, [(node("triage", Kind.SKILL), ())])
    text = "Wound dressing, SQL, triage and Power BI"
    assert matcher_of(lexicon) is matcher_of(lexicon)
    assert matcher_of(lexicon).matches(text) == NameMatcher(lexicon).matches(text)
    assert [match.text for match in matcher_of(lexicon).matches(text)] == ["Wound dressing", "triage", "Power BI"]


PARTS = (
    "Excel",
    "Microsoft Excel",
    "Microsoft Word",
    "Microsoft Go",
    "data",
    "data care",
    "datacare",
    "wound care",
    "DC",
)


# A node that is gone is not taken off the counts of words a second time, when another goes.
@example([(5, "Microsoft Excel", "Excel"), (1, "Excel", "Excel"), (0, "Excel", "Excel")])
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(PARTS), st.sampled_from(PARTS)), max_size=12))
def test_the_order_in_which_a_lexicon_came_to_be_changes_no_match(changes: list[tuple[int, str, str]]) -> None:
    lexicon = MemoryLexicon((Node(f"x:{number}", Kind.TOOL, part), ()) for number, part in enumerate(PARTS))
    text = "Excel, Word and Microsoft Go; datacare, data-care of wounds care; DC, wound cares"
    for number, label, other in changes:
        iri = f"x:{number}"
        kind = Kind.TOOL if number % 2 else Kind.SKILL
        lexicon.replace(iri, [(Node(iri, kind, label), (other,))] if label != other else [])
        assert matcher_of(lexicon).matches(text) == NameMatcher(lexicon).matches(text)


def test_a_stored_lexicon_gives_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    write_names(LEXICON, path)
    text = "Apache Spark, machine-learning, Spark"
    assert len(NameMatcher(LEXICON).matches(text)) == 3
    assert NameMatcher(StoredLexicon(path)).matches(text) == NameMatcher(LEXICON).matches(text)


def test_nothing_is_found_where_nothing_is_known() -> None:
    assert NameMatcher(MemoryLexicon([])).matches("Python") == []
    assert NameMatcher(MemoryLexicon([(node("!?"), ())])).matches("!?") == []


WORDS = st.sampled_from(
    "Python R Go C++ .NET data pipelines wound care & , / - ( ) the of planning Excel . \n team's ½ É".split()
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join)))
def test_matches_are_in_order_do_not_overlap_and_are_what_the_text_says(text: str) -> None:
    matches = MATCHER.matches(text)
    ends = [0, *(match.end for match in matches)]
    assert all(end <= match.start < match.end for end, match in zip(ends, matches, strict=False))
    for match in matches:
        assert match.text == text[match.start : match.end]
        assert 0 < match.confidence <= 1
        assert match.nodes


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_can_be_known_and_are_found_by_themselves(labels: list[str]) -> None:
    nodes = {label: Node(f"x:{number}", Kind.SKILL, label) for number, label in enumerate(labels)}
    matcher = NameMatcher(MemoryLexicon((node, ()) for node in nodes.values()))
    for label, known in nodes.items():
        if len([key for _, (_, key) in tokens(label) if len(key) > 3]) == len(tokens(label)) > 1:
            assert known in {found for match in matcher.matches(label) for found in match.nodes}
