"""Signing in, and changing the password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from departments.models import User
from quality_portal.lib import clock


class PortalLoginView(LoginView):
    """The sign-in page; a person already signed in goes on to the home page."""

    redirect_authenticated_user = True
    authentication_form = AuthenticationForm


class PortalPasswordChangeView(PasswordChangeView):
    """Change the own password; an initial password has to be changed before anything else."""

    template_name = "registration/password_change.html"
    success_url = reverse_lazy("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether a new password is due, and why."""
        person = self.request.user
        due = isinstance(person, User) and person.password_is_due(clock.now())
        return super().get_context_data(**kwargs, is_due=due)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Store the new password and lift the duty to change it."""
        form.user.must_change_password = False
        response = super().form_valid(form)
        messages.success(self.request, _("Your password has been changed."))
        return response
