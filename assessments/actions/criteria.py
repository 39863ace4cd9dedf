"""Changes of a scheme's criteria and grades, while its text is not yet settled."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.actions.editions import locked
from assessments.models import Criterion, GradeBand, Scheme
from assessments.outline import Outline
from departments.models import User
from departments.records import change_record, create_record

UP: Final = "up"
DOWN: Final = "down"
FIRST_BAND: Final = Decimal(0)


@transaction.atomic
def add_criterion(*, scheme: Scheme, by: User, **values: Any) -> Criterion:
    """Add a criterion as the last of its siblings."""
    found = locked(scheme)
    _check_parent(found, None, values.get("parent"))
    last = max(found.criteria.values_list("order", flat=True), default=0)
    return create_record(Criterion(scheme=found, order=last + 1, **values), by=by)


@transaction.atomic
def change_criterion(criterion: Criterion, *, by: User, version: int, **values: Any) -> Criterion:
    """Change a criterion, its place in the tree included."""
    found = locked(criterion.scheme)
    _check_parent(found, criterion, values.get("parent", criterion.parent))
    return change_record(criterion, by=by, version=version, **values)


def _check_parent(scheme: Scheme, criterion: Criterion | None, parent: Criterion | None) -> None:
    if parent is None:
        return
    wrong = None
    if parent.scheme_id != scheme.pk:
        wrong = _("Choose a criterion of the same scheme.")
    elif parent.scores.exists():
        wrong = _("Scores are given for this criterion already; it cannot become a heading.")
    elif criterion and parent.pk in Outline(list(scheme.criteria.all())).below(criterion.pk):
        wrong = _("A criterion cannot be part of itself or of its own parts.")
    if wrong:
        raise ValidationError({"parent": wrong})


@transaction.atomic
def move_criterion(criterion: Criterion, *, by: User, to: str) -> None:
    """Let a criterion change places with the sibling before or after it; at the end nothing happens."""
    scheme = locked(criterion.scheme)
    siblings = list(scheme.criteria.filter(parent=criterion.parent_id))
    place = next(index for index, each in enumerate(siblings) if each.pk == criterion.pk)
    other = place + (1 if to == DOWN else -1)
    if not 0 <= other < len(siblings):
        return
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for order, each in zip(_orders(siblings), siblings, strict=True):
        if each.order != order:
            change_record(each, by=by, version=each.version, order=order)


def _orders(siblings: Sequence[Criterion]) -> list[int]:
    """Return the places the siblings have together, rising; counted anew where two share one."""
    orders = sorted(each.order for each in siblings)
    return orders if len(set(orders)) == len(orders) else list(range(1, len(orders) + 1))


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User) -> None:
    """Take a criterion out; refused while it has parts or scores."""
    locked(criterion.scheme)
    if criterion.children.exists():
        raise ValidationError(_("Remove its parts first."))
    if criterion.scores.exists():
        raise ValidationError(_("Scores are given for this criterion already; it cannot be removed."))
    criterion._history_user = by  # type: ignore[attr-defined]
    criterion.delete()


@transaction.atomic
def set_bands(*, scheme: Scheme, bands: Sequence[tuple[str, str, Decimal]], by: User) -> None:
    """Write a scheme's grades, the best first; each begins at its points and ends below the one before."""
    found = locked(scheme)
    error = bands_error(bands)
    if error:
        raise ValidationError(error)
    held = {band.letter: band for band in found.bands.all()}
    for letter, name, begins in bands:
        band = held.pop(letter, None)
        if band is None:
            create_record(GradeBand(scheme=found, letter=letter, name=name, from_points=begins), by=by)
        elif (band.name, band.from_points) != (name, begins):
            change_record(band, by=by, version=band.version, name=name, from_points=begins)
    for band in held.values():
        band._history_user = by  # type: ignore[attr-defined]
        band.delete()


def bands_error(bands: Sequence[tuple[str, str, Decimal]]) -> Any:
    """Say what is wrong with grades as a sentence, empty where nothing is."""
    begins = [band[2] for band in bands]
    if not bands or begins[-1] != FIRST_BAND:
        return _("The lowest grade has to begin at 0 points.")
    if any(later >= earlier for earlier, later in pairwise(begins)):
        return _("Each grade has to begin below the one before it.")
    if len({band[0] for band in bands}) < len(bands):
        return _("Each grade needs a letter of its own.")
    return ""
