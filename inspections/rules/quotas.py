"""Which row of a campaign's plan a batch counts for."""

from collections.abc import Collection

Place = tuple[int | None, int | None]
"""Product class and township, by primary key; None stands for every other one."""


def row_for(batch: Place, plan: Collection[Place]) -> Place | None:
    """Return the plan's closest row for a batch, None where nothing was planned for it.

    The product class is closer than the township: a plan is divided by what is checked first.
    """
    product_class, township = batch
    candidates = (batch, (product_class, None), (None, township), (None, None))
    return next((row for row in candidates if row in plan), None)


def takes_all(row: Place, plan: Collection[Place]) -> bool:
    """Tell whether every batch of the row's class and township counts for it and none for a closer row."""
    return not closer_rows(row, plan)


def closer_rows(row: Place, plan: Collection[Place]) -> list[Place]:
    """Return the rows that take batches of the row's class and township before it."""
    return [other for other in plan if _is_closer(other, row) and _overlaps(other, row)]


def _is_closer(one: Place, other: Place) -> bool:
    return _closeness(one) > _closeness(other)


def _closeness(row: Place) -> tuple[bool, bool]:
    return row[0] is not None, row[1] is not None


def _overlaps(one: Place, other: Place) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))
