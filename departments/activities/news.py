"""What activities tell in half-yearly reports: every unit hears of its own."""

from collections import defaultdict
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse

from departments.models import Activity, ActivityKind
from departments.news import News, NewsByUnit, Source

WORDS: Final = {
    ActivityKind.QUALITY_MONTH: ("开展质量月活动", "次"),
    ActivityKind.CONSUMER_DAY: ("开展3·15宣传活动", "次"),
    ActivityKind.TRAINING: ("举办质量培训", "期"),
    ActivityKind.MEDIA: ("组织媒体宣传报道", "次"),
    ActivityKind.PRACTICE: ("总结推广典型经验", "项"),
    ActivityKind.PLEDGE: ("开展服务承诺活动", "次"),
    ActivityKind.WINDOW: ("创建文明服务示范岗（窗口）", "个"),
}
"""What a kind of activity is called in a report, and what it is counted in."""


def gather(since: date, until: date) -> NewsByUnit:
    """Return what every unit did in a period. One query."""
    rows = (
        Activity.objects.for_period(since, until)
        .order_by("department", "kind")
        .values_list("department", "kind")
        .annotate(number=Count("pk"), persons=Sum("people"))
    )
    found: defaultdict[int, dict[str, tuple[int, int | None]]] = defaultdict(dict)
    for unit, kind, number, persons in rows:
        found[unit][kind] = (number, persons)
    return {unit: [_news(unit, counted, since, until)] for unit, counted in found.items()}


def _news(unit: int, counted: dict[str, tuple[int, int | None]], since: date, until: date) -> News:
    parts = [
        f"{words}{counted[kind][0]}{measure}" for kind, (words, measure) in WORDS.items() if kind in counted
    ]
    persons = sum(number or 0 for _count, number in counted.values())
    joined = f"，参加{persons}人次" if persons else ""
    values = {"department": unit, "first": since.isoformat(), "last": until.isoformat()}
    return News(
        "activities",
        "宣传活动",
        f"{'，'.join(parts)}{joined}。",
        f"{reverse('activities:list')}?{urlencode(values)}",
        {"activities": sum(number for number, _persons in counted.values()), "people": persons},
    )


NEWS = Source("activities", gather)
