"""The files of a report: PDF, spreadsheet, JSON."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from fieldapp.files import write_atomically
from fieldapp.report.as_json import to_json
from fieldapp.report.content import Report
from fieldapp.report.words import words

_NAME_LENGTH = 40


class Format(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


def file_name(report: Report, kind: Format) -> str:
    """`report-2026Q3.pdf`; with the customer's name where it is about one."""
    safe = "".join(char if char.isalnum() else "_" for char in report.customer)[:_NAME_LENGTH]
    return f"report-{report.quarter}{'-' if safe else ''}{safe}.{kind.value}"


def render(report: Report, kind: Format, lang: str, issuer: str = "") -> bytes:
    """One file's bytes in `lang` (zh | en); the libraries it needs are imported now."""
    if kind is Format.JSON:
        return to_json(report)
    if kind is Format.XLSX:
        from fieldapp.report.spreadsheet import to_xlsx

        return to_xlsx(report, words(lang))
    from fieldapp.report.pdf import to_pdf

    return to_pdf(report, words(lang), issuer)


def write(report: Report, folder: Path, lang: str, issuer: str = "", kinds: tuple[Format, ...] = tuple(Format)) -> list[Path]:
    """Each file whole or not at all; one of the same name is replaced. Raises OSError naming the file."""
    written = []
    for kind in kinds:
        path = folder / file_name(report, kind)
        write_atomically(path, render(report, kind, lang, issuer))
        written.append(path)
    return written
