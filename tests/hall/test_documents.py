# SPDX-License-Identifier: Apache-2.0
"""Numbers of passports, travel permits and permanent residence cards; all are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.documents import Document, is_foreign_resident, problem_of_document, who
from hall.identity import Ages, NumberProblem, Secret, check_digit, digest, identify

KEY = b"k" * 32
OF_2023 = "91124019880808001" + check_digit("91124019880808001")
RIGHT = {
    Document.PASSPORT: ["E12345678", "EA1234567", "123456789", "AB123456", "N12345", "12345678X"],
    Document.HONG_KONG_MACAO: ["H12345678", "M00000001", "HA1234567", "MA7654321"],
    Document.TAIWAN: ["01234567"],
    Document.PERMANENT_RESIDENCE: ["USA110088080810", OF_2023],
}
WRONG = {
    Document.PASSPORT: ["", "E1234", "E123456789", "ABCDEFGH", "E1234 护78"],
    Document.HONG_KONG_MACAO: ["", "12345678", "H1234567", "H123456789", "A12345678", "HB1234567"],
    Document.TAIWAN: ["", "1234567", "123456789", "A1234567"],
    Document.PERMANENT_RESIDENCE: ["", "US1100880808100", "USA11008808081", "112401988080800"],
}


def all_of(numbers: dict[Document, list[str]]) -> list[tuple[Document, str]]:
    return [(document, number) for document in Document for number in numbers[document]]


@pytest.mark.parametrize(("document", "number"), all_of(RIGHT))
def test_numbers_of_the_published_form_are_right_however_they_are_written(
    document: Document, number: str
):
    assert problem_of_document(document, Secret(number)) is None
    spaced = f" {number[:3].lower()} {number[3:].lower()}-"
    assert problem_of_document(document, Secret(spaced)) is None


@pytest.mark.parametrize(("document", "number"), all_of(WRONG))
def test_other_numbers_are_told(document: Document, number: str):
    assert problem_of_document(document, Secret(number)) is NumberProblem.CHARACTERS


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (OF_2023[:-1], NumberProblem.LENGTH),
        (OF_2023[:10] + "1399" + OF_2023[14:], NumberProblem.BIRTH),
        (OF_2023[:-1] + ("1" if OF_2023[-1] == "0" else "0"), NumberProblem.CHECK_DIGIT),
        ("9A" + OF_2023[2:], NumberProblem.CHARACTERS),
    ],
)
def test_a_permanent_residents_number_of_2023_is_checked_as_an_id_number(
    number: str, problem: NumberProblem
):
    assert problem_of_document(Document.PERMANENT_RESIDENCE, Secret(number)) is problem


@pytest.mark.parametrize("number", [OF_2023, "USA110088080810"])
def test_a_permanent_residence_card_laid_and_its_number_typed_are_one_person(number: str):
    by_card = identify(
        Secret(number), "", None, key=KEY, today=date(2026, 11, 23), ages=Ages()
    ).digest
    typed = who(Document.PERMANENT_RESIDENCE, Secret(number.lower()))
    assert digest(typed.reveal(), KEY) == by_card
    assert digest(who(None, Secret(number)).reveal(), KEY) == by_card


@given(number=st.from_regex("[A-Z0-9]{8}", fullmatch=True))
def test_the_same_number_on_two_kinds_of_documents_is_two_people(number: str):
    kinds = (None, Document.PASSPORT, Document.HONG_KONG_MACAO, Document.TAIWAN)
    digests = {digest(who(kind, Secret(number)).reveal(), KEY) for kind in kinds}
    assert len(digests) == len(kinds)


@given(document=st.sampled_from(Document), number=st.from_regex("[A-Z0-9]{8}", fullmatch=True))
def test_case_and_spaces_make_nobody_else(document: Document, number: str):
    other = who(document, Secret(f"{number[:2].lower()} {number[2:]}"))
    assert digest(other.reveal(), KEY) == digest(who(document, Secret(number)).reveal(), KEY)


@pytest.mark.parametrize(
    ("document", "number", "is_one"),
    [
        (Document.PERMANENT_RESIDENCE, "USA110088080810", True),
        (Document.PERMANENT_RESIDENCE, OF_2023, True),
        (None, OF_2023, True),
        (None, "11010519491231002X", False),
        (Document.PASSPORT, "912345678", False),
        (Document.TAIWAN, "91234567", False),
    ],
)
def test_who_is_a_permanent_resident_of_another_state(
    document: Document | None, number: str, *, is_one: bool
):
    assert is_foreign_resident(document, Secret(number)) is is_one


def test_what_is_digested_is_never_shown():
    assert repr(who(Document.PASSPORT, Secret("E12345678"))) == "Secret()"
