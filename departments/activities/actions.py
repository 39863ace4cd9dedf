"""Every change to activities and their photographs."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import Activity, Photograph, User
from departments.records import change_record, create_record
from quality_portal.lib import clock
from quality_portal.lib.uploads import CheckedFile, kept

FOLDER = "activities"
MOST_PHOTOGRAPHS = 30
"""Photographs of one activity."""


class Picture(NamedTuple):
    """A checked photograph with its thumbnail (JPEG)."""

    file: CheckedFile
    small: bytes


def record_activity(*, by: User, today: date, photographs: Sequence[Picture] = (), **values: Any) -> Activity:
    """Enter an activity with its photographs; raises ValidationError with the fields' messages."""
    _refuse_future(values, today)
    with ExitStack() as files:
        stored = [_keep(files, picture) for picture in photographs]
        with transaction.atomic():
            activity = create_record(Activity(**values), by=by)
            _add(activity, photographs, stored, by=by)
    return activity


def change_activity(
    activity: Activity,
    *,
    by: User,
    version: int,
    today: date,
    photographs: Sequence[Picture] = (),
    **values: Any,
) -> Activity:
    """Correct an activity read at ``version`` and add photographs.

    Raises EditConflict when somebody was faster and ValidationError when a value does not fit.
    """
    _refuse_future(values, today)
    with ExitStack() as files:
        stored = [_keep(files, picture) for picture in photographs]
        with transaction.atomic():
            changed = change_record(activity, by=by, version=version, **values)
            _add(changed, photographs, stored, by=by)
    return changed


def remove_photograph(photograph: Photograph, *, by: User) -> Photograph:
    """Take a photograph back: it is shown no more, who did it stays in the history."""
    return change_record(
        photograph,
        by=by,
        version=photograph.version,
        removed_at=clock.now(),
        removed_by=by.signature,
    )


def _keep(files: ExitStack, picture: Picture) -> tuple[str, str]:
    """Keep a photograph and its thumbnail on the disk, until the change fails."""
    thumbnail = CheckedFile("jpg", picture.file.name, picture.small, "")
    return (
        files.enter_context(kept(picture.file, FOLDER)),
        files.enter_context(kept(thumbnail, FOLDER)),
    )


def _add(
    activity: Activity, pictures: Sequence[Picture], stored: Sequence[tuple[str, str]], *, by: User
) -> None:
    """Write the rows of photographs; one that is there already is told."""
    there = activity.photographs.shown().count()
    if there + len(pictures) > MOST_PHOTOGRAPHS:
        raise ValidationError(
            {"photographs": _("An activity has at most %(limit)d photographs.") % {"limit": MOST_PHOTOGRAPHS}}
        )
    for picture, (file, small) in zip(pictures, stored, strict=True):
        photograph = Photograph(
            activity=activity,
            file=file,
            small=small,
            name=picture.file.name,
            sha256=picture.file.sha256,
            added_at=clock.now(),
            added_by=by.signature,
        )
        try:
            create_record(photograph, by=by)
        except ValidationError as error:
            reasons = [f"{picture.file.name}: {reason}" for reason in error.messages]
            raise ValidationError({"photographs": reasons}) from error


def _refuse_future(values: dict[str, Any], today: date) -> None:
    """What has not begun is no activity yet; a last day may lie ahead while it is going on."""
    held_on = values.get("held_on")
    if held_on is not None and held_on > today:
        raise ValidationError({"held_on": _("The day lies in the future.")})
