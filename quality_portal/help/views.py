"""Pages of the help, and putting hints away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, Role, require
from departments.actions.hints import dismiss_hint, show_hints_again
from quality_portal.help.figures import GROUPS
from quality_portal.help.guides import GUIDES
from quality_portal.help.hints import HINTS


@require(Permission.SIGN_IN)
def own(request: PortalRequest) -> HttpResponse:
    """Show the page of the person's own role."""
    return _guide(request, Role(request.user.role))


@require(Permission.SIGN_IN)
def guide(request: PortalRequest, role: str) -> HttpResponse:
    """Show the page of a role, which everyone may read."""
    if role not in GUIDES:
        raise Http404
    return _guide(request, Role(role))


def _guide(request: PortalRequest, role: Role) -> HttpResponse:
    context = {
        "guides": GUIDES,
        "role": role,
        "topics": GUIDES[role],
        "is_own": role == request.user.role,
    }
    return render(request, "help/guide.html", context)


@require(Permission.SIGN_IN)
def figures(request: PortalRequest) -> HttpResponse:
    """Show every figure with definition, formula and source."""
    return render(request, "help/figures.html", {"groups": GROUPS, "guides": GUIDES})


@require(Permission.SIGN_IN)
@require_POST
def hint_dismiss(request: PortalRequest, code: str) -> HttpResponse:
    """Put a hint away for good, and stay on the page where it stood."""
    if code not in HINTS:
        raise Http404
    dismiss_hint(code, by=request.user)
    if request.headers.get("HX-Request"):
        return HttpResponse()
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "home")


@require(Permission.SIGN_IN)
@require_POST
def hints_again(request: PortalRequest) -> HttpResponse:
    """Show every hint again."""
    show_hints_again(by=request.user)
    messages.success(request, _("The hints are shown again."))
    return redirect("help:own")
