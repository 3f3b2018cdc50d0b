# SPDX-License-Identifier: Apache-2.0
"""A port's trouble in the words of the device family that uses the port."""

from collections.abc import Iterator
from contextlib import contextmanager

from drivers.errors import DeviceError
from drivers.transport.abstract import PortError, PortProblem

REASONS = {
    PortProblem.MISSING: "unplugged",
    PortProblem.GONE: "unplugged",
    PortProblem.REFUSED: "port_refused",
    PortProblem.FORBIDDEN: "port_forbidden",
    PortProblem.UNFIT: "port_unfit",
    PortProblem.NO_LIBRARY: "no_library",
}


@contextmanager
def port_errors_as(family: type[DeviceError], *, stuck: str = "silent") -> Iterator[None]:
    """Raise the family's error in place of a PortError from inside the block.

    Args:
        family: has the reasons of REASONS and the one of a port that is stuck.
        stuck: what this family says of a device that does not take its bytes.

    Raises:
        DeviceError: of the family, with the port's name and problem as its fields.
    """
    try:
        yield
    except PortError as error:
        reason = family.reasons(REASONS.get(error.problem, stuck))
        raise family(reason, port=error.port, problem=error.problem) from error
