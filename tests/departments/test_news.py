"""The registry of news."""

from datetime import date

import pytest

from departments import news
from departments.news import News, Source


def test_sources_are_asked_in_order_and_a_name_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_registry", {})
    first = Source("b", lambda since, until: {1: [News("b", "乙", "乙。", "/b/")]})
    second = Source("a", lambda since, until: {1: [News("a", "甲", "甲。", "/a/")], 2: []})
    for source in (first, second, second):
        news.register(source)
    found = news.gather(date(2026, 1, 1), date(2026, 6, 30))
    assert {unit: [each.key for each in told] for unit, told in found.items()} == {1: ["a", "b"], 2: []}
    with pytest.raises(ValueError, match="two sources"):
        news.register(Source("a", lambda since, until: {}))
