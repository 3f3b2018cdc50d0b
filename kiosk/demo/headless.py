# SPDX-License-Identifier: Apache-2.0
"""The sample visits: people of all kinds, a cable that is pulled, and hours at which the hall gives no numbers."""

from collections.abc import Callable
from datetime import time, timedelta

from hall.documents import Document
from kiosk.demo.controls import CentreControls
from kiosk.demo.player import Player, StuckError
from kiosk.demo.staff import hold_and_release
from kiosk.flow import states, touches
from kiosk.flow.helping import HelpStage, stage
from kiosk.flow.problems import OWN_CARD
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import Paper, Topic

SCARCE = 3
"""The service of which the demo's hall has few places: the second visitor is offered a later slot."""
PAPERS = 2
"""The service that asks first for what is to be brought."""
DIRECT = 4
"""The service of the demo's hall that needs no number."""

MORNING, AFTERNOON, EVENING = time(10, 12), time(15, 5), time(18, 30)
LONG_CUT = timedelta(minutes=2)
"""After so long without the centre the welcome screen says so."""
HELP_SECONDS = 15.0
"""For a call for help to reach the centre on a busy machine."""

MISTYPED = "999999194001010008"
"""An invented number with a wrong check digit."""
PASSPORT = "E98765432"
"""An invented number."""


def on(*screens: type[Screen]) -> Callable[[Kiosk], bool]:
    """Whether the kiosk shows one of these screens."""
    return lambda kiosk: isinstance(kiosk.screen, screens)


def paper_is(paper: Paper) -> Callable[[Kiosk], bool]:
    """Whether the ticket on the screen has come so far."""

    def reached(kiosk: Kiosk) -> bool:
        match kiosk.screen:
            case states.TicketShown(ticket) | states.KeepNumber(ticket):
                return ticket.paper is paper
            case _:
                return False

    return reached


def play_visits(player: Player) -> None:
    """All visits, one after another; each leaves the kiosk as it found it."""
    walk_in(player)
    too_late(player)
    comes_back(player)
    elderly(player)
    foreigner_without_paper(player)
    without_card(player)
    cut_off(player)
    booked(player)
    for_family(player)
    first_served(player)
    to_the_counter(player)
    passport(player)
    hold_and_release(player)
    closed_hours(player)


def _lay(player: Player, name: str) -> Callable[[], None]:
    return next(card.lay for card in player.devices.cards if card.name == name)


def _tile(player: Player, number: int) -> touches.ServicePressed:
    return touches.ServicePressed(player.kiosk.services[number].service_id)


def _go_home(player: Player) -> None:
    player.devices.reader.take_away()
    player.touch("done", touches.DonePressed(), on(states.Welcome))


def walk_in(player: Player) -> None:
    """34 years, one touch."""
    player.begin("walk-in")
    player.step("welcome", lambda: None, on(states.Welcome))
    player.step("card", _lay(player, "younger"), on(states.Reading))
    player.step("read", lambda: None, on(states.Services))
    player.touch("touch", _tile(player, SCARCE), on(states.Pause))
    player.pause("ticket", paper_is(Paper.CONFIRMED))
    player.keep_new_tickets()
    _go_home(player)


def too_late(player: Player) -> None:
    """A later slot is chosen, and over before the visitor has said what he wants."""
    player.begin("too-late")
    jump = player.devices.clock.jump_to
    player.touch("no-card", touches.NoCardPressed(), on(states.NoCard))
    player.touch("later", _tile(player, SCARCE), _has_offers)
    jump(EVENING)
    player.touch("offer", _first_offer(player), on(states.Pause))
    player.pause("refused", on(states.Refused))
    jump(MORNING)
    player.touch("restart", touches.RestartPressed(), on(states.Welcome))


def comes_back(player: Player) -> None:
    """With the same card: one number for each service; then gives it up."""
    player.begin("comes-back")
    player.step("again", _lay(player, "younger"), on(states.Again))
    player.touch("another", touches.AnotherServicePressed(), on(states.Services))
    player.touch("has-one", _tile(player, SCARCE), on(states.Again))
    player.touch("cancel", touches.CancelPressed(), on(states.AskCancel))
    player.touch("yes", touches.ConfirmPressed(), on(states.Cancelled))
    _go_home(player)


