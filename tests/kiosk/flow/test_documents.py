# SPDX-License-Identifier: Apache-2.0
"""Another document than an ID card, its number typed by hand; what is said of privacy."""

from string import ascii_uppercase

import pytest

from hall.documents import Document
from hall.identity import check_digit
from kiosk.flow.documents import next_keys
from kiosk.flow.effects import IdentifyTyped, LoadVisit
from kiosk.flow.events import CardFound, NumberIdentified, OpeningChanged
from kiosk.flow.problems import NO_ANSWER, OWN_CARD
from kiosk.flow.states import (
    BeforeOpening,
    DocumentKeypad,
    Documents,
    Family,
    Help,
    Privacy,
    Reading,
    Refused,
    Services,
    StillThere,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    DeletePressed,
    DigitPressed,
    DocumentPressed,
    DonePressed,
    ForFamilyPressed,
    HelpPressed,
    NumberDonePressed,
    OtherDocumentPressed,
    OtherKeysPressed,
    PrivacyPressed,
    RestartPressed,
    SizePressed,
)
from kiosk.flow.values import CameBy, FlowSettings, Opening, Phase, Size
from tests.kiosk.flow.journey import ADULT, FOREIGNER, MONDAY, Journey, kiosk_at
from tests.kiosk.flow.surroundings import PAPERS

OF_2023 = "91124019880808001" + check_digit("91124019880808001")


def typed(document: Document, number: str, visit: Journey | None = None) -> Journey:
    visit = visit or kiosk_at()
    visit.send(OtherDocumentPressed(), DocumentPressed(document))
    return visit.send(*(DigitPressed(key) for key in number))


def value(visit: Journey) -> str:
    return visit.on(DocumentKeypad).typed.reveal()


@pytest.mark.parametrize("document", Document)
def test_a_number_of_each_document_is_typed_without_a_key_more_and_handed_over(
    document: Document,
) -> None:
    """But where letters may follow digits and digits letters: there the other keys are asked for."""
    number = PAPERS[document]
    visit = typed(document, number)
    assert value(visit) == number
    assert visit.kiosk.unexpected == 0
    asked = visit.send(NumberDonePressed()).asks(IdentifyTyped)
    assert (asked.number.reveal(), asked.document) == (number, document)
    assert visit.on(DocumentKeypad) == DocumentKeypad(document, is_checking=True)


@pytest.mark.parametrize(
    ("document", "number", "has_letters"),
    [
        (Document.PASSPORT, "", True),
        (Document.PASSPORT, "E", True),
        (Document.HONG_KONG_MACAO, "", True),
        (Document.HONG_KONG_MACAO, "H", False),
        (Document.HONG_KONG_MACAO, "H1", False),
        (Document.TAIWAN, "", False),
        (Document.PERMANENT_RESIDENCE, "", False),
        (Document.PERMANENT_RESIDENCE, "9", False),
        (Document.PERMANENT_RESIDENCE, "Q", True),
        (Document.PERMANENT_RESIDENCE, "QQZ", False),
    ],
)
def test_the_keys_that_go_on_are_shown(
    document: Document, number: str, *, has_letters: bool
) -> None:
    visit = typed(document, "")
    for key in number:
        if key in ascii_uppercase and not visit.on(DocumentKeypad).has_letters:
            visit.send(OtherKeysPressed())
        visit.send(DigitPressed(key))
    assert visit.on(DocumentKeypad).has_letters is has_letters
    assert visit.kiosk.unexpected == 0
    assert visit.send(DigitPressed(next_keys(visit.on(DocumentKeypad))[0])).kiosk.unexpected == 0
    assert visit.send(DeletePressed()).on(DocumentKeypad).has_letters is has_letters


def test_a_permit_of_who_is_no_chinese_citizen_has_two_letters() -> None:
    visit = typed(Document.HONG_KONG_MACAO, "M").send(OtherKeysPressed())
    assert visit.on(DocumentKeypad).has_letters
    visit.send(*(DigitPressed(key) for key in "A7654321"), NumberDonePressed())
    assert visit.asks(IdentifyTyped).number.reveal() == "MA7654321"
    assert visit.kiosk.unexpected == 0


