# SPDX-License-Identifier: Apache-2.0
"""`kiosk preview`: a template as the paper shows it, dot for dot, drawn from the printer's bytes."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from common.settings.kinds import nearest
from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.codec import encode
from drivers.ticket_printer.glyphs import QtGlyphs
from drivers.ticket_printer.paper import PaperPicture, draw
from kiosk.app.devices import DOTS_AND_COLUMNS, profile_of
from kiosk.app.folder_watch import FolderWatch
from kiosk.app.look import fonts_of
from kiosk.app.run import make_application
from kiosk.app.staff_papers import printer_test_page
from kiosk.clock import SystemClock
from kiosk.printing.documents import KINDS, PaperDocument
from kiosk.printing.errors import TicketTemplateError
from kiosk.printing.fonts import family_of, load_fonts
from kiosk.printing.renderer import Mode, PaperRenderer
from kiosk.printing.sample import TICKET, full_ticket, sample_of
from kiosk.printing.staff_papers import PrinterTestPage
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.texts import Texts, load_texts

ENDINGS: dict[str, Mode] = {".html.j2": "raster", ".txt.j2": "text"}
DOTS_PER_MM = 8


@dataclass(frozen=True)
class PreviewWanted:
    """What the command line asked for; None and False are what kiosk.toml says.

    `template` is a kind of paper (`ticket`), or a file (`printer_templates/ticket.html.j2`) whose
    folder counts if it names one. `is_full` puts all on a ticket that can stand on one.
    """

    template: str
    picture: Path
    paper_mm: int | None = None
    language: str | None = None
    is_full: bool = False
    watches: bool = False


@dataclass(frozen=True)
class _Preview:
    """One template on one paper."""

    folder: Path
    renderer: PaperRenderer
    profile: PaperProfile
    document: PaperDocument
    glyphs: QtGlyphs
    mode: Mode

    def draw(self) -> tuple[PaperPicture, int]:
        """The paper, and how many bytes the printer gets; raises TicketTemplateError."""
        data = encode(self.renderer.attempt(self.document), self.profile)
        return draw(data, self.profile, self.glyphs), len(data)


def preview(config: Path, wanted: PreviewWanted, language: str, out: TextIO) -> int:
    """Write the picture; 1 if there is no such template, it is faulty, or the file cannot be written.

    Watching, it draws again at each save until it is ended, and what is faulty ends nothing.

    Raises:
        KioskError: kiosk.toml has errors.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings, texts = load_settings(config), load_texts(language)
    folder, kind, ending = _parts(Path(wanted.template), settings)
    if kind not in KINDS:
        near = nearest(kind, KINDS) or ", ".join(KINDS)
        out.write(texts("command.preview.unknown", name=wanted.template, nearest=near) + "\n")
        return 1
    application = make_application()
    shown = _preview_of(settings, wanted, folder, kind, ENDINGS.get(ending))

    def redraw() -> bool:
        return _written(shown, wanted.picture, texts, out)

    if not wanted.watches:
        return 0 if redraw() else 1
    # Watched before it is drawn: no save falls between.
    watching = FolderWatch(folder, "*.j2", _telling(redraw, out))
    redraw()
    out.write(texts("command.preview.watching") + "\n")
    out.flush()
    code = application.exec()
    watching.deleteLater()
    return code


def _parts(template: Path, settings: Settings) -> tuple[Path, str, str]:
    """The folder, the kind of paper, and the ending (empty where only a kind was named)."""
    name = template.name
    ending = next((each for each in ENDINGS if name.endswith(each)), "")
    folder = template.parent if template.parent != Path() else settings.machine.templates_dir
    return folder.resolve(), name.removesuffix(ending), ending


def _preview_of(
    settings: Settings, wanted: PreviewWanted, folder: Path, kind: str, mode: Mode | None
) -> _Preview:
    mode = mode or settings.printer.mode
    fonts, profile = fonts_of(settings), _profile(settings, wanted.paper_mm)
    load_fonts(fonts)
    language = wanted.language or settings.machine.languages[0]
    return _Preview(
        folder,
        PaperRenderer(folder, fonts, profile, mode),
        profile,
        _document(settings, profile, kind, language, is_full=wanted.is_full),
        QtGlyphs(family_of(fonts)),
        mode,
    )


def _document(
    settings: Settings, profile: PaperProfile, kind: str, language: str, *, is_full: bool
) -> PaperDocument:
    """Invented, but for what the test page says of the printer."""
    sample = full_ticket(language) if is_full and kind == TICKET else sample_of(kind, language)
    if isinstance(sample, PrinterTestPage):
        at, code = sample.printed_at, sample.code
        site = sample.site_name
        return printer_test_page(settings, profile, site, language, printed_at=at, code=code)
    return sample


def _profile(settings: Settings, paper_mm: int | None) -> PaperProfile:
    profile = profile_of(settings.printer)
    if paper_mm is None:
        return profile
    dots, columns = DOTS_AND_COLUMNS[paper_mm]
    return profile if profile.dots == dots else replace(profile, dots=dots, columns=columns)


def _written(shown: _Preview, picture: Path, texts: Texts, out: TextIO) -> bool:
    try:
        paper, size = shown.draw()
        picture.write_bytes(paper.png())
    except TicketTemplateError as error:
        return _refused(error.words(texts), out)
    except OSError as error:
        return _refused(
            texts("command.preview.unwritten", path=picture, problem=error.strerror), out
        )
    fields = {
        "kind": shown.document.kind,
        "mode": texts(f"test_page.mode_{shown.mode}"),
        "language": shown.document.language,
        "width": paper.width_dots,
        "length": round(paper.height_dots / DOTS_PER_MM),
        "bytes": size,
        "path": picture,
    }
    out.write(texts("command.preview.written", **fields) + "\n")
    return True


def _refused(words: str, out: TextIO) -> bool:
    out.write(words + "\n")
    return False


def _telling(redraw: Callable[[], bool], out: TextIO) -> Callable[[], None]:
    """Says when it draws again; what stood in the file stays while the template is faulty."""

    def again() -> None:
        out.write(f"{SystemClock().now().astimezone():%H:%M:%S} ")
        redraw()
        out.flush()

    return again
