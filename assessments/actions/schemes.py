"""Changes of schemes: loaded from the data files."""

from collections.abc import Iterable
from pathlib import Path

from assessments.imports import DATA, load_schemes_file
from departments.imports import LOADER, Tally
from quality_portal.lib import clock
from targets.models import PlanYear


def load_schemes(
    *,
    by: object = LOADER,
    overwrite: bool = False,
    path: Path = DATA / "schemes.toml",
    years: Iterable[int] | None = None,
) -> dict[str, Tally]:
    """Load the schemes for the years of the plan, or for the current year where there is no plan.

    Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    if years is None:
        planned = PlanYear.objects.order_by("year").values_list("year", flat=True).distinct()
        years = list(planned) or [clock.today().year]
    return load_schemes_file(path, years=list(years), by=by, overwrite=overwrite)
