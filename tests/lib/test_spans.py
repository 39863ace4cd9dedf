"""Days told by the places at which things begin and end."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from quality_portal.lib.spans import MOST_DAYS, bits_between


def test_more_days_than_bits_are_refused() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(MOST_DAYS + 1)]
    assert bits_between(days[:-1], lambda day: Q(began__lte=day), lambda day: Q(ended__lt=day))
    with pytest.raises(ValueError, match="63 days do not fit"):
        bits_between(days, lambda day: Q(began__lte=day), lambda day: Q(ended__lt=day))
