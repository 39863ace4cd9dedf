"""Of papers issued at the same moment each gets a number of its own, without a gap."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from assessments.models import IssuedPaper, PaperKind
from assessments.papers import archive
from quality_portal.lib.documents.errors import PaperError
from tests.assessments.factories import FEBRUARY, make_scheme
from tests.assessments.papers.factories import subject_of
from tests.departments.factories import make_department, make_user

AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory")
def test_papers_issued_at_once_have_numbers_without_doubles_or_gaps() -> None:
    scheme, by = make_scheme(), make_user()
    units = [make_department() for _each in range(AT_ONCE)]
    start, failures = Barrier(AT_ONCE), []

    def issue(place: int) -> None:
        subject = subject_of(PaperKind.EVIDENCE, scheme, units[place])
        start.wait()
        try:
            archive.issue(subject=subject, by=by, now=FEBRUARY)
        except PaperError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=issue, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = sorted(IssuedPaper.objects.values_list("number", flat=True))
    assert numbers == [f"和质强办〔2026〕{number}号" for number in range(1, AT_ONCE + 1)]
