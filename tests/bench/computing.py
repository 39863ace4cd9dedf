"""Every automatic score of forty units by sixty criteria, with records behind ten kinds of rules."""

import time

from assessments.models import Scheme
from assessments.scoring import results
from tests.assessments.test_computing import YEAR_END, make_case

UNITS, CRITERIA, ROUNDS = 40, 60, 3


def measure() -> float:
    """Return the seconds that computing takes, the median of three rounds."""
    made = make_case(UNITS, CRITERIA)
    times = []
    for _round in range(ROUNDS):
        scheme = Scheme.objects.prefetch_related("criteria", "bands").get(pk=made.pk)
        start = time.perf_counter()
        results(scheme, YEAR_END)
        times.append(time.perf_counter() - start)
    return sorted(times)[ROUNDS // 2]
