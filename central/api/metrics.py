# SPDX-License-Identifier: Apache-2.0
"""What Prometheus is told: requests by route, method and status, and how long they took."""

from collections.abc import Sequence
from time import perf_counter

from fastapi import APIRouter, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.exposition import generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.errors import CentralError
from central.services.watching import KioskState
from hall.ids import SiteId

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds; 60 ms is what a booking may take."""

NO_ROUTE = "-"
"""Of a request that no route wanted: its path is the caller's own words."""


class Metrics:
    """The figures of one process. Concurrency: any thread."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "youhao_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "youhao_request_seconds",
            "Time until the answer began",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._silent = Gauge(
            "youhao_silent_kiosks",
            "Kiosks that were not heard for 30 s",
            ("site",),
            registry=self.registry,
        )
        self._places = Gauge(
            "youhao_places_at_silent_kiosks",
            "Places of slots to come that lie with silent kiosks",
            ("site",),
            registry=self.registry,
        )
        self._damaged = Gauge(
            "youhao_site_damaged",
            "1 if what is kept of the site cannot be read, else 0",
            ("site",),
            registry=self.registry,
        )
        # Looking a figure up by its labels takes longer than counting.
        self._found: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer."""
        found = self._found.get((method, route, status))
        if found is None:
            found = (
                self._requests.labels(method, route, status),
                self._seconds.labels(method, route),
            )
            self._found[method, route, status] = found
        found[0].inc()
        found[1].observe(seconds)

    def kiosks(self, site_id: SiteId, kiosks: Sequence[KioskState]) -> None:
        """How the kiosks of a site are."""
        silent = [kiosk for kiosk in kiosks if kiosk.is_silent]
        self._silent.labels(site_id).set(len(silent))
        self._places.labels(site_id).set(sum(kiosk.places for kiosk in silent))

    def damage(self, site_id: SiteId, error: CentralError | None) -> None:
        """Why a site cannot be read, None when it can."""
        self._damaged.labels(site_id).set(error is not None)

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self.registry)


class Measured:
    """ASGI middleware that counts every answer."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request; others than HTTP pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", NO_ROUTE)
                method = scope["method"] if route != NO_ROUTE else NO_ROUTE
                self._metrics.count(method, route, message["status"], perf_counter() - began)
            await send(message)

        await self._app(scope, receive, counted)


def metrics_router(metrics: Metrics) -> APIRouter:
    """`/metrics`; keep it from the outside in the proxy."""
    router = APIRouter(tags=["operation"])

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def read_metrics() -> Response:
        """Figures of this process."""
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
