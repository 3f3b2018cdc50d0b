# SPDX-License-Identifier: Apache-2.0
# Only what of pyscard 2.3 the PC/SC helper, its tests and its bench use.
from typing import Final

SCARD_SCOPE_USER: Final[int]
SCARD_SHARE_EXCLUSIVE: Final[int]
SCARD_PROTOCOL_T0: Final[int]
SCARD_PROTOCOL_T1: Final[int]
SCARD_PCI_T0: Final[int]
SCARD_PCI_T1: Final[int]
SCARD_STATE_UNAWARE: Final[int]
SCARD_STATE_PRESENT: Final[int]
SCARD_UNPOWER_CARD: Final[int]
SCARD_S_SUCCESS: Final[int]
SCARD_E_NO_READERS_AVAILABLE: Final[int]

def SCardEstablishContext(scope: int, /) -> tuple[int, int]: ...
def SCardReleaseContext(context: int, /) -> int: ...
def SCardListReaders(context: int, groups: list[str], /) -> tuple[int, list[str]]: ...
def SCardGetStatusChange(
    context: int, timeout_ms: int, readers: list[tuple[str, int]], /
) -> tuple[int, list[tuple[str, int, list[int]]]]: ...
def SCardConnect(
    context: int, reader: str, share_mode: int, protocols: int, /
) -> tuple[int, int, int]: ...
def SCardTransmit(card: int, protocol: int, command: list[int], /) -> tuple[int, list[int]]: ...
def SCardDisconnect(card: int, disposition: int, /) -> int: ...
