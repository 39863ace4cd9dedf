"""Numbers of fictional credentials, in the formats of their kinds."""

from datetime import date
from typing import Final

from brands.rules import mod11_10
from quality_portal.demo.names import REGION

FORMATS: Final = {
    "xk_licence": "XK08-{group:03d}-{serial:05d}",
    "registered_trademark": "{long:08d}",
    "green_food": "LB-{group:02d}-{year:02d}{month:02d}39{serial:05d}A",
    "organic": "1{group:03d}OP{year:02d}{serial:05d}",
    "ccc": "20{year:02d}01{group:04d}{number:06d}",
    "qms": "0392{year:02d}Q{number:05d}R0M",
    "ems": "0392{year:02d}E{number:05d}R0M",
    "ohsms": "0392{year:02d}S{number:05d}R0M",
    "haccp": "0392H{year:02d}{number:06d}",
    "fsms": "0392FSMS{year:02d}{number:06d}",
}
"""How the numbers of a kind look; kinds that are missing here are numbered by year."""

FOOD_CATEGORIES: Final = 31
"""Categories of food in the number of a production licence, 01 to 31."""


def number_for(kind: str, number: int, awarded_on: date) -> str:
    """Return the n-th number of a kind; no two of a kind are alike."""
    if kind == "sc_licence":
        return food_licence(number)
    group, serial = divmod(number, 100_000)
    if kind not in FORMATS:
        return f"{awarded_on.year}年第{number}号"
    return FORMATS[kind].format(
        number=number,
        serial=serial,
        group=group + 11,
        long=39_000_000 + number * 17,
        year=awarded_on.year % 100,
        month=awarded_on.month,
    )


def food_licence(number: int) -> str:
    """Return the n-th number of a food production licence (食品生产许可证), with its check digit."""
    serial, category = divmod(number, FOOD_CATEGORIES)
    digits = f"1{category + 1:02d}{REGION}{serial + 1:04d}"
    return f"SC{digits}{mod11_10(digits)}"
