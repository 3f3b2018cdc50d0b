# SPDX-License-Identifier: Apache-2.0
"""The HTTP application of the centre, put together from its routers."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from central.api.accounts import accounts_router
from central.api.audit import audit_router
from central.api.booking import booking_router
from central.api.booking_offers import offers_router
from central.api.calling import calling_router
from central.api.document import describe
from central.api.enrol import enrol_router
from central.api.exchange import exchange_router
from central.api.hall_desk import hall_desk_router
from central.api.health import health_router
from central.api.help_calls import help_calls_router
from central.api.kiosks import kiosks_router
from central.api.limits import Limits
from central.api.metrics import Measured, metrics_router
from central.api.parts import Parts
from central.api.problems import add_handlers
from central.api.refusals import Refusals
from central.api.sessions import sessions_router
from central.api.site import site_router
from common.version import program_version

SMALLEST_GZIP = 500
GZIP_LEVEL = 1
"""Most of the gain for a tenth of the time."""


def application(parts: Parts) -> FastAPI:
    """What uvicorn serves; the caller opens and closes what `parts` hold."""
    app = FastAPI(
        title="Youhao centre",
        version=program_version(),
        description="Bookings, kiosks and calling of public-service halls.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    routers = (
        health_router(parts),
        metrics_router(parts.metrics),
        enrol_router(parts),
        exchange_router(parts),
        sessions_router(parts),
        kiosks_router(parts),
        offers_router(parts),
        booking_router(parts),
        calling_router(parts),
        hall_desk_router(parts),
        help_calls_router(parts),
        site_router(parts),
        accounts_router(parts),
        audit_router(parts),
    )
    add_handlers(app, [route for router in routers for route in router.routes])
    describe(app)
    for router in routers:
        app.include_router(router)
    # The last one added is the first one asked.
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_GZIP, compresslevel=GZIP_LEVEL)
    app.add_middleware(Limits)
    app.add_middleware(Refusals)
    app.add_middleware(Measured, metrics=parts.metrics)
    return app
