"""Changes to candidates: each move is kept beside the change; the award makes the record of the register."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from brands.actions import add_credential
from brands.models import Candidate, CandidateMove, Credential
from brands.pipeline_rules import Stage, refusal
from departments.models import User
from departments.records import EditConflict, Gone, change_record, create_record
from quality_portal.lib import clock


@transaction.atomic
def list_candidate(*, by: User, **values: Any) -> Candidate:
    """Put a candidate on the list; raises ValidationError with the fields' messages."""
    candidate = create_record(Candidate(**values, stage=Stage.LISTED), by=by)
    _note(candidate, "", by=by)
    return candidate


def change_candidate(candidate: Candidate, *, by: User, version: int, **values: Any) -> Candidate:
    """Correct what is known of a candidate read at ``version``; its stage stays."""
    return change_record(candidate, by=by, version=version, **values)


@transaction.atomic
def move_candidate(
    candidate: Candidate, *, by: User, version: int, stage: Stage, remark: str = "", reason: str = ""
) -> Candidate:
    """Take a candidate read at ``version`` to a stage that may follow; ``reason`` says why it failed.

    Raises EditConflict when somebody was faster, ValidationError when the stage may not follow or the
    reason is missing, PermissionDenied when the move is not this person's.
    """
    current = _locked(candidate, version)
    _refuse(current, stage, by)
    if stage == Stage.AWARDED:
        raise ValidationError(_("An award is entered with its record."))
    if stage == Stage.NOT_AWARDED and not reason:
        raise ValidationError({"reason": _("State why it was not awarded.")})
    moved = change_record(
        current, by=by, version=version, stage=stage, reason=reason if stage == Stage.NOT_AWARDED else ""
    )
    _note(moved, current.stage, by=by, remark=remark or reason)
    return moved


@transaction.atomic
def award_candidate(candidate: Candidate, *, by: User, version: int, **values: Any) -> Credential:
    """Enter the credential a candidate read at ``version`` was awarded, and link both, or do neither.

    Raises EditConflict when somebody was faster and ValidationError when the credential's kind forbids it
    or the candidate is not under review.
    """
    current = _locked(candidate, version)
    _refuse(current, Stage.AWARDED, by)
    holder = {"enterprise": current.enterprise, "department": current.department}
    credential = add_credential(by=by, township=current.township, **(values | holder))
    moved = change_record(current, by=by, version=version, stage=Stage.AWARDED, credential=credential)
    _note(moved, current.stage, by=by, remark=credential.number)
    return credential


def close_double(candidate: Candidate, *, by: object, reason: str) -> Candidate:
    """Close a candidate that another file of the same enterprise has too."""
    former = candidate.stage
    closed = change_record(
        candidate, by=by, version=candidate.version, stage=Stage.NOT_AWARDED, reason=reason
    )
    _note(closed, former, by=by, remark=reason)
    return closed


def _locked(candidate: Candidate, version: int) -> Candidate:
    """Return the candidate as it is stored, held until the change is written."""
    current = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate.pk).first()
    if current is None:
        raise Gone(_("This record has been removed in the meantime."))
    if current.version != version:
        raise EditConflict(current)
    return current


def _refuse(candidate: Candidate, stage: Stage, by: User) -> None:
    """Refuse a stage that may not follow, and a move that is not this person's."""
    if reason := refusal(candidate.stage, stage):
        raise ValidationError(str(reason))
    if stage not in candidate.moves_for(by):
        raise PermissionDenied(_("This step is taken by the office."))


def _note(candidate: Candidate, former: str, *, by: object, remark: str = "") -> None:
    """Keep the move."""
    create_record(
        CandidateMove(
            candidate=candidate,
            from_stage=former,
            to_stage=candidate.stage,
            moved_at=clock.now(),
            moved_by=getattr(by, "signature", str(by)),
            remark=remark[:200],
        ),
        by=by,
    )
