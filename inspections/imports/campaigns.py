"""Finds or proposes the campaign (抽查任务、通告) a table belongs to, from what the table says of itself.

The same table leads to the same campaign, whatever the file is called: importing it again is harmless.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from inspections.imports.layout import Layout
from inspections.models import Campaign, CampaignLevel, Field
from quality_portal.lib.text import header_key, key

EARLIEST_YEAR = 2000
_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,15}〔20\d\d〕第?\d+号|20\d\d年第\d+号")
_YEAR = re.compile(r"(20\d\d)\s*年?")
_SPEAKS = re.compile("抽查|抽检|检验|检测|监督|不合格|通告|公告|通报|结果")
_PUBLISHER = re.compile(r"^(?:关于)?([\u4e00-\u9fff]{2,30}?(?:总局|监管局|监督管理局|监督局|质监局))")
_FOOD_HEADINGS = frozenset(map(header_key, ("食品名称", "食品大类", "食品类别", "食品分类")))
_TRIPLE = re.compile("[║‖丨|]")
_LEVELS = (
    (CampaignLevel.NATION, re.compile("总局|国家|全国")),
    (CampaignLevel.PROVINCE, re.compile("省|自治区")),
    (CampaignLevel.PREFECTURE, re.compile("市(?!场)|自治州|州")),
)


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """A campaign that the table names and the portal does not have yet.

    ``alternatives`` are the codes it would have in other years, where the table itself names no year.
    """

    code: str
    name: str
    level: str
    field: str
    organiser: str
    document_number: str
    starts_on: date
    ends_on: date
    alternatives: tuple[str, ...] = ()

    def build(self) -> Campaign:
        """Return the campaign, not stored yet."""
        return Campaign(
            code=self.code,
            name=self.name,
            level=self.level,
            field=self.field,
            organiser=self.organiser,
            document_number=self.document_number,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


def publisher_of(titles: Sequence[str]) -> str:
    """Return the bureau a title names, or ""."""
    found = (_PUBLISHER.search(title) for title in titles)
    return next((match[1] for match in found if match), "")


def plan_campaign(
    titles: Sequence[str],
    layouts: Sequence[Layout],
    notice: str,
    days: Sequence[date],
    years: Sequence[int],
    *,
    publisher: str = "",
    today: date,
) -> CampaignPlan:
    """Return the campaign a table belongs to: by its notice number, its title, or its publisher and year.

    ``notice`` is the one notice number its rows carry, ``days`` the days its batches were checked on,
    ``years`` the years its rows or products date from.
    """
    title = max((text for text in titles if _SPEAKS.search(text)), key=len, default="")
    number = notice or _first(_NUMBER, titles)
    named_year = _named_year(title, number, today)
    year = named_year or _year_of_rows(days, years, today)
    organiser = publisher or publisher_of(titles)
    name = title or _("Spot check %(year)d, notice not named") % {"year": year}
    food = _is_food(layouts)
    told_apart_by = f"{number or title or organiser}{food}"
    others = () if named_year else range(EARLIEST_YEAR, today.year + 1)
    last = max(days, default=min(date(year, 12, 31), today))
    return CampaignPlan(
        code=_code(year, told_apart_by),
        name=" ".join(name.split())[:200],
        level=_level(organiser or title),
        field=Field.FOOD if food else Field.PRODUCT,
        organiser=organiser[:100],
        document_number=number[:60],
        starts_on=min([*days, date(last.year, 1, 1)]),
        ends_on=last,
        alternatives=tuple(_code(other, told_apart_by) for other in others),
    )


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    return next((match[0] for text in texts if (match := pattern.search(text))), "")


def _code(year: int, told_apart_by: str) -> str:
    return f"AUTO-{year}-{sha256(key(f'{year}{told_apart_by}').encode()).hexdigest()[:10]}"


def _named_year(title: str, number: str, today: date) -> int | None:
    named = _YEAR.search(title) or _YEAR.search(number)
    return int(named[1]) if named and int(named[1]) <= today.year else None


def _year_of_rows(days: Sequence[date], years: Sequence[int], today: date) -> int:
    if days:
        return max(days).year
    return min(max(years, default=today.year), today.year)


def _is_food(layouts: Sequence[Layout]) -> bool:
    columns = [column for layout in layouts for column in layout.columns]
    return any(column.key in _FOOD_HEADINGS or _TRIPLE.search(column.key) for column in columns)


def _level(text: str) -> str:
    return next((level for level, pattern in _LEVELS if pattern.search(text)), CampaignLevel.COUNTY)
