"""The questions that programs and assistants ask, each a model of its parameters that a graph answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rolegraph.server.questions.career_questions import (
    CompareQuestion,
    DemandQuestion,
    NearestQuestion,
    PathQuestion,
    RouteQuestion,
    WhatIfQuestion,
)
from rolegraph.server.questions.graph_questions import (
    InfoQuestion,
    ListQuestion,
    QueriesQuestion,
    SearchQuestion,
    ShowQuestion,
    StatsQuestion,
)
from rolegraph.server.questions.inquiry import Answered as Answered
from rolegraph.server.questions.inquiry import Inquiry as Inquiry
from rolegraph.server.questions.text_questions import CvQuestion, ExtractQuestion

_ALL: Final[tuple[type[Inquiry], ...]] = (
    *(PathQuestion, CompareQuestion, NearestQuestion, RouteQuestion, WhatIfQuestion, DemandQuestion),
    *(ShowQuestion, SearchQuestion, ListQuestion, InfoQuestion, StatsQuestion, QueriesQuestion),
    *(ExtractQuestion, CvQuestion),
)
QUESTIONS: Final[Mapping[str, type[Inquiry]]] = MappingProxyType({question.name: question for question in _ALL})
