"""Cases as the rules see them: the ladder, the calendar and the facts, read from their tables."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from inspections.models import Campaign, CampaignLevel, Case, Holiday, Ladder, Result, Sample, Step
from inspections.models.case import CaseAction
from inspections.rules.clocks import WorkCalendar, spared_until
from inspections.rules.ladder import ActionFacts, CaseFacts, Proceedings, Requirement, StepFacts

LEVELS = (CampaignLevel.COUNTY, CampaignLevel.PREFECTURE, CampaignLevel.PROVINCE, CampaignLevel.NATION)
"""The levels of checks, rising."""


def work_calendar() -> WorkCalendar:
    """Return the calendar of days off as it has been entered."""
    days = list(Holiday.objects.values_list("day", "is_workday"))
    return WorkCalendar(
        holidays=frozenset(day for day, is_workday in days if not is_workday),
        workdays=frozenset(day for day, is_workday in days if is_workday),
    )


def step_facts(step: Step) -> StepFacts:
    """Return a step as the rules see it; bring its requirements along (``with_requirements``)."""
    after = tuple(
        Requirement(needed.after.code, needed.outcome)
        for needed in step.requirements.all()
        if needed.is_active
    )
    return StepFacts(
        code=step.code,
        name=step.label,
        track=step.track,
        after=after,
        start=step.start,
        counted_from=step.counted_from.code if step.counted_from else "",
        earliest=step.earliest,
        latest=step.latest,
        unit=step.unit,
        follows_deadline=step.follows_deadline,
        lapses=step.lapses,
        is_mandatory=step.is_mandatory,
        closes=step.closes,
        hearing_days=step.hearing_days,
        authority=step.authority,
        fields=frozenset(step.fields.split()),
        levels=frozenset(step.levels.split()),
        is_active=step.is_active,
    )


def case_facts(
    campaign: Campaign, opened_on: date, actions: Iterable[CaseAction] = (), *, is_closed: bool = False
) -> CaseFacts:
    """Return a case as the rules see it, its valid actions in the order they were taken."""
    return CaseFacts(
        published_on=campaign.ends_on,
        opened_on=opened_on,
        field=campaign.field,
        level=campaign.level,
        actions=tuple(
            ActionFacts(action.step.code, action.taken_on, action.outcome, action.deadline_on)
            for action in actions
        ),
        is_closed=is_closed,
        begun_on=campaign.starts_on,
    )


class LadderReader:
    """Reads ladders and the calendar once, and answers for many cases."""

    def __init__(self) -> None:
        self._steps: dict[int, dict[str, Step]] = {}
        self._facts: dict[int, list[StepFacts]] = {}

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The calendar of days off."""
        return work_calendar()

    def steps(self, ladder_pk: int) -> dict[str, Step]:
        """Return a ladder's steps by code, in order."""
        if ladder_pk not in self._steps:
            rows = Step.objects.filter(ladder=ladder_pk).with_requirements()
            self._steps[ladder_pk] = {step.code: step for step in rows}
            self._facts[ladder_pk] = [step_facts(step) for step in rows]
        return self._steps[ladder_pk]

    def proceedings(self, ladder_pk: int, facts: CaseFacts) -> Proceedings:
        """Return a case on its ladder."""
        self.steps(ladder_pk)
        return Proceedings(self._facts[ladder_pk], facts, self.calendar)

    def of(self, case: Case) -> Proceedings:
        """Return a stored case on its ladder."""
        actions = case.actions.valid().select_related("step").order_by("taken_on", "pk")
        facts = case_facts(
            case.sample.campaign, case.opened_on, actions, is_closed=case.closed_on is not None
        )
        return self.proceedings(case.ladder_id, facts)


def default_ladders() -> dict[str, Ladder]:
    """Return the ladder new cases of each field get; the key "" stands for every other field."""
    return {ladder.field: ladder for ladder in Ladder.objects.filter(is_default=True)}


def superior_pass(sample: Sample, *, months: int) -> Sample | None:
    """Return the latest passing check of the same product by a superior, no older than the period.

    Product Quality Law Art. 15: superiors' spot checks are not repeated. Products are the same when the
    producer's file and the product's name are.
    """
    above = LEVELS[LEVELS.index(CampaignLevel(sample.campaign.level)) + 1 :]
    if sample.producer_id is None or not above:
        return None
    rows = Sample.objects.filter(
        producer=sample.producer_id,
        product=sample.product,
        result=Result.PASS,
        campaign__level__in=above,
        judged_on__lte=sample.judged_on,
    )
    latest = rows.select_related("campaign").order_by("-judged_on").first()
    if latest and sample.judged_on <= spared_until(latest.judged_on, months):
        return latest
    return None
