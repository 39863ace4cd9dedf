"""The notice's text, written from its figures (通报正文)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.figures import TargetFigures, YearFigures
from assessments.papers.content import GroupResult, Notice, tight
from assessments.papers.issuer import issuer
from assessments.papers.lines import firsts, is_scored
from quality_portal.lib.documents.wording import amount, change, chinese_date, sequence
from quality_portal.lib.numbers import format_decimal
from targets.models import Region
from targets.rules import Light

LISTED = 10
"""Criteria named in a sentence; of more the first ones are."""
REGIONS = {Region.PROVINCE: "全省", Region.NATION: "全国"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part under a heading of the second level, without a heading where that is empty."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section under a heading of the first level."""

    heading: str
    parts: tuple[Part, ...]


def opening(notice: Notice) -> str:
    """The paragraph before the first heading: basis, who was assessed, for which period."""
    schemes = sequence([f"《{group.scheme.name}》" for group in notice.groups])
    units = sequence([f"{len(group.totals)}个{group.name}" for group in notice.groups])
    assessed = f"{issuer().office}对{units}{notice.year}年度质量强县工作进行了考核。"
    return f"根据{schemes}，{assessed}现将考核结果通报如下。"


def sections(notice: Notice, *, with_scores: bool) -> list[Section]:
    """The notice's sections; totals and ranks appear only ``with_scores``."""
    return [
        Section("考核总体情况", (_method(notice), _distribution(notice, with_scores=with_scores))),
        Section("考核结果", tuple(_outcome(group, with_scores=with_scores) for group in notice.groups)),
        Section("规划目标完成情况", (_targets(notice),)),
        Section("监督抽查和品牌认证情况", (_checks(notice.figures), _credentials(notice.figures))),
    ]


def _method(notice: Notice) -> Part:
    paragraphs = [_period(notice.groups)]
    for group in notice.groups:
        lines = [line for line in firsts(group.totals[0].lines) if is_scored(line)] if group.totals else []
        named = sequence([f"{line.name}（{format_decimal(line.full)}分）" for line in lines[:LISTED]])
        if len(lines) > LISTED:
            named += "等"
        full = format_decimal(sum((line.full for line in lines), Decimal(0)))
        if lines:
            paragraphs.append(f"{group.name}考核{named}{len(lines)}项指标，满分{full}分。")
    paragraphs.append(_grading(notice.groups[0]))
    return Part("考核范围和方法", tuple(paragraphs))


def _period(groups: Iterable[GroupResult]) -> str:
    spans = {
        f"{chinese_date(group.scheme.period_start)}至{chinese_date(group.scheme.period_end)}": group.name
        for group in groups
    }
    if len(spans) == 1:
        return f"考核期间为{next(iter(spans))}。"
    return "".join(f"{name}考核期间为{span}。" for span, name in spans.items())


def _grading(group: GroupResult) -> str:
    words = []
    above: Decimal | None = None
    for (letter, name), begins in zip(group.grades, group.bounds, strict=True):
        from_points = format_decimal(begins)
        if above is None:
            words.append(f"{from_points}分以上为{letter}级（{name}）")
        elif begins:
            words.append(f"{from_points}分以上不足{format_decimal(above)}分为{letter}级（{name}）")
        else:
            words.append(f"不足{format_decimal(above)}分为{letter}级（{name}）")
        above = begins
    rounding = "各项得分四舍五入保留两位小数，总分为各项得分之和，等级按总分确定，总分相同的名次并列。"
    return f"{rounding}{'，'.join(words)}。" if words else rounding


def _distribution(notice: Notice, *, with_scores: bool) -> Part:
    paragraphs = []
    for group in notice.groups:
        counted = group.counted()
        shares = "，".join(f"{letter}级（{name}）{counted[letter]}个" for letter, name in group.grades)
        text = f"{group.name}{len(group.totals)}个，其中{shares}"
        if counted[""]:
            text += f"，尚未评定{counted['']}个"
        if with_scores and group.mean() is not None:
            text += f"；已评定单位平均{group.mean()}分"
        paragraphs.append(f"{text}。")
    return Part("等级分布", tuple(paragraphs))


