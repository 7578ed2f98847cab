"""归档与验证 without store and login: what it needs from one data folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldapp import __version__
from fieldapp.archive.identity import account
from fieldapp.archive.trust import TrustFolder
from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.clock import SystemClock
from fieldapp.ui.services import DocumentTools


def document_tools(folder: Path, who: str = "") -> DocumentTools:
    """`who` goes into the register with what is imported; the account and the machine where nobody is logged in."""
    return DocumentTools(TrustFolder(folder), SettingsKeeper(folder), SystemClock(), who or account())


def open_documents(folder: Path, files: Sequence[Path]) -> int:
    """The window with nothing but this, until it is closed; returns the exit code."""
    from fieldapp.ui.app import run_documents

    return run_documents(document_tools(folder), __version__, files)
