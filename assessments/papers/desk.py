"""Which papers a person may print of a year, about whom."""

from datetime import date

from assessments.models import PaperKind, Scheme
from assessments.models.paper import FOR_EVERYBODY
from assessments.models.scheme import SchemeQuerySet
from assessments.overview import sees_all
from assessments.papers.subject import OF_UNIT, Subject
from departments.models import Department, DepartmentKind, User
from departments.models.department import DepartmentQuerySet

BEFORE_PUBLICATION = (PaperKind.SCHEME, PaperKind.SELF_FORM, PaperKind.EVIDENCE)
"""What a unit needs while it is being assessed; the rest it gets when the results are out."""


def schemes(user: User, year: int, today: date) -> SchemeQuerySet:
    """Return the year's schemes that the person may see."""
    return Scheme.objects.for_year(year).visible_to(user).begun(today)


def years(user: User, today: date) -> list[int]:
    """Return the years that have papers, the latest first."""
    rows = Scheme.objects.visible_to(user).begun(today).order_by("-year")
    return list(dict.fromkeys(rows.values_list("year", flat=True)))


def units(user: User) -> DepartmentQuerySet:
    """Return the units a person may ask papers about: a liaison the own one."""
    rows = Department.objects.active().filter(kind__in=(DepartmentKind.DEPARTMENT, DepartmentKind.TOWNSHIP))
    return rows if sees_all(user) else rows.filter(pk=user.department_id)


def kinds(user: User, rows: SchemeQuerySet) -> list[str]:
    """Return the kinds of paper a person is offered."""
    if sees_all(user):
        return list(PaperKind.values)
    is_out = all(scheme.is_published for scheme in rows)
    offered = (*FOR_EVERYBODY, *OF_UNIT) if is_out else BEFORE_PUBLICATION
    return [kind for kind in PaperKind.values if kind in offered]


def may_print(user: User, subject: Subject) -> bool:
    """Tell whether the person may print a paper: a liaison the own unit's, and notices once they are out."""
    if sees_all(user):
        return True
    if subject.kind in OF_UNIT and subject.of_unit().pk != user.department_id:
        return False
    if subject.kind in BEFORE_PUBLICATION:
        return True
    if subject.kind not in (*FOR_EVERYBODY, *OF_UNIT):
        return False
    concerned = [subject.scheme] if subject.scheme else Scheme.objects.for_year(subject.year)
    return all(scheme.is_published for scheme in concerned)
