"""What bullets and sentences ask for, phrase by phrase."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import HERE, linker, short

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
