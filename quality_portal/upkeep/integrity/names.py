"""Whether names that a person takes for one are given once."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps

from departments.integrity import Flaw, flaw_of
from quality_portal.lib import text

ONCE: Final = (
    ("departments.User", ("username",)),
    ("departments.Department", ("code",)),
    ("departments.Department", ("name",)),
    ("departments.Task", ("code",)),
    ("departments.Duty", ("code",)),
    ("targets.Target", ("plan", "code")),
    ("enterprises.Enterprise", ("credit_code",)),
    ("enterprises.Product", ("enterprise", "name")),
    ("enterprises.Instrument", ("enterprise", "name", "number")),
    ("inspections.Campaign", ("code",)),
    ("inspections.Case", ("number",)),
    ("brands.Credential", ("kind", "number")),
    ("assessments.Scheme", ("code",)),
    ("assessments.Criterion", ("scheme", "code")),
    ("assessments.IssuedPaper", ("number",)),
)
"""What tells records apart, though the database compares it sign by sign."""


def repeated() -> Iterator[Flaw]:
    """Yield the records known by what another is known by, save width, case and blanks (NFKC)."""
    for label, names in ONCE:
        model = apps.get_model(label)
        seen: dict[int, object] = {}
        rows = model._default_manager.order_by("pk").values_list("pk", *names)
        for key, *values in rows.iterator():
            known = hash(tuple(text.key(str(value)) for value in values))
            first = seen.setdefault(known, key)
            if first != key:
                yield flaw_of(model, key, f"{' '.join(map(str, values))} is the name of {first} too")
