"""Rows for any table, made from its fields alone: bare ones, and whatever else its constraints allow."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from random import Random
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.constraints import BaseConstraint
from django.db.models.expressions import CombinedExpression, F

Model = type[models.Model]
Values = dict[str, object]

ATTEMPTS = 400
NEW_PARENT_EVERY = 20
"""So often a row that does not fit gets a new row to refer to: those there are may all be taken."""
DEEPEST = 4
NEWEST = 4
"""So many rows of a table are its newest ones."""


class NoRow(Exception):
    """No values were found that the constraints of a table allow."""


class Maker:
    """Makes rows; the same for every run, because chance begins at the same place."""

    def __init__(self) -> None:
        self._chance = Random(20261128)
        self._numbers = count(1)

    def make(self, model: Model, *, bare: bool, depth: int = 0) -> models.Model:
        """Write a row: ``bare`` with as little as the fields ask; raises NoRow."""
        fields = [field for field in model._meta.concrete_fields if not _is_given(field)]
        values = {field.attname: self._draw(field, bare=bare, depth=depth) for field in fields}
        for attempt in range(ATTEMPTS):
            row = model(**values)
            broken = set(_broken(model, row))
            if not broken:
                row.save(force_insert=True)
                return row
            is_new = attempt % NEW_PARENT_EVERY == NEW_PARENT_EVERY - 1
            for field in fields:
                if field.name in broken or field.attname in broken:
                    values[field.attname] = self._draw(field, bare=False, depth=depth, is_new=is_new)
        raise NoRow(f"{model._meta.label}: {sorted(broken)} in {values}")

    def _draw(self, field: models.Field, *, bare: bool, depth: int, is_new: bool = False) -> object:
        if bare and field.null:
            return None
        if bare and field.has_default():
            return field.get_default()
        if bare and field.blank and field.empty_strings_allowed and not field.choices:
            return ""
        if isinstance(field, models.ForeignKey):
            return self._parent(field, depth=depth, is_new=is_new)
        return self._chance.choice(list(self._candidates(field)))

    def _parent(self, field: models.ForeignKey, *, depth: int, is_new: bool) -> object:
        target = field.target_field
        # As it stands now: a field may know its target as it was some migrations ago.
        model = field.model._meta.apps.get_model(target.model._meta.label)
        present = list(model._base_manager.order_by("pk").values_list(target.attname, flat=True))
        if field.null and self._chance.random() < 0.3:
            return None
        if depth < DEEPEST and (is_new or not present) and not (field.null and not present):
            return getattr(self.make(model, bare=True, depth=depth + 1), target.attname)
        # The latest have the latest form, the earlier ones are there to be shared.
        latest = present[-NEWEST:] if self._chance.random() < 0.5 else present
        return self._chance.choice(latest) if latest else None

    def _candidates(self, field: models.Field) -> Iterator[object]:
        kinds = [value for value, _name in field.flatchoices] or self._of_kind(field)
        yield from kinds
        # As often empty as not: constraints ask for one of several fields more often than for all.
        if field.null:
            yield from [None] * len(kinds)
        elif field.blank and field.empty_strings_allowed:
            yield from [""] * len(kinds)

    def _of_kind(self, field: models.Field) -> list[object]:
        number = next(self._numbers)
        day = date(2020 + number % 6, 1 + number % 12, 1 + number % 28)
        kinds: dict[type[models.Field], list[object]] = {
            models.BooleanField: [False, True],
            models.JSONField: [{}, [], {"n": number}],
            models.DateTimeField: [datetime(day.year, day.month, day.day, number % 24, tzinfo=UTC)],
            models.DateField: [day, date(2024, 6, 1)],
            models.TimeField: [time(number % 24)],
            models.DecimalField: [Decimal(0), Decimal(1), Decimal("0.5"), Decimal(9)],
            models.FloatField: [0.0, 1.0, float(number)],
            models.UUIDField: [UUID(int=number)],
            models.IntegerField: [0, 1, 2, 4, 12, 100, 2010 + number % 60, number],
            models.Field: [_text(field, number)],
        }
        return next(values for kind, values in kinds.items() if isinstance(field, kind))


def _text(field: models.Field, number: int) -> str:
    """Return a text of its own that fits its column."""
    longest = field.max_length or 99
    return (f"text {number}" if longest >= 10 else f"文{number}")[-longest:]


def _is_given(field: models.Field) -> bool:
    return isinstance(field, models.AutoField) or field.generated


def _broken(model: Model, row: models.Model) -> Iterator[str]:
    """Yield the fields of the constraints that a row does not keep."""
    for constraint in model._meta.constraints:
        try:
            constraint.validate(model, row)
        except ValidationError:
            yield from _fields_of(constraint)
    try:
        row.validate_unique()
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            if name in {field.name for field in model._meta.fields}:
                yield name
            for each in errors:
                yield from (each.params or {}).get("unique_check", ())


def _fields_of(constraint: BaseConstraint) -> Iterator[str]:
    condition = getattr(constraint, "condition", None)
    if isinstance(constraint, models.UniqueConstraint):
        yield from constraint.fields
        for expression in constraint.expressions:
            yield from _names(expression)
    if condition is not None:
        yield from _names(condition)


def _names(asked: object) -> Iterator[str]:
    """Yield the fields named in a condition or an expression."""
    if isinstance(asked, models.Q):
        for child in asked.children:
            yield from _names(child)
    elif isinstance(asked, tuple):
        yield str(asked[0]).split("__")[0]
        yield from _names(asked[1]) if not isinstance(asked[1], tuple) else ()
    elif isinstance(asked, F):
        yield str(vars(asked)["name"]).split("__")[0]
    elif isinstance(asked, CombinedExpression | models.Func | models.ExpressionWrapper):
        for source in asked.get_source_expressions():
            yield from _names(source)
