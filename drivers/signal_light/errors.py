# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a signal light."""

from enum import StrEnum
from typing import ClassVar

from drivers.errors import DeviceError


class SignalLightReason(StrEnum):
    """Why nothing could be switched."""

    UNPLUGGED = "unplugged"
    """The port is missing, or was there and is gone."""
    PORT_REFUSED = "port_refused"
    """Another program holds the port."""
    PORT_FORBIDDEN = "port_forbidden"
    """This program has no right to open the port."""
    PORT_UNFIT = "port_unfit"
    """What is configured is no port of this kind."""
    NO_LIBRARY = "no_library"
    """The system's library for USB is not installed."""
    SILENT = "silent"
    """It takes no bytes, or does not answer: no power, a broken cable, a wrong speed."""
    GARBLED = "garbled"
    """It answers something else than that it switched: another make, a channel it does not have."""


class SignalLightError(DeviceError):
    """Nothing is known of what is on."""

    family: ClassVar[str] = "signal_light"
    reasons: ClassVar[type[StrEnum]] = SignalLightReason
    reason: SignalLightReason

    def __init__(self, reason: SignalLightReason, **fields: object) -> None:
        super().__init__(reason, **fields)
