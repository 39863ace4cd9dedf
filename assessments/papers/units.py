"""Papers about one unit: self-assessment form, list of evidence, letter, rectification notice."""

from django.utils.translation import gettext as _

from assessments.models import Column, Correction, Criterion, Rectification, Score, ScoreEvidence
from assessments.papers.content import group_result
from assessments.papers.criteria import Extra, criteria_grid, leaves
from assessments.papers.issuer import issuer
from assessments.papers.lines import losses, points, why
from assessments.papers.notice import correction_words
from assessments.papers.subject import Stamp, Subject
from assessments.scoring import Line, UnitTotal
from quality_portal.lib.documents.contents import Block, Cell, Content, Grid, Heading, Words, texts
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.wording import chinese_date, level_number
from quality_portal.lib.numbers import format_decimal

BYTES_IN_KB = 1024
LONGEST_REASONS = 30
"""Lost points told one by one in a letter."""


def self_form(subject: Subject, stamp: Stamp) -> Content:
    """The form on which a unit scores itself (自评打分表): criteria with 自评得分 and 备注."""
    scheme, unit = subject.of_scheme(), subject.of_unit()
    rows = Score.objects.filter(criterion__scheme=scheme, unit=unit, column=Column.SELF)
    own = {score.criterion_id: score for score in rows}

    def score(criterion: Criterion) -> Cell:
        found = own.get(criterion.pk)
        return Cell(format_decimal(found.points) if found else "")

    def reason(criterion: Criterion) -> Cell:
        found = own.get(criterion.pk)
        return Cell(found.reason if found else "", "text")

    total = format_decimal(sum(found.points for found in own.values())) if own else "　　　　"
    grid = criteria_grid(scheme, (Extra("自评得分", 8, score), Extra("备注", 12, reason)))
    return Content(
        title=f"{scheme.year}年度质量强县工作考核自评打分表",
        blocks=(
            Words(f"填报单位：{unit.name}　　考核办法：{scheme.name}", is_flush=True),
            grid,
            Words(f"自评总分：{total}分。备注栏填写失分原因。", is_flush=True),
            Words("填表人：　　　　　　　　联系电话：　　　　　　　　单位负责人（签字）：", is_flush=True),
        ),
        agency=unit.name,
        number=stamp.number,
        lies_across=True,
        signed_by=unit.name,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
    )


def evidence_list(subject: Subject, stamp: Stamp) -> Content:
    """The list of the files that prove a unit's points (佐证材料目录)."""
    scheme, unit = subject.of_scheme(), subject.of_unit()
    files = ScoreEvidence.objects.kept().filter(assessee__scheme=scheme, assessee__unit=unit)
    order = {leaf.criterion.pk: place for place, leaf in enumerate(leaves(scheme))}
    kept = sorted(files.select_related("criterion"), key=lambda row: (order.get(row.criterion_id, 0), row.pk))
    rows = tuple(
        (
            texts(
                str(number), file.criterion.name, file.name, file.kind.upper(),
                f"{-(-file.size // BYTES_IN_KB)}", file.sha256[:16],
                kinds=("", "text", "text", "", "figure"),
            ),
        )
        for number, file in enumerate(kept, start=1)
    )  # fmt: skip
    head = texts("序号", "考核指标", "材料名称", "类型", "大小（KB）", "校验值（前16位）")
    return Content(
        title=f"{scheme.year}年度质量强县工作考核佐证材料目录",
        blocks=(
            Words(f"填报单位：{unit.name}　　共{len(kept)}份", is_flush=True),
            Grid((head,), rows, (6, 28, 34, 8, 9, 15)),
        ),
        agency=unit.name,
        number=stamp.number,
        lies_across=True,
        signed_by=unit.name,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
    )


def total_of(subject: Subject) -> UnitTotal:
    """Return the unit's result; raises PaperError when the scheme does not assess it."""
    group = group_result(subject.of_scheme(), subject.today)
    for total in group.totals:
        if total.unit.pk == subject.of_unit().pk:
            return total
    raise PaperError(_("The unit is not assessed by this scheme."))


