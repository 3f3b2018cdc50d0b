# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a template a technician has edited."""

from typing import ClassVar

from kiosk.errors import KioskError
from kiosk.printing.problems import Problem
from kiosk.texts import Texts


class TicketTemplateError(KioskError):
    """This template gives no ticket.

    Fields: `file` (its name), `line` (from 1; 0 when no line is to blame), `problem` (in English, for the log;
    `words` has it in any language).
    """

    key: ClassVar[str] = "error.printing.template"

    def __init__(self, file: str, line: int, problem: Problem) -> None:
        super().__init__(file=file, line=line, problem=problem)
        self.file = file
        self.line = line
        self.problem = problem

    def words(self, texts: Texts) -> str:
        """Where, and what, for a technician."""
        place = "template" if self.line else "whole_template"
        said = self.problem.words(texts)
        return texts(f"error.printing.{place}", file=self.file, line=self.line, problem=said)
