"""The work inbox: what waits for the signed-in person, each line with the page where it is done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.inbox_lines import assessment_lines
from assessments.waiting import waiting_lines
from brands.models import Candidate, Credential
from brands.pipeline_rules import LEAD_MOVES, Stage
from brands.rules import Status
from departments.access import Permission
from departments.models import AgendaItem, Duty, Meeting, User
from departments.task_inbox import task_lines
from inspections.models import Campaign, Case, ImportBatch, Sample
from inspections.queries.rates import tally_of
from reports.models import IN_REVIEW, Report, ReportPeriod, ReportState
from reports.overview import completeness
from targets.models import Goal, Notice, PlanYear, Reading, ReadingState, Target, YearClosing
from targets.progress import TargetProgress, progress

DUE_DAYS = 14
"""How far ahead the inbox looks for the next steps of cases."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what, why, and where it is done."""

    what: str
    why: str
    url: str


def inbox(user: User, today: date) -> list[Item]:
    """Return what waits for the person, the most binding first."""
    items = [Item(*line) for line in task_lines(user, today)]
    items += [*told(user, today), *returned_readings(user), *missing_readings(user, today)]
    if user.may(Permission.EDIT_PLAN):
        items += [*doubtful_goals(), *waiting_readings(), *years_to_close(today)]
    if user.may(Permission.IMPORT_SPOT_CHECKS):
        items += [*unconfirmed_imports(user), *campaigns_without_number()]
    items += [*reports_to_write(user, today), *reports_to_review(user), *meetings(user, today)]
    items += [Item(*line) for line in assessment_lines(user, today)]
    items += [*due_cases(user, today), *ending_credentials(user, today)]
    items += [Item(*line) for line in waiting_lines(user, today)]
    return [*items, *waiting_candidates(user, today)]


def reports_to_write(user: User, today: date) -> Iterator[Item]:
    """Half-yearly reports of the person's own unit: returned ones, and those still being written."""
    own = Report.objects.missing().filter(department=user.department_id).with_units()
    for report in own.order_by("-state", "period__due_on"):
        if report.state == ReportState.RETURNED:
            what, why = _("Correct the report: %(report)s"), _("The office returned it with remarks.")
        elif report.period.is_overdue(today):
            what, why = _("Hand in the report: %(report)s"), _("It is overdue since %(day)s.")
        else:
            what, why = _("Write the report: %(report)s"), _("It is due on %(day)s.")
        values = {"report": report, "day": report.period.due_on}
        yield Item(what % values, why % values, reverse("reports:edit", args=[report.pk]))


def reports_to_review(user: User) -> Iterator[Item]:
    """How many reports of each half-year wait for the office."""
    if not user.may(Permission.REVIEW_REPORTS):
        return
    for row in completeness(ReportPeriod.objects.filter(reports__state__in=IN_REVIEW).distinct()):
        what = ngettext("Review %(n)d half-yearly report", "Review %(n)d half-yearly reports", row.in_review)
        url = reverse("reports:period", args=[row.period.pk])
        yield Item(what % {"n": row.in_review}, str(row.period), url)


def told(user: User, today: date) -> Iterator[Item]:
    """What the office told the person's department this year, until the department judges for itself."""
    notices = Notice.objects.unanswered().filter(department=user.department_id, year=today.year)
    for notice in notices.select_related("target"):
        yield Item(
            _("The office on %(target)s") % {"target": notice.target.label},
            notice.sentence,
            f"{reverse('targets:why', args=[notice.target.code])}?year={notice.year}",
        )


def doubtful_goals() -> Iterator[Item]:
    """Goals whose figure in the founding document is doubtful."""
    for goal in Goal.objects.awaiting_confirmation().select_related("target"):
        yield Item(
            _("Confirm the goal of %(target)s for %(year)d")
            % {"target": goal.target.label, "year": goal.year},
            goal.note,
            reverse("targets:detail", args=[goal.target.code]),
        )


