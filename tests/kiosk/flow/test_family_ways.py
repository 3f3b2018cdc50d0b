# SPDX-License-Identifier: Apache-2.0
"""替家人办: what does not help, the way back, the end."""

import pytest

from hall.identity import Secret
from kiosk.flow.effects import CheckIn, IssueTicket, LoadVisit
from kiosk.flow.events import (
    BookingRefused,
    CardFailed,
    CardFound,
    CardTaken,
    CodeFailed,
    CodeScanned,
    Event,
    ReaderChanged,
    VisitLoaded,
)
from kiosk.flow.problems import (
    CARD_NOT_READ,
    CODE_OF_NO_USE,
    NO_ANSWER,
    NO_CODE,
    OWN_CARD,
    TOO_MANY_CODES,
)
from kiosk.flow.states import (
    Again,
    BeforeOpening,
    Bookings,
    CheckInPause,
    Family,
    Finding,
    Help,
    Reading,
    Screen,
    Services,
    StillThere,
)
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    BookingCodePressed,
    CancelPressed,
    DigitPressed,
    DonePressed,
    ForFamilyPressed,
    HelpPressed,
    NoCardPressed,
    ReprintPressed,
    RestartPressed,
    ServicePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import Opening, Phase, Size
from tests.kiosk.flow.family import (
    CODE,
    FOR_OTHERS,
    HELD,
    HERS,
    SCANNED,
    asked,
    is_home_and_wiped,
    scanned,
    served,
    typed,
)
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    FOREIGNER,
    MONDAY,
    SOCIAL,
    THREE,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
)

# --- it is said kindly what does not help ----------------------------------------------------


def test_her_own_card_is_said_kindly_and_she_is_asked_again() -> None:
    visit = asked().card_read(ELDER)
    assert visit.on(Family) == Family(OWN_CARD)
    assert visit.asks_nothing()
    visit.card_read(ADULT)
    assert visit.on(Reading).is_done
    assert visit.asks(LoadVisit).digest == ADULT.digest


def test_her_own_number_is_said_kindly_too() -> None:
    assert typed(asked(), ELDER).on(Family) == Family(OWN_CARD)


def test_the_code_of_her_own_booking_checks_her_in() -> None:
    visit = scanned(asked(ADULT))
    visit.on(CheckInPause)
    loading = visit.asks(LoadVisit)
    assert (loading.digest, loading.is_proxy) == (ADULT.digest, False)  # her own tiles
    assert loading.is_reload
    visit.loaded().on(CheckInPause)
    visit.time_passes()
    assert visit.asks(CheckIn).present is None


@pytest.mark.parametrize(
    ("moves", "problem"),
    [
        ((CardFound(), CardFailed("error.card_reader.moved")), "error.card_reader.moved"),
        ((CodeFailed("error.code_scanner.code_unreadable"),), "error.code_scanner.code_unreadable"),
    ],
)
def test_what_cannot_be_read_is_said_where_she_is_asked(
    moves: tuple[Event, ...], problem: str
) -> None:
    visit = asked().send(*moves)
    if isinstance(visit.kiosk.screen, Reading):
        assert visit.on(Reading).problem == problem
        visit.send(CardTaken()).time_passes()
    assert visit.on(Family) == Family(problem)


def test_a_silent_reader_and_a_card_taken_early_ask_again() -> None:
    silent = asked().send(CardFound()).time_passes()
    assert silent.on(Reading).problem == CARD_NOT_READ
    silent.send(CardTaken()).time_passes()
    assert silent.on(Family) == Family(CARD_NOT_READ)
    broken = asked().send(CardFound(), ReaderChanged("error.card_reader.silent"))
    assert broken.on(Family) == Family()


@pytest.mark.parametrize("problem", [NO_CODE, "error.booking_code.wrong_signature"])
def test_a_code_that_leads_nowhere_asks_again(problem: str) -> None:
    visit = asked().send(SCANNED)
    visit.on(Finding)
    visit.send(BookingRefused(visit.kiosk.visit_no, problem))
    assert visit.on(Family) == Family(problem)


def test_where_nobody_books_no_code_helps() -> None:
    visit = kiosk_at(settings=FOR_OTHERS).at_services().send(ForFamilyPressed(), SCANNED)
    assert visit.on(Family) == Family(CODE_OF_NO_USE)
    assert visit.ignores(BookingCodePressed())


def test_who_guesses_digits_for_others_is_asked_for_something_else() -> None:
    visit = asked(most_wrong_codes=1).send(CodeScanned(Secret(CODE)))
    visit.send(BookingRefused(visit.kiosk.visit_no, "error.booking_code.unknown"))
    assert visit.on(Family) == Family(TOO_MANY_CODES)
    assert visit.send(BookingCodePressed()).on(Family) == Family(TOO_MANY_CODES)
    assert visit.send(CodeScanned(Secret(CODE))).on(Family) == Family(TOO_MANY_CODES)
    visit.card_read(ADULT)
    assert visit.on(Reading).is_done


def test_without_an_answer_she_is_asked_again() -> None:
    visit = asked().send(SCANNED).time_passes()
    assert visit.on(Family) == Family(NO_ANSWER)


