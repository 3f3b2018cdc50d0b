# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: no display is needed, and no warning passes unseen."""

import asyncio
import inspect
import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from tests.cluster import Cluster, NoPostgresError
from tests.emulators.pcscd import NoPcscdError, Pcscd
from tests.spreading import Spreading

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

LONG_DAYS = "simulation"
"""The folder of tests that compute for half a minute."""

settings.register_profile(
    "youhao",
    deadline=None,  # a loaded machine is no error
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("youhao")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that no worker has one left when the others are done."""
    items.sort(key=_how_soon)


def _how_soon(item: pytest.Item) -> int:
    if item.get_closest_marker("e2e"):
        return 0
    return 1 if LONG_DAYS in item.path.parts else 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spreading:
    return Spreading(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have told by `record_property`, since workers have no screen."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    for report in reports:
        if report.when == "call":
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{report.nodeid}: {name} {value}")


class WarningCollector(logging.Handler):
    """Keeps what is logged at WARNING and above, from every thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_warning_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning; one that asks for `caplog` looks at its log itself."""
    collector = WarningCollector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.seen and "caplog" not in request.fixturenames:
        pytest.fail("unexpected in the log: " + "; ".join(collector.seen), pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that is `async` has an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj) or "anyio_backend" in pyfuncitem.funcargs:
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for the tests that do not kill it."""
    try:
        made = Cluster()
    except NoPostgresError as error:
        pytest.skip(str(error))
    with made:
        yield made


@pytest.fixture(scope="session")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    """The one of this process; each test starts it if the last one has ended it."""
    try:
        service = Pcscd(tmp_path_factory.mktemp("pcscd"))
    except NoPcscdError as error:
        pytest.skip(str(error))
    with service:
        yield service
