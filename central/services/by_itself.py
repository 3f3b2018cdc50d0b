# SPDX-License-Identifier: Apache-2.0
"""What is done for many, each by itself: what fails for one is said, and the others go on."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from central.errors import CentralError

logger = logging.getLogger(__name__)


@dataclass
class ByItself:
    """Remembers what fails, so that it is said once and not each time. Concurrency: one event loop.

    Attributes:
        name: of what is done, for the log.
    """

    name: str
    _failing: dict[str, type[Exception]] = field(default_factory=dict, repr=False)

    async def do(self, whose: str, what: Callable[[], Awaitable[object]]) -> None:
        """Do it; a failure is left for the next time, a mistake of the program's with its trace."""
        try:
            await what()
        except CentralError as error:
            if self._is_news(whose, error):
                logger.warning("%s failed %s: %s", self.name, whose, error)
        except Exception as error:
            if self._is_news(whose, error):
                logger.exception("%s failed %s", self.name, whose)
        else:
            if self._failing.pop(whose, None):
                logger.info("%s works again %s", self.name, whose)

    def _is_news(self, whose: str, error: Exception) -> bool:
        before = self._failing.get(whose)
        self._failing[whose] = type(error)
        return before is not type(error)
