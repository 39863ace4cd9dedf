"""What the register of brands and certificates tells in half-yearly reports.

A township hears of holders there; the unit that leads a target hears of the credentials counted for it.
"""

from collections import defaultdict
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from brands.measures import COUNTED
from brands.models import Credential
from departments.news import News, NewsByUnit, Source
from targets.models import Target


def gather(since: date, until: date) -> NewsByUnit:
    """Return which credentials every unit gained and lost. Three queries at most."""
    found: defaultdict[int, list[News]] = defaultdict(list)
    gained, lost = _gained(since, until), _lost(since, until)
    rows = (
        Credential.objects.filter(gained | lost, township__isnull=False)
        .order_by()
        .values_list("township")
        .annotate(gained_count=Count("pk", filter=gained), lost_count=Count("pk", filter=lost))
    )
    for township, gained_count, lost_count in rows:
        url = f"{reverse('brands:list')}?{urlencode({'township': township})}"
        found[township].append(
            _news("credentials", "品牌和认证", "辖区品牌、证书、许可", gained_count, lost_count, url)
        )
    for lead, news in _by_target(gained, lost, until):
        found[lead].append(news)
    return dict(found)


def _gained(since: date, until: date) -> Q:
    return Q(issued_on__range=(since, until))


def _lost(since: date, until: date) -> Q:
    """Ended early in the period, or ran out in it: the day after the last day lies in the period."""
    day = timedelta(days=1)
    return Q(ended_on__range=(since, until)) | Q(ended_on=None, valid_until__range=(since - day, until - day))


def _by_target(gained: Q, lost: Q, until: date) -> list[tuple[int, News]]:
    targets = list(Target.objects.active().filter(measure__in=COUNTED).order_by("order"))
    counts = {}
    for number, target in enumerate(targets):
        condition = COUNTED[target.measure].condition
        counts[f"gained_{number}"] = Count("pk", filter=gained & condition)
        counts[f"lost_{number}"] = Count("pk", filter=lost & condition)
    if not counts:
        return []
    found = Credential.objects.filter(gained | lost).order_by().aggregate(**counts)
    news = []
    for number, target in enumerate(targets):
        query = urlencode({"figure": target.measure, "on": until.isoformat()})
        each = _news(
            f"credentials.{target.code}",
            target.name,
            f"“{target.name}”统计的证书、称号",
            found[f"gained_{number}"],
            found[f"lost_{number}"],
            f"{reverse('brands:list')}?{query}",
        )
        if found[f"gained_{number}"] or found[f"lost_{number}"]:
            news.append((target.lead_id, each))
    return news


def _news(key: str, heading: str, what: str, gained: int, lost: int, url: str) -> News:
    text = f"{what}新增{gained}个，到期或终止{lost}个。"
    return News(key, heading, text, url, {"gained": gained, "lost": lost})


NEWS = Source("brands", gather)
