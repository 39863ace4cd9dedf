"""Where the request that is being answered comes from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Origin:
    """The address a request came from, and the request, whose person is known once it is asked for."""

    address: str
    request: HttpRequest

    @property
    def user(self) -> Any:
        """The person signed in; None where nobody is."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None


_origin: ContextVar[Origin | None] = ContextVar("audit_origin", default=None)


@contextmanager
def asked_by(request: HttpRequest) -> Iterator[None]:
    """Let what is done meanwhile be noted as done from the request's address."""
    token = _origin.set(Origin(get_client_ip_address(request) or "", request))
    try:
        yield
    finally:
        _origin.reset(token)


def current() -> Origin | None:
    """Return where the request comes from; None outside of one, as in a command."""
    return _origin.get()
