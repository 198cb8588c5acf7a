"""Sets of mappings for laws."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from rolegraph.model.mappings import MappingSet, MatchPredicate, NodeMapping

WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMES = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=8)
IRIS = st.one_of(
    st.builds("https://w3id.org/rolegraph/id/skill/{}".format, NAMES),
    st.builds("https://w3id.org/rolegraph/id/role/onet-15-20{}1.00".format, st.integers(0, 9)),
    st.builds("http://data.europa.eu/esco/skill/{}".format, NAMES),
    st.builds("https://example.org/{}/{}".format, NAMES, NAMES),
    st.builds("urn:acme:{}#{}".format, NAMES, NAMES),
)
OTHERS = st.one_of(
    st.tuples(st.just("author_id"), st.builds("https://orcid.org/{}".format, NAMES)),
    st.tuples(st.just("see_also"), st.builds("https://w3id.org/rolegraph/id/{}".format, NAMES)),
    st.tuples(st.just("match_string"), WORDS.filter(lambda word: "|" not in word)),
    st.tuples(st.just("mapping_cardinality"), st.just("1:n")),
)
ROWS = st.builds(
    NodeMapping,
    st.builds("https://example.com/{}".format, NAMES),
    IRIS,
    st.sampled_from(MatchPredicate),
    st.one_of(st.none(), st.integers(0, 1000).map(lambda number: number / 1000)),
    st.sampled_from(["LexicalMatching", "ManualMappingCuration", "https://example.org/by-dream"]),
    subject_label=st.one_of(st.just(""), WORDS),
    object_label=WORDS,
    subject_version=st.just(""),
    object_version=st.sampled_from(["", "29.3", "v1.2.0"]),
    tool=st.sampled_from(["", "rolegraph"]),
    tool_version=st.just(""),
    source=st.none(),
    comment=st.one_of(st.just(""), WORDS),
    others=st.sets(OTHERS, max_size=3).map(lambda found: tuple(sorted(found))),
)
SETS = st.builds(
    MappingSet,
    st.just("https://example.org/a/set"),
    st.lists(ROWS, min_size=1, max_size=8, unique=True).map(tuple),
    title=WORDS,
    description=WORDS,
    left_out=st.just(()),
    licence=st.sampled_from(["", "https://creativecommons.org/licenses/by/4.0/"]),
    version=st.sampled_from(["", "2"]),
    creators=st.lists(WORDS, max_size=1).map(tuple),
)
