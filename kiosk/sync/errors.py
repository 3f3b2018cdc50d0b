# SPDX-License-Identifier: Apache-2.0
"""Why the last exchange with the centre came to nothing; the kiosk goes on with what it has."""

from typing import ClassVar

from kiosk.errors import KioskError


class SyncError(KioskError):
    """The root of these."""

    key: ClassVar[str] = "error.sync.failed"


class BadAddressError(SyncError):
    """The centre's address or its authority cannot be used. Fields: `problem`."""

    key: ClassVar[str] = "error.sync.bad_address"


class NoAnswerError(SyncError):
    """The centre cannot be reached, or did not answer in time. Fields: `problem`."""

    key: ClassVar[str] = "error.sync.no_answer"


class NotTrustedError(SyncError):
    """Who answers cannot prove to be the centre. Fields: `problem`."""

    key: ClassVar[str] = "error.sync.not_trusted"


class NotKnownError(SyncError):
    """The centre does not know this kiosk, or no longer: it must be enrolled. Fields: `status`."""

    key: ClassVar[str] = "error.sync.not_known"


class DisownedError(NotKnownError):
    """The centre itself says so: it was given up or revoked, or a restored centre never had it.

    It gives no number from then on: its places may be somebody else's. Fields: `status`.
    """

    key: ClassVar[str] = "error.sync.disowned"


class OtherKioskError(SyncError):
    """The token was another kiosk's than this machine was; it is used up. Fields: `kiosk_id`, `other`."""

    key: ClassVar[str] = "error.sync.other_kiosk"


class GivenUpError(DisownedError):
    """The centre gave this kiosk up, and its places to others: for ever, whoever restores it.

    Fields: `status`.
    """

    key: ClassVar[str] = "error.sync.given_up"


class CentreFailedError(SyncError):
    """The centre has trouble of its own, or somebody before it. Fields: `status`."""

    key: ClassVar[str] = "error.sync.centre_failed"


class RefusedError(SyncError):
    """The centre refuses what this kiosk sends. Fields: `status`, `reason` (a text key)."""

    key: ClassVar[str] = "error.sync.refused"


class GarbledError(SyncError):
    """What came is no answer of this protocol. Fields: `problem`."""

    key: ClassVar[str] = "error.sync.garbled"


class OtherAnswerError(SyncError):
    """What came answers another exchange, maybe another kiosk's; nothing of it was applied."""

    key: ClassVar[str] = "error.sync.other_answer"


class LogLostError(SyncError):
    """The centre has more of this kiosk's log than the kiosk: its records are an old copy.

    Fields: `acknowledged`, `end`.
    """

    key: ClassVar[str] = "error.sync.log_lost"


class LogForgottenError(SyncError):
    """The centre asks for entries that were deleted here long ago: it is a very old copy.

    Fields: `acknowledged`, `start` (the last entry that was deleted).
    """

    key: ClassVar[str] = "error.sync.log_forgotten"


class OlderCentreError(SyncError):
    """The centre is one from before it was restored. Fields: `epoch`, `known`."""

    key: ClassVar[str] = "error.sync.older_centre"
