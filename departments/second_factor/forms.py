"""Forms of the second factor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.models import User
from departments.second_factor.actions import accepts


class CodeForm(forms.Form):
    """Asks for a code of the authenticator or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("One-time code"),
        max_length=16,
        help_text=gettext_lazy("The six digits your authenticator shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_code(self) -> str:
        """Judge the code."""
        code = "".join(self.cleaned_data["code"].split()).lower()
        if not accepts(self.person, code):
            raise ValidationError(
                _(
                    "This code is wrong or was used already. Wait for the next one; after every wrong code "
                    "the portal waits longer before it looks at another."
                )
            )
        return code


class TurnOnForm(forms.Form):
    """Asks for the password and the first code made with the new key; whether it fits is seen on storing."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("One-time code"),
        max_length=16,
        help_text=gettext_lazy("The six digits your authenticator shows after you scanned the picture."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """An open session alone does not change how its owner signs in."""
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password

    def clean_code(self) -> str:
        """Take out the blank that authenticators show in the middle."""
        return "".join(self.cleaned_data["code"].split())
