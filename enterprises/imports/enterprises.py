"""Tables of enterprises: one row is one quality file, found by its credit code."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.models import Department
from enterprises.imports.comparison import Comparison, settle
from enterprises.imports.lookups import Files, files_named, unit_words
from enterprises.imports.subjects import Subject, chinese, words_of
from enterprises.models import Enterprise, Industry, Scale
from enterprises.rules import normalise_credit_code
from quality_portal.lib.spreadsheets.entries import Entry, Example, Field, Reading, choice, code, day
from quality_portal.lib.spreadsheets.parsing import text_of
from quality_portal.lib.text import enterprise_key

CODE_NOTE = "18位数字和大写字母，含校验位。"


def fields() -> list[Field]:
    """Return the columns of a table of enterprises, as the export names them."""
    return [*_identity_fields(), *_place_fields(), *_further_fields()]


def _identity_fields() -> list[Field]:
    """Return the columns of code and name."""
    return [
        Field(
            *("credit_code", "统一社会信用代码", code(40, normalise_credit_code)),
            aliases=("信用代码", "社会信用代码", "统一信用代码", "credit code"),
            required=True,
            note=CODE_NOTE,
        ),
        Field(
            *("name", "企业名称", text_of(200)),
            aliases=("名称", "单位名称", "企业", "市场主体名称", "合作社名称", "enterprise"),
            required=True,
        ),
    ]


def _place_fields() -> list[Field]:
    """Return the columns of township, branch and scale."""
    townships = list(Department.objects.townships().active())
    return [
        Field(
            *("township", "乡镇", choice(unit_words(townships))),
            aliases=("所在乡镇", "乡镇（街道）", "所属乡镇", "township"),
            choices=tuple(unit.short_name for unit in townships),
            note="新建档案必填。",
        ),
        Field(
            *("industry", "行业", choice(words_of(Industry.choices))),
            aliases=("所属行业", "行业类别", "领域", "industry"),
            choices=chinese(Industry.choices),
            note="新建档案必填。",
        ),
        Field(
            *("scale", "规模", choice(words_of(Scale.choices))),
            aliases=("企业规模", "scale"),
            choices=chinese(Scale.choices),
        ),
    ]


def _further_fields() -> list[Field]:
    """Return the columns a file may leave empty."""
    return [
        Field("address", "地址", text_of(200), ("住所", "经营场所", "企业地址", "address")),
        Field("legal_representative", "法定代表人", text_of(60), ("法人", "法人代表", "负责人", "经营者")),
        Field("phone", "联系电话", code(30), ("电话", "联系方式", "phone")),
        Field("founded_on", "成立日期", day, ("注册日期", "登记日期"), kind="date"),
        Field("closed_on", "注销日期", day, ("吊销日期", "停业日期"), kind="date"),
        Field("note", "备注", text_of(1000), ("说明", "note")),
    ]


def examples() -> Sequence[Example]:
    """Return rows that show how the table is filled in."""
    return [
        {
            "credit_code": "91330100799655058B",
            "name": "示例食品有限公司",
            "industry": chinese(Industry.choices)[0],
            "scale": chinese(Scale.choices)[1],
            "address": "工业园区1号",
            "legal_representative": "张三",
            "phone": "0859-0000000",
            "founded_on": date(2016, 5, 4),
        }
    ]


def compare(reading: Reading) -> Comparison:
    """Hold the rows against the files."""
    result = Comparison(reading, rejections=list(reading.rejections), warnings=list(reading.warnings))
    known = files_named((each.values["credit_code"] for each in reading.entries), ())
    named = files_named((), (each.values["name"] for each in reading.entries))
    seen: dict[str, int] = {}
    for entry in reading.entries:
        credit_code = entry.values["credit_code"]
        file = known.by_code.get(credit_code)
        if credit_code in seen:
            again = _("Row %(row)d has the same credit code.") % {"row": seen[credit_code]}
            result.refuse(entry, "credit_code", again)
        elif file is not None and file.credit_code != credit_code:
            merged = _("This file was merged into %(name)s (%(code)s).")
            result.refuse(entry, "credit_code", merged % {"name": file.name, "code": file.credit_code})
        else:
            _take(result, entry, file, named)
        seen.setdefault(credit_code, entry.row)
    return result


def _take(result: Comparison, entry: Entry, file: Enterprise | None, named: Files) -> None:
    """Settle one row."""
    settled = settle(file or Enterprise(), entry.values, faults)
    if settled.error:
        result.refuse(entry, *settled.error)
        return
    name = entry.values["name"]
    namesake = named.by_name.get(enterprise_key(name))
    if file is None and namesake is not None:
        same = _("Row %(row)d: another file bears the same name, with the credit code %(code)s.")
        result.warnings.append(same % {"row": entry.row, "code": namesake.credit_code})
    result.keep(settled)
    result.count(entry, name, {settled.state: settled.changes})


def faults(enterprise: Enterprise) -> tuple[str, str] | None:
    """Say what the database would refuse."""
    if not enterprise.township_id:
        return "township", _("This cell must be filled in.")
    begun, ended = enterprise.founded_on, enterprise.closed_on
    if isinstance(begun, date) and isinstance(ended, date) and ended < begun:
        return "closed_on", _("The enterprise was closed before it was founded.")
    return None


ENTERPRISES = Subject(
    code="enterprises",
    title=gettext_lazy("Import enterprises"),
    sheet="企业质量档案",
    prefix="enterprises:import",
    back="enterprises:list",
    fields=fields,
    examples=examples,
    compare=compare,
)
