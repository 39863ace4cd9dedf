"""What spot checks and cases say about the risk of an enterprise."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from enterprises.models import Enterprise
from enterprises.risk import RiskFactor
from enterprises.rules.risk import Finding
from inspections.models import Case, InfringementCase, Result, Sample
from inspections.queries.rates import FAILED
from quality_portal.lib.dates import months_later


def failed_batches(enterprise: Enterprise, today: date, months: int) -> Finding | None:
    """Find the failed batches of its own products; suspected counterfeits do not count against it."""
    since = months_later(today, -months)
    rows = Sample.objects.filter(FAILED, producer=enterprise, judged_on__range=(since, today))
    count = rows.count()
    text = ngettext_lazy(
        "%(count)d batch failed a spot check within %(months)d months.",
        "%(count)d batches failed spot checks within %(months)d months.",
        "count",
    )
    url = _samples(enterprise, since, today, result=Result.FAIL.value, counterfeit="0")
    return Finding(text % {"count": count, "months": months}, count, url) if count else None


def open_cases(enterprise: Enterprise, _today: date, _months: int) -> Finding | None:
    """Find the enforcement cases that have not been closed."""
    count = Case.objects.filter(enterprise=enterprise).open().count()
    text = ngettext_lazy(
        "%(count)d enforcement case is open.", "%(count)d enforcement cases are open.", "count"
    )
    return Finding(text % {"count": count}, count, "#cases") if count else None


def infringements(enterprise: Enterprise, today: date, months: int) -> Finding | None:
    """Find the infringement cases of the period."""
    since = months_later(today, -months)
    rows = InfringementCase.objects.filter(enterprise=enterprise, found_on__range=(since, today))
    count = rows.count()
    text = ngettext_lazy(
        "%(count)d infringement case within %(months)d months.",
        "%(count)d infringement cases within %(months)d months.",
        "count",
    )
    return Finding(text % {"count": count, "months": months}, count, "#cases") if count else None


def named_on_counterfeits(enterprise: Enterprise, today: date, months: int) -> Finding | None:
    """Find suspected counterfeits that bear its name: it may be the victim, but its goods need a look."""
    since = months_later(today, -months)
    rows = Sample.objects.filter(is_counterfeit=True, producer=enterprise, judged_on__range=(since, today))
    count = rows.count()
    text = ngettext_lazy(
        "%(count)d suspected counterfeit bore its name within %(months)d months.",
        "%(count)d suspected counterfeits bore its name within %(months)d months.",
        "count",
    )
    url = _samples(enterprise, since, today, counterfeit="1")
    return Finding(text % {"count": count, "months": months}, count, url) if count else None


def _samples(enterprise: Enterprise, first: date, last: date, **values: str) -> str:
    asked = {
        "producer": enterprise.credit_code,
        "first": first.isoformat(),
        "last": last.isoformat(),
    } | values
    return f"{reverse('inspections:list')}?{urlencode(asked)}"


FACTORS = [
    RiskFactor("samples.failed", _("A batch that failed a spot check"), 20, failed_batches),
    RiskFactor("cases.open", _("An open enforcement case"), 20, open_cases),
    RiskFactor("infringements.found", _("An infringement case"), 25, infringements),
    RiskFactor(
        "samples.counterfeit", _("A suspected counterfeit that bears its name"), 5, named_on_counterfeits
    ),
]
