"""Every change to an enforcement case: taking a step, withdrawing one, keeping the due days right."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import User
from departments.records import EditConflict, change_record, create_record
from inspections.models import Case, CaseAction, Step
from inspections.queries.cases import LadderReader, case_facts
from inspections.rules.ladder import Proceedings, authority_blocker
from inspections.rules.terms import OUTCOMES
from quality_portal.lib import clock
from quality_portal.lib.uploads import CheckedFile, kept

EVIDENCE_FOLDER = "cases"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person enters about a step taken."""

    taken_on: date
    authority: str
    outcome: str
    document_number: str = ""
    officer: str = ""
    deadline_on: date | None = None
    hearing_told_on: date | None = None
    note: str = ""
    evidence: CheckedFile | None = None
    is_caution_confirmed: bool = False


def record_step(case: Case, step: Step, taken: Taken, *, by: User, version: int) -> CaseAction:
    """Record that a step was taken; the case's due day and closing follow from it.

    Raises EditConflict when somebody changed the case since ``version`` was read, and ValidationError
    with the reasons when the step is not lawful on that day or something it needs is missing.
    """
    with kept(taken.evidence, EVIDENCE_FOLDER) as stored, transaction.atomic():
        locked = _locked(case, version)
        reader = LadderReader()
        proceedings = reader.of(locked)
        problems = missing_for(step, taken, proceedings)
        if problems:
            raise ValidationError(problems)
        facts = proceedings.by_code[step.code]
        action = CaseAction(
            case=locked,
            step=step,
            due_on=proceedings.window(facts)[1],
            evidence=stored,
            evidence_name=taken.evidence.name if taken.evidence else "",
            evidence_sha256=taken.evidence.sha256 if taken.evidence else "",
            entered_at=clock.now(),
            entered_by=by,
            **_entered(taken),
        )
        create_record(action, by=by)
        _settle(locked, reader, by=by)
    return action


def _entered(taken: Taken) -> dict[str, Any]:
    names = ("taken_on", "authority", "outcome", "document_number", "officer", "deadline_on")
    return {name: getattr(taken, name) for name in (*names, "hearing_told_on", "note")}


def _locked(case: Case, version: int) -> Case:
    """Return the case as it stands, held until the change is done."""
    rows = Case.objects.select_related("sample__campaign").select_for_update(of=("self",))
    locked = rows.get(pk=case.pk)
    if locked.version != version:
        raise EditConflict(locked)
    return locked


def missing_for(step: Step, taken: Taken, proceedings: Proceedings) -> dict[str, list[str]]:
    """Say by field why a step cannot be recorded as entered; empty when it can."""
    facts = proceedings.by_code[step.code]
    judged = proceedings.judge(facts, taken.taken_on)
    problems: dict[str, list[str]] = {"taken_on": list(judged.blockers)}
    former = proceedings.former(facts)
    if taken.taken_on > clock.today():
        problems["taken_on"].append(_("The day lies in the future."))
    if former and taken.taken_on < former.taken_on:
        problems["taken_on"].append(
            _("The day lies before the former step of %(day)s.") % {"day": former.taken_on}
        )
    if message := authority_blocker(facts, taken.authority):
        problems["authority"] = [message]
    if message := proceedings.hearing_blocker(facts, taken.hearing_told_on, taken.taken_on):
        problems["hearing_told_on"] = [message]
    if message := _deadline_problem(proceedings, step, taken):
        problems["deadline_on"] = [message]
    if taken.outcome not in OUTCOMES[step.outcomes]:
        problems["outcome"] = [_("Choose one of the outcomes this step may have.")]
    problems |= _missing_entries(step, taken)
    return {name: messages for name, messages in problems.items() if messages}


def _missing_entries(step: Step, taken: Taken) -> dict[str, list[str]]:
    needed = {
        "document_number": (step.needs_number, taken.document_number, _("Enter the document's number.")),
        "officer": (step.needs_officer, taken.officer, _("Enter the officer in charge.")),
        "evidence": (step.needs_evidence, taken.evidence, _("Attach the evidence.")),
        "is_caution_confirmed": (
            bool(step.caution),
            taken.is_caution_confirmed,
            _("Confirm that you have read the caution."),
        ),
    }
    return {
        name: [message] for name, (is_needed, value, message) in needed.items() if is_needed and not value
    }


def _deadline_problem(proceedings: Proceedings, step: Step, taken: Taken) -> str | None:
    if taken.deadline_on is None:
        return None
    is_set, limit = proceedings.deadline_limit(proceedings.by_code[step.code], taken.taken_on)
    if not is_set:
        return _("This step's document sets no deadline.")
    if taken.deadline_on <= taken.taken_on:
        return _("The deadline lies before the day of the document.")
    if limit and taken.deadline_on > limit:
        return _("The law allows a deadline until %(day)s at most.") % {"day": limit}
    return None


def _settle(case: Case, reader: LadderReader, *, by: object) -> Case:
    """Write into the case what follows from its actions: what is due next, or that it is closed."""
    return change_record(case, by=by, version=case.version, **standing(case, reader))


def standing(case: Case, reader: LadderReader) -> dict[str, Any]:
    """Return the due day and the closing that follow from a case's actions."""
    closing = (
        case.actions.valid().filter(step__closes=True).select_related("step").order_by("-taken_on").first()
    )
    if closing:
        return {
            "due_on": None,
            "due_step": None,
            "closed_on": closing.taken_on,
            "closed_with": closing.step,
        }
    case.closed_on = case.closed_with = None
    return {"closed_on": None, "closed_with": None, **_due(case, reader.of(case), reader)}


def _due(case: Case, proceedings: Proceedings, reader: LadderReader) -> dict[str, Any]:
    """Return what an open case owes next."""
    owed = proceedings.obligation()
    return {
        "due_on": owed[1] if owed else None,
        "due_step": reader.steps(case.ladder_id)[owed[0].code] if owed else None,
    }


@transaction.atomic
def withdraw_step(action: CaseAction, *, by: User, version: int, reason: str) -> CaseAction:
    """Take back the step entered last, which was a mistake; it stays readable with the reason.

    A case that it had closed is open again. Raises EditConflict when the case has changed since
    ``version``, and ValidationError when later steps rest on this one or no reason is given.
    """
    locked = _locked(action.case, version)
    latest = locked.actions.valid().order_by("-pk").first()
    if latest != action:
        raise ValidationError(_("Only the step entered last can be withdrawn."))
    withdrawn = change_record(
        action,
        by=by,
        version=action.version,
        withdrawn_at=clock.now(),
        withdrawn_by=by.signature,
        withdrawal_reason=reason,
    )
    _settle(locked, LadderReader(), by=by)
    return withdrawn


@transaction.atomic
def refresh_due_days(*, by: object) -> int:
    """Count the due days of every open case anew, after the calendar or a ladder was edited.

    Returns how many moved.
    """
    reader, moved = LadderReader(), 0
    taken: dict[int, list[CaseAction]] = defaultdict(list)
    valid = CaseAction.objects.valid().filter(case__closed_on=None).select_related("step")
    for action in valid.order_by("taken_on", "pk"):
        taken[action.case_id].append(action)
    rows = Case.objects.open().select_related("sample__campaign", "due_step")
    for case in rows.select_for_update(of=("self",)):
        facts = case_facts(case.sample.campaign, case.opened_on, taken[case.pk])
        values = _due(case, reader.proceedings(case.ladder_id, facts), reader)
        if (case.due_on, case.due_step) != (values["due_on"], values["due_step"]):
            change_record(case, by=by, version=case.version, **values)
            moved += 1
    return moved
