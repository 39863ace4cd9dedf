"""From which machine a request comes, and whether that machine lies in a network."""

import ipaddress
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address of the asking machine, or None when it is not known.

    What the header ``X-Forwarded-For`` claims counts only when one of ``TRUSTED_PROXIES`` passed the
    request on, over the network or, without an address, over the portal's own socket; and of what it
    claims only the last part, which is the proxy's own.
    """
    nearest = _address(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    if proxies and (nearest is None or lies_in(nearest, proxies)):
        return _address(request.headers.get("X-Forwarded-For", "").rpartition(",")[2]) or nearest
    return nearest


def lies_in(address: str | None, networks: Iterable[str]) -> bool:
    """Tell whether the address lies in one of the networks, such as ``10.20.0.0/16``."""
    if address is None:
        return False
    place = ipaddress.ip_address(address)
    return any(place in ipaddress.ip_network(network) for network in networks)


def _address(value: str) -> str | None:
    try:
        place = ipaddress.ip_address(value.strip())
    except ValueError:
        return None
    return str(getattr(place, "ipv4_mapped", None) or place)
