# SPDX-License-Identifier: Apache-2.0
import pytest

from kiosk.errors import KioskError


def test_an_error_says_its_key_and_fields() -> None:
    assert str(KioskError(path="kiosk.db", problem="locked")) == (
        "error.kiosk path=kiosk.db problem=locked"
    )


def test_the_fields_of_an_error_cannot_be_changed() -> None:
    error = KioskError(path="kiosk.db")
    with pytest.raises(TypeError):
        error.fields["path"] = "other"  # type: ignore[index]  # what the test is about