def waiting_readings() -> Iterator[Item]:
    """Readings that departments entered and nobody has checked yet."""
    for reading in Reading.objects.waiting().select_related("target__lead"):
        yield Item(
            _("Check the reading of %(target)s") % {"target": reading.target.label},
            _("%(department)s, as of %(day)s")
            % {"department": reading.target.lead.short_name, "day": reading.as_of},
            reverse("targets:detail", args=[reading.target.code]),
        )


def years_to_close(today: date) -> Iterator[Item]:
    """Years of plans that are over and whose figures are not frozen yet."""
    closed = YearClosing.objects.in_force().values("plan_year")
    for each in PlanYear.objects.filter(year__lt=today.year).exclude(pk__in=closed).select_related("plan"):
        yield Item(
            _("Close the year %(year)d of the plan") % {"year": each.year},
            _("The year is over; until it is closed, its figures still move with the records."),
            reverse("targets:year_close", args=[each.plan.code, each.year]),
        )


def returned_readings(user: User) -> Iterator[Item]:
    """Readings the office returned to the person's department."""
    returned = Reading.objects.filter(state=ReadingState.RETURNED, target__lead=user.department_id)
    for reading in returned.select_related("target"):
        yield Item(
            _("Correct the reading of %(target)s") % {"target": reading.target.label},
            reading.remark,
            reverse("targets:detail", args=[reading.target.code]),
        )


def missing_readings(user: User, today: date) -> Iterator[Item]:
    """Targets of the person's department that wait for this year's reading."""
    own = Target.objects.active().filter(lead=user.department_id, measure="")
    for target in own.exclude(readings__as_of__year=today.year):
        yield Item(
            _("Enter this year's reading of %(target)s") % {"target": target.label},
            _("Your department is responsible for this target."),
            reverse("targets:detail", args=[target.code]),
        )


def unconfirmed_imports(user: User) -> Iterator[Item]:
    """The person's own uploads that wait for confirmation."""
    for batch in ImportBatch.objects.filter(state=ImportBatch.State.PREVIEW, uploaded_by=user):
        yield Item(
            _("Confirm the import of %(name)s") % {"name": batch.file_name},
            _("Nothing has been written yet."),
            reverse("inspections:import_detail", args=[batch.pk]),
        )


def campaigns_without_number() -> Iterator[Item]:
    """Campaigns whose table lists failures only and that do not say how many batches were tested."""
    for campaign in Campaign.objects.filter(failures_only=True, tested=None):
        yield Item(
            _("Enter the number of batches tested in %(campaign)s") % {"campaign": campaign.name},
            _("The published table lists failures only; without the number there is no pass rate."),
            reverse("inspections:campaign_edit", args=[campaign.code]),
        )


def due_cases(user: User, today: date) -> Iterator[Item]:
    """How many enforcement cases are overdue or due within two weeks, where the person is to act."""
    if not acts_on_records(user):
        return
    cases = Case.objects.visible_to(user)
    overdue, due = cases.overdue(today).count(), cases.due_within(today, DUE_DAYS).count()
    page = reverse("cases:list")
    if overdue:
        what = ngettext("%(n)d enforcement case is overdue", "%(n)d enforcement cases are overdue", overdue)
        why = _("Each has a step whose last day has passed.")
        yield Item(what % {"n": overdue}, why, f"{page}?due=overdue")
    if due:
        what = ngettext("%(n)d enforcement case is due soon", "%(n)d enforcement cases are due soon", due)
        why = _("The next step falls due within 14 days.")
        yield Item(what % {"n": due}, why, f"{page}?due={DUE_DAYS}")


def meetings(user: User, today: date) -> Iterator[Item]:
    """Joint meetings: the invited units are told of them, the office is to record them and write minutes."""
    if user.may(Permission.EDIT_MEETINGS):
        yield from meetings_to_record(today)
    for meeting in Meeting.objects.ahead().inviting(user.department).filter(held_on__gte=today):
        yield Item(
            _("Prepare for: %(meeting)s") % {"meeting": meeting},
            _("%(day)s, %(place)s; matters for the agenda can still be raised.")
            % {"day": meeting.held_on, "place": meeting.place},
            reverse("meetings:detail", args=[meeting.pk]),
        )


