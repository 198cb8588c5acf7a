"""From the article that the project grew from to an answer: what is read is what is shipped, and both answer alike."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph import Kind, Level, Necessity
from rolegraph.graph import RoleGraph
from rolegraph.model.roles import Requirement, Role
from rolegraph.rdf.files import shipped
from rolegraph.readers.ingest import ingest
from tests.folders import ROOT

SEED = ROOT.parent / "shared/seed/data-science-engineer-vs-lead-machine-learning-engineer.txt"
SHIPPED = shipped("data") / "article-data-science-engineer-vs-lead-ml-engineer.ttl"
WITHOUT_SEED = "the article the project grew from is not there; the shipped graph is held to the same facts"


def graph_of_seed(folder: Path) -> RoleGraph:
    if not SEED.exists():
        pytest.skip(WITHOUT_SEED)
    result = ingest([SEED], folder / "graph.ttl")
    assert result.clean
    return rolegraph.open(folder / "graph.ttl")


@pytest.fixture(params=["read", "shipped"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> RoleGraph:
    return rolegraph.open(SHIPPED) if request.param == "shipped" else graph_of_seed(tmp_path)


def tools(role: Role) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for used in role.tools:
        (category,) = used.categories
        found.setdefault(category.label, set()).add(used.tool.label)
    return found


def test_tools_in_their_categories(graph: RoleGraph) -> None:
    assert tools(graph.role("data-science-engineer")) == {
        "Programming Languages": {"Python", "R", "SQL"},
        "Data Processing": {"Apache Spark", "Apache Kafka"},
        "Databases": {"MySQL", "PostgreSQL", "MongoDB"},
        "Data Visualization": {"Tableau", "Power BI", "Matplotlib"},
    }
    assert tools(graph.role("lead-ml-engineer")) == {
        "Machine Learning Frameworks": {"TensorFlow", "PyTorch", "Scikit-learn"},
        "Deployment Tools": {"Docker", "Kubernetes", "MLflow"},
        "Programming Languages": {"Python", "Java", "C++"},
        "Version Control": {"Git", "GitHub"},
    }


def test_names_industries_and_responsibilities(graph: RoleGraph) -> None:
    one, lead = graph.role("data-science-engineer"), graph.role("lead-ml-engineer")
    assert lead.node.label == "Lead Machine Learning Engineer"
    industries = [{cited.node.label: cited for cited in role.industries} for role in (one, lead)]
    assert [len(found) for found in industries] == [5, 5]
    assert industries[0].keys() & industries[1].keys() == {"Healthcare", "Telecommunications"}
    assert "E-commerce" in industries[0]
    assert "Retail and E-commerce" in industries[1]
    assert industries[1]["Automotive"].note == "autonomous vehicles"
    rows = {row.node.label: row for row in graph.compare([one.node, lead.node]).rows}
    assert [node.label for node in rows["E-commerce"].related] == ["Retail and E-commerce"]
    assert [len(role.responsibilities) for role in (one, lead)] == [5, 5]
    assert all(cited.evidence[0].line for role in (one, lead) for cited in role.responsibilities)


def labels(requirement: Requirement) -> set[str]:
    return {node.label for node in requirement.any_of}


def test_languages_are_one_requirement_with_three_alternatives(graph: RoleGraph) -> None:
    asked = [one for one in graph.role("data-science-engineer").requirements if "R" in labels(one)]
    assert [(labels(one), one.level, one.necessity) for one in asked] == [
        ({"Python", "R", "Java"}, Level.PROFICIENT, Necessity.ESSENTIAL)
    ]


def test_degrees_and_certifications(graph: RoleGraph) -> None:
    for name in ("data-science-engineer", "lead-ml-engineer"):
        asked = graph.role(name).requirements
        degrees = {node: one for one in asked for node in one.any_of if node.kind is Kind.DEGREE}
        assert degrees
        for node, requirement in degrees.items():
            level = graph.capability(node).degree_level
            assert requirement.essential == (level is rolegraph.DegreeLevel.BACHELOR)
        certifications = [one for one in asked for node in one.any_of if node.kind is Kind.CERTIFICATION]
        assert certifications
        assert not any(one.essential for one in certifications)
    bachelor = next(one for one in graph.role("lead-ml-engineer").requirements if one.label.startswith("Bachelor"))
    assert bachelor.label == "Bachelor's degree in Computer Science or Mathematics or a related field"


def test_outlook_tips_and_postings(graph: RoleGraph) -> None:
    for name in ("data-science-engineer", "lead-ml-engineer"):
        (outlook,) = graph.role(name).outlooks
        assert (outlook.growth, outlook.start, outlook.end) == (31, 2019, 2029)
        assert outlook.authority == "U.S. Bureau of Labor Statistics"
    assert len(graph.nodes(Kind.TIP)) == 6
    pay = sorted((posting.pay_low, posting.pay_high, posting.currency) for posting in graph.postings())
    thousand = 1000
    assert pay == [
        (75 * thousand, 150 * thousand, "USD"),
        (85 * thousand, 185 * thousand, "USD"),
        (95 * thousand, 192 * thousand, "USD"),
        (100 * thousand, 130 * thousand, "USD"),
        (120 * thousand, 150 * thousand, "USD"),
    ]


def test_what_is_shipped_is_what_is_read_but_for_the_words(tmp_path: Path) -> None:
    read, ours = graph_of_seed(tmp_path), rolegraph.open(SHIPPED)
    for name in ("data-science-engineer", "lead-ml-engineer"):
        one, other = read.role(name), ours.role(name)
        assert [_without_words(asked) for asked in one.requirements] == [
            _without_words(asked) for asked in other.requirements
        ]
        assert [(used.tool, used.categories) for used in one.tools] == [
            (used.tool, used.categories) for used in other.tools
        ]
        assert {(cited.node, cited.note) for cited in one.industries} == {
            (cited.node, cited.note) for cited in other.industries
        }
        for mine, theirs in zip(other.responsibilities, one.responsibilities, strict=True):
            assert mine.evidence[0].line == theirs.evidence[0].line
            assert mine.node.label != theirs.node.label
    assert [posting._replace(evidence=()) for posting in read.postings()] == [
        posting._replace(evidence=()) for posting in ours.postings()
    ]


def _without_words(requirement: Requirement) -> Requirement:
    evidence = tuple(one._replace(quote="", source=one.source._replace(label="")) for one in requirement.evidence)
    return requirement._replace(evidence=evidence, notes=())


def test_ingest_then_path_just_works() -> None:
    if not SEED.exists():
        pytest.skip(WITHOUT_SEED)
    before = rolegraph.open().path("data-science-engineer", "lead-ml-engineer")
    ingest([SEED])
    after = rolegraph.open().path("data-science-engineer", "lead-ml-engineer")
    assert [step.node for step in after.steps] == [step.node for step in before.steps]
    assert after.hours == before.hours
    assert not ingest([SEED]).change


def test_the_articles_view_is_what_it_was_before_others_spoke() -> None:
    roles = ["data-science-engineer", "lead-ml-engineer"]
    of_all = rolegraph.open(shipped("data"))
    article = of_all.from_sources("article")
    assert article.compare(roles) == rolegraph.open(SHIPPED).compare(roles)
    alone = rolegraph.open(SHIPPED, alone=True)  # without what the shipped mappings say of its roles
    assert [article.role(role) for role in roles] == [alone.role(role) for role in roles]
    assert [article.role(role) for role in roles] != [of_all.role(role) for role in roles]
