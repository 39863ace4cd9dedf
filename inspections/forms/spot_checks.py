"""Forms of the spot-check pages: uploads, answers, campaigns."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from departments.backoffice import CleanTextMixin
from departments.forms import RecordForm
from inspections.imports.headings import field_label
from inspections.models import (
    Campaign,
    ImportBatch,
)
from quality_portal.lib.fields import DayField, TableField
from quality_portal.lib.lists import Column, ListForm

LARGEST_NUMBER = 10_000_000
CHOSEN_NAMES = 50
"""Near names that are put to a person at once."""


class UploadForm(CleanTextMixin, forms.Form):
    """Takes a table of results."""

    file = TableField(
        label=_("Table"),
        help_text=_(
            "An .xlsx, .xls, .ods or .csv file of at most 20 MB and 100,000 rows, as it was published."
        ),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(),
        label=_("Campaign"),
        required=False,
        help_text=_("Leave empty to take it from the table's title and notice number."),
    )
    tested = forms.IntegerField(
        label=_("Batches tested"),
        required=False,
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text=_("Only for tables that list failures alone."),
    )
    publisher = forms.CharField(
        label=_("Publisher"),
        required=False,
        max_length=100,
        help_text=_("What headings mean is remembered for each publisher."),
    )


class DecideForm(CleanTextMixin, forms.Form):
    """Asks what only a person knows about a table: ambiguous headings, near names, number tested."""

    ASKED: ClassVar[tuple[str, ...]] = ("campaign", "tested", "publisher")

    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=_("Campaign"), required=False)
    tested = forms.IntegerField(
        label=_("Batches tested"), required=False, min_value=1, max_value=LARGEST_NUMBER
    )
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=100)

    def __init__(self, *args: Any, upload: ImportBatch, **kwargs: Any) -> None:
        values = {"campaign": upload.campaign, "tested": upload.tested, "publisher": upload.publisher}
        super().__init__(*args, **{"initial": values, **kwargs})
        self.headings = [each for each in upload.report["mapping"] if each["candidates"]]
        self.names = upload.report["near"][:CHOSEN_NAMES]
        if not upload.report["failures_only"]:
            del self.fields["tested"]
        for place, heading in enumerate(self.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=_("The heading “%(heading)s” means") % {"heading": heading["heading"]},
                choices=[("", "—"), *((code, field_label(code)) for code, _kept in heading["candidates"])],
            )
        for place, near in enumerate(self.names):
            self.fields[f"file-{place}"] = forms.TypedChoiceField(
                label=_("“%(name)s” is the enterprise") % {"name": near["name"]},
                choices=[("", _("none of these")), *near["files"]],
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def chosen_columns(self) -> dict[str, str]:
        """The chosen meanings by heading key."""
        found = ((each["key"], self.cleaned_data[f"column-{n}"]) for n, each in enumerate(self.headings))
        return dict(found)

    @property
    def chosen_files(self) -> dict[str, int]:
        """The chosen enterprises' primary keys by printed name."""
        found = ((each["name"], self.cleaned_data[f"file-{n}"]) for n, each in enumerate(self.names))
        return {name: pk for name, pk in found if pk}


class ConfirmForm(forms.Form):
    """Confirms the very file that was shown, and that refused rows stay behind."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    skip_rejected = forms.BooleanField(
        label=_("Take the good rows now; I correct the refused ones and upload them again"), required=False
    )
    skip_cases = forms.BooleanField(label=_("Open no enforcement cases for this table"), required=False)

    def __init__(self, *args: Any, upload: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"sha256": upload.sha256}, **kwargs})
        self.upload = upload
        if not upload.report["refused"]:
            del self.fields["skip_rejected"]
        if not upload.report.get("cases"):
            del self.fields["skip_cases"]

    def clean(self) -> dict[str, Any]:
        """Refuse another file, open questions, and refused rows that nobody agreed to leave behind."""
        if self.cleaned_data.get("sha256") != self.upload.sha256:
            raise ValidationError(_("This is not the file that was shown. Open the import again."))
        if self.upload.report["undecided"]:
            raise ValidationError(_("First say what the marked headings mean."))
        if self.upload.report["refused"] and not self.cleaned_data.get("skip_rejected"):
            raise ValidationError(
                _(
                    "Rows were refused. Correct them and upload the table again, "
                    "or agree to take the good rows."
                )
            )
        return self.cleaned_data


class CampaignForm(CleanTextMixin, RecordForm):
    """Opens or changes a campaign."""

    starts_on = DayField(label=_("starts on"))
    ends_on = DayField(label=_("results published on"))

    class Meta:
        model = Campaign
        fields: ClassVar[list[str]] = [
            "code",
            "name",
            "level",
            "field",
            "organiser",
            "document_number",
            "starts_on",
            "ends_on",
            "planned",
            "failures_only",
            "tested",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By its code a table that is imported again finds its campaign.
        self.fields["code"].disabled = self.instance.pk is not None


class CampaignListForm(ListForm[Any]):
    """Finds campaigns by words and year."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("name",),
        "day": ("ends_on",),
        "count": ("sample_count", "ends_on"),
    }
    DEFAULT_SORT = "-day"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(
            "name",
            _("Campaign"),
            exported=(
                "抽查任务",
                "编号",
                "文号",
            ),
        ),
        Column("level", _("Level"), exported=("级别",)),
        Column("day", _("Published on"), exported=("结果公布日期",)),
        Column("count", _("Batches in the portal"), num=True),
        Column("tested", _("Batches tested"), num=True, exported=("检验批次",)),
        Column("failed", _("Batches failed"), num=True, exported=("不合格批次",)),
    )

    q = forms.CharField(label=_("Name, code or number"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)

    def filtered(self, rows: Any) -> Any:
        """Narrow the campaigns."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.filter(ends_on__range=(date(year, 1, 1), date(year, 12, 31)))
        return rows
