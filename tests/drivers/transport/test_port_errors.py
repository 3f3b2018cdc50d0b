# SPDX-License-Identifier: Apache-2.0
"""A port's trouble in the words of each device family."""

import pytest

from drivers.card_reader.errors import CardReaderError
from drivers.code_scanner.errors import CodeScannerError
from drivers.errors import DeviceError
from drivers.signal_light.errors import SignalLightError
from drivers.ticket_printer.errors import TicketPrinterError
from drivers.transport.abstract import PortError, PortProblem
from drivers.transport.port_errors import port_errors_as

FAMILIES = (CardReaderError, CodeScannerError, SignalLightError, TicketPrinterError)
REASONS = {
    PortProblem.MISSING: "unplugged",
    PortProblem.GONE: "unplugged",
    PortProblem.REFUSED: "port_refused",
    PortProblem.FORBIDDEN: "port_forbidden",
    PortProblem.UNFIT: "port_unfit",
    PortProblem.NO_LIBRARY: "no_library",
    PortProblem.STUCK: "silent",
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("problem", PortProblem)
def test_every_trouble_of_a_port_is_a_reason_of_every_family_that_has_ports(
    problem: PortProblem, family: type[DeviceError]
) -> None:
    with pytest.raises(family) as caught, port_errors_as(family):
        raise PortError(problem, "ttyUSB0")
    assert caught.value.reason is family.reasons(REASONS[problem])
    assert caught.value.fields == {"port": "ttyUSB0", "problem": problem}
    assert isinstance(caught.value.__cause__, PortError)


def test_a_family_has_its_own_word_for_a_device_that_takes_no_bytes() -> None:
    with (
        pytest.raises(TicketPrinterError) as caught,
        port_errors_as(TicketPrinterError, stuck="stuck"),
    ):
        raise PortError(PortProblem.STUCK, "ttyUSB0")
    assert caught.value.reason is TicketPrinterError.reasons("stuck")


def test_other_errors_are_nobodys_trouble_but_their_own() -> None:
    with pytest.raises(KeyError), port_errors_as(CardReaderError):
        raise KeyError
