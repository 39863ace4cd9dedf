"""Lists that people filter, sort and page through; every parameter of the address passes a form."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.spreadsheets.writing import Table

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound=models.QuerySet)

PAGE_SIZE = 25
STATE = frozenset({"page", "sort", "size", "columns"})
"""Parameters that say how a list is shown; all others narrow it."""


def step(model: type[models.Model], path: str, *, falling: bool) -> OrderBy | str:
    """Return one step of an order; rows without a value come last in a rising order on every database.

    Fields that always have a value keep the plain step, which an index can serve.
    """
    if not may_be_empty(model, path):
        return f"-{path}" if falling else path
    return F(path).desc(nulls_first=True) if falling else F(path).asc(nulls_last=True)


def may_be_empty(model: type[models.Model], path: str) -> bool:
    """Tell whether a field, or a relation on the way to it, may be empty; annotations never are."""
    meta = model._meta
    for name in path.split("__"):
        try:
            field = meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.null:
            return True
        if field.is_relation and field.related_model is not None:
            meta = field.related_model._meta
    return False


class KeyedPaginator(Paginator):
    """Pages of which the keys are found first, so that only the rows of the page are read whole.

    In one query: ordering thousands of rows with all their columns, joins and figures costs ten times more.
    ``total`` is the number of rows where it is known already, so that nobody counts them again.
    """

    def __init__(self, rows: Any, per_page: int, *, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        if total is not None:
            # What the base class would count on first use.
            self.count = total

    def page(self, number: int | str) -> Page[Any]:
        """Return one page; what has no keys that can be asked for is cut as it stands."""
        rows = self.object_list
        if not isinstance(rows, models.QuerySet) or rows.query.distinct:
            return super().page(number)
        place = self.validate_number(number)
        first = (place - 1) * self.per_page
        keys = rows.select_related(None).prefetch_related(None).values("pk")
        return Page(rows.filter(pk__in=keys[first : first + self.per_page]), place, self)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list, in the order of its cells; where an order has its name, its head sorts.

    ``exported`` are the headers, without what stands in brackets, of its columns in the file to take away.
    """

    name: str
    label: Promise | str
    num: bool = False
    exported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the reader has it: whether the list can be ordered by it, and whether it is shown."""

    column: Column
    sorts: bool
    shown: bool


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
    def without(self) -> str:
        """Class names that leave out the cells of the columns not chosen."""
        return self.form.without

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
    each with the fields it stands for; ``COLUMNS`` those that a reader may leave out, the first of which
    names the row and always stays. What does not fit is told beside the field and left out of
    the filter; it never raises.
    """

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {}
    DEFAULT_SORT: ClassVar[str] = ""
    COLUMNS: ClassVar[tuple[Column, ...]] = ()

    page = forms.IntegerField(label=_("page"), required=False, min_value=1, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=_("order"), required=False, widget=forms.HiddenInput)
    size = forms.IntegerField(
        label=_("rows on a page"), required=False, min_value=10, max_value=100, widget=forms.HiddenInput
    )
    columns = forms.MultipleChoiceField(label=_("columns"), required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(column.name, column.label) for column in self.COLUMNS]
        self.fields["columns"].choices = names  # type: ignore[attr-defined]
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
    def asked(self) -> dict[str, Any]:
        """What narrows the list: the values of the fields that are filled, by their names."""
        values = {name: self.value(name) for name in self.fields if name not in STATE}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the list."""
        return bool(self.asked)

    @property
    def heads(self) -> list[Head]:
        """The columns with what the reader chose; all are shown where nothing was chosen."""
        chosen = self.value("columns") or [column.name for column in self.COLUMNS]
        return [
            Head(column, column.name in self.SORTS, place == 0 or column.name in chosen)
            for place, column in enumerate(self.COLUMNS)
        ]

    @property
    def without(self) -> str:
        """Class names that leave out the cells of the columns not chosen, by their places."""
        places = [place for place, head in enumerate(self.heads, 1) if not head.shown]
        return "".join(f" without-{place}" for place in places)

    def seen(self, table: Table) -> Table:
        """Return the table to take away without what belongs to the columns that were left out."""
        left_out = {header for head in self.heads if not head.shown for header in head.column.exported}
        if not left_out:
            return table
        names = [column.header.partition("（")[0] for column in table.columns]
        kept = [place for place, name in enumerate(names) if name not in left_out]
        return replace(
            table,
            columns=[table.columns[place] for place in kept],
            rows=([row[place] for place in kept] for row in table.rows),
        )

    def filtered(self, rows: Rows) -> Rows:
        """Narrow the rows to what the form asks for."""
        return rows

    def ordered(self, rows: Rows) -> Rows:
        """Order the rows as chosen, by primary key where that leaves a tie."""
        sort = self.value("sort") or self.DEFAULT_SORT
        fields = self.SORTS.get(sort.lstrip("-"), ())
        if not fields:
            return rows
        turned = sort.startswith("-")
        steps = [
            step(rows.model, field.removeprefix("-"), falling=field.startswith("-") != turned)
            for field in fields
        ]
        return rows.order_by(*steps, "pk")

    def listing(self, rows: Rows, *, total: int | None = None) -> Listing[Any]:
        """Return the page asked for; a page past the end gives the last one.

        ``total`` is the number of rows that the filter leaves, where the caller knows it.
        """
        ordered = self.ordered(self.filtered(rows))
        paginator = KeyedPaginator(ordered, self.value("size") or PAGE_SIZE, total=total)
        return Listing(
            self, paginator.get_page(self.value("page") or 1), self.value("sort") or self.DEFAULT_SORT
        )
