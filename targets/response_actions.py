"""What people answer to a target's light: the office tells and comments, the department judges for itself."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from departments.models import User
from departments.records import EditConflict, change_record, create_record
from targets.models import Comment, Notice, OwnJudgement, Target


def tell_department(*, target: Target, year: int, sentence: str, by: User, now: datetime) -> Notice:
    """Tell the responsible department how its target stands.

    Raises ValidationError when nothing is said.
    """
    notice = Notice(
        target=target, year=year, department=target.lead, sentence=sentence, told_at=now, told_by=by
    )
    return create_record(notice, by=by)


@transaction.atomic
def judge_own(
    *,
    target: Target,
    year: int,
    light: str,
    computed: str,
    sentence: str,
    by: User,
    now: datetime,
    version: int | None,
) -> OwnJudgement:
    """Store the responsible department's own judgement of a year, beside the computed light.

    ``version`` is that of the judgement the person saw, None where there was none. Raises ValidationError
    when the judgement differs from the computed light without a sentence, EditConflict when it was changed
    or given since.
    """
    if light != computed and not sentence.strip():
        raise ValidationError({"sentence": _("Your judgement differs from the computed light: say why.")})
    said = {
        "light": light,
        "computed": computed,
        "sentence": sentence,
        "judged_at": now,
        "judged_by": by,
    }
    known = target.own_judgements.filter(year=year).first()
    if known is None:
        return create_record(OwnJudgement(target=target, year=year, **said), by=by)
    if version is None:
        raise EditConflict(known)
    return change_record(known, by=by, version=version, **said)


def add_comment(*, target: Target, text: str, by: User, now: datetime) -> Comment:
    """Add a comment of the office to a target; comments are never changed or removed.

    Raises ValidationError when nothing is written.
    """
    return create_record(Comment(target=target, text=text, written_at=now, written_by=by), by=by)
