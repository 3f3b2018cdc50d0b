# SPDX-License-Identifier: Apache-2.0
"""Findings for programs: values that JSON knows, under names that stay (docs/technician.md)."""

from collections.abc import Sequence

from kiosk.health.finding import Finding, Sayable, Where
from kiosk.texts import Texts


def report(findings: Sequence[Finding], version: str, texts: Texts) -> dict[str, object]:
    """What `kiosk doctor --json` prints."""
    return {
        "version": version,
        "good": all(each.is_good for each in findings),
        "checks": [_check(each, texts) for each in findings],
    }


def _check(finding: Finding, texts: Texts) -> dict[str, object]:
    to_do = finding.suggestion
    return {
        "check": finding.family,
        "where": _where(finding.where),
        "good": finding.is_good,
        "found": [_sentence(each, texts) for each in finding.found],
        "to_do": _sentence(to_do, texts) if to_do is not None else None,
    }


def _where(where: Where) -> dict[str, str | None]:
    return {"table": where.table, "kind": where.kind, "line": where.line, "place": where.place}


def _sentence(said: Sayable, texts: Texts) -> dict[str, str]:
    return {"key": said.key, "words": said.words(texts)}
