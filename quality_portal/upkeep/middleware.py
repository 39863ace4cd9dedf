"""What the people who run the portal need of every request: its number, its log line, its time."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from quality_portal.lib.logs import request_number
from quality_portal.upkeep import metrics

logger = logging.getLogger("portal.requests")
NUMBER: Final = re.compile(r"[0-9a-zA-Z-]{8,64}")


class RequestRecordMiddleware:
    """Numbers each request, logs it by the name of its page and counts it; logs no address and no name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the number in ``X-Request-ID``: the proxy's where it gave one."""
        given = request.headers.get("X-Request-ID", "")
        number = given if NUMBER.fullmatch(given) else uuid.uuid4().hex[:16]
        token = request_number.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = number
            record(request, response.status_code, time.perf_counter() - began)
        finally:
            request_number.reset(token)
        return response


def record(request: HttpRequest, status: int, seconds: float) -> None:
    """Log and count a request: page, method, status and time."""
    match = request.resolver_match
    page = match.view_name if match is not None and match.view_name else "unknown"
    method = request.method or ""
    metrics.observe(page, method, status, seconds)
    facts = {"page": page, "method": method, "status": status, "ms": round(seconds * 1000)}
    logger.info("%s %s %d", method, page, status, extra=facts)