def test_letters_and_digits_of_a_passport_change_as_often_as_the_visitor_likes() -> None:
    visit = typed(Document.PASSPORT, "E").send(OtherKeysPressed())
    assert not visit.on(DocumentKeypad).has_letters
    visit.send(DigitPressed("1"), OtherKeysPressed(), DigitPressed("Z"))
    assert visit.on(DocumentKeypad).has_letters
    assert value(visit) == "E1Z"


def test_the_other_keys_stay_away_where_they_would_do_nothing() -> None:
    for visit in (
        typed(Document.TAIWAN, "123"),
        typed(Document.HONG_KONG_MACAO, ""),
        typed(Document.PERMANENT_RESIDENCE, "QQZ"),
        kiosk_at(),
    ):
        assert visit.ignores(OtherKeysPressed())


@pytest.mark.parametrize(
    ("document", "number", "wrong"),
    [
        (Document.PASSPORT, "123456789", "0"),
        (Document.PASSPORT, "", "护"),
        (Document.PASSPORT, "", "AB"),
        (Document.PASSPORT, "", ""),
        (Document.HONG_KONG_MACAO, "", "A"),
        (Document.HONG_KONG_MACAO, "H", "B"),
        (Document.HONG_KONG_MACAO, "H12345678", "9"),
        (Document.TAIWAN, "", "H"),
        (Document.TAIWAN, "12345678", "9"),
        (Document.PERMANENT_RESIDENCE, "", "8"),
        (Document.PERMANENT_RESIDENCE, "Q", "1"),
        (Document.PERMANENT_RESIDENCE, "QQZ110088080810", "1"),
        (Document.PERMANENT_RESIDENCE, "9", "X"),
        (Document.PERMANENT_RESIDENCE, OF_2023, "1"),
    ],
)
def test_a_key_that_cannot_follow_is_not_taken(document: Document, number: str, wrong: str) -> None:
    visit = typed(document, number)
    assert visit.ignores(DigitPressed(wrong))
    assert value(visit) == number


def test_the_last_of_eighteen_may_be_an_x() -> None:
    visit = typed(Document.PERMANENT_RESIDENCE, OF_2023[:-1] + "X")
    assert value(visit).endswith("X")


@pytest.mark.parametrize(
    ("document", "number", "problem"),
    [
        (Document.PASSPORT, "E1234", "error.document.passport"),
        (Document.HONG_KONG_MACAO, "H1234567", "error.document.hong_kong_macao"),
        (Document.TAIWAN, "1234567", "error.document.taiwan"),
        (Document.PERMANENT_RESIDENCE, "QQZ1", "error.document.permanent_residence"),
        (Document.PERMANENT_RESIDENCE, OF_2023[:-1], "error.document.permanent_residence"),
        (
            Document.PERMANENT_RESIDENCE,
            OF_2023[:-1] + ("1" if OF_2023[-1] == "0" else "0"),
            "error.number.check_digit",
        ),
        (Document.PERMANENT_RESIDENCE, "9" * 18, "error.number.birth"),
    ],
)
def test_a_wrong_number_is_told_before_anybody_is_asked_and_stays(
    document: Document, number: str, problem: str
) -> None:
    visit = typed(document, number).send(NumberDonePressed())
    assert visit.on(DocumentKeypad).problem == problem
    assert value(visit) == number
    assert visit.asks_nothing()
    assert visit.send(DeletePressed()).on(DocumentKeypad).problem is None


def test_nothing_to_take_back_changes_nothing() -> None:
    assert typed(Document.PASSPORT, "").ignores(DeletePressed())


def test_nothing_is_typed_while_the_number_is_checked() -> None:
    visit = typed(Document.TAIWAN, "01234567").send(NumberDonePressed())
    for event in (DigitPressed("1"), DeletePressed(), NumberDonePressed(), OtherKeysPressed()):
        assert visit.ignores(event)