def elderly(player: Player) -> None:
    """82 years: large type, voice and the green lane by the age on the card; hears no calls."""
    player.begin("elderly")
    player.step("card", _lay(player, "older"), on(states.Reading))
    player.step("read", lambda: None, on(states.Services))
    centre = player.devices.centre
    player.touch("help", touches.HelpPressed(), on(states.Help))
    player.touch("in-person", touches.InPersonPressed(), lambda kiosk: kiosk.is_in_person)
    player.step("help-told", lambda: _seen(centre), _help_is(HelpStage.TOLD))
    player.step("help-coming", lambda: _answered(centre), _help_is(HelpStage.COMING))
    player.step("help-done", lambda: _answered(centre), _help_is(HelpStage.DONE))
    player.touch("back", touches.BackPressed(), on(states.Services))
    player.touch("larger", touches.SizePressed(), on(states.Services))
    player.touch("touch", _tile(player, 0), on(states.Pause))
    player.pause("ticket", paper_is(Paper.CONFIRMED))
    player.touch("more", touches.AboutPressed(Topic.MORE), on(states.About))
    player.touch("way", touches.AboutPressed(Topic.WAY), on(states.About))
    player.touch("more-again", touches.BackPressed(), on(states.About))
    player.touch("number", touches.BackPressed(), on(states.TicketShown))
    player.keep_new_tickets()
    _go_home(player)


def _seen(centre: CentreControls) -> None:
    centre.see_help(HELP_SECONDS)


def _answered(centre: CentreControls) -> None:
    centre.answer_help()


def _help_is(wanted: HelpStage) -> Callable[[Kiosk], bool]:
    return lambda kiosk: stage(kiosk) is wanted


def foreigner_without_paper(player: Player) -> None:
    """English by the kind of card; the paper is out, the number is given all the same."""
    player.begin("no-paper")
    player.step(
        "paper-out",
        player.devices.printer.take_paper_out,
        lambda kiosk: kiosk.devices.printer_problem is not None,
    )
    player.step("card", _lay(player, "foreign_resident"), on(states.Reading))
    player.step("read", lambda: None, on(states.Services))
    player.touch("touch", _tile(player, PAPERS), on(states.Materials))
    player.touch("has-all", touches.ConfirmPressed(), on(states.Pause))
    player.pause("keep-number", paper_is(Paper.NOT_PRINTED))
    _go_home(player)
    player.step(
        "paper-back",
        player.devices.printer.put_paper_in,
        lambda kiosk: kiosk.devices.printer_problem is None,
    )


def without_card(player: Player) -> None:
    """No card and a damaged card; a mistyped number; walks off; two numbers in one visit."""
    player.begin("no-card")
    player.step("damaged-card", _lay(player, "damaged"), _card_is_bad)
    player.devices.reader.take_away()
    player.touch("restart", touches.RestartPressed(), on(states.Welcome))
    player.touch("keypad", touches.TypeNumberPressed(), on(states.Keypad))
    player.keys("typed", [touches.DigitPressed(digit) for digit in MISTYPED])
    player.touch("mistyped", touches.NumberDonePressed(), _number_is_bad)
    player.touch("restart-2", touches.RestartPressed(), on(states.Welcome))
    player.touch("no-card", touches.NoCardPressed(), on(states.NoCard))
    player.walk_off("still-there", on(states.StillThere))
    player.touch("still-here", touches.StillHerePressed(), on(states.NoCard))
    player.touch("touch", _tile(player, 1), on(states.Pause))
    player.touch("not-this", touches.NotThisPressed(), on(states.NoCard))
    player.touch("touch-2", _tile(player, PAPERS), on(states.Materials))
    player.touch("has-all", touches.ConfirmPressed(), on(states.Pause))
    player.pause("ticket", paper_is(Paper.CONFIRMED))
    player.keep_new_tickets()
    player.touch("another", touches.AnotherServicePressed(), on(states.NoCard))
    player.touch("touch-3", _tile(player, 1), on(states.Pause))
    player.pause("ticket-2", paper_is(Paper.CONFIRMED))
    player.keep_new_tickets()
    _go_home(player)


