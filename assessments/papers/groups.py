"""Papers about a group of units: scheme, summary of scores, list of rectification, yearly report."""

from collections import defaultdict
from decimal import Decimal

from django.utils import timezone

from assessments.models import Rectification, Scheme
from assessments.papers import body, tables
from assessments.papers.content import GroupResult, Notice, gather, group_result
from assessments.papers.criteria import criteria_grid
from assessments.papers.issuer import issuer
from assessments.papers.lines import is_scored, leaves, losses
from assessments.papers.notice import annexes, corrections, schemes_of, section_blocks
from assessments.papers.subject import Stamp, Subject
from departments.models import Task
from quality_portal.lib.charts.bars import Bar, bar_chart
from quality_portal.lib.documents.contents import Annex, Block, Content, Drawing, Grid, Heading, Words, texts
from quality_portal.lib.documents.wording import chinese_date, level_number, sequence
from quality_portal.lib.numbers import format_decimal, round_half_up

BARS = "_parts/charts/bars.html"
MOST_LOST = 8
"""Criteria in the chart of lost points."""
WORST_NAMED = 5
PERCENT = Decimal(100)


def scheme_paper(subject: Subject, stamp: Stamp) -> Content:
    """The scheme with its table of criteria attached, landscape (考核方案)."""
    scheme, words = subject.of_scheme(), issuer()
    group = words.group_names[scheme.group]
    return Content(
        title=scheme.name,
        blocks=_scheme_blocks(scheme, group),
        annexes=(Annex(f"{group}考核评分细则表", (criteria_grid(scheme),), lies_across=True),),
        agency=words.office,
        mark=words.mark,
        number=stamp.shown_number,
        addressee=words.addressee,
        signed_by=words.office,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
        copies_to=words.copies_to,
        issued_by=words.office,
        issued_on=stamp.on,
    )


def _scheme_blocks(scheme: Scheme, group: str) -> tuple[Block, ...]:
    grades = "、".join(
        f"{band.letter}级（{band.name}）{format_decimal(band.from_points)}分以上"
        for band in scheme.bands.all()
    )
    span = f"{chinese_date(scheme.period_start)}至{chinese_date(scheme.period_end)}"
    places = f"总分四舍五入保留{scheme.banding_places}位小数后确定等级"
    last = f"和名次在后{scheme.rectify_bottom}位的单位" if scheme.rectify_bottom else ""
    return (
        Heading("一、考核对象和期间"),
        Words(f"考核对象为{group}。考核期间为{span}。"),
        Heading("二、考核内容和计分"),
        Words("考核按附件所列指标逐项计分。自评、文审、实地核查和综合评定分别记分，互不覆盖。"),
        Heading("三、考核程序"),
        Words("目标备案、自我评价、文审初评、实地核查、综合评定、领导小组审议、结果发布和整改依次进行。"),
        Heading("四、等级评定"),
        Words(
            f"{places}，等级从高到低为{grades}，以各级起始分为界；总分相同的名次并列。"
            "发生否决事项的，按规定评定等级。"
        ),
        Heading("五、申诉和整改"),
        Words(
            f"对得分有异议的，可在结果发布之日起{scheme.objection_days}日内申诉。"
            f"最低等级的单位{last}应当在{scheme.rectify_days}日内报送书面整改方案。"
        ),
    )


def summary(subject: Subject, stamp: Stamp) -> Content:
    """The summary of scores (得分汇总表), landscape."""
    scheme, words = subject.of_scheme(), issuer()
    shown = tables.score_tables(group_result(scheme, subject.today))
    blocks: list[Block] = []
    for table in shown:
        grid = tables.grid(table)
        blocks.append(Grid(grid.heads, grid.groups, caption=table.title, note=table.note))
    return Content(
        title=f"{scheme.year}年度{words.group_names[scheme.group]}质量强县工作考核得分汇总表",
        blocks=tuple(blocks),
        agency=words.office,
        number=stamp.number,
        lies_across=True,
        signed_by=words.office,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
    )


def rectification_list(subject: Subject, stamp: Stamp) -> Content:
    """The list of who has to put what right by when (整改责任清单)."""
    scheme, words = subject.of_scheme(), issuer()
    owed = (
        Rectification.objects.filter(scheme=scheme)
        .select_related("unit", "task")
        .order_by("plan_due_on", "pk")
    )
    found = {total.unit.pk: total for total in group_result(scheme, subject.today).totals}
    rows = []
    for number, row in enumerate(owed, start=1):
        total = found.get(row.unit_id)
        lost = losses(total)[:WORST_NAMED] if total else []
        problems = "；".join(f"{line.name}失{format_decimal(line.lost)}分" for line in lost) or "—"
        cells = texts(
            str(number), row.unit.name, row.because, problems, row.plan or "待报送",
            chinese_date(row.plan_due_on), _state(row.task),
            kinds=("", "text", "text", "text", "text"),
        )  # fmt: skip
        rows.append((cells,))
    head = texts("序号", "责任单位", "整改事由", "主要问题", "整改措施", "方案报送时限", "办理情况")
    return Content(
        title=f"{scheme.year}年度{words.group_names[scheme.group]}考核整改责任清单",
        blocks=(Grid((head,), tuple(rows), (5, 15, 18, 22, 20, 11, 9)),),
        agency=words.office,
        number=stamp.number,
        lies_across=True,
        signed_by=words.office,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
    )


