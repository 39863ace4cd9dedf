"""Tables of products and the standards they run on: one row is a product with one of its standards."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.imports.comparison import Comparison, Settled, settle
from enterprises.imports.enterprises import CODE_NOTE
from enterprises.imports.lookups import files_named
from enterprises.imports.subjects import YES_NO, Subject, chinese, words_of
from enterprises.models import Enterprise, Industry, Product, ProductStandard, StandardKind
from enterprises.rules import normalise_credit_code
from quality_portal.lib.spreadsheets.entries import Entry, Example, Field, Reading, choice, code, day
from quality_portal.lib.spreadsheets.parsing import text_of

OWN = ("name", "sector", "is_main", "listed_on", "delisted_on")
STANDARD = {"kind": "standard_kind", "number": "standard_number", "effective_on": "effective_on"}
"""Fields of a standard and the columns they stand in; the three belong together."""


def fields() -> list[Field]:
    """Return the columns of a table of products, as the export names them."""
    return [*_product_fields(), *_standard_fields()]


def _product_fields() -> list[Field]:
    """Return the columns of the product."""
    return [
        Field(
            *("credit_code", "统一社会信用代码", code(40, normalise_credit_code)),
            aliases=("信用代码", "社会信用代码", "credit code"),
            note=CODE_NOTE + "信用代码和企业名称至少填一项。",
        ),
        Field("enterprise", "企业名称", text_of(200), ("生产企业", "单位名称", "enterprise")),
        Field("name", "产品名称", text_of(200), ("产品", "主要产品名称", "product"), required=True),
        Field(
            *("sector", "领域", choice(words_of(Industry.choices))),
            aliases=("行业", "产业", "sector"),
            choices=chinese(Industry.choices),
            note="留空时取企业的行业。",
        ),
        Field(
            *("is_main", "主要产品", choice(YES_NO)),
            aliases=("是否主要产品", "是否为主要产品", "main product"),
            choices=("是", "否"),
        ),
        Field("listed_on", "投产日期", day, ("生产日期", "上市日期"), kind="date", note="新增产品必填。"),
        Field("delisted_on", "停产日期", day, ("停止生产日期",), kind="date"),
    ]


def _standard_fields() -> list[Field]:
    """Return the columns of a standard it runs on."""
    return [
        Field(
            *("standard_kind", "标准类别", choice(words_of(StandardKind.choices))),
            aliases=("执行标准类别", "标准类型"),
            choices=chinese(StandardKind.choices),
            note="标准类别、标准编号、开始执行日期同时填写；没有执行标准的三项都留空。",
        ),
        Field("standard_number", "标准编号", text_of(60), ("执行标准", "执行标准编号", "产品标准")),
        Field("effective_on", "开始执行日期", day, ("执行日期", "实施日期"), kind="date"),
        Field("ended_on", "停止执行日期", day, ("废止日期",), kind="date"),
    ]


def examples() -> Sequence[Example]:
    """Return rows that show how the table is filled in."""
    return [
        {
            "credit_code": "91330100799655058B",
            "enterprise": "示例食品有限公司",
            "name": "大米",
            "sector": chinese(Industry.choices)[0],
            "is_main": "是",
            "listed_on": date(2020, 3, 1),
            "standard_kind": chinese(StandardKind.choices)[2],
            "standard_number": "GB/T 1354-2018",
            "effective_on": date(2020, 3, 1),
        }
    ]


def compare(reading: Reading) -> Comparison:
    """Hold the rows against the products and their standards."""
    result = Comparison(reading, rejections=list(reading.rejections), warnings=list(reading.warnings))
    return _Desk(result).fill()


class _Desk:
    """One table with the products it may be about."""

    def __init__(self, result: Comparison) -> None:
        self.result = result
        entries = result.reading.entries
        values = [entry.values for entry in entries]
        self.files = files_named(
            (each.get("credit_code", "") for each in values), (each.get("enterprise", "") for each in values)
        )
        self.products: dict[tuple[int, str], Product] = {}
        self.standards: dict[tuple[int, str, date], ProductStandard] = {}
        self.first: dict[tuple[int, str], tuple[Entry, Settled]] = {}
        self.kept: set[tuple[int, str]] = set()
        self.noted: set[tuple[int, str, date]] = set()
        self._read(values)

    def _read(self, values: Iterable[Any]) -> None:
        names = {each["name"] for each in values}
        for product in Product.objects.select_related("enterprise").filter(name__in=names):
            self.products[product.enterprise_id, product.name] = product
        for held in ProductStandard.objects.filter(product__name__in=names):
            self.standards[held.product_id, held.number, held.effective_on] = held

    def fill(self) -> Comparison:
        """Take row after row."""
        for entry in self.result.reading.entries:
            code_, name = entry.values.get("credit_code", ""), entry.values.get("enterprise", "")
            file = self.files.find(code_, name)
            if file is None:
                message = _("No single enterprise file has this code or name. Import the enterprise first.")
                self.result.refuse(entry, "credit_code" if code_ else "enterprise", message)
                continue
            self._take(entry, file)
        return self.result

    def _take(self, entry: Entry, file: Enterprise) -> None:
        """Settle the product of a row, once for all its rows, and the standard beside it."""
        place = (file.pk, entry.values["name"])
        known = self.first.get(place)
        if known is None:
            known = self.first[place] = (entry, self._product(entry, file, place))
        elif any(entry.values.get(name) != known[0].values.get(name) for name in OWN):
            message = _("Row %(row)d says something else of the same product.") % {"row": known[0].row}
            self.result.refuse(entry, "name", message)
            return
        settled = known[1]
        if settled.error:
            self.result.refuse(entry, *settled.error)
            return
        standard = self._standard(entry, settled.record)
        if isinstance(standard, tuple):
            self.result.refuse(entry, *standard)
            return
        self._keep(entry, [] if place in self.kept else [settled], standard)
        self.kept.add(place)

    def _product(self, entry: Entry, file: Enterprise, place: tuple[int, str]) -> Settled:
        values = {name: entry.values[name] for name in OWN if name in entry.values}
        product = self.products.get(place)
        if product is None:
            product = Product(enterprise=file)
            values.setdefault("sector", file.industry)
        return settle(product, values, product_faults)

    def _standard(self, entry: Entry, product: Any) -> Settled | tuple[str, str] | None:
        """Return what becomes of the row's standard, None where it names none, or why it is refused."""
        values = {name: entry.values[column] for name, column in STANDARD.items() if column in entry.values}
        if not values and "ended_on" not in entry.values:
            return None
        lacking = next((column for name, column in STANDARD.items() if name not in values), None)
        if lacking:
            return lacking, _("Kind, number and first day of a standard belong together.")
        place = (product.pk or id(product), values["number"], values["effective_on"])
        if place in self.noted:
            return "standard_number", _("An earlier row names the same standard of this product.")
        self.noted.add(place)
        if "ended_on" in entry.values:
            values["ended_on"] = entry.values["ended_on"]
        held = self.standards.get(place) or ProductStandard(product=product)
        settled = settle(held, values, standard_faults)
        return settled.error or settled

    def _keep(self, entry: Entry, products: list[Settled], standard: Settled | None) -> None:
        parts = [*products, *([standard] if standard else [])]
        states: dict[str, list[str]] = {}
        for part in parts:
            states.setdefault(part.state, []).extend(part.changes)
            self.result.keep(part)
        self.result.count(entry, entry.values["name"], states or {"unchanged": []})


def product_faults(product: Product) -> tuple[str, str] | None:
    """Say what the database would refuse."""
    if product.delisted_on and product.listed_on and product.delisted_on < product.listed_on:
        return "delisted_on", _("Production ended before it began.")
    return None


def standard_faults(standard: ProductStandard) -> tuple[str, str] | None:
    """Say what the database would refuse."""
    if standard.ended_on and standard.ended_on < standard.effective_on:
        return "ended_on", _("The standard ended before it began.")
    return None


PRODUCTS = Subject(
    code="products",
    title=gettext_lazy("Import products"),
    sheet="产品及执行标准",
    prefix="enterprises:product_import",
    back="enterprises:products",
    fields=fields,
    examples=examples,
    compare=compare,
)