def test_after_it_all_goes_on_as_after_a_card() -> None:
    number = PAPERS[Document.PERMANENT_RESIDENCE]
    visit = typed(Document.PERMANENT_RESIDENCE, number).send(NumberDonePressed())
    visit.send(NumberIdentified(visit.kiosk.visit_no, FOREIGNER))
    assert visit.asks(LoadVisit).digest == FOREIGNER.digest
    assert visit.kiosk.language == "en"
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.came_by, visitor.identity) == (CameBy.TYPED, FOREIGNER)
    visit.loaded().on(Services)


def test_a_check_without_an_answer_sends_the_visitor_to_the_desk() -> None:
    visit = typed(Document.TAIWAN, "01234567").send(NumberDonePressed()).time_passes()
    assert visit.on(Refused).problem == NO_ANSWER


def test_back_leads_to_the_documents_and_then_home_and_leaves_nothing_typed() -> None:
    visit = typed(Document.PASSPORT, "E12").send(BackPressed())
    visit.on(Documents)
    assert value(visit.send(DocumentPressed(Document.PASSPORT))) == ""
    visit.send(BackPressed(), BackPressed()).on(Welcome)
    assert visit.kiosk.visitor is None


def test_back_while_the_number_is_checked_leads_home() -> None:
    visit = typed(Document.TAIWAN, "01234567").send(NumberDonePressed(), BackPressed())
    visit.on(Welcome)


def test_somebody_who_hesitates_is_asked_and_keeps_what_was_typed() -> None:
    visit = typed(Document.PASSPORT, "E12").time_passes()
    assert isinstance(visit.on(StillThere).before, DocumentKeypad)
    visit.send(BackPressed())
    assert value(visit) == "E12"
    visit.send(BackPressed()).time_passes()
    assert isinstance(visit.on(StillThere).before, Documents)


def test_a_card_laid_meanwhile_begins_its_own_visit() -> None:
    for visit in (typed(Document.PASSPORT, "E12"), kiosk_at().send(OtherDocumentPressed())):
        visit.send(CardFound()).on(Reading)


def test_a_family_member_may_have_another_document_and_the_proxys_own_is_told() -> None:
    visit = kiosk_at(settings=FlowSettings(proxy_limit=3)).at_services(ADULT)
    visit.send(ForFamilyPressed())
    visit = typed(Document.TAIWAN, "01234567", visit).send(NumberDonePressed())
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT))
    assert visit.on(Family).problem == OWN_CARD


def test_documents_are_not_chosen_where_nobody_is_asked_for_one() -> None:
    visit = kiosk_at()
    assert visit.ignores(DocumentPressed(Document.PASSPORT))
    assert visit.at_services().ignores(OtherDocumentPressed())


def test_what_is_kept_is_told_and_the_way_leads_back() -> None:
    for closes in (BackPressed(), DonePressed()):
        visit = kiosk_at().send(PrivacyPressed())
        assert visit.on(Privacy).before == Welcome()
        visit.send(closes).on(Welcome)


def test_it_can_be_read_larger_and_help_is_there_too() -> None:
    visit = kiosk_at().send(PrivacyPressed(), SizePressed())
    visit.on(Privacy)
    assert visit.kiosk.size is Size.LARGE
    visit.send(HelpPressed()).on(Help)
    visit.send(BackPressed()).on(Privacy)
    visit.send(RestartPressed()).on(Welcome)
    assert visit.kiosk.size is Size.NORMAL


def test_nobody_is_asked_whether_he_still_reads_it_and_time_leads_home() -> None:
    kiosk_at().send(PrivacyPressed()).time_passes().on(Welcome)


def test_a_card_laid_on_it_begins_a_visit() -> None:
    kiosk_at().send(PrivacyPressed(), CardFound()).on(Reading)


def test_the_day_goes_on_under_it() -> None:
    before = OpeningChanged(Opening(MONDAY, Phase.BEFORE_ISSUE))
    visit = kiosk_at().send(PrivacyPressed(), before)
    assert visit.on(Privacy).before == BeforeOpening()
    visit.send(BackPressed()).on(BeforeOpening)


def test_it_is_asked_for_at_home_only() -> None:
    assert kiosk_at().at_services().ignores(PrivacyPressed())
