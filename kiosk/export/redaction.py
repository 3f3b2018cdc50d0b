# SPDX-License-Identifier: Apache-2.0
"""Text without what tells of a person or lets somebody in; rather too much goes than too little."""

import re
from collections.abc import Iterable

LEFT_OUT = "[left out]"
LONGEST_NAME_TO_IGNORE = 1
"""A staff name of one letter would take that letter out of every word."""

_KEPT = (
    r"(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])"  # ids of tickets
    r"|(?<![\w-])(?:damaged-)?20\d{6}T\d{6}Z(?!\w)"  # times in names of folders
    r"|(?<![\w-])20\d\d-\d\d-\d\d(?![\d-])(?:T\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?(?!\d))?"
)
_NAMED = (
    r"(?i:[\w-]*(?:token|password|passwd|passphrase|secret|credential|authorization|cookie|digest"
    r"|api_?key|pin)|口令|密码|密碼)[\"']?\s*[=:：]\s*"
    r"(?:\"[^\"]*\"|'[^']*'|(?i:(?:bearer|basic)\s+)?\S+)"
)
_CREDENTIAL = r"(?i:\b(?:bearer|basic)\s+\S+)|(?<=://)[^\s/@]+@"
_DRAWN = r"(?<![\w+-])(?!(?:usb|pci|platform)-)[A-Za-z0-9_+-]{20,}={0,2}"
_DIGITS = r"\d{3,}(?:[ -]\d{3,})+[XxＸｘ]?|\d{6,}[XxＸｘ]?"  # ID cards, phones, PINs
_PRIVATE = re.compile(
    f"(?P<kept>{_KEPT})|(?P<secret>{_NAMED}|{_CREDENTIAL})"
    f"|(?P<token>{_DRAWN})|(?P<digits>{_DIGITS})"
)
_DIGITS_ALONE = re.compile(_DIGITS)
_HEX = re.compile(r"[0-9A-Fa-f]{32,}")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


class Redactor:
    """Args: names: of the staff, taken out wherever they stand."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        known = sorted({name.strip() for name in names}, key=len, reverse=True)
        wanted = [re.escape(name) for name in known if len(name) > LONGEST_NAME_TO_IGNORE]
        self._names = re.compile("|".join(wanted), re.IGNORECASE) if wanted else None

    def text(self, text: str) -> str:
        """Without numbers of six digits and more, what opens doors, and names of the staff."""
        nameless = self._names.sub(LEFT_OUT, text) if self._names else text
        return _PRIVATE.sub(_without, nameless)

    def line(self, line: str) -> str:
        """Of a log: without Chinese too, for the program logs none, and it may be a name."""
        return _HAN.sub(LEFT_OUT, self.text(line))

    def value(self, value: object) -> object:
        """The same of all texts in what JSON can hold; dates and times become texts."""
        match value:
            case dict():
                return {self.text(str(name)): self.value(each) for name, each in value.items()}
            case list():
                return [self.value(each) for each in value]
            case None | bool() | int() | float():
                return value
            case _:
                return self.text(str(value))


def _without(found: re.Match[str]) -> str:
    if found["kept"]:
        return found[0]
    if found["token"] and not _is_drawn(found[0]):
        return _DIGITS_ALONE.sub(LEFT_OUT, found[0])
    return LEFT_OUT


def _is_drawn(text: str) -> bool:
    """Whether it was drawn by chance: words that are joined by lines are of one case or have no digits."""
    kinds = ("[0-9]", "[a-z]", "[A-Z]")
    return bool(_HEX.fullmatch(text)) or all(re.search(kind, text) for kind in kinds)
