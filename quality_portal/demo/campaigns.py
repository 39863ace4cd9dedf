"""The demonstration's campaigns: every half-year at four levels, for products, food and farm produce."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from inspections.models import Campaign, CampaignLevel, Field
from quality_portal.demo.scale import YEARS_OF_SAMPLES, Setting

LEVELS: Final = {
    CampaignLevel.NATION: ("国家", "国家市场监督管理总局", 10),
    CampaignLevel.PROVINCE: ("省级", "省市场监督管理局", 20),
    CampaignLevel.PREFECTURE: ("州级", "州市场监督管理局", 25),
    CampaignLevel.COUNTY: ("县级", "县市场监督管理局", 45),
}
FIELDS: Final = {
    Field.PRODUCT: ("产品质量监督抽查", 50),
    Field.FOOD: ("食品安全监督抽检", 35),
    Field.FARM: ("食用农产品监督抽检", 15),
}
HALVES: Final = (("上半年", (1, 1), (6, 30)), ("下半年", (7, 1), (12, 31)))


class Task(NamedTuple):
    """A campaign to come, and how many batches it tests."""

    campaign: Campaign
    samples: int


def tasks(setting: Setting) -> list[Task]:
    """Return unsaved campaigns up to the day before today; their batches add up to the scale's samples."""
    campaigns = list(_campaigns(setting))
    weights = [
        ((each.ends_on - each.starts_on).days + 1)
        * LEVELS[CampaignLevel(each.level)][2]
        * FIELDS[Field(each.field)][1]
        for each in campaigns
    ]
    return [Task(*pair) for pair in zip(campaigns, _shares(setting.scale.samples, weights), strict=True)]


def _shares(total: int, weights: list[int]) -> list[int]:
    """Split a number by weights into whole parts that add up to it."""
    whole, given, shares = sum(weights), 0, []
    reached = 0
    for weight in weights:
        reached += weight
        share = total * reached // whole - given
        given += share
        shares.append(share)
    return shares


def _campaigns(setting: Setting) -> Iterator[Campaign]:
    yesterday = setting.today - timedelta(days=1)
    for year in range(setting.today.year - YEARS_OF_SAMPLES + 1, setting.today.year + 1):
        for half, (title, first, last) in enumerate(HALVES, 1):
            starts, ends = date(year, *first), min(date(year, *last), yesterday)
            if starts <= ends:
                yield from _of_half(year, half, title, starts, ends)


def _of_half(year: int, half: int, title: str, starts: date, ends: date) -> Iterator[Campaign]:
    for place, (level, (word, organiser, _share)) in enumerate(LEVELS.items()):
        for field, (work, _weight) in FIELDS.items():
            number = (half - 1) * 12 + place * 3 + list(FIELDS).index(field) + 3
            yield Campaign(
                code=f"{year}-{half}-{level.value}-{field.value}",
                name=f"{year}年{title}{word}{work}",
                level=level,
                field=field,
                organiser=organiser,
                document_number=f"市监抽〔{year}〕{number}号",
                starts_on=starts,
                ends_on=ends,
            )
