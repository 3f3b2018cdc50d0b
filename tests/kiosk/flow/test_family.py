# SPDX-License-Identifier: Apache-2.0
"""替家人办: the number is for the family member, letters and green lane are of who stands there."""

from dataclasses import replace

import pytest

from hall.identity import Secret
from hall.ids import ServiceId
from kiosk.flow.effects import (
    CheckIn,
    FindBooking,
    IdentifyTyped,
    IssueTicket,
    LoadVisit,
    PrintTicket,
)
from kiosk.flow.events import CardFound, CardRead, CardTaken, NumberIdentified
from kiosk.flow.paging import page_count, tiles_on
from kiosk.flow.states import (
    Bookings,
    CheckInPause,
    Family,
    Keypad,
    Reading,
    Services,
    TicketShown,
)
from kiosk.flow.touches import (
    BookingCodePressed,
    DigitPressed,
    ForFamilyPressed,
    NoCardPressed,
    NumberDonePressed,
    ServicePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import (
    BookingState,
    Size,
)
from tests.kiosk.flow.family import (
    CODE,
    FOR_OTHERS,
    HERS,
    PROXY_TICKET,
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
    NUMBER,
    SOCIAL,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
    ticket,
    tile,
)

# --- who is asked ----------------------------------------------------------------------------


def test_who_is_known_by_card_or_number_may_take_a_number_for_somebody_else() -> None:
    by_card = kiosk_at(settings=FOR_OTHERS).at_services().send(ForFamilyPressed())
    assert by_card.on(Family) == Family()
    by_number = typed(kiosk_at(settings=FOR_OTHERS)).loaded()
    by_number.on(Services)
    assert by_number.send(ForFamilyPressed()).on(Family) == Family()


@pytest.mark.parametrize(
    "visit",
    [
        kiosk_at().at_services(),
        kiosk_at(settings=FOR_OTHERS),
        kiosk_at(settings=FOR_OTHERS).send(NoCardPressed()).loaded(),
        kiosk_at(settings=FOR_OTHERS).at_pause(),
        booked_kiosk(proxy_limit=3).send(SCANNED).loaded(ticket()).show(Services()),
        served().loaded().time_passes(),
    ],
    ids=["limit 0", "nobody", "no card", "pause", "a code", "already for somebody else"],
)
def test_nobody_else_is(visit: Journey) -> None:
    assert visit.ignores(ForFamilyPressed())


# --- the number is for the person served -----------------------------------------------------


def test_a_number_by_the_card_of_a_family_member_takes_two_touches() -> None:
    visit = booked_kiosk(proxy_limit=3).at_services(ELDER).send(ForFamilyPressed())
    visit.send(CardFound()).on(Reading)
    visit.send(CardRead(ADULT))
    assert visit.on(Reading).is_done
    assert visit.asks(LoadVisit) == LoadVisit(
        visit.kiosk.visit_no, ADULT.digest, is_green=True, is_proxy=True
    )
    visit.loaded().send(CardTaken()).time_passes().on(Services)
    visit.send(ServicePressed(ESTATE)).time_passes()
    wanted = visit.asks(IssueTicket)
    assert (wanted.digest, wanted.present) == (ADULT.digest, ELDER.digest)
    visit.issued()
    assert visit.asks(PrintTicket).ticket_id == PROXY_TICKET.ticket_id
    visit.printed().on(TicketShown)
    assert visit.touches == 2
    assert visit.kiosk.unexpected == 0
    assert is_home_and_wiped(visit.time_passes())


def test_a_booking_of_a_family_member_takes_one_touch() -> None:
    by_card = served().loaded(None, HERS)
    by_code = scanned(asked())
    for visit in (by_card, by_code):
        visit.on(CheckInPause)
        visit.time_passes()
        wanted = visit.asks(CheckIn)
        assert (wanted.booking, wanted.present) == (HERS.booking, ELDER.digest)
        assert wanted.is_green
        visit.issued().printed().on(TicketShown)
        assert visit.touches == 0  # after 替家人办


def test_a_typed_number_takes_it_and_the_digits() -> None:
    visit = asked().send(TypeNumberPressed())
    assert visit.on(Keypad) == Keypad()
    visit.send(*(DigitPressed(digit) for digit in NUMBER), NumberDonePressed())
    assert visit.asks(IdentifyTyped).number.reveal() == NUMBER
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT))
    assert visit.asks(LoadVisit).digest == ADULT.digest
    visit.loaded().send(ServicePressed(ESTATE)).time_passes()
    wanted = visit.asks(IssueTicket)
    assert (wanted.digest, wanted.present) == (ADULT.digest, ELDER.digest)
    assert visit.touches == 1 + 18 + 1 + 1


def test_the_digits_of_a_booking_do_too() -> None:
    visit = asked().send(BookingCodePressed(), *(DigitPressed(digit) for digit in CODE))
    visit.send(NumberDonePressed())
    assert visit.asks(FindBooking) == FindBooking(
        visit.kiosk.visit_no, Secret(CODE), is_green=True, is_proxy=True
    )
    visit.loaded(None, HERS).on(CheckInPause)


def test_several_bookings_of_a_family_member_are_his_to_choose_from() -> None:
    visit = served().loaded(None, HERS, booking(BookingState.EARLY, 2, SOCIAL)).time_passes()
    visit.on(Bookings)


def test_in_one_s_own_visit_nobody_is_present_for_somebody_else() -> None:
    own = kiosk_at(settings=FOR_OTHERS).at_issuing()
    assert own.asks(IssueTicket).present is None
    booked = booked_kiosk(proxy_limit=3).card_read().loaded(None, HERS).time_passes()
    assert booked.asks(CheckIn).present is None


# --- letters, language and green lane follow the person present ------------------------------


def test_the_card_of_an_old_family_member_changes_neither_letters_nor_lane() -> None:
    visit = served(ELDER, proxy=ADULT)
    assert visit.kiosk.size is Size.NORMAL
    loading = visit.wanted(LoadVisit)[-1]
    assert (loading.digest, loading.is_green) == (ELDER.digest, False)
    assert typed(asked(ADULT), ELDER).kiosk.size is Size.NORMAL


def test_an_old_proxy_keeps_the_large_letters_that_came_by_age() -> None:
    visit = served(ADULT, proxy=ELDER).loaded().time_passes()
    assert visit.kiosk.size is Size.LARGE
    assert visit.kiosk.is_size_by_age


def test_the_card_of_a_foreign_family_member_changes_no_language() -> None:
    assert served(FOREIGNER).kiosk.language == "zh_Hans"
    assert served(ADULT, proxy=FOREIGNER).kiosk.language == "en"


# --- tiles that say what to bring ------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "own", "others"), [(Size.NORMAL, 6, 4), (Size.LARGE, 4, 3), (Size.EXTRA_LARGE, 3, 2)]
)
def test_fewer_services_on_a_page_leave_room_for_what_a_proxy_must_bring(
    size: Size, own: int, others: int
) -> None:
    many = tuple(tile(ServiceId(f"service_{number}")) for number in range(9))
    alone = booked_kiosk(services=many, proxy_limit=3).at_services()
    family = asked(services=many).card_read().loaded().time_passes()
    for visit, count in ((alone, own), (family, others)):
        kiosk = replace(visit.kiosk, size=size)
        pages = [tiles_on(kiosk, page) for page in range(page_count(kiosk))]
        assert [len(page) for page in pages[:-1]] == [count] * (len(pages) - 1)
        assert sum(pages, ()) == many