def test_there_is_no_number_without_a_name_for_others() -> None:
    visit = asked().send(CardFound())
    assert visit.ignores(NoCardPressed())
    visit.send(TypeNumberPressed())
    assert visit.ignores(NoCardPressed())


# --- the way back keeps everything -----------------------------------------------------------


@pytest.mark.parametrize(
    "moves",
    [
        (CardFound(),),
        (TypeNumberPressed(), DigitPressed("1")),
        (BookingCodePressed(), DigitPressed("1")),
        (SCANNED,),
    ],
    ids=["reading", "keypad", "code keypad", "finding"],
)
def test_back_from_each_way_is_the_question_and_then_her_own_services(
    moves: tuple[Event, ...],
) -> None:
    visit = asked()
    own = visit.kiosk.visitor
    assert own is not None
    visit.send(*moves, BackPressed())
    assert visit.on(Family) == Family()
    visit.send(BackPressed())
    visit.on(Services)
    assert visit.kiosk.visitor == own.proxy
    loading = visit.asks(LoadVisit)
    assert (loading.digest, loading.is_green, loading.is_proxy) == (ELDER.digest, True, False)
    assert loading.is_reload
    assert visit.kiosk.size is Size.LARGE


@pytest.mark.parametrize(
    ("known", "screen"),
    [
        (served().loaded().time_passes(), Services),
        (served().loaded(HELD).time_passes(), Again),
        (served().loaded(None, HERS, booking(no=2)).time_passes(), Bookings),
        (served(), Reading),
    ],
    ids=["services", "again", "bookings", "reading"],
)
def test_back_from_the_first_screen_about_somebody_asks_whom_else(
    known: Journey, screen: type[Screen]
) -> None:
    known.on(screen)
    known.send(BackPressed())
    assert known.on(Family) == Family()
    visitor = known.kiosk.visitor
    assert visitor is not None
    assert (visitor.identity, visitor.present) == (None, ELDER)
    known.card_read(FOREIGNER)
    loading = known.asks(LoadVisit)
    assert (loading.digest, loading.is_reload) == (FOREIGNER.digest, False)


def test_not_this_keeps_whom_it_is_for() -> None:
    visit = served().loaded().time_passes().send(ServicePressed(ESTATE), BackPressed())
    visit.on(Services)
    visit.send(ServicePressed(SOCIAL)).time_passes()
    assert visit.asks(IssueTicket).present == ELDER.digest


def test_an_answer_that_comes_after_the_way_back_is_of_no_use() -> None:
    visit = served()
    late = VisitLoaded(visit.kiosk.visit_no, THREE, HELD)
    visit.send(BackPressed())
    assert visit.ignores(late)


def test_help_covers_the_question_and_gives_it_back() -> None:
    visit = asked().send(HelpPressed())
    visit.on(Help)
    assert visit.send(BackPressed()).on(Family) == Family()
    covered = asked().send(HelpPressed()).card_read(ADULT)
    assert covered.on(Reading).is_done


# --- the end ---------------------------------------------------------------------------------


def test_time_alone_leads_home_and_wipes_both() -> None:
    visit = asked().time_passes()
    visit.on(StillThere)
    visit.time_passes()
    assert is_home_and_wiped(visit.time_passes())


@pytest.mark.parametrize("visit", [asked(), served(), served().loaded(HELD).time_passes()])
def test_starting_over_wipes_both(visit: Journey) -> None:
    assert is_home_and_wiped(visit.send(RestartPressed()))
    assert visit.kiosk.is_lift_asked


def test_her_card_may_still_lie_there_when_the_other_was_told_by_a_number() -> None:
    visit = typed(booked_kiosk(proxy_limit=3).at_services(ELDER).send(ForFamilyPressed()))
    visit.send(RestartPressed())
    assert visit.kiosk.is_lift_asked


def test_copies_are_counted_over_the_visit_of_both() -> None:
    visit = booked_kiosk(proxy_limit=3, most_reprints=1).card_read(ELDER).loaded(HELD).time_passes()
    visit.send(ReprintPressed()).printed().send(CancelPressed(), BackPressed()).on(Again)
    visit.send(AnotherServicePressed(), ForFamilyPressed()).card_read(ADULT).loaded(HELD)
    visit.time_passes().on(Again)
    assert visit.ignores(ReprintPressed())
    visit.send(BackPressed(), BackPressed()).on(Services)
    visit.send(BackPressed()).on(Again)
    assert visit.ignores(ReprintPressed())


def test_nothing_of_either_is_seen_when_the_state_is_printed() -> None:
    for visit in (asked(), served(), served().loaded().time_passes(), scanned(asked())):
        seen = repr(visit.kiosk)
        for person in (ADULT, ELDER):
            assert person.masked_name not in seen
            assert person.digest not in seen


def test_when_the_hall_closes_meanwhile_the_next_way_leads_home() -> None:
    visit = kiosk_at(settings=FOR_OTHERS).at_services().send(ForFamilyPressed())
    visit.opens(Opening(MONDAY, Phase.BEFORE_ISSUE)).send(CardFound()).on(BeforeOpening)
    assert visit.kiosk.visitor is None


def test_done_on_the_ticket_ends_the_visit_of_both() -> None:
    visit = scanned(asked()).time_passes().issued().printed().send(DonePressed())
    assert is_home_and_wiped(visit)
