"""Lists that people filter, sort and page through; every parameter of the address passes a form."""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound=models.QuerySet)

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of a list: its rows, the form that made it, and the order it stands in."""

    form: "ListForm[Any]"
    page: Page[Row]
    sort: str

    @property
    def total(self) -> int:
        """How many rows the whole list has."""
        return self.page.paginator.count

    @property
    def gap(self) -> str:
        """The mark where page numbers are left out."""
        return str(Paginator.ELLIPSIS)

    @property
    def pages(self) -> list[int | str]:
        """Page numbers to offer: the ends, and those around the current one."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1))


class ListForm(forms.Form, Generic[Rows]):
    """Base of every list's filter form.

    Subclasses add fields and answer ``filtered``; ``SORTS`` names the orders a reader may choose,
    each with the fields it stands for. What does not fit is told beside the field and left out of
    the filter; it never raises.
    """

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {}
    DEFAULT_SORT: ClassVar[str] = ""

    page = forms.IntegerField(label=_("page"), required=False, min_value=1, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=_("order"), required=False, widget=forms.HiddenInput)
    size = forms.IntegerField(
        label=_("rows on a page"), required=False, min_value=10, max_value=100, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        orders = [order for name in self.SORTS for order in (name, f"-{name}")]
        self.fields["sort"].choices = [(order, order) for order in orders]  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = str(_("any"))
        self.is_valid()

    def value(self, name: str) -> Any:
        """Return a field's checked value; None where it is empty or did not fit."""
        value = self.cleaned_data.get(name)
        return None if value in ("", None) else value

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the list."""
        return any(
            self.value(name) is not None for name in self.fields if name not in {"page", "sort", "size"}
        )

    def filtered(self, rows: Rows) -> Rows:
        """Narrow the rows to what the form asks for."""
        return rows

    def ordered(self, rows: Rows) -> Rows:
        """Order the rows as chosen, by primary key where that leaves a tie."""
        sort = self.value("sort") or self.DEFAULT_SORT
        fields = self.SORTS.get(sort.lstrip("-"), ())
        if sort.startswith("-"):
            fields = tuple(f[1:] if f.startswith("-") else f"-{f}" for f in fields)
        return rows.order_by(*fields, "pk") if fields else rows

    def listing(self, rows: Rows) -> Listing[Any]:
        """Return the page asked for; a page past the end gives the last one."""
        ordered = self.ordered(self.filtered(rows))
        paginator = Paginator(ordered, self.value("size") or PAGE_SIZE)
        return Listing(
            self, paginator.get_page(self.value("page") or 1), self.value("sort") or self.DEFAULT_SORT
        )
