# SPDX-License-Identifier: Apache-2.0
"""What the centre refuses, beside what the rules of the hall refuse."""

from typing import ClassVar

from central.errors import CentralError


class RefusedError(CentralError):
    """The centre does not do this."""

    key: ClassVar[str] = "error.central.refused"


class UnknownSiteError(RefusedError):
    """There is no such site here. Fields: `site_id`."""

    key: ClassVar[str] = "error.central.unknown_site"


class NoCredentialError(RefusedError):
    """Nothing says who asks, or what says it is not good here."""

    key: ClassVar[str] = "error.central.no_credential"


class NothingShownError(NoCredentialError):
    """Nothing at all says who asks; somebody on the way may have taken it out."""

    key: ClassVar[str] = "error.central.nothing_shown"


class NotAllowedToError(RefusedError):
    """Somebody in this role may not do that. Fields: `role`, `act`."""

    key: ClassVar[str] = "error.central.not_allowed_to"


class WrongCodeError(RefusedError):
    """The code of the second factor is not good now, or was used."""

    key: ClassVar[str] = "error.central.wrong_code"


class TooManyError(RefusedError):
    """Too much was asked; it will be answered again in `seconds`. Fields: `seconds`."""

    key: ClassVar[str] = "error.central.too_many"


class BadIdError(RefusedError):
    """Nobody and nothing can be called that. Fields: `name`, `most`."""

    key: ClassVar[str] = "error.central.bad_id"


class AccountIdTakenError(RefusedError):
    """The site has, or had, an account of that id. Fields: `account_id`."""

    key: ClassVar[str] = "error.central.account_id_taken"


class UnknownAccountError(RefusedError):
    """The site has no account of that id that is good. Fields: `account_id`."""

    key: ClassVar[str] = "error.central.unknown_account"


class TokenError(RefusedError):
    """The enrolment token is unknown, too old, or was used for another kiosk."""

    key: ClassVar[str] = "error.central.token"


class KioskIdTakenError(RefusedError):
    """The site has, or had, a kiosk of that id. Fields: `kiosk_id`."""

    key: ClassVar[str] = "error.central.kiosk_id_taken"


class NotEnrolledError(RefusedError):
    """The site has no kiosk of that id whose credential is good. Fields: `kiosk_id`."""

    key: ClassVar[str] = "error.central.not_enrolled"


class UnknownHelpCallError(RefusedError):
    """The site has no call for help of that id, or another kiosk raised it. Fields: `call_id`."""

    key: ClassVar[str] = "error.central.unknown_help_call"


class KeyUsedError(RefusedError):
    """The idempotency key came before with another request."""

    key: ClassVar[str] = "error.central.key_used"


class NotYoursError(RefusedError):
    """Another account made that hold or booking."""

    key: ClassVar[str] = "error.central.not_yours"


class OtherChannelError(RefusedError):
    """Somebody in this role does not book by that channel. Fields: `role`, `channel`."""

    key: ClassVar[str] = "error.central.other_channel"


class OtherSiteError(RefusedError):
    """That is of another site than the caller's. Fields: `site_id`, his own."""

    key: ClassVar[str] = "error.central.other_site"


class DirectServiceError(RefusedError):
    """The service needs no number: whoever comes goes straight there. Fields: `service_id`."""

    key: ClassVar[str] = "error.central.direct_service"


class SaleOverError(RefusedError):
    """The slot is sold online no more. Fields: `service_id`, `slot_start`."""

    key: ClassVar[str] = "error.central.sale_over"


class TooManyHoldsError(RefusedError):
    """So many places at once are set aside for the account already.

    Fields: `most`, `seconds` until the first of them is free again by itself.
    """

    key: ClassVar[str] = "error.central.too_many_holds"


class HoldExpiredError(RefusedError):
    """The place was held until then. Fields: `expires_at`."""

    key: ClassVar[str] = "error.central.hold_expired"


class IdentityNumberError(RefusedError):
    """No such ID number can be. Fields: `problem`."""

    key: ClassVar[str] = "error.central.identity_number"


class AlreadyBookedError(RefusedError):
    """The person has a booking of that service and day. Fields: `service_id`, `business_date`."""

    key: ClassVar[str] = "error.central.already_booked"


class BookingOverError(RefusedError):
    """The booking was good until then. Fields: `late_from`."""

    key: ClassVar[str] = "error.central.booking_over"


class TryAgainError(CentralError):
    """It is not known whether this was kept; the same request with the same ids finds out."""

    key: ClassVar[str] = "error.central.try_again"