def letter(subject: Subject, stamp: Stamp) -> Content:
    """The letter that tells a unit its result, the points it lost and why (反馈函)."""
    return letter_of(subject, stamp, total_of(subject))


def _standing(total: UnitTotal) -> str:
    grade = f"，等级为{total.grade}级" if total.grade else ""
    rank = f"名次为第{total.rank}名" if total.rank else "尚有未评分指标，未排名次"
    return f"总分{total.total}分{grade}，{rank}。"


def letter_of(subject: Subject, stamp: Stamp, total: UnitTotal) -> Content:
    """Return the letter of a result that is at hand."""
    scheme, words = subject.of_scheme(), issuer()
    blocks: list[Block] = [
        Words(
            f"根据《{scheme.name}》，{words.office}对你单位{scheme.year}年度质量强县工作进行了考核，"
            "现将考核结果和失分情况反馈如下。"
        ),
        Heading("一、考核结果"),
        Words(_standing(total)),
        Heading("二、失分情况"),
        *_lost(losses(total)),
    ]
    corrected = Correction.objects.filter(scheme=scheme, unit=subject.of_unit()).order_by("number")
    told = [Words(correction_words(row)) for row in corrected]
    if told:
        blocks += [Heading("三、更正事项"), *told]
    blocks += [Heading("四、有关要求" if told else "三、有关要求"), Words(_demands(scheme.objection_days))]
    return Content(
        title=f"关于{scheme.year}年度质量强县工作考核结果的反馈函",
        blocks=tuple(blocks),
        agency=words.office,
        mark=words.office,
        number=stamp.shown_number,
        addressee=total.name,
        is_letter=True,
        signed_by=words.office,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
    )


def _lost(lines: list[Line]) -> list[Block]:
    if not lines:
        return [Words("各项指标均未失分。")]
    told: list[Block] = []
    for number, line in enumerate(lines[:LONGEST_REASONS], start=1):
        lost = format_decimal(line.lost)
        figures = f"满分{format_decimal(line.full)}分，得{points(line)}分，失{lost}分"
        told.append(Words(f"{level_number(3, number)}{line.name}：{figures}。失分原因：{why(line)}。"))
    if len(lines) > LONGEST_REASONS:
        told.append(Words(f"其余{len(lines) - LONGEST_REASONS}项失分指标见评分记录。"))
    return told


def _demands(days: int) -> str:
    return (
        f"请对照失分情况认真分析原因，制定措施加以改进。对考核结果有异议的，可在结果发布之日起{days}日内"
        "提出书面申诉，并附相关证明材料，逾期不予受理。"
    )


def rectification_notice(subject: Subject, stamp: Stamp) -> Content:
    """The notice to a unit that owes a rectification (整改通知)."""
    scheme, unit, words = subject.of_scheme(), subject.of_unit(), issuer()
    owed = Rectification.objects.filter(scheme=scheme, unit=unit).first()
    if owed is None:
        raise PaperError(_("This unit owes no rectification."))
    due = chinese_date(owed.plan_due_on)
    return Content(
        title=f"关于{scheme.year}年度质量强县工作考核发现问题的整改通知",
        blocks=(
            Words(f"根据《{scheme.name}》和考核结果，现就你单位整改有关事项通知如下。"),
            Heading("一、整改事由"),
            Words(f"{owed.because.rstrip('。')}。"),
            Heading("二、主要问题"),
            *_lost(losses(total_of(subject))),
            Heading("三、整改要求"),
            Words(
                f"请于{due}前向{words.office}报送书面整改方案，逐项明确整改措施、责任人和完成时限；"
                "整改完成后报送整改情况报告和证明材料，由领导小组办公室核查销号。逾期未报送或者整改不到位的，按规定约谈。"
            ),
        ),
        agency=words.office,
        mark=words.mark,
        number=stamp.shown_number,
        addressee=unit.name,
        signed_by=words.office,
        signed_on=stamp.on,
        seal_place=True,
        remark=stamp.remark,
        issued_by=words.office,
        issued_on=stamp.on,
    )
