"""``{% load papers %}``: the wording of official papers for their templates."""

from datetime import date

from django import template

from quality_portal.lib.documents import wording

register = template.Library()

register.filter("title_lines", wording.title_lines)
register.filter("wide_title_lines", wording.wide_title_lines)
register.filter("chinese_ordinal", wording.chinese_ordinal)

MARK_SIGNS = range(8, 28)


@register.filter
def level_number(n: int, level: int) -> str:
    """``{{ forloop.counter|level_number:1 }}`` is 一、 for the first heading."""
    return wording.level_number(level, n)


@register.filter
def chinese_date(day: date | None) -> str:
    """``{{ day|chinese_date }}`` is 2024年5月6日; an unknown day leaves room for handwriting."""
    return wording.chinese_date(day) if day else "    年  月  日"


@register.filter
def mark_signs(mark: str) -> int:
    """How many characters the red mark (发文机关标志) is sized for, so that it fills the page width."""
    return min(max(len(mark), MARK_SIGNS.start), MARK_SIGNS.stop - 1)
