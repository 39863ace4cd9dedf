"""Fictional names: people, enterprises, laboratories, and codes whose check characters are right."""

from random import Random
from typing import Final

from enterprises.rules import ALPHABET, body_check_character, check_character
from quality_portal.demo.trades import Trade

REGION: Final = "392601"
"""The county's place in the codes: no region of the country begins with 39."""

_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN: Final = (
    "明远", "思源", "立群", "晓岚", "志成", "雨桐", "国栋", "海燕", "建业", "秋实", "文博", "春华",
    "永康", "玉洁", "景行", "若水", "家和", "月华", "长青", "凌云", "致远", "书怡", "启航", "向阳",
)  # fmt: skip
_FIRST: Final = "瑞恒泰嘉宏盛和祥润丰禾佳德康裕鑫顺诚兴广益晟隆华锦云安永启明佰景凯荣腾汇庆茂源"
_SECOND: Final = "丰达源泰隆康佳禾盛通利安和宁远成祥发荣欣诚恒旺盈鸿宝谷田川岭林溪泉峰阳晖宇辰"
_OTHER_COUNTIES: Final = ("青石县", "南溪县", "平川市", "白水区", "东华市", "长岭县", "临江区", "石门市")
_STEP: Final = 367
"""Has no factor in common with the number of brand names: walking in such steps meets each of them once."""


def person(dice: Random) -> str:
    """Return a person's name."""
    return dice.choice(_SURNAMES) + dice.choice(_GIVEN)


def brand(number: int) -> str:
    """Return the n-th brand name: of two characters, of three once those are used up."""
    round_, place = divmod(number, len(_FIRST) * len(_SECOND))
    place = place * _STEP % (len(_FIRST) * len(_SECOND))
    third = _FIRST[round_ % len(_FIRST)] if round_ else ""
    first, second = _FIRST[place // len(_SECOND)], _SECOND[place % len(_SECOND)]
    return first + (second if second != first else "优") + third


class Namer:
    """Gives every enterprise of a township a brand name of its own."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._next: dict[str, int] = {}

    def enterprise(self, place: str, trade: Trade, number: int) -> str:
        """Return the name of the trade's n-th enterprise, seated in this place."""
        form = trade.forms[number % len(trade.forms)]
        nth = self._next.get(place, self._dice.randrange(len(_FIRST)))
        self._next[place] = nth + 1
        return f"{place}{brand(nth)}{form}"


def outside_enterprise(dice: Random, trade: Trade, product: int) -> tuple[str, str]:
    """Return the name and the region of a producer from elsewhere."""
    region = dice.choice(_OTHER_COUNTIES)
    form = trade.forms[product % len(trade.forms)]
    return f"{region[:-1]}{brand(dice.randrange(1500))}{form}", region


def credit_code(number: int, *, category: str) -> str:
    """Return the n-th unified social credit code (GB 32100, subject code by GB 11714).

    ``category`` is the second character: 1 enterprise, 2 self-employed, 3 farmers' cooperative.
    """
    digits = ""
    for _place in range(6):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    body = f"MA{digits}"
    first_17 = f"9{category}{REGION}{body}{body_check_character(body)}"
    return first_17 + check_character(first_17)
