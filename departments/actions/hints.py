"""Hints for the first visit of a page that a person has read and does not want to see again."""

from django.db import transaction

from departments.models import User


@transaction.atomic
def dismiss_hint(code: str, *, by: User) -> None:
    """Never show the person this hint again, on whatever device; the account as a record is unchanged."""
    own = User.objects.filter(pk=by.pk)
    known = own.select_for_update().values_list("dismissed_hints", flat=True).get()
    own.update(dismissed_hints=sorted({*known, code}))


def show_hints_again(*, by: User) -> None:
    """Show the person every hint again."""
    User.objects.filter(pk=by.pk).update(dismissed_hints=[])
