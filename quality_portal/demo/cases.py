"""The demonstration's enforcement cases: opened for the failed batches of the last months, led by law.

The portal came into use then: campaigns before that open no cases.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone

from departments.models import Department
from enterprises.models import Enterprise
from inspections.actions.case_opening import party_of
from inspections.actions.cases import EVIDENCE_FOLDER
from inspections.models import Campaign, CampaignRule, Case, CaseAction, Ladder, Sample, Step
from inspections.queries.cases import LadderReader, case_facts, default_ladders
from inspections.rules.terms import FAILURES, Outcome
from quality_portal.demo.bulk import AT_ONCE, write, write_all
from quality_portal.demo.case_courses import Failure
from quality_portal.demo.case_plans import Entry, Plan, lead_cases
from quality_portal.demo.names import person
from quality_portal.demo.scale import Setting
from quality_portal.lib.dates import months_later
from quality_portal.lib.text import enterprise_key
from quality_portal.lib.uploads import CheckedFile, check_upload, kept

IN_USE_FOR: Final = 20
"""Months: campaigns that began earlier open no cases."""

OPENED_AFTER: Final = timedelta(days=5)
"""From the day a batch was judged to the opening of its case."""

EVIDENCE: Final = {
    "corrected": "整改报告.txt",
    "suspension": "责令停业整顿决定书.txt",
    "stopped": "停产情况核查笔录.txt",
    "unreachable": "无法联系情况说明.txt",
    "serious_decided": "行政处罚决定书.txt",
    "retest": "复检报告.txt",
    "retest_farm": "复检报告.txt",
}
"""Names of the attached files; the others are records of a check."""

NOTES: Final = {
    Outcome.PASS: "现场核查整改措施已落实，复查抽样检验合格。",
    Outcome.FAIL: "复查抽样检验仍不合格，不合格项目与监督抽查一致。",
    Outcome.NOT_APPLIED: "整改期满未提出复查申请，按复查不合格处理。",
    Outcome.UPHELD: "复检结论与初检一致，维持原检验结论。",
    Outcome.REJECTED: "异议申请未提供新的证据材料，不予受理。",
}


@dataclass(slots=True)
class Desk:
    """What storing cases needs: the law, the officers of each township, the one file that is attached."""

    setting: Setting
    reader: LadderReader
    ladders: dict[str, Ladder]
    officers: dict[int | None, str]
    dice: Random
    file: CheckedFile
    stored_as: str = ""

    def ladder_of(self, campaign: Campaign) -> Ladder:
        """Return the ladder that the campaign's cases follow."""
        return self.ladders.get(campaign.field) or self.ladders[""]


def load_cases(setting: Setting, townships: Sequence[Department]) -> None:
    """Store the cases of the failed batches since the portal came into use, and the steps taken in them."""
    since = months_later(setting.today, -IN_USE_FOR)
    earlier = Campaign.objects.filter(starts_on__lt=since).order_by("pk")
    write_all((CampaignRule(campaign=campaign, opens_cases=False) for campaign in earlier), setting)
    desk, dice = _desk(setting, townships), setting.dice("cases")
    plans = _plans(setting, desk, since)
    lead_cases(plans, desk.reader.calendar, dice, setting.today)
    with ExitStack() as stack:
        desk.stored_as = stack.enter_context(kept(desk.file, EVIDENCE_FOLDER)) if plans else ""
        for start in range(0, len(plans), AT_ONCE):
            _store(desk, plans[start : start + AT_ONCE])


def _desk(setting: Setting, townships: Sequence[Department]) -> Desk:
    dice = setting.dice("officers")
    words = "演示材料：本文件由演示数据生成，不是真实文书。\n".encode()
    return Desk(
        setting=setting,
        reader=LadderReader(),
        ladders=default_ladders(),
        officers={unit.pk: f"{person(dice)}、{person(dice)}" for unit in townships},
        dice=setting.dice("entries"),
        file=check_upload(ContentFile(words, name="演示材料.txt")),
    )


