"""Forms of the enterprise files: the lists' filters and the edit forms."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.backoffice import CleanTextMixin
from departments.forms import RecordForm
from departments.models import Department
from enterprises.models import Enterprise, Industry, Product, ProductStandard, Scale, StandardKind
from enterprises.models.enterprise import EnterpriseQuerySet, check_credit_code
from enterprises.models.product import ProductQuerySet, StandardGroup
from enterprises.rules import normalise_credit_code
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm, Listing


def townships() -> Any:
    """Return the townships to choose from."""
    return Department.objects.townships()


class EnterpriseListForm(ListForm[EnterpriseQuerySet]):
    """Finds enterprises by words, township, branch and scale."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("name_key",),
        "code": ("credit_code",),
        "township": ("township__order", "name_key"),
        "products": ("product_count", "name_key"),
    }
    DEFAULT_SORT = "name"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("name", _("Enterprise"), exported=("企业名称",)),
        Column("code", _("Unified social credit code"), exported=("统一社会信用代码",)),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("industry", _("Branch"), exported=("行业",)),
        Column("scale", _("Scale"), exported=("规模",)),
        Column("products", _("Products"), num=True, exported=("产品数",)),
    )

    q = forms.CharField(label=_("Name, code, township or product"), required=False, max_length=60)
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    industry = forms.ChoiceField(label=_("Branch"), required=False, choices=[ANY, *Industry.choices])
    scale = forms.ChoiceField(label=_("Scale"), required=False, choices=[ANY, *Scale.choices])

    def filtered(self, rows: EnterpriseQuerySet) -> EnterpriseQuerySet:
        """Narrow the enterprises."""
        if words := self.value("q"):
            rows = rows.matching(words)
        for name in ("township", "industry", "scale"):
            if value := self.value(name):
                rows = rows.filter(**{name: value})
        return rows

    def ordered(self, rows: EnterpriseQuerySet) -> EnterpriseQuerySet:
        """Order as chosen; what was searched for stands by how well it fits, closed files last."""
        if self.value("q") and not self.value("sort"):
            return rows.order_by(
                models.F("rank"), models.F("closed_on").desc(nulls_first=True), "name_key", "pk"
            )
        return super().ordered(rows)

    def listing(self, rows: EnterpriseQuerySet, *, total: int | None = None) -> Listing[Any]:
        """Return the page asked for; a search stands in no column's order."""
        found = super().listing(rows, total=total)
        by_fit = self.value("q") and not self.value("sort")
        return replace(found, sort="") if by_fit else found


class ProductListForm(ListForm[ProductQuerySet]):
    """Finds products by words, sector, township and the standards they run on, on a day."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("name",),
        "enterprise": ("enterprise__name_key", "name"),
        "township": ("enterprise__township__order", "enterprise__name_key", "name"),
    }
    DEFAULT_SORT = "enterprise"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("name", _("Product"), exported=("产品名称",)),
        Column(
            "enterprise",
            _("Enterprise"),
            exported=(
                "企业名称",
                "统一社会信用代码",
            ),
        ),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("sector", _("Sector"), exported=("领域",)),
        Column(
            "standards",
            _("Standards in use"),
            exported=(
                "标准类别",
                "标准编号",
                "开始执行日期",
                "停止执行日期",
            ),
        ),
    )

    q = forms.CharField(label=_("Product or enterprise"), required=False, max_length=60)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[ANY, *Industry.choices])
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    main = forms.ChoiceField(label=_("Products"), required=False, choices=[ANY, ("1", _("main products"))])
    standard = forms.ChoiceField(label=_("Standard"), required=False, choices=[ANY, *StandardGroup.choices])
    compare = forms.ChoiceField(
        required=False, choices=[ANY, *StandardGroup.choices], widget=forms.HiddenInput
    )
    runs_on = forms.ChoiceField(
        label=_("Kind of standard"), required=False, choices=[ANY, *StandardKind.choices]
    )
    on = DayField(label=_("On the day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day the list speaks of."""
        return self.value("on") or self.today

    def filtered(self, rows: ProductQuerySet) -> ProductQuerySet:
        """Narrow to the products produced on the day, and as asked."""
        rows = rows.filter(rows.producing(self.day))
        if words := self.value("q"):
            rows = rows.naming(words)
        if sector := self.value("sector"):
            rows = rows.filter(sector=sector)
        if township := self.value("township"):
            rows = rows.filter(enterprise__township=township)
        if self.value("main"):
            rows = rows.main()
        if group := self.value("standard"):
            rows = rows.in_group(group, self.day)
        if kind := self.value("runs_on"):
            rows = rows.filter(rows.running_on([kind], self.day))
        return rows


class StandardsForm(ListForm[ProductQuerySet]):
    """Asks for the shares of standards on a day, of a township where one is chosen."""

    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    on = DayField(label=_("On the day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day the shares speak of."""
        return self.value("on") or self.today

    def filtered(self, rows: ProductQuerySet) -> ProductQuerySet:
        """Narrow to the township."""
        township = self.value("township")
        return rows.filter(enterprise__township=township) if township else rows


class EnterpriseForm(CleanTextMixin, RecordForm):
    """Opens or changes a quality file."""

    founded_on = DayField(label=_("founded on"), required=False)
    closed_on = DayField(label=_("closed on"), required=False)

    class Meta:
        model = Enterprise
        fields: ClassVar[list[str]] = [
            "credit_code",
            "name",
            "township",
            "industry",
            "scale",
            "address",
            "legal_representative",
            "phone",
            "founded_on",
            "closed_on",
            "note",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Codes are copied with blanks in them; the rule itself counts 18 characters.
        self.fields["credit_code"] = forms.CharField(
            label=_("unified social credit code"),
            max_length=40,
            validators=[check_credit_code],
        )

    def clean_credit_code(self) -> str:
        """Return the code in its one form."""
        return normalise_credit_code(self.cleaned_data["credit_code"])


class PartForm(CleanTextMixin, RecordForm):
    """A form of something that belongs to a record the page already knows, named in ``OWNER``."""

    OWNER: ClassVar[str]

    def _get_validation_exclusions(self) -> set[str]:
        """Check what must be unique within the owner, though the owner is no field of the form."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {self.OWNER}


class ProductForm(PartForm):
    """Adds or changes a product."""

    OWNER = "enterprise"

    listed_on = DayField(label=_("produced since"))
    delisted_on = DayField(label=_("no longer produced since"), required=False)

    class Meta:
        model = Product
        fields: ClassVar[list[str]] = ["name", "sector", "is_main", "listed_on", "delisted_on"]


class StandardForm(PartForm):
    """Adds or changes a standard a product runs on."""

    OWNER = "product"

    effective_on = DayField(label=_("in use since"))
    ended_on = DayField(label=_("in use until"), required=False)

    class Meta:
        model = ProductStandard
        fields: ClassVar[list[str]] = ["kind", "number", "effective_on", "ended_on"]