def meetings_to_record(today: date) -> Iterator[Item]:
    """Meetings whose day has passed, minutes to be written, and matters that units have raised."""
    waiting = AgendaItem.objects.waiting().filter(meeting__in=Meeting.objects.ahead())
    for pk, number in Counter(waiting.values_list("meeting", flat=True)).items():
        words = ngettext("%(n)d matter was raised for a meeting", "%(n)d matters were raised", number)
        why = _("Take them up on the agenda or leave them off.")
        yield Item(words % {"n": number}, why, reverse("meetings:agenda", args=[pk]))
    for meeting in Meeting.objects.ahead().filter(held_on__lt=today):
        why = _("Its day has passed: say that it was held, or move it.")
        yield Item(str(meeting), why, reverse("meetings:detail", args=[meeting.pk]))
    for meeting in Meeting.objects.awaiting_minutes():
        yield Item(
            _("Write the minutes of: %(meeting)s") % {"meeting": meeting},
            _("Decisions become tasks when the minutes are issued."),
            reverse("meetings:detail", args=[meeting.pk]),
        )


def acts_on_records(user: User) -> bool:
    """Tell whether the records are the person's own work: the office's, and a township's for its part."""
    in_township = user.department is not None and user.department.is_township
    return user.may(Permission.EDIT_INSPECTIONS) or in_township


def ending_credentials(user: User, today: date) -> Iterator[Item]:
    """How many credentials end within their kind's lead or have just ended, where the person is to act."""
    if not acts_on_records(user):
        return
    rows, page = Credential.objects.visible_to(user), reverse("brands:expiring")
    ending, lapsed = rows.with_status(Status.EXPIRING, today).count(), rows.lapsed(today).count()
    if lapsed:
        yield Item(
            ngettext(
                "%(n)d credential expired and was not renewed",
                "%(n)d credentials expired and were not renewed",
                lapsed,
            )
            % {"n": lapsed},
            _("They no longer count; ask the holders whether they renew."),
            f"{page}?within=lapsed",
        )
    if ending:
        yield Item(
            ngettext("%(n)d credential ends soon", "%(n)d credentials end soon", ending) % {"n": ending},
            _("Remind the holders to apply in time."),
            page,
        )


def waiting_candidates(user: User, today: date) -> Iterator[Item]:
    """How many candidates wait: recommended ones for the office, this year's for their lead department."""
    rows = Candidate.objects.visible_to(user)
    if user.may(Permission.EDIT_CREDENTIALS):
        stages, query = [Stage.RECOMMENDED], {"stage": Stage.RECOMMENDED.value}
        why = _("The lead departments have recommended them.")
    else:
        rows = rows.filter(lead=user.department_id, planned_year__lte=today.year)
        stages, query = [Stage(stage) for stage in LEAD_MOVES], {"lead": str(user.department_id)}
        why = _("Your department leads them, and their planned year has come.")
    waiting = rows.filter(stage__in=stages).count()
    if waiting:
        yield Item(
            ngettext(
                "%(n)d candidate waits for the next step", "%(n)d candidates wait for the next step", waiting
            )
            % {"n": waiting},
            why,
            f"{reverse('brands:candidates')}?{urlencode(query)}",
        )


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What concerns the person's own unit: the targets it answers for, and figures of its records."""

    targets: list[TargetProgress]
    duties: int
    failed: int
    tested: int


def own_work(user: User, today: date) -> OwnWork:
    """Return the unit's own work; the office's is the whole county."""
    rows = progress(today.year, today)
    if not user.may(Permission.EDIT_PLAN):
        rows = [row for row in rows if row.target.lead_id == user.department_id]
    batches = tally_of(Sample.objects.visible_to(user).for_year(today.year))
    return OwnWork(
        targets=rows,
        duties=Duty.objects.visible_to(user).active().count(),
        failed=batches.failed,
        tested=batches.tested,
    )
