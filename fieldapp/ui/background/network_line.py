"""What the platform says of the network: is it there, does it charge for what is sent, does it ask for a login first.

Qt asks NetworkManager where it runs, else GLib; Windows and macOS have their own. A network that says nothing counts as there
and free: sync then goes by its timer.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QNetworkInformation

CUT_OFF = (QNetworkInformation.Reachability.Disconnected, QNetworkInformation.Reachability.Local)


@dataclass(frozen=True, slots=True)
class Line:
    """`there`: something may be reached; `metered`: the platform says or guesses that it is paid by volume; `portal`: a page
    wants a login before anything else goes through."""

    there: bool = True
    metered: bool = False
    portal: bool = False

    @property
    def usable(self) -> bool:
        return self.there and not self.portal


UNKNOWN = Line()


class NetworkLine(QObject):
    """`changed(Line)`. Make one for the window, on the GUI thread; `line` may be read on any."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.line = UNKNOWN
        self._told: QNetworkInformation | None = None
        QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability)
        self._told = QNetworkInformation.instance()
        if self._told is not None:
            self._told.reachabilityChanged.connect(self._look)
            self._told.isMeteredChanged.connect(self._look)
            self._told.isBehindCaptivePortalChanged.connect(self._look)
            self.line = self._read(self._told)

    @Slot()
    def _look(self) -> None:
        self.show(self._read(self._told) if self._told is not None else UNKNOWN)

    def show(self, line: Line) -> None:
        """From now on the line is like this."""
        if line != self.line:
            self.line = line
            self.changed.emit(line)

    @staticmethod
    def _read(told: QNetworkInformation) -> Line:
        return Line(told.reachability() not in CUT_OFF, told.isMetered(), told.isBehindCaptivePortal())
