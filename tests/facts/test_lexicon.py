"""Names resolve to one node whatever their spelling, and rolegraph never guesses."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import AmbiguousNode, Kind, Node, UnknownNode
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.facts.stored_lexicon import StoredLexicon, write_names
from rolegraph.model.nodes import node_iri, slugify


def node(kind: Kind, label: str) -> Node:
    return Node(node_iri(kind, slugify(label, kind)), kind, label)


LEAD = node(Kind.ROLE, "Lead Machine Learning Engineer")
SPARK, CPP = node(Kind.TOOL, "Apache Spark"), node(Kind.TOOL, "C++")
SKILL, FIELD = node(Kind.SKILL, "statistics"), node(Kind.FIELD, "Statistics")
LEXICON = MemoryLexicon([(LEAD, ["Lead ML Engineer"]), (SPARK, ["Spark"]), (CPP, []), (SKILL, ["stats"]), (FIELD, [])])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lead-ml-engineer", LEAD),
        ("Lead ML Engineer", LEAD),
        ("LEAD  MACHINE LEARNING ENGINEER", LEAD),
        ("lead-machine-learning-engineer", LEAD),
        (LEAD.iri, LEAD),
        ("role/lead-ml-engineer", LEAD),
        ("spark", SPARK),
        ("Apache-Spark", SPARK),
        ("c++", CPP),
        ("c-plus-plus", CPP),
        ("stats", SKILL),
        ("skill/statistics", SKILL),
        ("field/statistics", FIELD),
    ],
)
def test_every_spelling_resolves(name: str, expected: Node) -> None:
    assert LEXICON.resolve(name) == expected


def test_a_code_with_capitals_tells_apart_what_is_called_the_same() -> None:
    one, other = (Node(f"https://w3id.org/rolegraph/id/skill/onet-2.{code}", Kind.SKILL, "Maths") for code in "AC")
    lexicon = MemoryLexicon([(one, []), (other, [])])
    with pytest.raises(AmbiguousNode) as caught:
        lexicon.resolve("maths")
    assert [lexicon.resolve(name) for name in caught.value.candidates] == [one, other]


def test_an_ambiguous_name_is_not_guessed() -> None:
    with pytest.raises(AmbiguousNode) as caught:
        LEXICON.resolve("statistics")
    assert caught.value.candidates == ("field/statistics", "skill/statistics")
    assert LEXICON.resolve("statistics", (Kind.FIELD,)) == FIELD


def test_a_typing_error_is_answered_with_a_suggestion() -> None:
    with pytest.raises(UnknownNode) as caught:
        LEXICON.resolve("lead-ml-enginer", (Kind.ROLE,))
    assert str(caught.value) == "no role 'lead-ml-enginer': did you mean 'Lead Machine Learning Engineer'?"
    with pytest.raises(UnknownNode) as caught:
        LEXICON.resolve("zzz", (Kind.ROLE,))
    assert caught.value.suggestions == ()


def test_a_name_of_another_kind_is_said_to_be_one() -> None:
    for name in (SPARK.iri, SPARK.path, SPARK.slug, SPARK.label):
        with pytest.raises(UnknownNode) as caught:
            LEXICON.resolve(name, (Kind.ROLE,))
        assert str(caught.value) == f"no role {name!r}: that is a name of a {SPARK.kind}"
        assert caught.value.others == (SPARK.kind,)
    with pytest.raises(
        UnknownNode, match="nothing that fits here is called 'statistics': that is a name of a field or a"
    ):
        LEXICON.resolve("statistics", (Kind.ROLE, Kind.TOOL))


def test_a_kind_that_is_not_asked_for_is_not_found() -> None:
    with pytest.raises(UnknownNode):
        LEXICON.resolve("spark", (Kind.ROLE,))
    with pytest.raises(UnknownNode):
        LEXICON.resolve("tool/apache-spark", (Kind.ROLE,))


def test_two_spellings_of_one_node_are_one_node() -> None:
    lexicon = MemoryLexicon([(SPARK, []), (Node(SPARK.iri, Kind.TOOL, "apache SPARK 3"), [])])
    assert lexicon.resolve("Apache Spark 3") == SPARK
    assert list(lexicon) == [SPARK]


def test_search_puts_whole_names_before_beginnings_before_the_rest() -> None:
    words = [node(Kind.SKILL, label) for label in ("big data", "data", "data modeling", "metadata")]
    found = [one.label for one, _ in MemoryLexicon((word, []) for word in words).search("Data")]
    assert found == ["data", "data modeling", "big data", "metadata"]


NODES = [node(kind, label) for kind in (Kind.SKILL, Kind.ROLE) for label in ("Ab", "ab c", "Machine Learning")]
ENTRIES = st.tuples(
    st.sampled_from(["Ab", "ab", "C", "Ç", "ML"]), st.lists(st.sampled_from(["ab", "C", "ab c", "ML", "x"]))
)


@given(st.lists(st.tuples(st.sampled_from(NODES), st.lists(ENTRIES, max_size=3)), max_size=12), st.integers(0, 12))
def test_a_lexicon_that_was_changed_is_as_one_made_anew(
    changes: list[tuple[Node, list[tuple[str, list[str]]]]], asked_before: int
) -> None:
    changed, entries = MemoryLexicon([(one, ["x"]) for one in NODES]), {one.iri: [(one, ["x"])] for one in NODES}
    for step, (one, said) in enumerate(changes):
        if step == asked_before:
            list(changed)
        entries[one.iri] = [(one._replace(label=label), others) for label, others in said]
        changed.replace(one.iri, entries[one.iri])
    anew = MemoryLexicon(entry for group in entries.values() for entry in group)
    assert list(changed) == list(anew)
    for name in ("Ab", "ab c", "ab-c", "C", "Ç", "ML", "x", "machine learning", "ml", "nothing"):
        assert changed.find(name) == anew.find(name)
        assert changed.find(name, (Kind.ROLE,)) == anew.find(name, (Kind.ROLE,))
        assert list(changed.search(name)) == list(anew.search(name))


def test_all_names_are_listed_and_those_of_some_nodes_by_themselves(tmp_path: Path) -> None:
    one, other = (Node(node_iri(Kind.SKILL, slug), Kind.SKILL, slug.upper()) for slug in ("one", "other"))
    memory = MemoryLexicon([(one, ("First",)), (other, ())])
    write_names(memory, tmp_path / "names")
    for lexicon in (memory, StoredLexicon(tmp_path / "names")):
        assert set(lexicon.names()) == {(one, "one", True), (one, "first", False), (other, "other", True)}
        assert set(lexicon.names({other.iri})) == {(other, "other", True)}
        assert not lexicon.replaced
    memory.replace(other.iri, [])
    assert list(memory.replaced) == [other.iri]
    assert not list(memory.names({other.iri}))


@given(st.text())
def test_any_text_has_a_slug_that_stays(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert slugify(slug) == slug
    assert not set(slug) & set('/#?<> "{}|\\^`')


@given(st.text(max_size=30))
def test_any_name_is_found_or_refused(name: str) -> None:
    with suppress(UnknownNode, AmbiguousNode):
        assert LEXICON.resolve(name) in set(LEXICON)


def test_a_form_of_a_label_comes_before_another_name() -> None:
    player, coach = node(Kind.ROLE, "actor/actress"), node(Kind.ROLE, "coach")
    lexicon = MemoryLexicon([(player, ["actor", "actress"]), (coach, ["actor", "trainer"])])
    assert lexicon.resolve("Actor") == player
    assert lexicon.resolve("trainer") == coach


def test_an_ambiguous_name_is_answered_with_labels_where_slugs_are_codes() -> None:
    coded = [
        Node(f"http://data.example.org/{number}f-8a1", Kind.ROLE, name) for number, name in enumerate(("a b", "c"))
    ]
    lexicon = MemoryLexicon([(one, ["player"]) for one in coded])
    with pytest.raises(AmbiguousNode, match=r"say 'a b' or c$"):
        lexicon.resolve("player")


def test_of_what_an_ambiguous_name_may_mean_those_come_first_whose_label_has_it() -> None:
    labels = ("Freight Forwarders", "Light Truck Drivers", "Tractor Operators")
    lexicon = MemoryLexicon([(node(Kind.ROLE, label), ["truck driver"]) for label in labels])
    with pytest.raises(AmbiguousNode) as caught:
        lexicon.resolve("truck driver")
    assert lexicon.resolve(caught.value.candidates[0]).label == "Light Truck Drivers"


def test_a_label_that_several_have_is_told_apart_by_its_code() -> None:
    coded = [Node(node_iri(Kind.TOOL, f"onet-{code}"), Kind.TOOL, "Saws") for code in ("27112802", "27111508")]
    lexicon = MemoryLexicon([(one, []) for one in coded])
    with pytest.raises(AmbiguousNode, match=r"say 'Saws \(onet-27111508\)' or 'Saws \(onet-27112802\)'$") as caught:
        lexicon.resolve("saws")
    assert {lexicon.resolve(name) for name in caught.value.candidates} == {*coded}
    assert set(lexicon.suggest("sawz")) == {*caught.value.candidates}
    assert lexicon.find("Saws (onet-1)") == lexicon.find("Hammers (onet-27112802)") == ()


def test_a_suggestion_is_a_name_that_has_the_word_before_one_that_is_alike() -> None:
    labels = ("Data entry", "Node.js", "Vue.js", "JSON", "Nodes")
    lexicon = MemoryLexicon([(node(Kind.TOOL, label), []) for label in labels])
    assert lexicon.suggest("js") == ("Node.js", "Vue.js", "JSON")
    assert lexicon.suggest("node") == ("Node.js", "Nodes")


def test_of_several_with_a_name_that_is_alike_the_one_that_it_is_the_label_of_is_suggested_first() -> None:
    others = [node(Kind.ROLE, label) for label in ("Actuaries", "Botanists", "Chemists")]
    analyst = node(Kind.ROLE, "Data Analyst")
    lexicon = MemoryLexicon([*((other, ["data analyst"]) for other in others), (analyst, [])])
    assert lexicon.suggest("data analist")[0] == "Data Analyst"


def test_what_is_alike_by_another_name_only_is_no_suggestion() -> None:
    lexicon = MemoryLexicon([(node(Kind.ROLE, "Chemical Technicians"), ["Fiber Specialist"])])
    assert lexicon.suggest("flibber") == ()
    assert lexicon.suggest("fibre specialist") == ("Chemical Technicians",)


def test_a_name_without_a_letter_is_like_none() -> None:
    lexicon = MemoryLexicon([(node(Kind.SKILL, "dough"), ["", "?"])])
    for name in ("", "  ", "?!", "-"):
        assert lexicon.suggest(name) == ()


def test_each_candidate_for_an_ambiguous_name_means_one_node() -> None:
    coded = Node("http://data.example.org/occupation/d3edb8f8-3a06", Kind.ROLE, "data analyst")
    ours = Node(node_iri(Kind.ROLE, "data-analyst"), Kind.ROLE, "Data Analyst")
    twin = Node("https://example.org/other/data-analyst", Kind.ROLE, "data analyst, junior")
    for nodes in ([coded, ours], [coded, ours, twin]):
        lexicon = MemoryLexicon([(node, ["data analyst"]) for node in nodes])
        with pytest.raises(AmbiguousNode) as caught:
            lexicon.resolve("data analyst", (Kind.ROLE,))
        assert [lexicon.resolve(name, (Kind.ROLE,)) for name in caught.value.candidates] == [coded, ours]


def test_a_suggestion_is_a_name_that_people_can_read() -> None:
    coded = Node("http://data.example.org/occupation/a28dff76-74df", Kind.ROLE, "ICT project manager")
    ours = Node(node_iri(Kind.ROLE, "project-manager"), Kind.ROLE, "Manager of Projects")
    lexicon = MemoryLexicon([(coded, []), (ours, [])])
    assert lexicon.suggest("ICT project managr") == ("ICT project manager", "Manager of Projects")
    code = Node(node_iri(Kind.ROLE, "onet-29-1122.00"), Kind.ROLE, "Occupational Therapists")
    assert MemoryLexicon([(code, [])]).suggest("occupational therapist") == ("Occupational Therapists",)


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("foo-bar", ()),
        ("nothing", ()),
        ("nope", ()),
        ("tablo", ("Tableau",)),
        ("statistcs", ("Statistical Analysis",)),
        ("analist", ("Operations Research Analyst",)),
    ],
)
def test_what_merely_holds_the_letters_of_a_name_is_no_suggestion(name: str, suggested: tuple[str, ...]) -> None:
    labels = ["R", "Operations Research Analyst", "Statistical Analysis", "Tableau"]
    assert (
        MemoryLexicon(
            [(node(Kind.SKILL, label), ["tableau desktop"] * (label == "Tableau")) for label in labels]
        ).suggest(name)
        == suggested
    )


WORDS = st.sampled_from(["Ab", "ab", "a b", "a-b", "skill a b", "Skill/ab", "ML", "Machine Learning", "c"])


@given(st.lists(st.tuples(st.sampled_from(["x:1/", "x:2/"]), st.sampled_from([*Kind][:4]), WORDS, WORDS), max_size=8))
def test_what_a_node_is_called_is_its_name(words: list[tuple[str, Kind, str, str]]) -> None:
    entries: list[tuple[Node, list[str]]] = [
        (Node(f"{base}{kind}/{slugify(slug)}", kind, label), []) for base, kind, slug, label in words
    ]
    lexicon = MemoryLexicon(entries)
    for known in lexicon:
        assert lexicon.resolve(lexicon.name_of(known)) == known
        of_kind = [*Kind][:2]
        if known.kind in of_kind:
            assert lexicon.resolve(lexicon.name_of(known, of_kind), of_kind) == known


def test_a_beginning_is_completed_to_names_that_mean_one_node() -> None:
    assert dict(LEXICON.completions("stat", list(Kind))) == {"stats": SKILL}
    assert dict(LEXICON.completions("statistics", [Kind.SKILL])) == {"statistics": SKILL}
    assert dict(LEXICON.completions("skill/sta", list(Kind))) == {"skill/statistics": SKILL}
    assert dict(LEXICON.completions("SPAR", list(Kind))) == {"spark": SPARK}


def test_initials_are_a_suggestion_both_ways() -> None:
    lexicon = MemoryLexicon([(node(Kind.TOOL, "Structured Query Language"), []), (node(Kind.SKILL, "NLP"), [])])
    assert lexicon.suggest("SQL") == ("Structured Query Language",)
    assert lexicon.suggest("natural language processing") == ("NLP",)
    assert lexicon.suggest("qx") == lexicon.suggest("qqq") == ()


ACCENTS = [
    (Kind.ROLE, "Bäcker", "Backer Baecker BÄCKER"),
    (Kind.ROLE, "Médecin généraliste", "medecin-generaliste medécin-généraliste"),
    (Kind.SKILL, "smørrebrød", "smorrebrod smoerrebroed"),
    (Kind.SKILL, "Łódź", "lodz"),
    (Kind.SKILL, "français", "francais"),
    (Kind.TOOL, "Straße", "strasse"),
    (Kind.SKILL, "резьба по дереву", "резьба-по-дереву"),
]


def test_a_name_is_found_without_its_accents_and_with_accents_that_it_has_not(tmp_path: Path) -> None:
    memory = MemoryLexicon([(node(kind, label), []) for kind, label, _ in ACCENTS] + [(node(Kind.SKILL, "cafe"), [])])
    write_names(memory, tmp_path / "names")
    for lexicon in (memory, StoredLexicon(tmp_path / "names")):
        for _, label, names in ACCENTS:
            for name in names.split():
                assert lexicon.resolve(name.replace("-", " ")).label == label
                assert [one.label for one, _ in lexicon.search(name.replace("-", " "))] == [label]
        assert lexicon.resolve("Café").label == "cafe"
        assert [one.label for one, _ in lexicon.search("CAFÉ")] == ["cafe"]
        assert dict(lexicon.completions("medec", [Kind.ROLE])) == {
            "medecin-generaliste": lexicon.resolve(ACCENTS[1][1])
        }
        assert not list(lexicon.search("!"))


def test_a_name_as_it_is_written_comes_before_one_without_accents() -> None:
    plain, accented = node(Kind.SKILL, "resume"), node(Kind.SKILL, "résumé")
    lexicon = MemoryLexicon([(plain, []), (accented, [])])
    assert lexicon.resolve("resume") == plain
    assert lexicon.resolve("Résumé") == accented
    with pytest.raises(AmbiguousNode):
        lexicon.resolve("résume")


def test_a_name_without_accents_that_two_have_is_not_guessed() -> None:
    lexicon = MemoryLexicon([(node(Kind.SKILL, label), []) for label in ("pâte", "pâté")])
    with pytest.raises(AmbiguousNode) as caught:
        lexicon.resolve("pate")
    assert {lexicon.resolve(name).label for name in caught.value.candidates} == {"pâte", "pâté"}


def test_a_name_that_came_as_bytes_is_read_as_utf_8() -> None:
    lexicon = MemoryLexicon([(node(Kind.ROLE, "Bäcker"), [])])
    escaped = "bäcker".encode().decode("ascii", "surrogateescape")
    assert lexicon.resolve(escaped).label == "Bäcker"
    assert [found.label for found, _ in lexicon.search(escaped[:3])] == ["Bäcker"]
    assert lexicon.find("b\udcffcker") == ()


def test_what_has_been_looked_up_is_looked_up_again_after_a_change() -> None:
    lexicon = MemoryLexicon([(SPARK, ["Spark"])])
    assert lexicon.find("Spark", (Kind.TOOL,)) == (SPARK,)
    assert lexicon.find("C++", (Kind.TOOL,)) == ()
    lexicon.replace(SPARK.iri, [])
    lexicon.replace(CPP.iri, [(CPP, [])])
    assert lexicon.find("Spark", (Kind.TOOL,)) == ()
    assert lexicon.find("C++", (Kind.TOOL,)) == (CPP,)


def test_what_is_made_of_all_names_is_made_once_for_the_lexicon_as_it_is() -> None:
    lexicon, made = MemoryLexicon([(SPARK, [])]), []

    def labels(names: MemoryLexicon) -> list[str]:
        made.append(names)
        return [node.label for node in names]

    assert lexicon.derived(labels) is lexicon.derived(labels)
    lexicon.replace(CPP.iri, [(CPP, [])])
    assert lexicon.derived(labels) == ["Apache Spark", "C++"]
    assert len(made) == 2
