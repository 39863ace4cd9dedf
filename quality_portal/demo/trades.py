"""The trades of the demonstration county, read from the data file beside it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parent / "data" / "trades.toml"


class TradeProduct(NamedTuple):
    """A product with its specification and the standards it may run on."""

    name: str
    spec: str
    standard: str
    advanced: str


class Defect(NamedTuple):
    """An item that a product fails in: its limit, and the measured value between two figures."""

    product: int
    name: str
    limit: str
    measured: str
    least: float
    greatest: float


class Trade(NamedTuple):
    """A trade: the class of its products, how many enterprises follow it, what they make and fail in."""

    code: str
    product_class: str
    industry: str
    field: str
    sells: tuple[str, ...]
    share: int
    risk: float
    licence: str
    is_cooperative: bool
    forms: tuple[str, ...]
    products: tuple[TradeProduct, ...]
    defects: tuple[tuple[Defect, ...], ...]

    def products_of(self, number: int) -> tuple[int, ...]:
        """Return which products the trade's n-th enterprise makes: the one in its name, and often another."""
        count = len(self.products)
        first = number % count
        return (first,) if number % 3 == 0 or count == 1 else (first, (first + 1) % count)


def _trade(row: dict[str, Any]) -> Trade:
    products = tuple(TradeProduct(*product) for product in row["products"])
    defects = [Defect(*defect) for defect in row["failed"]]
    return Trade(
        code=row["code"],
        product_class=row["class"],
        industry=row["industry"],
        field=row["field"],
        sells=tuple(row.get("sells", ())),
        share=row["share"],
        risk=row["risk"],
        licence=row.get("sc", ""),
        is_cooperative=row.get("coop", False),
        forms=tuple(row["forms"]),
        products=products,
        defects=tuple(tuple(d for d in defects if d.product == i) for i in range(len(products))),
    )


@cache
def trades() -> tuple[Trade, ...]:
    """Return the trades in the file's order."""
    return tuple(_trade(row) for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["trade"])
