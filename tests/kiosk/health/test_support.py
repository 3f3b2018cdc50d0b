# SPDX-License-Identifier: Apache-2.0
from kiosk.health.support import is_known, parsed, shown, this_machine


def test_versions_are_compared_as_numbers() -> None:
    assert parsed("6.9.3") < parsed("6.11") < parsed("6.11.1")
    assert shown(parsed("6.11.1")) == "6.11.1"


def test_what_is_no_version_is_not_known() -> None:
    assert parsed("") == parsed("6.x") == ()
    assert shown(()) == "?"


def test_the_machine_that_runs_the_tests_is_known() -> None:
    assert is_known(this_machine())
