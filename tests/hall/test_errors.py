# SPDX-License-Identifier: Apache-2.0
import pytest

from hall.errors import BadValueError, HallError


def all_errors(root: type[HallError]) -> list[type[HallError]]:
    return [root, *(error for child in root.__subclasses__() for error in all_errors(child))]


def test_every_error_has_a_key_of_its_own_in_the_family_of_the_hall():
    """Those of the rules themselves; other tests make some of their own."""
    errors = [error for error in all_errors(HallError) if error.__module__.startswith("hall.")]
    keys = [error.key for error in errors]
    assert len(set(keys)) == len(keys) >= 6
    assert all(key.startswith("error.hall.") for key in keys)


def test_an_error_says_its_key_and_fields():
    error = BadValueError(name="counters", value=-1, allowed="from 0")
    assert str(error) == "error.hall.bad_value name=counters value=-1 allowed=from 0"


def test_the_fields_of_an_error_cannot_be_changed():
    error = BadValueError(name="counters")
    with pytest.raises(TypeError):
        error.fields["name"] = "other"  # type: ignore[index]  # what the test is about
