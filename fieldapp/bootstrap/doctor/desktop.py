"""The desktop: can Chinese be typed, are codes read, is there a printer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo

from fieldapp.bootstrap.doctor.case import Case
from fieldapp.services.findings import Finding, fail, ok, warn

IBUS_PLUGIN = "ibus"
SERIAL = "SN-2026-00171"
_MARGIN, _MODULE = 4, 6
"""Modules around the code, and pixels of one."""
_NATIVE = ("win32", "darwin")


def input_method(_case: Case) -> Finding:
    """Which input method Qt asks, and whether it has the plugin for it. The program ships the plugin of ibus and reaches
    fcitx 5 through it; on Windows and macOS the system's own way is always there."""
    if sys.platform in _NATIVE:
        return ok("input.native")
    wanted = os.environ.get("QT_IM_MODULE", "")
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    shipped = {name for name in (IBUS_PLUGIN, "compose") if any(folder.glob(f"*{name}platforminputcontextplugin.*"))}
    if IBUS_PLUGIN not in shipped:
        return fail("input.no-plugin")
    if wanted.startswith("fcitx") or (wanted == IBUS_PLUGIN and os.environ.get("IBUS_USE_PORTAL")):
        return ok("input.fcitx")
    if wanted == IBUS_PLUGIN:
        return ok("input.ibus")
    xmodifiers = os.environ.get("XMODIFIERS", "")
    if "fcitx" in xmodifiers:
        return warn("input.hint-fcitx")
    if "ibus" in xmodifiers:
        return warn("input.hint-ibus")
    return warn("input.none")


def codes(_case: Case) -> Finding:
    """Whether a code that is drawn here is read as a camera's picture is: what reads it is compiled for each system."""
    from PySide6.QtGui import QColor, QImage

    from fieldapp.forms.pdf.qr import modules
    from fieldapp.ui.viewmodels.scanning import code_in

    dark = modules(SERIAL)
    side = len(dark) + 2 * _MARGIN
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    for y, row in enumerate(dark, _MARGIN):
        for x, one in enumerate(row, _MARGIN):
            if one:
                picture.setPixelColor(x, y, QColor("black"))
    try:
        read = code_in(picture.scaled(side * _MODULE, side * _MODULE))
    except ImportError:
        read = ""
    return ok("codes.ok") if read == SERIAL else fail("codes.no-reader")


def printer(_case: Case) -> Finding:
    """Printers that Qt finds; without one the PDF can be saved and given away all the same."""
    try:
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError:
        return warn("printer.no-library")
    if QCoreApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        global _application  # an application object must outlive whoever asks it
        _application = QGuiApplication(["fieldapp-doctor"])
    names = QPrinterInfo.availablePrinterNames()
    return ok("printer.ok", n=len(names)) if names else warn("printer.none")


_application: QCoreApplication | None = None
