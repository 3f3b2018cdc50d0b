# SPDX-License-Identifier: Apache-2.0
"""What makes this machine a kiosk of a site: enrolled once, kept in a file of its own."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from common import key_files
from common.signatures import PublicKey
from hall.identity import Secret
from hall.ids import KioskId, SiteId
from kiosk.crypto import KeyFileError
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import OtherKioskError


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Which kiosk of which site this is; the credential is its own and can be revoked."""

    site_id: SiteId
    kiosk_id: KioskId
    credential: Secret = field(repr=False)


def enrol(
    address: CentreAddress,
    token: Secret,
    public_key: PublicKey,
    path: Path,
    before: Enrolled | None = None,
) -> Enrolled:
    """Enrol with a one-time token, and keep what came of it.

    `before` is what this machine was: it comes back as that kiosk and as no other, since its records
    are that one's.

    Raises:
        OtherKioskError: the token was another kiosk's; it is used up, and nothing is kept.
        SyncError: the centre cannot be reached, or refuses the token.
        KeyFileError: it cannot be kept; the token is used up then, and a new one is needed.
    """
    client = CentreClient(address)
    try:
        data = b64encode(public_key.data).decode()
        done = client.enrol(token.reveal(), public_key.algorithm, data)
    finally:
        client.dispose()
    enrolled = Enrolled(SiteId(done.site_id), KioskId(done.kiosk_id), Secret(done.credential))
    if before and (before.site_id, before.kiosk_id) != (enrolled.site_id, enrolled.kiosk_id):
        raise OtherKioskError(kiosk_id=before.kiosk_id, other=enrolled.kiosk_id)
    _keep(path, enrolled)
    return enrolled


def _keep(path: Path, enrolled: Enrolled) -> None:
    values = {
        "site_id": enrolled.site_id,
        "kiosk_id": enrolled.kiosk_id,
        "credential": enrolled.credential.reveal(),
    }
    try:
        key_files.put(path, f"{json.dumps(values)}\n".encode())
    except OSError as error:
        raise KeyFileError(path=path, problem=error.strerror) from error


def load_enrolment(path: Path) -> Enrolled | None:
    """What `enrol` kept; None when this machine was never enrolled. Raises KeyFileError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(path=path, problem=type(error).__name__) from error
    try:
        values = json.loads(text)
        site_id, kiosk_id = SiteId(values["site_id"]), KioskId(values["kiosk_id"])
        return Enrolled(site_id, kiosk_id, Secret(values["credential"]))
    except (ValueError, KeyError, TypeError):
        raise KeyFileError(path=path, problem="no enrolment") from None
