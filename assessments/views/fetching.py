"""How the pages of the procedure fetch what they show: through what the person takes part in, else 404."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.lines import UnitTotal
from assessments.models import Assessee, Scheme
from assessments.scoring import results
from departments.access import SEES_EVERYTHING, Permission, PortalRequest
from departments.models import User
from quality_portal.lib import clock
from reports.forms import ActionForm


def scheme_of(request: PortalRequest, year: int, group: str) -> Scheme:
    """Return the scheme in force if the person takes part in it."""
    rows = Scheme.objects.current().open_to(request.user).begun(clock.today())
    return get_object_or_404(rows, year=year, group=group)


def totals_of(scheme: Scheme) -> list[UnitTotal]:
    """Return the results of the scheme as of today."""
    return results(scheme, scheme.as_of(clock.today()))


def sees_all(user: User) -> bool:
    """Whether the person sees every unit."""
    return user.role in SEES_EVERYTHING or user.is_superuser


def assessee_of(request: PortalRequest, scheme: Scheme, code: str) -> Assessee:
    """Return a unit's way through the scheme if the person may see it."""
    rows = Assessee.objects.visible_to(request.user).select_related("unit", "filed_by", "submitted_by")
    return get_object_or_404(rows, scheme=scheme, unit__code=code)


def acts_for(user: User, assessee: Assessee) -> bool:
    """Whether the person files and assesses for the unit: its liaison, or the office on its behalf."""
    own = user.may(Permission.ASSESS_SELF) and user.department_id == assessee.unit_id
    return own or user.may(Permission.RUN_ASSESSMENT)


def total_of(scheme: Scheme, assessee: Assessee) -> UnitTotal:
    """Return a unit's result."""
    found = next((total for total in totals_of(scheme) if total.unit.pk == assessee.unit_id), None)
    if found is None:
        raise Http404
    return found


def taken(form: ActionForm, action: Callable[[], object]) -> bool:
    """Carry an action out; what refuses it is told in the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, words in fields.items():
            for sentence in words:
                form.add_error(name if name in form.fields else None, sentence)
        return False
    return True
