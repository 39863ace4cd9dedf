"""Of two who publish at the same moment exactly one wins."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessments import actions
from assessments.models import Scheme, UnitResult
from departments.records import EditConflict
from tests.assessments.factories import FEBRUARY, make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory")
def test_of_two_publications_at_once_one_wins() -> None:
    scheme, unit, by = make_scheme(), make_department(), make_user()
    make_full_scores(scheme, unit, "55", "37")
    start, ends = Barrier(2), []

    def publish() -> None:
        mine = Scheme.objects.get(pk=scheme.pk)
        start.wait()
        try:
            actions.publish(scheme=mine, by=by, now=FEBRUARY)
            ends.append("published")
        except (ValidationError, EditConflict):
            ends.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=publish) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["published", "refused"]
    assert UnitResult.objects.count() == 1
