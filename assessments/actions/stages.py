"""The procedure: opened, moved on, taken back, its days moved, its decision recorded."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessee, Scheme, SchemeStage, Stage
from assessments.progress import owed
from assessments.rules import stages
from departments.access import Permission
from departments.models import Department, User
from departments.records import EditConflict, change_record, create_record
from quality_portal.lib import clock

Days = Mapping[str, tuple[date | None, date | None]]


def _locked(scheme: Scheme, by: User, version: int) -> Scheme:
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.version != version:
        raise EditConflict(locked)
    if not by.may(Permission.RUN_ASSESSMENT):
        raise ValidationError(_("Only the office moves the procedure."))
    if locked.is_published:
        raise ValidationError(_("The results are published already."))
    return locked


def _note(scheme: Scheme, stage: str, by: User, **values: object) -> SchemeStage:
    row, _is_new = SchemeStage.objects.get_or_create(scheme=scheme, stage=stage)
    return change_record(row, by=by, version=row.version, **values)


@transaction.atomic
def advance(
    *, scheme: Scheme, to: str, by: User, version: int, note: str = "", today: date | None = None
) -> Scheme:
    """Move an assessment on to its next step; from the draft on it opens the procedure for every unit.

    Raises ValidationError with what is missing: some of it a reason makes up for, the rest never;
    EditConflict when somebody moved it since.
    """
    locked = _locked(scheme, by, version)
    if not to or to != stages.following(locked.stage):
        raise ValidationError(_("The procedure cannot move to this step now."))
    day = today or clock.today()
    missing = stages.missing_before_next(locked.stage, owed(locked, day))
    if missing and (stages.is_binding(missing) or not note):
        raise ValidationError([str(words) for words in missing.values()])
    if locked.stage == Stage.DRAFT:
        _open(locked, by, day)
    moved = change_record(locked, by=by, version=version, stage=to)
    _note(moved, to, by, note=note)
    return moved


def _open(scheme: Scheme, by: User, today: date) -> None:
    """Propose the days of every step and put every unit of the group on the list."""
    for stage, (opens_on, due_on) in stages.proposed_days(scheme.period_end, today).items():
        if not SchemeStage.objects.filter(scheme=scheme, stage=stage).exists():
            create_record(SchemeStage(scheme=scheme, stage=stage, opens_on=opens_on, due_on=due_on), by=by)
    known = Assessee.objects.filter(scheme=scheme).values("unit")
    for unit in Department.objects.active().filter(kind__in=scheme.kinds).exclude(pk__in=known):
        create_record(Assessee(scheme=scheme, unit=unit), by=by)


@transaction.atomic
def go_back(*, scheme: Scheme, by: User, version: int, note: str) -> Scheme:
    """Take an assessment back to the step before, for a reason; scores entered meanwhile stay."""
    locked = _locked(scheme, by, version)
    to = stages.preceding(locked.stage)
    if not to:
        raise ValidationError(_("The procedure cannot go back from here."))
    if not note:
        raise ValidationError({"note": _("State the reason.")})
    moved = change_record(locked, by=by, version=version, stage=to)
    _note(moved, to, by, note=note)
    return moved


@transaction.atomic
def move_days(*, scheme: Scheme, days: Days, by: User, version: int, note: str) -> int:
    """Move the days of steps, for a reason; return how many steps were moved."""
    locked = _locked(scheme, by, version)
    rows = {row.stage: row for row in SchemeStage.objects.filter(scheme=locked)}
    moved = [
        rows[stage]
        for stage, pair in days.items()
        if stage in rows and pair != (rows[stage].opens_on, rows[stage].due_on)
    ]
    if moved and not note:
        raise ValidationError({"note": _("State the reason.")})
    for row in moved:
        opens_on, due_on = days[row.stage]
        change_record(row, by=by, version=row.version, opens_on=opens_on, due_on=due_on, note=note)
    return len(moved)


@transaction.atomic
def record_decision(*, scheme: Scheme, decided_on: date, note: str, by: User, version: int) -> SchemeStage:
    """Record what the leading group decided on the results: the day, and its meeting or paper."""
    locked = _locked(scheme, by, version)
    if locked.stage != Stage.LEADING_GROUP:
        raise ValidationError(_("The results are not before the leading group."))
    if decided_on > clock.today():
        raise ValidationError({"decided_on": _("The day lies in the future.")})
    return _note(locked, locked.stage, by, decided_on=decided_on, note=note)
