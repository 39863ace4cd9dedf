"""Signing in for the first time, which is the same for everyone."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.wording import Words

FIRST_SIGN_IN: tuple[Words, ...] = (
    _("Sign in with the name and the initial password that the administrator gave you."),
    _("Choose your own at once: ten characters or more, of three kinds, without the portal's words."),
    _("After 30 minutes without use you are signed out; what was saved stays saved."),
)
