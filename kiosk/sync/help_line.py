# SPDX-License-Identifier: Apache-2.0
"""The line on which the centre hears of calls for help: beside the exchange, which may be long."""

from collections.abc import Callable
from typing import Protocol

from hall.wire.values import HelpProgress, HelpWish
from kiosk.sync.errors import NoAnswerError, NotKnownError

HELP_SECONDS = 5.0
"""For one question, however much trickles in: a visitor waits to hear whether anybody is told."""


class HelpClient(Protocol):
    """The centre as this line sees it."""

    def call_help(self, wish: HelpWish) -> HelpProgress:
        """What has become of a call; raises SyncError."""

    def close(self) -> None:
        """End what is going on; from any thread."""

    def dispose(self) -> None:
        """Free what is left; on the line's thread, last."""


class HelpLine:
    """Lifetime: until `dispose`. Concurrency: one thread, but `close` from any.

    Args:
        connect: a client with this kiosk's credential; None as long as it has none. Raises
            KioskError.
    """

    def __init__(self, connect: Callable[[], HelpClient | None]) -> None:
        self._connect = connect
        self._client: HelpClient | None = None
        self._is_closed = False

    def ask(self, wish: HelpWish) -> HelpProgress:
        """Tell the centre of a call, and hear what has become of it. Raises KioskError."""
        client = self._client = self._client or self._connect()
        if client is None:
            raise NotKnownError(status=0)
        if self._is_closed:
            raise NoAnswerError(problem="closed")
        try:
            return client.call_help(wish)
        except NotKnownError:
            self.dispose()  # it may be enrolled anew, with another credential
            raise

    def close(self) -> None:
        """End what is going on, and let nothing else begin."""
        self._is_closed = True
        client = self._client
        if client is not None:
            client.close()

    def dispose(self) -> None:
        """Free the connection."""
        client, self._client = self._client, None
        if client is not None:
            client.dispose()
