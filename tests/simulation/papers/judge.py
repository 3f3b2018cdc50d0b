# SPDX-License-Identifier: Apache-2.0
"""What lies before the printer, held against the log and the staff list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hall.ids import TicketId
from hall.log import Entry, Issued, PrintEnded, PrintProof, PrintStarted
from tests.simulation.papers.press import FOOT, HEAD

Slip = tuple[str, int]
"""Number and copy."""


def broken(pieces: Sequence[str], entries: Iterable[Entry], listed: Iterable[str]) -> list[str]:
    """What must never be: a number lost, printed first twice, or said to be what it is not."""
    log = _Log(entries)
    papers = _Papers(pieces)
    return [
        *papers.glued,
        *_unknown(log, papers),
        *_double(papers),
        *_lost(log, papers, frozenset(listed)),
        *_unrecorded(log, papers),
        *_untrue(log, papers),
    ]


class _Papers:
    def __init__(self, pieces: Sequence[str]) -> None:
        self.shown = Counter[Slip]()  # pieces on which it can be read, whole or torn
        self.whole = Counter[Slip]()
        self.glued: list[str] = []
        for piece in pieces:
            heads = [(number, int(copy)) for number, copy in HEAD.findall(piece)]
            feet = [(number, int(copy)) for number, copy in FOOT.findall(piece)]
            self.shown.update(set(heads) or set(feet))
            self.whole.update(set(heads) & set(feet))
            if len({*heads, *feet}) > 1:
                self.glued.append(f"two tickets on one paper: {piece!r}")


class _Log:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self.number_of: dict[TicketId, str] = {}
        self.started = Counter[Slip]()
        self.ended = defaultdict[Slip, list[PrintProof]](list)
        for body in (entry.body for entry in entries):
            match body:
                case Issued(ticket_id=ticket_id, number=number):
                    self.number_of[ticket_id] = str(number)
                case PrintStarted(ticket_id=ticket_id, copy=copy):
                    self.started[self.number_of[ticket_id], copy] += 1
                case PrintEnded(ticket_id=ticket_id, copy=copy, proof=proof):
                    self.ended[self.number_of[ticket_id], copy].append(proof)
                case _:
                    pass


def _unknown(log: _Log, papers: _Papers) -> Iterator[str]:
    numbers = set(log.number_of.values())
    for number, copy in papers.shown:
        if number not in numbers:
            yield f"{number} copy {copy} was printed and never given"


def _double(papers: _Papers) -> Iterator[str]:
    for (number, copy), count in papers.shown.items():
        if count > 1:
            yield f"{number} copy {copy} is on {count} papers"


def _lost(log: _Log, papers: _Papers, listed: frozenset[str]) -> Iterator[str]:
    out = {number for number, _ in papers.whole}
    for number in log.number_of.values():
        if number not in out and number not in listed:
            yield f"{number} has no paper and nobody is told"


def _unrecorded(log: _Log, papers: _Papers) -> Iterator[str]:
    for slip, count in papers.shown.items():
        if count > log.started[slip]:
            yield f"{slip} is on {count} papers, {log.started[slip]} were begun"


def _untrue(log: _Log, papers: _Papers) -> Iterator[str]:
    for slip, proofs in log.ended.items():
        if PrintProof.CONFIRMED in proofs and not papers.whole[slip]:
            yield f"{slip} is said to be out and is not"
        is_denied = set(proofs) == {PrintProof.NOT_PRINTED}
        if is_denied and len(proofs) >= log.started[slip] and papers.whole[slip]:
            yield f"{slip} is said not to be out and is"
