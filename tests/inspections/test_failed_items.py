"""Cells with failed items: separators, triples in either order, values in columns of their own."""

import pytest

from inspections.imports.failed_items import Item, Order, order_of, parse_items, with_columns
from quality_portal.lib.text import TextError

PLAIN = Order()


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("闪点（闭口）*,模拟进气阀沉积物质量", ["闪点（闭口）*", "模拟进气阀沉积物质量"]),
        ("厚度，强度；长度、宽度;色牢度", ["厚度", "强度", "长度", "宽度", "色牢度"]),
        ("厚度\n强度", ["厚度", "强度"]),
        ("强度(28天,抗压)、长度", ["强度(28天,抗压)", "长度"]),
        ("1,2-丙二醇,N,N-二甲基甲酰胺", ["1,2-丙二醇", "N,N-二甲基甲酰胺"]),
        ("1、厚度；2、拉伸负荷。", ["厚度", "拉伸负荷"]),
        ("1.厚度 2.拉伸负荷", ["厚度", "拉伸负荷"]),
        ("厚度)、强度", ["厚度)", "强度"]),
        ("①标志②结构", ["标志", "结构"]),
        ("(1)标志(2)结构", ["标志", "结构"]),
        ("二氧化硫(2)含量", ["二氧化硫(2)含量"]),
        ("/", []),
        ("无", []),
        ("", []),
    ],
)
def test_names_are_split_outside_brackets_and_chemical_names(cell: str, names: list[str]) -> None:
    assert [item.name for item in parse_items(cell, PLAIN)] == names


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("菌落║1.2║≤1.0", [Item("菌落", "1.2", "≤1.0")]),
        ("菌落‖≤1.0‖1.2", [Item("菌落", "1.2", "≤1.0")]),
        ("氟苯尼考丨不得检出丨4.67μg/kg", [Item("氟苯尼考", "4.67μg/kg", "不得检出")]),
        ("铅|<0.5|0.7", [Item("铅", "0.7", "<0.5")]),
        ("酒精度||40.0||42", [Item("酒精度", "40.0", "42")]),
        ("甲║1║≤2；乙║3║≤4", [Item("甲", "1", "≤2"), Item("乙", "3", "≤4")]),
        ("甲║1║≤2、乙║3║≤4", [Item("甲", "1", "≤2"), Item("乙", "3", "≤4")]),
        ("甲║1║≤2|乙║3║≤4", [Item("甲", "1", "≤2"), Item("乙", "3", "≤4")]),
        ("甲║1║≤2║", [Item("甲", "1", "≤2")]),
        ("甲║1", [Item("甲", "1", "")]),
        ("甲║/║≤2", [Item("甲", "", "≤2")]),
    ],
)
def test_triples_are_told_apart_by_their_signs(cell: str, items: list[Item]) -> None:
    assert list(parse_items(cell, order_of("不合格项目║检验结果║标准值"))) == items


def test_the_headings_order_decides_where_no_sign_does() -> None:
    assert parse_items("酒精度║42║40.0", order_of("不合格项目║标准值║检验结果")) == (
        Item("酒精度", "40.0", "42"),
    )


def test_values_behind_a_colon() -> None:
    order = order_of("主要不合格项（项目名称：标准值/实测值）")
    assert order == Order(limit_first=True, slashed=True)
    cell = "强度：≥32.5MPa/30.1MPa；氯离子"
    assert parse_items(cell, order) == (Item("强度", "30.1MPa", "≥32.5MPa"), Item("氯离子"))


def test_values_of_other_columns_go_item_by_item_or_to_all() -> None:
    items = (Item("甲"), Item("乙", "3"))
    assert with_columns(items, "", "") == items
    assert with_columns(items, "1;2", "≤9") == (Item("甲", "1", "≤9"), Item("乙", "3", "≤9"))
    assert with_columns((Item("甲"),), "1;2", "") == (Item("甲", "1;2", ""),)


def test_values_that_are_too_long_are_refused() -> None:
    with pytest.raises(TextError):
        parse_items(f"甲║{'1' * 101}║≤2", PLAIN)
    with pytest.raises(TextError):
        with_columns((Item("甲"),), "1" * 101, "")


def test_items_that_run_into_each_other_are_refused_and_none_is_lost() -> None:
    with pytest.raises(TextError, match="甲"):
        parse_items("甲║1║≤2║乙║3║≤4", PLAIN)