def _plans(setting: Setting, desk: Desk, since: date) -> list[Plan]:
    """Return the cases that have been opened by today, the oldest first."""
    rows = Sample.objects.failed().filter(campaign__starts_on__gte=since).order_by("judged_on", "key")
    names = ("pk", "judged_on", "campaign__field", "campaign__level", "producer", "is_counterfeit")
    plans = []
    for pk, judged_on, kind, level, producer, is_counterfeit in rows.values_list(*names):
        opened_on = desk.reader.calendar.next_working(judged_on + OPENED_AFTER)
        age = (setting.today - opened_on).days
        if age >= 0:
            facts = Failure(age, kind, level, producer is None, is_counterfeit)
            plans.append(Plan(pk, opened_on, facts))
    return plans


def _store(desk: Desk, plans: Sequence[Plan]) -> None:
    samples = Sample.objects.select_related("campaign").in_bulk([plan.sample for plan in plans])
    keys = {key for sample in samples.values() for key in (sample.producer_id, sample.seller_id) if key}
    files = Enterprise.objects.in_bulk(keys)
    pairs: list[tuple[Case, list[CaseAction]]] = [
        _case_of(desk, plan, samples[plan.sample], files) for plan in plans
    ]
    stored = list(write((case for case, _actions in pairs), desk.setting))
    write_all(_with_keys(stored, [actions for _case, actions in pairs]), desk.setting)


def _with_keys(cases: Sequence[Case], actions: Sequence[list[CaseAction]]) -> Iterator[CaseAction]:
    for case, taken in zip(cases, actions, strict=True):
        for action in taken:
            action.case = case
            yield action


def _case_of(
    desk: Desk, plan: Plan, sample: Sample, files: dict[int, Enterprise]
) -> tuple[Case, list[CaseAction]]:
    """Return a case as it stands today, and its steps, none of them stored yet."""
    ladder = desk.ladder_of(sample.campaign)
    enterprise, party = party_of(sample, files)
    case = Case(
        number=f"{plan.opened_on.year}-{plan.serial:04d}",
        serial=plan.serial,
        sample=sample,
        enterprise=enterprise,
        party=party,
        party_key=enterprise_key(party),
        township_id=enterprise.township_id if enterprise else sample.township_id,
        ladder=ladder,
        opened_on=plan.opened_on,
    )
    steps = desk.reader.steps(ladder.pk)
    actions: list[CaseAction] = []
    for entry in plan.entries:
        facts = case_facts(sample.campaign, plan.opened_on, actions)
        proceedings = desk.reader.proceedings(ladder.pk, facts)
        action = _action(desk, case, steps[entry.step], entry)
        action.due_on = proceedings.window(proceedings.by_code[entry.step])[1]
        actions.append(action)
    _settle(desk, case, actions)
    return case, actions


def _settle(desk: Desk, case: Case, actions: Sequence[CaseAction]) -> None:
    """Write into the case what follows from its steps."""
    if actions and actions[-1].step.closes:
        case.closed_on, case.closed_with = actions[-1].taken_on, actions[-1].step
        return
    facts = case_facts(case.sample.campaign, case.opened_on, actions)
    owed = desk.reader.proceedings(case.ladder_id, facts).obligation()
    if owed:
        case.due_step, case.due_on = desk.reader.steps(case.ladder_id)[owed[0].code], owed[1]


def _action(desk: Desk, case: Case, step: Step, entry: Entry) -> CaseAction:
    has_file = step.needs_evidence
    entered = datetime.combine(entry.on, time(9 + desk.dice.randrange(8), desk.dice.randrange(60)))
    return CaseAction(
        step=step,
        taken_on=entry.on,
        outcome=entry.outcome,
        authority=step.authority,
        document_number=entry.number if step.needs_number else "",
        officer=desk.officers.get(case.township_id, "") if step.needs_officer else "",
        deadline_on=entry.deadline_on,
        hearing_told_on=entry.told_on,
        evidence=desk.stored_as if has_file else "",
        evidence_name=_file_name(entry.step) if has_file else "",
        evidence_sha256=desk.file.sha256 if has_file else "",
        note=_note(entry),
        entered_at=timezone.make_aware(entered),
        entered_by=desk.setting.by,
    )


def _file_name(step: str) -> str:
    if step.startswith("objection"):
        return "异议申请书.txt"
    return EVIDENCE.get(step, "现场检查笔录.txt")


def _note(entry: Entry) -> str:
    if entry.step == "refusal_recheck" and entry.outcome not in FAILURES:
        return "企业已接受并配合抽样检查。"
    return NOTES.get(Outcome(entry.outcome), "")
