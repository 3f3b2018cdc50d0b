# SPDX-License-Identifier: Apache-2.0
"""The one place where refusals are logged: what was asked, who asked, from where, and why not.

Nothing of it is the caller's own words: no path, no header, no body, no credential.
"""

import logging
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.metrics import NO_ROUTE
from central.services.access import Caller

logger = logging.getLogger(__name__)

NOBODY = "-"
FAILED = "error.central.failed"
BAD, FAULT = 400, 500
_TRAIL = "youhao.trail"


@dataclass
class Trail:
    """What becomes known of a request on its way; for one request."""

    caller: Caller | None = None
    key: str = NOBODY

    def seen(self, caller: Caller) -> None:
        """That is who asks, or says that he is: what he says besides may be wrong."""
        self.caller = caller


def trail_of(scope: Scope) -> Trail:
    """That of the request; one that nobody reads where no request is logged."""
    trail = scope.get(_TRAIL)
    return trail if isinstance(trail, Trail) else Trail()


class Refusals:
    """ASGI middleware around everything that answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request; others than HTTP pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trail = scope[_TRAIL] = Trail()

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= BAD:
                _log(scope, trail, message["status"])
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            trail.key = FAILED
            _log(scope, trail, FAULT)
            raise


def _log(scope: Scope, trail: Trail, status: int) -> None:
    route = getattr(scope.get("route"), "path", NO_ROUTE)
    method = scope["method"] if route != NO_ROUTE else NO_ROUTE
    caller = trail.caller
    logger.log(
        logging.ERROR if status >= FAULT else logging.INFO,
        "refused method=%s route=%s status=%s key=%s site=%s role=%s name=%s client=%s",
        method,
        route,
        status,
        trail.key,
        caller.site_id if caller else NOBODY,
        caller.role.value if caller else NOBODY,
        caller.name if caller else NOBODY,
        _client(scope),
    )


def _client(scope: Scope) -> str:
    """Where it came from; as the proxy said, where one is trusted, so that it may be any text."""
    host = (scope.get("client") or (NOBODY, 0))[0]
    try:
        return str(ip_address(host))
    except ValueError:
        return NOBODY
