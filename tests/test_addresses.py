"""Every address of the portal declares who may open it."""

from collections.abc import Iterator

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, get_resolver

from departments.access import Permission
from departments.account_views import PortalLoginView, PortalPasswordChangeView

OPEN = {"healthz", "readyz", "metrics", "set_language"}
"""Views that ask no permission: the probes, guarded by a token, and the language switch hold no records."""

ACCOUNT = {LogoutView, PortalLoginView, PortalPasswordChangeView}
"""Views of signing in and out, which concern the person's own account only."""


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address below a resolver; the back office guards its own."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from patterns(entry, address)
        else:
            yield address, entry


def test_every_address_names_its_permission() -> None:
    undeclared = [
        address
        for address, entry in patterns(get_resolver())
        if not isinstance(getattr(entry.callback, "permission", None), Permission)
        and entry.name not in OPEN
        and getattr(entry.callback, "view_class", None) not in ACCOUNT
    ]
    assert undeclared == []


def test_every_room_gives_its_addresses_names() -> None:
    assert [address for address, entry in patterns(get_resolver()) if not entry.name] == []
