"""The part of the server process that keeps the timetable and sends: one thread, no state of its own."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.messages import outbox
from fieldapp.itsm.messages.outbox import Message, RowState
from fieldapp.itsm.messages.sending import BusyFault, NotSentFault, Text, UncertainFault
from fieldapp.itsm.messages.settings import MessageSettings
from fieldapp.itsm.messages.timetable import Timetable
from fieldapp.itsm.tailoring import reckon_anew

log = logging.getLogger(__name__)
STALE_TIMES = 4
"""A claim older than so many time limits of one message belongs to a process that has ended."""

SENT_A_ROUND = 50


class Messages:
    """`run()` does everything there is to do now; `start()` keeps doing it until `stop()`."""

    def __init__(self, endpoint: Endpoint, settings: MessageSettings) -> None:
        self._endpoint, self._settings = endpoint, settings
        self._timetable = Timetable(endpoint, settings)
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        reckon_anew(self._endpoint.database, self._endpoint.terms)
        self._thread = threading.Thread(target=self._keep_running, name="messages", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for the message that is leaving, so that it is known what came of it."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(self._settings.timeout_s)

    def run(self) -> None:
        while self._timetable.step() and not self._end.is_set():
            pass
        if self._settings.sender is not None:
            database, now = self._endpoint.database, self._endpoint.clock.now()
            stale = timedelta(seconds=STALE_TIMES * self._settings.timeout_s)
            outbox.release_stale(database, now - stale, self._settings.sender.deduplicates)
            outbox.expire(database, now - timedelta(seconds=self._settings.oldest_s))
            self._send_waiting()
        self._timetable.tell()

    def _send_waiting(self) -> None:
        for _ in range(SENT_A_ROUND):
            if self._end.is_set():
                return
            claimed = outbox.claim(self._endpoint.database, self._endpoint.clock.now())
            if claimed is None:
                return
            self._send(*claimed)

    def _send(self, message: Message, text: Text) -> None:
        """Whatever is not foreseen counts as uncertain: the text may have left."""
        sender, database = self._settings.sender, self._endpoint.database
        assert sender is not None
        try:
            said = sender.send(text)
        except BusyFault as fault:
            self._log(message, "was not taken", fault)
            now = self._endpoint.clock.now()
            outbox.put_off(database, message, now, self._settings.attempts, self._said(fault))
        except NotSentFault as fault:
            self._log(message, "was refused", fault)
            outbox.settle(database, message.id, RowState.FAILED, self._said(fault))
        except UncertainFault as fault:
            self._log(message, "may have gone out", fault)
            if sender.deduplicates:
                outbox.put_off(database, message, self._endpoint.clock.now(), self._settings.attempts, self._said(fault))
            else:
                outbox.settle(database, message.id, RowState.UNCERTAIN, self._said(fault))
        except Exception:
            log.exception("message %s: a bug while it was sent; it may have gone out", message.id)
            outbox.settle(database, message.id, RowState.UNCERTAIN, "a bug of the endpoint")
        else:
            outbox.settle(database, message.id, RowState.SENT, self._settings.without_secrets(said))

    def _log(self, message: Message, what: str, fault: Exception) -> None:
        """Neither number nor text: logs are read by others."""
        log.warning("message %s %s: %s", message.id, what, self._said(fault))

    def _said(self, fault: Exception) -> str:
        return self._settings.without_secrets(str(fault))

    def _keep_running(self) -> None:
        while not self._end.is_set():
            try:
                self.run()
            except SQLAlchemyError as error:
                log.warning("the timetable waits for the database: %s", getattr(error, "orig", error))
            except Exception:
                log.exception("a bug in the timetable")
            self._end.wait(self._settings.every_s)
