"""The demonstration's cases, registers and instruments: alive, complete and lawful."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import models

from enterprises.models import Instrument, Verification
from enterprises.rules.instruments import LACKING, VERIFIED
from inspections.models import (
    CampaignQuota,
    CampaignRule,
    Case,
    CaseAction,
    Consequence,
    Incident,
    InfringementCase,
    InfringementKind,
    InfringementState,
    Sample,
    SpecialCampaign,
)
from inspections.queries.case_figures import case_overview, failed_without_case
from inspections.queries.cases import LadderReader, case_facts
from inspections.rules.infringements import ALL_REQUIRED, missing_for
from inspections.rules.ladder import Proceedings, authority_blocker
from inspections.rules.terms import OUTCOMES, Outcome
from quality_portal.demo.case_courses import STANDING, Failure
from quality_portal.demo.case_plans import courses_for
from tests.demo.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def against(action: CaseAction, proceedings: Proceedings) -> list[str]:
    """Return what the law and the step's own demands hold against an action, before it was taken."""
    step = action.step
    facts = proceedings.by_code[step.code]
    told, on = action.hearing_told_on, action.taken_on
    problems = [*proceedings.judge(facts, on).blockers]
    problems += filter(None, [authority_blocker(facts, action.authority)])
    problems += filter(None, [proceedings.hearing_blocker(facts, told, on)])
    former = proceedings.former(facts)
    is_set, limit = proceedings.deadline_limit(facts, on)
    needs = {
        "document": not step.needs_number or action.document_number,
        "officer": not step.needs_officer or action.officer,
        "evidence": not step.needs_evidence or action.evidence,
        "outcome": action.outcome in OUTCOMES[step.outcomes],
        "order": former is None or former.taken_on <= on,
        "deadline": not action.deadline_on or (is_set and (limit is None or action.deadline_on <= limit)),
        "last day": action.due_on == proceedings.window(facts)[1],
        "future": on <= TODAY,
    }
    return problems + [name for name, is_met in needs.items() if not is_met]


def test_every_step_of_every_case_was_lawful_on_its_day() -> None:
    reader, wrong = LadderReader(), []
    for case in Case.objects.select_related("sample__campaign", "due_step", "closed_with"):
        taken: list[CaseAction] = []
        for action in case.actions.select_related("step").order_by("taken_on", "pk"):
            facts = case_facts(case.sample.campaign, case.opened_on, taken)
            problems = against(action, reader.proceedings(case.ladder_id, facts))
            wrong += [(case.number, action.step.code, problem) for problem in problems]
            taken.append(action)
        closing = taken[-1].step if taken and taken[-1].step.closes else None
        owed = None if closing else reader.of(case).obligation()
        stands = (owed[0].code, owed[1]) if owed else (None, None)
        if (case.closed_with, case.due_step and case.due_step.code, case.due_on) != (closing, *stands):
            wrong.append((case.number, "standing", str(stands)))
    assert wrong == []


def test_cases_stand_at_every_state_and_most_were_closed_in_time() -> None:
    stages = Counter(case.stage.value for case in Case.objects.with_stage())
    states = {"new", "notified", "correcting", "failed", "reported", "announced", "suspended", "revoking"}
    assert set(stages) >= {*states, "closed"}
    assert stages["closed"] > stages.total() * 0.6
    figures = case_overview(Case.objects.all(), TODAY)
    assert (figures.overdue > 0, figures.coming > 0) == (True, True)
    assert figures.in_time is not None
    assert 80 < figures.in_time < 100


def test_cases_are_numbered_by_their_day_and_belong_to_their_party() -> None:
    rows = list(Case.objects.order_by("opened_on", "serial").values_list("number", "opened_on__year"))
    counts: Counter[int] = Counter()
    for number, year in rows:
        counts[year] += 1
        assert number == f"{year}-{counts[year]:04d}"
    assert Case.objects.filter(enterprise=None).count() == 0
    assert Case.objects.exclude(township=models.F("enterprise__township")).count() == 0
    numbers = CaseAction.objects.filter(step__code="order").order_by("document_number")
    assert numbers.values("document_number").distinct().count() == numbers.count()
    assert numbers.exclude(document_number__regex=r"^和市监责改〔20\d\d〕[1-9]\d*号$").count() == 0