def _outcome(group: GroupResult, *, with_scores: bool) -> Part:
    paragraphs = []
    for letter, name in group.grades:
        units = group.of_grade(letter)
        if not units:
            continue
        if with_scores:
            named = sequence([f"{unit.name}（{unit.total}分，第{unit.rank}名）" for unit in units])
        else:
            named = sequence([unit.name for unit in sorted(units, key=lambda total: total.unit.order)])
        paragraphs.append(f"{letter}级（{name}）{len(units)}个：{named}。")
    open_units = group.of_grade("")
    if open_units:
        named = sequence([unit.name for unit in open_units])
        paragraphs.append(f"尚未评定{len(open_units)}个：{named}。")
    return Part(group.name, tuple(paragraphs) or (f"本年度没有参加考核的{group.name}。",))


def _targets(notice: Notice) -> Part:
    rows = notice.figures["targets"]
    if not rows:
        return Part("", (f"{notice.year}年没有在执行的规划目标。",))
    counts = []
    for light in Light:
        found = [row for row in rows if row["light"] == light]
        if found:
            counts.append(f"{found[0]['word']}{len(found)}项")
    paragraphs = [f"{notice.year}年度规划目标共{len(rows)}项，其中{'，'.join(counts)}。"]
    for light in (Light.RED, Light.YELLOW, Light.UNKNOWN):
        found = [row for row in rows if row["light"] == light]
        if found:
            paragraphs.append(f"{found[0]['word']}的目标：{'；'.join(_target(row) for row in found)}。")
    return Part("", tuple(paragraphs))


def _target(row: TargetFigures) -> str:
    if row["light"] == Light.UNKNOWN:
        return f"{row['name']}（责任单位：{row['lead']}）"
    reached = f"目标{tight(row['goal'])}，实际{tight(row['actual'])}，完成度{row['attainment']}"
    return f"{row['name']}，{reached}（责任单位：{row['lead']}）"


def _checks(figures: YearFigures) -> Part:
    if not figures["tested"]:
        return Part("监督抽查", ("本年度没有监督抽查记录，合格率暂无数据。",))
    rate = Decimal(figures["rate"]) if figures["rate"] else None
    text = (
        f"全县共抽查{figures['tested']}批次，合格{figures['passed']}批次，"
        f"不合格{figures['tested'] - figures['passed']}批次，合格率{amount(rate, unit='%')}。"
    )
    compared = [
        _compared(name, rate, Decimal(figures["averages"][region]))
        for region, name in REGIONS.items()
        if region in figures["averages"] and rate is not None
    ]
    missing = [name for region, name in REGIONS.items() if region not in figures["averages"]]
    if compared:
        text += f"{'；'.join(compared)}。"
    if missing:
        text += f"{'、'.join(missing)}平均水平暂无数据。"
    return Part("监督抽查", (text,))


def _compared(name: str, rate: Decimal, average: Decimal) -> str:
    moved = change(rate - average)
    words = {"提高": "高", "下降": "低"}
    if moved == "持平":
        return f"{name}平均为{amount(average, unit='%')}，全县与其持平"
    return f"{name}平均为{amount(average, unit='%')}，全县比其{words[moved[:2]]}{moved[2:]}"


def _credentials(figures: YearFigures) -> Part:
    rows = figures["credentials"]
    if not rows:
        return Part("品牌和认证", ("考核期内没有新取得证书与品牌的记录。",))
    named = "，".join(f"{row['name']}{row['count']}件" for row in rows)
    return Part(
        "品牌和认证", (f"考核期内全县新取得证书与品牌{sum(row['count'] for row in rows)}件，其中{named}。",)
    )
