"""What bullets and sentences ask for, phrase by phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import HERE, linker, short

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Linker
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import Kind, Necessity, Node, node_iri
from rolegraph.readers.documents.phrases import asked


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Proficiency in programming languages such as Python, R, or Java.", ["Python | R | Java:proficient"]),
        ("Familiarity with cloud platforms like AWS or Azure", ["Amazon Web Services | Azure:familiar"]),
        ("Proficiency in programming languages (Python or Scala)", ["Python | Scala:proficient"]),
        ("Strong knowledge of one or more programming languages (Python or Scala)", ["Python | Scala:proficient"]),
        (
            "Strong programming skills in Python or Java, with a focus on speed.",
            ["Python | Java:proficient # with a focus on speed"],
        ),
        ("Python, R, and/or SQL", ["Python | R | SQL"]),
        ("Knowledge of Excel, SQL and Tableau or Looker", ["Excel:working", "SQL:working", "Tableau | Looker:working"]),
        ("Python and Scala", ["Python", "Scala"]),
        ("Strong programming skills in Python and C++.", ["Python:proficient", "C++:proficient"]),
        ("Proficiency in A1, experience with B2, and knowledge of C3", ["A1:proficient", "B2:working", "C3:working"]),
        ("Basic knowledge of statistics", ["statistics:familiar"]),
        ("In-depth knowledge of linear algebra", ["linear algebra:expert"]),
        ("Strong understanding of algorithms", ["algorithms:proficient"]),
        ("Expertise in big data technologies (e.g., Hadoop, Spark).", ["big data:expert <Hadoop, Apache Spark>"]),
        (
            "Experience with Data visualization tools (e.g., Tableau, Power BI).",
            ["data visualization:working <Tableau, Power BI>"],
        ),
        ("Experience with sklearn", ["Scikit-learn:working"]),
        (
            "Experience with model deployment and monitoring tools (e.g., MLflow, Kubeflow).",
            ["model deployment:working <MLflow, Kubeflow>", "model monitoring:working <MLflow, Kubeflow>"],
        ),
        ("Data cleaning and preparation", ["data cleaning", "data preparation"]),
        (
            "Knowledge of data modeling, testing, and version control",
            ["data modeling:working", "testing:working", "version control:working"],
        ),
        ("Machine learning and programming", ["machine learning", "programming"]),
        ("Statistical analysis and data modeling techniques", ["statistical analysis", "data modeling"]),
        (
            "Leadership and project management skills to guide teams",
            ["leadership # to guide teams", "project management # to guide teams"],
        ),
        (
            "Strong analytical and problem-solving skills",
            ["analytical skills:proficient", "problem-solving:proficient"],
        ),
        (
            "Excellent written and verbal communication skills",
            ["communication:proficient"],
        ),
        ("Analytical skills", ["analytical skills"]),
        (
            "Excellent knowledge of regulations and strong communication skills",
            ["regulations:proficient", "communication:proficient"],
        ),
        ("Business Acumen", ["business acumen"]),
        ("Attention to detail", ["attention to detail"]),
        ("Strong leadership experience", ["leadership:proficient"]),
        ("Familiarity with Agile methodologies", ["Agile:familiar"]),
        ("Knowledge of SQL databases (MySQL, PostgreSQL)", ["SQL databases:working <MySQL, PostgreSQL>"]),
        ("Relational databases such as MySQL, and data modeling", ["relational databases <MySQL>", "data modeling"]),
        ("Understanding of ETL (Extract, Transform, Load) processes", ["ETL processes:working"]),
        ("Experience in building and deploying models", ["building and deploying models:working"]),
        ("Ability to communicate findings to stakeholders", ["communication:working"]),
        ("5+ years of experience in software development", ["software development:working [5-]"]),
        ("Proficiency in SQL; knowledge of Git is a plus", ["SQL:proficient", "Git:working?"]),
        ("Experience with Docker is preferred.", ["Docker:working?"]),
        ("Preferred: experience with Airflow", ["Airflow:working?"]),
        ("Knowledge of R can be advantageous", ["R:working?"]),
        ("Experience in analysis, with management experience preferred", ["analysis:working", "management:working?"]),
        ("Basic knowledge of or experience with Linux", ["Linux:familiar"]),
        ("Programming: Python, R, SQL", ["Python", "R", "SQL"]),
        ("Programming Languages: Proficiency in Python and SQL", ["Python:proficient", "SQL:proficient"]),
        (
            "Big Data Technologies: Familiarity with tools like Hadoop and Spark",
            ["big data:familiar <Hadoop, Apache Spark>"],
        ),
        ("Communication: Presenting results to others.", ["communication # Presenting results to others"]),
        ("Soft Skills: Communication and teamwork", ["communication", "teamwork"]),
        ("Python (expert level)", ["Python:expert"]),
        ("Python, SQL (advanced), and Git (basic)", ["Python", "SQL:expert", "Git:familiar"]),
        ("Experience with Spark/Kafka", ["Apache Spark:working", "Apache Kafka:working"]),
        ("Experience with TCP/IP", ["TCP/IP:working"]),
        ("Knowledge of Spark, and good SQL", ["Apache Spark:working", "SQL"]),
        ("Proficiency in data analysis tools and techniques", ["data analysis:proficient"]),
        ("Must have experience with vector databases", ["vector databases:working"]),
        ("Proficiency in Excel, and ideally SQL", ["Excel:proficient", "SQL:proficient?"]),
        (
            "Knowledge of statistical methods (e.g., regression, hypothesis testing)",
            ["statistical methods:working <regression, hypothesis testing>"],
        ),
    ],
)
def test_phrases(phrase: str, expected: list[str]) -> None:
    names = linker()
    found = asked(phrase, HERE, names).requirements
    assert [short(record) for record in found] == expected


# Phrases of many professions, of which the graph knows only what the tests' lexicon does.
@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Competent in venepuncture and cannulation", ["venepuncture:proficient", "cannulation:proficient"]),
        ("Knowledge of infection prevention and control", ["infection prevention and control:working"]),
        ("Understanding of safeguarding adults", ["safeguarding adults:working"]),
        ("Experience with pupils with special educational needs", ["special educational needs:working"]),
        ("Good knife skills, fish filleting a big plus", ["knife skills", "fish filleting?"]),
        ("Know your allergens", ["allergens:working"]),
        ("An eye for typography", ["typography"]),
        ("Month-end close, reconciliations and VAT returns", ["month-end close", "reconciliations", "VAT returns"]),
        (
            "Excellent drafting skills and commercial awareness",
            ["drafting:proficient", "commercial awareness:proficient"],
        ),
        ("Knowledge of GDPR is an advantage but not essential", ["GDPR:working?"]),
        ("Able to read electrical drawings", ["read electrical drawings:working"]),
        ("Able to use hand tools and power tools", ["hand tools:working", "power tools:working"]),
        ("Must be able to read music and play the piano", ["read music:working", "play the piano:working"]),
        ("Experience installing heat pumps and boilers", ["installing heat pumps:working", "boilers:working"]),
        ("Health and safety", ["health and safety"]),
        ("Cold calling and lead generation", ["cold calling", "lead generation"]),
        ("Report writing skills", ["report writing"]),
        ("Knowledge of the Key Stage 2 curriculum", ["Key Stage 2 curriculum:working"]),
        ("Familiarity with ISO 9001", ["ISO 9001:familiar"]),
        ("Experience with Johnson & Johnson implants", ["Johnson & Johnson implants:working"]),
        (".NET and C# (advanced)", [".NET:expert", "C#:expert"]),
        ("Some Kubernetes", ["Kubernetes:familiar"]),
        ("Spark familiarity", ["Apache Spark:familiar"]),
        ("Thorough and meticulous, with a can-do attitude", ["attention to detail"]),
        (
            "Ability to work under pressure and as part of a team",
            ["working under pressure:working", "teamwork:working"],
        ),
        ("Build tools: Maven, Gradle", ["Maven", "Gradle"]),
        ("Kitchen skills: kneading, scoring", ["kneading", "scoring"]),
        ("Version control systems: Git, Mercurial, or Subversion", ["Git | Mercurial | Subversion"]),
        ("Experience of a data warehouse: Snowflake or Redshift", ["Snowflake | Redshift:working"]),
        ("HTML/CSS", ["HTML", "CSS"]),
        ("PostgreSQL/MySQL", ["PostgreSQL | MySQL"]),
        ("Spark/Kafka/GraphX", ["Apache Spark", "Apache Kafka", "GraphX"]),
        ("Experience with Kafka (AWS preferred)", ["Apache Kafka:working", "Amazon Web Services:working?"]),
        ("SQL, ideally PostgreSQL.", ["SQL", "PostgreSQL?"]),
        ("Advanced Excel, including pivot tables and macros", ["Excel:expert <pivot tables, macros>"]),
        ("Financial modelling in Excel", ["financial modelling", "Excel"]),
        ("Scripting in Python or Bash", ["Python | Bash"]),
        ("Minimum 2 years Kafka experience", ["Apache Kafka:working [2-]"]),
        ("3+ years with AWS or Spark", ["Amazon Web Services | Apache Spark [3-]"]),
        ("Write machine learning code every day", ["machine learning"]),
        ("Brilliant at plated desserts and petit fours", ["plated desserts", "petit fours"]),
        ("can cost a menu", ["cost a menu:working"]),
        ("knows HACCP inside out", ["HACCP:working"]),
        ("Confident handling of MS Project", ["MS Project"]),
        ("Working knowledge of PCI DSS and ISO 27001", ["PCI DSS:working", "ISO 27001:working"]),
        ("Knowledge of landlord and tenant law", ["landlord and tenant law:working"]),
        ("Ability to document in an EMR", ["EMR:working"]),
        ("IR(ME)R regulations", ["IR(ME)R regulations"]),
        ("-RF scanners", ["RF scanners"]),
        ("Basic computer skills incl. Kafka", ["computer skills:familiar", "Apache Kafka:familiar"]),
        ("Kafka or AWS, and statistics", ["Apache Kafka | Amazon Web Services", "statistics"]),
        ("Kafka or AWS, ML, and R", ["Apache Kafka | Amazon Web Services", "machine learning", "R"]),
        ("Leadership skills with the ability to motivate others", ["leadership", "motivate others:working"]),
        ("have used a CRM (we use Hubspot; any is fine)", ["CRM:working"]),
        ("You know your way around customs documents", ["customs documents:working"]),
        ("Identity and access management", ["identity and access management"]),
        ("Comfortable presenting to boards", ["presenting:working # to boards"]),
        ("Track record in software sales", ["software sales"]),
        ("Joinery: Carpenters should know joints.", ["Joinery # Carpenters should know joints"]),
    ],
)
def test_phrases_of_many_professions(phrase: str, expected: list[str]) -> None:
    assert [short(record) for record in asked(phrase, HERE, linker()).requirements] == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "Excited to join a young team",
        "Positive, friendly and calm",
        "You enjoy working with people",
        "Willing to work weekends and nights",
        "No degree required",
        "No prior experience of Kafka needed",
        "We offer a pension and free parking",
        "Our kitchen is open seven days",
        "Benefits: van, tools, phone",
        "A fast-paced environment",
        "Own transport essential",
        "A strong portfolio",
        "Must be over 18",
        "Salary: machine learning bonus",
        "Contributions to open source",
        "isn't afraid of early starts",
        "A genuine interest in business",
        "Interest in sustainability and the circular economy",
        "trains and inspires juniors",
        "following",
    ],
)
def test_what_asks_for_nothing(phrase: str) -> None:
    assert asked(phrase, HERE, linker()).requirements == []


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Fluent English, both written and spoken", ["English:proficient"]),
        ("Fluent in German or French, and good English", ["German | French:proficient", "English:working"]),
        ("A second language such as French or Arabic is useful", ["French | Arabic?"]),
        ("A bit of Welsh", ["Welsh"]),
    ],
)
def test_spoken_languages(phrase: str, expected: list[str]) -> None:
    assert [short(record) for record in asked(phrase, HERE, linker()).requirements] == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Bachelor's degree in Food Science or equivalent experience", ["Bachelor's degree in Food Science"]),
        ("Bachelor's degree in Law and strong Kafka skills", ["Bachelor's degree in Law", "Apache Kafka"]),
        ("Degree in Law required; welding; knowledge of tax", ["Bachelor's degree in Law", "welding", "tax"]),
        ("Full driving licence", ["driving licence"]),
    ],
)
def test_credentials_are_no_skills(phrase: str, expected: list[str]) -> None:
    found = asked(phrase, HERE, linker()).requirements
    assert [record.any_of[0].label for record in found] == expected


def test_another_name_of_one_plain_word_is_not_enough() -> None:
    lexicon = MemoryLexicon([(Node(node_iri(Kind.SKILL, "cybersecurity"), Kind.SKILL, "cybersecurity"), ("security",))])
    names = Linker(lexicon, Truecase([], lexicon))
    assert asked("You have worked in security for long", HERE, names, is_prose=True).requirements == []
    (record,) = asked("Security", HERE, names).requirements
    assert record.any_of[0].label == "cybersecurity"


def test_years_of_something_unknown_stand_alone() -> None:
    found = asked("4+ years in a relevant kitchen role with hands-on Kafka", HERE, linker())
    assert [short(record) for record in found.requirements] == ["Apache Kafka"]
    assert [(years.minimum, years.maximum) for years in found.years] == [(4, None)]


def test_years_of_a_skill_are_of_its_requirement() -> None:
    found = asked("5 years of experience in contract drafting", HERE, linker())
    (record,) = found.requirements
    assert (record.any_of[0].label, record.years and record.years.minimum) == ("contract drafting", 5)
    assert found.years == []


@pytest.mark.parametrize(
    ("phrase", "candidates"),
    [
        ("Plan rotas for a team of ten, and order stock", ["Plan rotas"]),
        ("Polite", []),
        ("A pension scheme that you will love", []),
        ("Diagrams of how the pumps are wired", []),
    ],
)
def test_what_may_name_a_skill_is_a_candidate(phrase: str, candidates: list[str]) -> None:
    found = asked(phrase, HERE, linker())
    assert [candidate.text for candidate in found.candidates] == candidates
    assert found.requirements == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "You should have strong assessment skills and good time management.",
            ["assessment:proficient", "time management"],
        ),
        ("You will need good knowledge of machine learning.", ["machine learning:working"]),
        ("Millers must understand grain grading.", ["grain grading:working"]),
        ("Previous experience in retail security is preferred but not essential.", ["retail security:working?"]),
        ("The mill was founded by two friends.", []),
        ("You will patrol the centre and write incident reports.", []),
    ],
)
def test_sentences(sentence: str, expected: list[str]) -> None:
    predicate = sentence.removeprefix("Millers ")
    assert [short(record) for record in asked(predicate, HERE, linker(), is_prose=True).requirements] == expected


def test_a_section_of_wishes_makes_wishes() -> None:
    found = asked("machine learning", HERE, linker(), necessity=Necessity.PREFERRED)
    assert [short(record) for record in found.requirements] == ["machine learning?"]
    found = asked("Nice to have: machine learning", HERE, linker())
    assert [short(record) for record in found.requirements] == ["machine learning?"]


def test_what_is_asked_for_twice_is_asked_for_once() -> None:
    found = asked("Knowledge of Kafka is a plus; strong Kafka. Kafka.", HERE, linker())
    assert [short(record) for record in found.requirements] == ["Apache Kafka:proficient"]


def test_words_of_a_known_skill_in_another_form_are_that_skill() -> None:
    lexicon = MemoryLexicon([(Node(node_iri(Kind.SKILL, "data-warehousing"), Kind.SKILL, "data warehousing"), ())])
    names = Linker(lexicon, Truecase([], lexicon))
    found = asked("Experience operating data at scale in warehouses (Delta, Snowflake)", HERE, names)
    assert [short(record) for record in found.requirements] == ["data warehousing:working <Delta, Snowflake>"]


def test_a_tool_at_the_start_is_a_word_before_a_setting() -> None:
    lexicon = MemoryLexicon([(Node(node_iri(Kind.TOOL, "excel"), Kind.TOOL, "Excel"), ())])
    names = Linker(lexicon, Truecase([], lexicon))
    assert asked("Excel in a busy kitchen", HERE, names).requirements == []
    assert len(asked("Excel for reports", HERE, names).requirements) == 1


PIECES = st.sampled_from(
    ["strong", "knowledge of", "machine learning", "Kafka", ",", "and", "or", "(", ")", "preferred", "3+ years of",
     "a plus", "ability to", "cook", "no", "required", ";", ".", "such as", "/", "team player", "ideally", ":", "you",
     "will", "AWS", "Bachelor's degree in", "fluent German", "[", "etc.", "HTML/CSS"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14), st.booleans())
def test_any_text_can_be_asked(pieces: list[str], is_prose: bool) -> None:
    text = " ".join(pieces)
    found = asked(text, HERE, linker(), is_prose=is_prose)
    keys = [frozenset(option.iri for option in record.any_of) for record in found.requirements]
    assert len(keys) == len(set(keys))
    for record in found.requirements:
        assert record.any_of
        assert all(option.label.strip(" ,;:") == option.label and option.label for option in record.any_of)
        assert not {option.iri for option in record.any_of} & {example.iri for example in record.examples}
    assert all(candidate.text in text.replace("  ", " ") or candidate.text for candidate in found.candidates)


@pytest.mark.parametrize(
    ("phrase", "label", "others"),
    [
        ("Natural Language Processing (NLP)", "natural language processing", ("NLP",)),
        ("Knowledge of continuous integration (CI) practices", "continuous integration", ("CI",)),
        ("SQL (Structured Query Language)", "SQL", ("Structured Query Language",)),
        ("Python (NumPy)", "Python", ()),
    ],
)
def test_brackets_that_spell_a_name_out(phrase: str, label: str, others: tuple[str, ...]) -> None:
    (record,) = asked(phrase, HERE, linker()).requirements
    assert (record.any_of[0].label, record.any_of[0].alt_labels) == (label, others)


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("Tableau", "tool"),
        ("TensorFlow", "tool"),
        ("R", "tool"),
        ("SQL", "skill"),
        ("REST APIs", "skill"),
        ("Agile", "skill"),
        ("data modeling", "skill"),
        ("Apache Flink", "tool"),
    ],
)
def test_kinds_of_new_names(phrase: str, kind: str) -> None:
    (record,) = asked(f"Experience with {phrase}", HERE, linker()).requirements
    assert record.any_of[0].kind == kind


def test_what_will_do_instead_is_not_asked_for_besides() -> None:
    text = "A bachelor's degree in geology is common; an apprenticeship will do."
    (record,) = asked(text, HERE, linker(), is_prose=True).requirements
    assert short(record).startswith("Bachelor's degree in Geology?")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Knowledge of Right to Rent checks", ["Right to Rent checks:working"]),
        ("falls prevention and pain management know-how", ["falls prevention", "pain management"]),
        ("used Leecare before", ["Leecare:working"]),
        ("It also helps to be familiar with meteorology", ["meteorology:familiar?"]),
        ("Good to have: Scala, Tableau", ["Scala?", "Tableau?"]),
        ("Proven knowledge and understanding of tax law", ["tax law:working"]),
        ("Use of BadgerNet", ["BadgerNet"]),
    ],
)
def test_what_the_texts_of_other_trades_say(phrase: str, expected: list[str]) -> None:
    assert [short(each) for each in asked(phrase, HERE, linker()).requirements] == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("One of Kafka, AWS and sklearn", ["Apache Kafka | Amazon Web Services | Scikit-learn"]),
        ("Experience with at least one of the following: Kafka, sklearn", ["Apache Kafka | Scikit-learn:working"]),
        ("You hold one of: CISSP, CEH", ["CISSP | CEH"]),
    ],
)
def test_one_of_several_is_enough(phrase: str, expected: list[str]) -> None:
    # a bug: each of them was essential
    assert [short(each) for each in asked(phrase, HERE, linker()).requirements] == expected


def test_a_list_of_needs_may_end_in_a_knowledge_of_something() -> None:
    # a bug: what stood before "and a good knowledge of" was left out
    found = asked("need latte art, milk steaming, and a good knowledge of coffee beans", HERE, linker(), is_prose=True)
    assert [short(each) for each in found.requirements] == ["latte art", "milk steaming", "coffee beans:working"]
