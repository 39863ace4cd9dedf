"""Tables of brands, certificates, licences and zones: one row is one credential, found by kind and number."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands.models import Credential, CredentialKind, Stage
from brands.rules import Severity, normalise_number, objections
from departments.models import Department
from enterprises.imports.comparison import Comparison, settle
from enterprises.imports.lookups import files_named, unit_words
from enterprises.imports.subjects import Subject, chinese, words_of
from enterprises.models import Industry
from enterprises.rules import normalise_credit_code
from quality_portal.lib.spreadsheets.entries import Entry, Example, Field, Reading, choice, code, day, number
from quality_portal.lib.spreadsheets.parsing import text_of

OWN = (
    *("kind", "number", "township", "sector", "product", "scope", "stage", "issued_on", "valid_from"),
    *("valid_until", "area_mu", "document_number", "late_reason"),
)
LARGEST_AREA = Decimal(10**9)
WARNED = 50
"""Rows whose doubtful entries are named in the preview."""


def fields() -> list[Field]:
    """Return the columns of a table of credentials, as the export names them."""
    return [*_holder_fields(), *_award_fields(), *_day_fields()]


def _holder_fields() -> list[Field]:
    """Return the columns of the kind, the holder and where it counts."""
    kinds = list(CredentialKind.objects.all())
    townships = list(Department.objects.townships().active())
    known = {words: kind for kind in kinds for words in (kind.name, kind.name_en, kind.code) if words}
    return [
        Field(
            *("kind", "类别", choice(known)),
            aliases=("品牌类别", "证书类别", "证书种类", "认证类别", "许可类别", "种类", "kind"),
            required=True,
            choices=tuple(kind.name for kind in kinds),
        ),
        Field(
            *("holder", "持有者", text_of(200)),
            aliases=("持有人", "获证组织", "企业名称", "单位名称", "获奖单位", "申请人", "holder"),
            note="企业、合作社全称，或乡镇、部门名称。与信用代码至少填一项。",
        ),
        Field(
            *("credit_code", "统一社会信用代码", code(40, normalise_credit_code)),
            aliases=("信用代码", "社会信用代码", "credit code"),
            note="企业、合作社填写，按代码对应质量档案。",
        ),
        Field(
            *("township", "乡镇", choice(unit_words(townships))),
            aliases=("所在乡镇", "township"),
            choices=tuple(unit.short_name for unit in townships),
            note="留空时取持有者所在乡镇。",
        ),
    ]


def _award_fields() -> list[Field]:
    """Return the columns of what was awarded."""
    return [
        Field(
            *("sector", "领域", choice(words_of(Industry.choices))),
            aliases=("行业", "产业", "sector"),
            choices=chinese(Industry.choices),
            note="留空时取类别或企业的领域。",
        ),
        Field("product", "产品", text_of(200), ("产品名称", "获证产品", "产品或范围", "product")),
        Field("scope", "认证范围", text_of(500), ("范围", "许可范围", "scope")),
        Field(
            *("stage", "阶段", choice(words_of(Stage.choices))),
            aliases=("stage",),
            choices=chinese(Stage.choices),
        ),
        Field(
            *("number", "证书编号", code(100, normalise_number)),
            aliases=("编号", "证书号", "许可证编号", "许可证号", "注册号", "公告号", "文件号", "number"),
            required=True,
            note="按证书原样填写；批准公告、授奖文件填公告号或文件号。",
        ),
    ]


def _day_fields() -> list[Field]:
    """Return the columns of the days, the area and the papers."""
    return [
        Field(
            *("issued_on", "授予日期", day, ("发证日期", "颁证日期", "获证日期", "批准日期", "认定日期")),
            required=True,
            kind="date",
        ),
        Field(
            "valid_from", "有效期起", day, ("有效期自", "生效日期"), kind="date", note="留空时同授予日期。"
        ),
        Field(
            *("valid_until", "有效期止", day, ("有效期至", "截止日期", "到期日期", "有效期")),
            kind="date",
            note="留空时按类别规定的年限推算。",
        ),
        Field("area_mu", "面积（亩）", number, ("面积", "示范面积"), kind="number", note="示范区填写。"),
        Field("document_number", "文号", text_of(100), ("发文字号", "批准文号")),
        Field("late_reason", "停止授予后的登记理由", text_of(200), ("补录理由",)),
    ]


def examples() -> Sequence[Example]:
    """Return rows that show a certificate, a licence and a zone."""
    made, farm, _service = chinese(Industry.choices)
    usual: Example = {
        "stage": chinese(Stage.choices)[0],
        "issued_on": date(2024, 5, 14),
        "valid_from": date(2024, 5, 14),
    }
    held: Example = {
        **usual,
        "holder": "示例食品有限公司",
        "credit_code": "91330100799655058B",
        "sector": made,
    }
    return [
        {**held, "kind": "质量管理体系认证", "scope": "大米的加工", "number": "00124Q30001R0M/5200"},
        {**held, "kind": "食品生产许可证", "product": "大米", "number": "SC10152232100015"},
        {
            **usual,
            "kind": "省级农业标准化示范区",
            "holder": "示例镇人民政府",
            "sector": farm,
            "product": "绿茶",
            "number": "示例标示〔2024〕3号",
            "valid_until": date(2027, 5, 13),
            "area_mu": 1200,
        },
    ]


def compare(reading: Reading) -> Comparison:
    """Hold the rows against the register."""
    result = Comparison(reading, rejections=list(reading.rejections), warnings=list(reading.warnings))
    return _Desk(result).fill()


class _Desk:
    """One table with the credentials, enterprises and units it may be about."""

    def __init__(self, result: Comparison) -> None:
        self.result = result
        values = [entry.values for entry in result.reading.entries]
        self.files = files_named(
            (each.get("credit_code", "") for each in values), (each.get("holder", "") for each in values)
        )
        self.units = unit_words(Department.objects.active())
        numbers = {each["number"] for each in values}
        rows = Credential.objects.select_related("kind", "enterprise__township", "department", "township")
        self.held = {(row.kind_id, row.number): row for row in rows.filter(number__in=numbers)}
        self.seen: dict[tuple[int, str], int] = {}

    def fill(self) -> Comparison:
        """Take row after row."""
        for entry in self.result.reading.entries:
            place = (entry.values["kind"].pk, entry.values["number"])
            if place in self.seen:
                again = _("Row %(row)d names the same number of this kind.") % {"row": self.seen[place]}
                self.result.refuse(entry, "number", again)
                continue
            self.seen[place] = entry.row
            self._take(entry, self.held.get(place))
        return self.result

    def _take(self, entry: Entry, held: Credential | None) -> None:
        values = {name: entry.values[name] for name in OWN if name in entry.values}
        holder = self._holder(entry)
        if isinstance(holder, str):
            self.result.refuse(entry, "credit_code" if "credit_code" in entry.values else "holder", holder)
            return
        values |= holder
        if held is None:
            self._usual(values)
        settled = settle(held or Credential(), values, faults)
        if settled.error:
            self.result.refuse(entry, *settled.error)
            return
        self.result.keep(settled)
        self._warn(entry, settled.record)
        self.result.count(entry, str(settled.record), {settled.state: settled.changes})

    def _holder(self, entry: Entry) -> dict[str, Any] | str:
        """Return the holder as the record keeps it, nothing where none is named, or why there is none."""
        written, name = entry.values.get("credit_code", ""), entry.values.get("holder", "")
        if not written and not name:
            return {}
        if not written and name in self.units:
            return {"enterprise": None, "department": self.units[name]}
        file = self.files.find(written, name)
        if file is None:
            return _("No single enterprise file, township or department has this code or name.")
        return {"enterprise": file, "department": None}

    @staticmethod
    def _usual(values: dict[str, Any]) -> None:
        """Fill in what follows from the kind and the holder where a new row leaves it out."""
        values.setdefault("valid_from", values["issued_on"])
        holder = values.get("enterprise")
        values.setdefault("sector", values["kind"].sector or (holder.industry if holder else ""))

    def _warn(self, entry: Entry, credential: Any) -> None:
        """Say what the rules find doubtful, in the first rows that have it."""
        for found in objections(credential.award, credential.kind.rule):
            if found.severity is Severity.WARNING and len(self.result.warnings) < WARNED:
                said = {"row": entry.row, "message": str(found.message)}
                self.result.warnings.append(_("Row %(row)d: %(message)s") % said)


def faults(credential: Credential) -> tuple[str, str] | None:
    """Say what the database would refuse."""
    if (credential.enterprise_id is None) == (credential.department_id is None):
        return "holder", _("Name either an enterprise or a department as the holder.")
    until, area = credential.valid_until, credential.area_mu
    if until is not None and until < credential.valid_from:
        return "valid_until", _("The credential ends before it begins.")
    if area is not None and not 0 <= area < LARGEST_AREA:
        return "area_mu", _("The area lies between 0 and 1,000,000,000 mu.")
    return None


CREDENTIALS = Subject(
    code="credentials",
    title=gettext_lazy("Import brands, certificates and licences"),
    sheet="品牌与认证登记",
    prefix="brands:import",
    back="brands:list",
    fields=fields,
    examples=examples,
    compare=compare,
)
