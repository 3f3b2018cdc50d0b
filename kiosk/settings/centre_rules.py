# SPDX-License-Identifier: Apache-2.0
"""What [centre] needs for the kiosk to know its centre from anybody else."""

import ssl

from common.settings.folders import shown_path
from common.settings.groups import Values
from common.settings.spot import Spot
from kiosk.settings.centre_url import is_plain
from kiosk.settings.options import CA_FILE


def check_centre(centre: Values, at: Spot) -> None:
    """Note an authority that is missing, or a file that holds none."""
    url, ca_file = centre.get("url"), centre.get("ca_file")
    if "ca_file" not in centre:  # noted as what it is
        return
    if ca_file is None:
        if url and not is_plain(url):
            at.note("missing", name=CA_FILE.name, allowed=CA_FILE.kind.allowed)
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError):
        at.at("ca_file").note("no_authority", path=shown_path(ca_file))