def cut_off(player: Player) -> None:
    """The cable to the centre is pulled: numbers as always; then all is told, and a counter calls."""
    player.begin("cut-off")
    centre = player.devices.centre
    centre.cut()
    player.touch("no-card", touches.NoCardPressed(), on(states.NoCard))
    player.touch("touch", _tile(player, 1), on(states.Pause))
    player.pause("ticket", paper_is(Paper.CONFIRMED))
    player.keep_new_tickets()
    _go_home(player)
    skip = player.devices.clock.skip
    player.step("cut", lambda: skip(LONG_CUT), lambda kiosk: kiosk.cut_since is not None)
    player.step("healed", centre.heal, lambda kiosk: kiosk.cut_since is None)
    called = {centre.call_next(), centre.call_next()}
    if None in called or len(called) != len(("first", "second")):
        raise StuckError(step="call", screen=type(player.kiosk.screen).__name__)


def booked(player: Player) -> None:
    """Booked online: by card without a touch, by code, too late, and which one of two."""
    player.begin("booked")
    centre, jump = player.devices.centre, player.devices.clock.jump_to
    centre.book("residence_permit")
    player.step("card", _lay(player, "residence_permit"), on(states.CheckInPause))
    player.pause("ticket", paper_is(Paper.CONFIRMED))
    player.keep_new_tickets()
    _go_home(player)
    by_code = centre.book("rare_name")
    player.touch("digits", touches.BookingCodePressed(), on(states.CodeKeypad))
    player.touch("restart", touches.RestartPressed(), on(states.Welcome))
    player.step("code", lambda: player.devices.scanner.show(by_code.code), on(states.CheckInPause))
    player.touch("restart-2", touches.RestartPressed(), on(states.Welcome))
    jump(AFTERNOON)
    player.step("late", _lay(player, "rare_name"), on(states.InsteadOfBooking))
    player.devices.reader.take_away()
    jump(MORNING)
    centre.book("rare_name")
    player.touch("restart-3", touches.RestartPressed(), on(states.Welcome))
    player.step("two", _lay(player, "rare_name"), on(states.Bookings))
    player.devices.reader.take_away()
    player.touch("restart-4", touches.RestartPressed(), on(states.Welcome))


def for_family(player: Player) -> None:
    """A daughter for her mother: by the mother's card, and by a booking's code while cut off."""
    player.begin("family")
    player.step("own-card", _lay(player, "younger"), on(states.Reading))
    player.step("read", lambda: None, on(states.Services))
    player.devices.reader.take_away()
    player.touch("for-family", touches.ForFamilyPressed(), on(states.Family))
    player.step("own-card-again", _lay(player, "younger"), _is_told(OWN_CARD))
    player.devices.reader.take_away()
    player.touch("number", touches.TypeNumberPressed(), on(states.Keypad))
    player.touch("back", touches.BackPressed(), on(states.Family))
    player.step("mother-s-card", _lay(player, "older"), on(states.Reading))
    player.step("mother-has-one", lambda: None, on(states.Again))
    player.touch("another", touches.AnotherServicePressed(), on(states.Services))
    player.touch("touch", _tile(player, 1), on(states.Pause))
    player.pause("ticket", _is_out_for_family)
    player.keep_new_tickets()
    _go_home(player)
    player.begin("family-cut-off")
    centre = player.devices.centre
    booking = centre.book("older")
    centre.cut()
    player.step("own-card", _lay(player, "younger"), on(states.Services))
    player.devices.reader.take_away()
    player.touch("for-family", touches.ForFamilyPressed(), on(states.Family))
    player.step("code", lambda: player.devices.scanner.show(booking.code), on(states.CheckInPause))
    player.pause("ticket", _is_out_for_family)
    player.keep_new_tickets()
    _go_home(player)
    centre.heal()


