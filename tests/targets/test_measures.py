"""The registry of measures."""

from datetime import date

import pytest

from targets import measures
from targets.measures import Measure
from tests.targets.factories import CountedSource, registered

TODAY = date(2026, 6, 30)


def test_one_question_per_source_whatever_is_asked_twice_or_unknown() -> None:
    source = CountedSource({"t.a": {2026: "1"}, "t.b": {2026: "2"}})
    with registered(source):
        figures = measures.figures(["t.a", "t.b", "t.a", "t.nowhere"], [TODAY])
        labels = dict(measures.choices())
    assert {code: figures[code][TODAY].value for code in figures} == {"t.a": 1, "t.b": 2}
    assert source.questions == [(["t.a", "t.b"], [TODAY])]
    assert labels["t.a"] == "t.a"


def test_two_measures_cannot_share_a_code() -> None:
    source = CountedSource({"t.a": {}})
    with registered(source):
        known = measures.get("t.a")
        assert known is not None
        measures.register([known])
        other = Measure(known.code, "other", "", "", known.source, known.records_url)
        with pytest.raises(ValueError, match=r"two measures are called t\.a"):
            measures.register([other])
        assert measures.get("t.a") is known