def _state(task: Task | None) -> str:
    return str(task.get_state_display()) if task else "方案未报送"


def yearly(subject: Subject, stamp: Stamp) -> Content:
    """The report to the county government with charts and tables (年度考核报告)."""
    words = issuer()
    facts = gather(subject.year, schemes_of(subject), subject.today)
    day = timezone.localtime(facts.published_at).date() if facts.published_at else None
    return Content(
        title=f"关于{subject.year}年度质量强县工作考核情况的报告",
        blocks=tuple(_report(facts)),
        annexes=annexes(facts, is_internal=True),
        agency=words.office,
        mark=words.mark,
        number=stamp.shown_number,
        signer=words.signer or "　　　　",
        addressee=words.report_addressee,
        signed_by=words.office,
        signed_on=stamp.on or day,
        seal_place=True,
        remark=stamp.remark,
        issued_by=words.office,
        issued_on=stamp.on or day,
    )


def _report(facts: Notice) -> list[Block]:
    named = sequence([f"{len(group.totals)}个{group.name}" for group in facts.groups])
    sections = body.sections(facts, with_scores=True) + corrections([group.scheme for group in facts.groups])
    blocks: list[Block] = [
        Words(f"{facts.year}年度质量强县工作考核已经完成，共考核{named}。现将有关情况报告如下。"),
        *section_blocks(sections),
        Heading(f"{level_number(1, len(sections) + 1)}等级分布和失分分析"),
    ]
    for place, group in enumerate(facts.groups, start=1):
        blocks.append(Heading(f"{level_number(2, place)}{group.name}", 2))
        blocks += [_grades(group, place), *_lost(group, place)]
    blocks.append(Heading(f"{level_number(1, len(sections) + 2)}下一步工作"))
    blocks.append(
        Words(
            "督促失分较多的单位逐项分析原因、限期整改，把考核发现的问题纳入下一年度重点任务，持续推进质量强县建设。"
        )
    )
    return blocks


def _grades(group: GroupResult, place: int) -> Drawing:
    counted = group.counted()
    bars = [Bar(f"{letter}级（{name}）", counted[letter]) for letter, name in group.grades]
    title = f"{group.name}等级分布"
    rows = tuple((texts(bar.name, str(bar.value)),) for bar in bars)
    figures = Grid((texts("等级", "单位数（个）"),), rows)
    return Drawing(BARS, bar_chart(title, bars, key=f"grades-{place}", unit="个"), title, figures)


def _lost(group: GroupResult, place: int) -> list[Block]:
    shares = lost_shares(group)[:MOST_LOST]
    if not shares:
        return [Words("各项指标均未失分。")]
    title = f"{group.name}平均失分率较高的指标（%）"
    bars = [Bar(name, share) for name, share in shares]
    rows = tuple((texts(name, format_decimal(share), kinds=("text", "figure")),) for name, share in shares)
    figures = Grid((texts("指标", "平均失分率（%）"),), rows)
    chart = bar_chart(title, bars, key=f"lost-{place}", unit="%", decimals=1)
    return [
        Words(
            f"{group.name}平均失分率最高的指标是“{shares[0][0]}”，平均失去满分的{format_decimal(shares[0][1])}%。"
        ),
        Drawing(BARS, chart, title, figures),
    ]


def lost_shares(group: GroupResult) -> list[tuple[str, Decimal]]:
    """Return each criterion's mean share of points lost in per cent, the largest first, none without loss."""
    lost: dict[str, Decimal] = defaultdict(Decimal)
    full: dict[str, Decimal] = defaultdict(Decimal)
    names = {}
    for total in group.totals:
        for line in leaves(total.lines):
            if is_scored(line) and line.lost is not None:
                names[line.code] = line.name
                lost[line.code] += line.lost
                full[line.code] += line.full
    shares = [
        (names[code], round_half_up(lost[code] * PERCENT / full[code], 1)) for code in names if full[code]
    ]
    return sorted(((name, share) for name, share in shares if share > 0), key=lambda row: -row[1])