def test_only_the_newest_failed_batches_have_no_case_yet() -> None:
    waiting = failed_without_case()
    assert waiting.filter(judged_on__lt=TODAY - timedelta(days=15)).count() == 0
    assert CampaignRule.objects.filter(opens_cases=False, campaign__samples__case__isnull=False).count() == 0
    assert Case.objects.filter(opened_on__lte=models.F("sample__judged_on")).count() == 0


def test_the_attached_file_is_there(county: Path) -> None:
    stored = (
        CaseAction.objects.exclude(evidence="")
        .values_list("evidence", "evidence_sha256")
        .order_by()
        .distinct()
    )
    ((name, checksum),) = stored
    assert (len(checksum), "演示材料" in (county / name).read_text()) == (64, True)


def test_a_state_is_shown_wherever_a_case_is_old_enough_for_it() -> None:
    cases = [
        Failure(age, "product", "county", is_from_elsewhere=False, is_counterfeit=False) for age in range(500)
    ]
    names = {course.name for course in courses_for(cases, Random(1))}
    assert names >= {course.name for course in STANDING}


def test_infringement_cases_fit_their_states() -> None:
    cases = list(InfringementCase.objects.all())
    assert len(cases) == 12
    assert {case.kind for case in cases} == set(InfringementKind.values)
    assert {case.state for case in cases} >= {InfringementState.CLOSED, InfringementState.FILED}
    for case in cases:
        case.full_clean()
        assert missing_for(case.state, {name: getattr(case, name) for name in ALL_REQUIRED}) == {}
        days = [day for day in (case.found_on, case.decided_on, case.closed_on) if day]
        assert (days == sorted(days), days[-1] <= TODAY) == (True, True)


def test_one_incident_costs_points_and_none_is_a_veto() -> None:
    incidents = list(Incident.objects.all())
    for incident in incidents:
        incident.full_clean()
    assert Counter(incident.consequence for incident in incidents) == {
        Consequence.NONE: 7,
        Consequence.DEDUCT: 1,
    }
    assert {incident.is_regional_or_systemic for incident in incidents} == {False}


def test_special_campaigns_are_planned_and_partly_drawn() -> None:
    running, finished = SpecialCampaign.objects.select_related("campaign")
    assert (running.starts_on < TODAY < running.ends_on, finished.ends_on < TODAY) == (True, True)
    for special in (running, finished):
        special.full_clean()
        plan = CampaignQuota.objects.filter(campaign=special.campaign)
        drawn = Sample.objects.filter(campaign=special.campaign)
        assert special.campaign.planned == sum(plan.values_list("planned", flat=True))
        assert 0 < drawn.count() < (special.campaign.planned or 0)
        assert drawn.exclude(product_class__in=plan.values("product_class")).count() == 0
        assert Sample.history.filter(campaign_id=special.campaign.pk).count() == drawn.count()


def test_instruments_are_nearly_all_verified() -> None:
    instruments = list(Instrument.objects.with_last(TODAY))
    states = Counter(each.state_on(TODAY) for each in instruments if each.is_mandatory)
    verified = sum(states[state] for state in VERIFIED)
    lacking = sum(states[state] for state in LACKING)
    assert (0.9 < verified / (verified + lacking) < 0.98) is True
    for verification in Verification.objects.select_related("instrument"):
        verification.clean()
        assert verification.instrument.in_use_since <= verification.verified_on <= TODAY


def test_new_records_have_their_history() -> None:
    for model in (Case, CaseAction, InfringementCase, Incident, Instrument, Verification, CampaignQuota):
        assert (model.__name__, model.history.count()) == (model.__name__, model._default_manager.count())
    assert Outcome.OVERTURNED not in CaseAction.objects.values_list("outcome", flat=True)