def _is_told(problem: str) -> Callable[[Kiosk], bool]:
    """Whether a proxy is asked again, and why."""
    return lambda kiosk: kiosk.screen == states.Family(problem)


def _is_out_for_family(kiosk: Kiosk) -> bool:
    """Whether the paper is there, of a ticket that says that somebody took it for somebody else."""
    match kiosk.screen:
        case states.TicketShown(ticket):
            return ticket.paper is Paper.CONFIRMED and ticket.is_proxy
        case _:
            return False


def _has_offers(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.screen, states.When) and kiosk.screen.is_loaded


def _first_offer(player: Player) -> touches.OfferPressed:
    match player.kiosk.screen:
        case states.When(offers=(first, *_)):
            return touches.OfferPressed(first)
        case _:
            raise StuckError(step="offer", screen=type(player.kiosk.screen).__name__)


def _number_is_bad(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.screen, states.Keypad) and kiosk.screen.problem is not None


def _card_is_bad(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.screen, states.Reading) and kiosk.screen.problem is not None


def first_served(player: Player) -> None:
    """With a small child: 优先, the reason, the service; three touches, and one for no card; then asks why."""
    player.begin("first")
    player.touch("no-card", touches.NoCardPressed(), on(states.NoCard))
    player.touch("first", touches.GreenPressed(), on(states.GreenReasons))
    player.touch("reason", touches.ReasonPressed(), _is_first)
    player.touch("touch", _tile(player, 1), on(states.Pause))
    player.pause("ticket", _is_out_for_first)
    player.touch("why", touches.AboutPressed(Topic.WHY), on(states.About))
    player.touch("number", touches.BackPressed(), on(states.TicketShown))
    player.keep_new_tickets()
    _go_home(player)


def _is_first(kiosk: Kiosk) -> bool:
    """Whether the services are those of somebody who is served first."""
    return isinstance(kiosk.screen, states.NoCard) and kiosk.services[1].is_green


def _is_out_for_first(kiosk: Kiosk) -> bool:
    match kiosk.screen:
        case states.TicketShown(ticket):
            return ticket.paper is Paper.CONFIRMED and ticket.is_green
        case _:
            return False


def to_the_counter(player: Player) -> None:
    """A service that needs no number: where to go."""
    player.begin("direct")
    player.touch("no-card", touches.NoCardPressed(), on(states.NoCard))
    player.touch("touch", _tile(player, DIRECT), on(states.Direct))
    _go_home(player)


def passport(player: Player) -> None:
    """What is read and kept; then a passport, whose number is typed."""
    player.begin("passport")
    player.touch("privacy", touches.PrivacyPressed(), on(states.Privacy))
    player.touch("back", touches.BackPressed(), on(states.Welcome))
    player.touch("other", touches.OtherDocumentPressed(), on(states.Documents))
    chosen = touches.DocumentPressed(Document.PASSPORT)
    player.touch("which", chosen, on(states.DocumentKeypad))
    player.keys("letter", [touches.DigitPressed(PASSPORT[0])])
    player.touch("digits", touches.OtherKeysPressed(), on(states.DocumentKeypad))
    player.keys("typed", [touches.DigitPressed(digit) for digit in PASSPORT[1:]])
    player.touch("done", touches.NumberDonePressed(), on(states.Services))
    player.touch("restart", touches.RestartPressed(), on(states.Welcome))


def closed_hours(player: Player) -> None:
    """The same kiosk before numbers start and after they have ended, and with the reader gone."""
    player.begin("hours")
    jump = player.devices.clock.jump_to
    player.step("early", lambda: jump(time(7, 40)), on(states.BeforeOpening))
    player.step("evening", lambda: jump(time(18, 30)), on(states.Closed))
    player.step("morning", lambda: jump(MORNING), on(states.Welcome))
    player.step(
        "reader-gone",
        player.devices.reader.unplug,
        lambda kiosk: kiosk.devices.reader_problem is not None,
    )
