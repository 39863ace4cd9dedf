"""The mark of one sending of a form, which every form of the portal and its back office carries.

Stands among the built-in tags in the place of Django's ``{% csrf_token %}``: a form that changes
anything has that tag, so no template can forget the mark.
"""

import secrets
from typing import Final

from django.template import Library
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD: Final = "once"
"""The name of the hidden field."""

register = Library()


class OnceNode(CsrfTokenNode):
    """Django's hidden field and, beside it, a mark that no other form has."""

    def render(self, context: Context) -> SafeString:
        """Return both fields; nothing where there is no token, as on a page drawn without a request."""
        guard = super().render(context)
        if not guard:
            return SafeString("")
        mark = secrets.token_urlsafe(12)
        return format_html('{}<input type="hidden" name="{}" value="{}">', guard, FIELD, mark)


@register.tag
def csrf_token(parser: Parser, token: Token) -> OnceNode:
    """``{% csrf_token %}`` guards a form against strangers and against being sent twice."""
    return OnceNode()
