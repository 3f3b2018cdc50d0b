# SPDX-License-Identifier: Apache-2.0
"""The talk of `kiosk setup` about kiosk.toml: alone or with a centre, names, panel, reader, printer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.settings.problems import Problem, render
from hall.words import Words
from kiosk.health.finding import Finding
from kiosk.settings.model import Settings
from kiosk.settings.options import OF_THE_SITE
from kiosk.settings.problems import SettingsError
from kiosk.setup.connected import Candidate
from kiosk.setup.talk import Talk
from kiosk.setup.written import with_values, without


@dataclass(frozen=True)
class Tools:
    """What the talk needs of the machine.

    Attributes:
        load: what a text of kiosk.toml says; raises SettingsError.
        panel_mm: width and height of the connected screen as it lies, by its own word.
        readers, printers: what may be one.
        look_at_reader, look_at_printer: whether it is there and answers.
        lines_of: a finding in words.
    """

    load: Callable[[str], Settings]
    panel_mm: Callable[[], tuple[int, int] | None]
    readers: Callable[[], Iterable[Candidate]]
    printers: Callable[[], Iterable[Candidate]]
    look_at_reader: Callable[[Settings], Finding]
    look_at_printer: Callable[[Settings], Finding]
    lines_of: Callable[[Finding], Iterable[str]]


@dataclass(frozen=True)
class Guide:
    """Lifetime: one talk. Each step takes the file's text and gives it back with the answers."""

    talk: Talk
    tools: Tools

    def through(self, text: str) -> str:
        """All steps; the text that comes out is a good kiosk.toml. Raises TalkEndedError."""
        for step in (self.centre, self.names, self.panel, self.reader, self.printer):
            text = step(text)
        return text

    def centre(self, text: str) -> str:
        """Alone, or one of several with a centre that tells of the site."""
        kinds = [self.talk.texts(f"setup.{kind}") for kind in ("alone", "linked")]
        if self.talk.choose("which_kind", kinds) == 0:
            return text
        linked = without(text, sorted(OF_THE_SITE))
        return self._asked(linked, "centre", {"url": "centre_url", "ca_file": "centre_ca"})

    def names(self, text: str) -> str:
        """What the machine is called; of a kiosk that stands alone also the site."""
        settings = self.tools.load(text)
        machine = settings.machine
        if settings.site is not None:
            site = settings.site.site
            text = self._asked(text, "site", {"site_id": "site_id"}, site.site_id)
            text = self._named(text, "site", "site_name", site.name, machine.languages)
            text = self._named(text, "site", "help_desk", site.help_desk, machine.languages)
        return self._named(text, "kiosk", "machine_name", machine.name, machine.languages)

    def panel(self, text: str) -> str:
        """The picture in millimetres, as the panel hangs, and how high."""
        panel, known = self.tools.load(text).panel, self.tools.panel_mm()
        if known:
            self.talk.say("panel_says", width=known[0], height=known[1])
        hangs = [self.talk.texts(f"setup.{way}") for way in ("upright", "across")]
        is_upright = self.talk.choose("which_way", hangs) == 0
        short, long = sorted(known or (round(panel.width_mm), round(panel.height_mm)))
        width, height = (short, long) if is_upright else (long, short)
        usual = {
            "width_mm": width,
            "height_mm": height,
            "bottom_edge_mm": round(panel.bottom_edge_mm),
        }
        return self._measured(text, "panel", usual)

    def reader(self, text: str) -> str:
        """Each thing that may be a reader is asked; the first that answers is offered."""
        return self._device(text, "reader", self.tools.readers(), self.tools.look_at_reader)

    def printer(self, text: str) -> str:
        """As the reader; a printer on the network has to be named."""
        taken = self.tools.load(text).reader.device
        others = [one for one in self.tools.printers() if one.value != taken]
        return self._device(text, "printer", others, self.tools.look_at_printer, "printer_host")

    def _device(
        self,
        text: str,
        table: str,
        candidates: Iterable[Candidate],
        look: Callable[[Settings], Finding],
        address: str = "",
    ) -> str:
        self.talk.say(f"looking_{table}")
        answering = []
        for candidate in candidates:
            changed = with_values(text, table, candidate.values)
            finding = self._looked(changed, look)
            if finding and finding.is_good:
                answering.append((f"{candidate.kind} {candidate.value}", changed))
        offers = [name for name, _ in answering]
        others = [
            self.talk.texts(f"setup.{key}") for key in filter(None, (address, "as_it_stands"))
        ]
        chosen = self.talk.choose(f"which_{table}", [*offers, *others])
        if chosen < len(offers):
            return answering[chosen][1]
        if address and chosen == len(offers):
            text = self._asked(text, table, {"host": "printer_address"}, kind="escpos_network")
            self._looked(text, look)
        return text

    def _looked(self, text: str, look: Callable[[Settings], Finding]) -> Finding | None:
        """What was found, said aloud; None for what this file cannot say."""
        try:
            finding = look(self.tools.load(text))
        except SettingsError:
            return None
        for line in self.tools.lines_of(finding):
            self.talk.show(line)
        return finding

    # Questions, asked again until the file is good with the answers

    def _named(
        self, text: str, table: str, question: str, before: Words, languages: Sequence[str]
    ) -> str:
        """Words in each language of the screen; one kind of Chinese is enough."""
        option = "help_desk" if question == "help_desk" else "name"
        asked = [one for one in languages if one != "zh_Hant" or "zh_Hans" not in languages]

        def answers() -> Mapping[str, object]:
            words = {one: self.talk.ask(question, before.text(one), language=one) for one in asked}
            return {option: words}

        return self._until_good(text, table, answers)

    def _measured(self, text: str, table: str, usual: Mapping[str, int]) -> str:
        def answers() -> Mapping[str, object]:
            typed = {one: self.talk.ask(one, str(value)) for one, value in usual.items()}
            return {one: int(said) if said.isdecimal() else said for one, said in typed.items()}

        return self._until_good(text, table, answers)

    def _asked(
        self, text: str, table: str, questions: Mapping[str, str], usual: str = "", **more: str
    ) -> str:
        """Options that are words; what is left empty is left out."""

        def answers() -> Mapping[str, object]:
            typed = {one: self.talk.ask(question, usual) for one, question in questions.items()}
            return {**more, **{one: said for one, said in typed.items() if said}}

        return self._until_good(text, table, answers)

    def _until_good(
        self, text: str, table: str, answers: Callable[[], Mapping[str, object]]
    ) -> str:
        while True:
            changed = with_values(text, table, answers())
            problems = self._problems(changed)
            if not problems:
                return changed
            for problem in problems:
                self.talk.show(render(problem, self.talk.texts))

    def _problems(self, text: str) -> Sequence[Problem]:
        try:
            self.tools.load(text)
        except SettingsError as error:
            return error.problems
        return ()
