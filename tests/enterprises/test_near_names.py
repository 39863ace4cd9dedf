"""Which files are proposed as one enterprise."""

import pytest

from enterprises.rules.near_names import near_pairs


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("青山茶业有限公司", "青山茶业有限责任公司"),
        ("石桥（青山）茶业有限公司", "石桥(青山)茶业有限公司"),
        ("青山茶業有限公司", "青山茶业股份有限公司"),
        ("青山茶业 有限公司", "青山茶业有限公司"),
    ],
)
def test_near_names_are_proposed_in_the_order_of_their_files(name: str, other: str) -> None:
    assert near_pairs([(9, name), (4, other), (5, "红岩水泥厂")], set()) == [(4, 9)]


def test_three_of_one_name_are_three_pairs() -> None:
    assert near_pairs([(1, "甲厂"), (2, "甲厂"), (3, "甲厂")], set()) == [(1, 2), (1, 3), (2, 3)]


def test_pairs_judged_to_be_apart_are_left_out() -> None:
    assert near_pairs([(1, "甲厂"), (2, "甲厂"), (3, "甲厂")], {(1, 3)}) == [(1, 2), (2, 3)]


def test_names_of_nothing_but_a_legal_form_are_not_near() -> None:
    assert near_pairs([(1, "有限公司"), (2, "有限责任公司")], set()) == []
