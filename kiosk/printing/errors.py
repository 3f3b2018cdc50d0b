# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a template a technician has edited."""

from typing import ClassVar

from kiosk.errors import KioskError


class TicketTemplateError(KioskError):
    """This template gives no ticket.

    Fields: `file` (its name), `line` (from 1; 0 when no line is to blame), `problem` (the words
    of the template engine, or ours, for a technician).
    """

    key: ClassVar[str] = "error.printing.template"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(file=file, line=line, problem=problem)
        self.file = file
        self.line = line
        self.problem = problem
