"""A year is closed twice at once, and the results of its groups are published at once."""

from collections import Counter
from functools import partial

from django.urls import reverse

from assessments.models import Group, Scheme
from departments.access import Role
from departments.models import Department, DepartmentKind
from quality_portal.lib import clock
from targets.models import FrozenFigure, Plan, PlanYear, Reading, YearClosing
from tests.assessments.factories import make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user
from tests.drills.crowds import together
from tests.drills.portal import Person, Portal, hold

TWICE = 2


def closings(portal: Portal) -> str:
    """Close every past year of the plan by two people at once; publish the groups of past years at once."""
    people = [portal.signed_in(make_user(role=Role.OFFICE)) for _each in range(TWICE)]
    return f"{_years(people)}; {_results(people)}"


def _years(people: list[Person]) -> str:
    plan = Plan.objects.get()
    Reading.objects.waiting().delete()
    past = PlanYear.objects.filter(plan=plan, year__lt=clock.today().year)
    statuses: Counter[int] = Counter()
    for each in past:
        page = reverse("targets:year_close", args=[plan.code, each.year])
        answers = together([partial(person.post, page) for person in people], TWICE)
        statuses.update(answer.status for answer in answers)
        closed = YearClosing.objects.filter(plan_year=each)
        figures = FrozenFigure.objects.filter(closing__in=closed).values_list("target").distinct().count()
        stored = FrozenFigure.objects.filter(closing__in=closed).count()
        hold(true=closed.count() == 1 and figures == stored, what=f"{each.year}: {closed.count()} closings")
    hold(true=set(statuses) == {302}, what=f"answers {dict(statuses)}")
    return f"{past.count()} years closed once each by two at once"


def _results(people: list[Person]) -> str:
    """Publish each year's two groups at the same moment, each twice."""
    years, statuses = [2022, 2023], Counter[int]()
    make_department(kind=DepartmentKind.DEPARTMENT)
    for place, year in enumerate(years):
        numbers = {"public_number": 2 * place + 1, "internal_number": 2 * place + 2}
        schemes = [_scored(year, group) for group in (Group.DEPARTMENTS, Group.TOWNSHIPS)]
        works = [
            partial(person.post, _page_of(scheme), version=scheme.version, **numbers)
            for scheme in schemes
            for person in people
        ]
        statuses.update(answer.status for answer in together(works, len(works)))
        published = Scheme.objects.filter(year=year).exclude(published_at=None).count()
        notices = Scheme.objects.filter(year=year).exclude(public_number=None).count()
        hold(
            true=(published, notices) == (2, 1),
            what=f"{year}: {published} of 2 groups, {notices} notices; {statuses}",
        )
    hold(true=set(statuses) <= {200, 302, 409}, what=f"answers {dict(statuses)}")
    return f"{len(years)} years' groups published at once, one notice each; answers {dict(statuses)}"


def _page_of(scheme: Scheme) -> str:
    return reverse("assessments:publish", args=[scheme.year, scheme.group])


def _scored(year: int, group: str) -> Scheme:
    scheme = make_scheme(year, group)
    for unit in Department.objects.active().filter(kind__in=scheme.kinds):
        make_full_scores(scheme, unit, "55", "37")
    scheme.refresh_from_db()
    return scheme
