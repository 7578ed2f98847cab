"""Texts by mail (SMTP): to an SMS gateway that takes mail, or to people's mailboxes where there is no gateway."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from fieldapp.itsm.messages.sending import BusyFault, NotSentFault, Text, UncertainFault
from fieldapp.itsm.messages.template import Template


@dataclass(frozen=True, slots=True)
class MailSender:
    """`security`: starttls | tls | none. `to` and `subject` are templates. The message's id is made from the text's, so that a
    reader's programme shows one sent twice once; servers do not promise to look, so it counts as one that may double."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    to: Template
    subject: Template
    timeout_s: int
    trust: ssl.SSLContext
    needs: str
    deduplicates: bool = False

    def send(self, text: Text) -> str:
        message, address = self._message(text)
        session = self._session()
        try:
            try:
                self._envelope(session, address)
            except (OSError, smtplib.SMTPException) as error:
                raise self._before_text(error) from error
            said = self._data(session, message)
            with contextlib.suppress(OSError, smtplib.SMTPException):
                session.quit()  # it has been taken: how the conversation ends does not matter
            return said
        finally:
            session.close()

    def _message(self, text: Text) -> tuple[bytes, str]:
        values = text.values()
        address = self.to.fill(values)
        message = EmailMessage()
        try:
            message["From"], message["To"] = Address(addr_spec=self.sender), Address(addr_spec=address)
        except ValueError as error:
            raise NotSentFault("message.address", f"{address!r} is not a mail address") from error
        message["Subject"] = self.subject.fill(values)
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{text.id}@fieldapp>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text.text, cte="base64")
        return message.as_bytes(policy=message.policy.clone(linesep="\r\n")), address

    def _session(self) -> smtplib.SMTP:
        try:
            if self.security == "tls":
                session: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=self.trust)
            else:
                session = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        except (OSError, smtplib.SMTPException) as error:
            raise BusyFault("message.unreachable", f"the mail server cannot be reached: {error}") from error
        return session

    def _envelope(self, session: smtplib.SMTP, address: str) -> None:
        session.ehlo_or_helo_if_needed()
        if self.security == "starttls":
            session.starttls(context=self.trust)
            session.ehlo()
        if self.user:
            session.login(self.user, self.password)
        _accepted(*session.mail(self.sender))
        _accepted(*session.rcpt(address))

    def _data(self, session: smtplib.SMTP, message: bytes) -> str:
        """A refusal is an answer; silence after the text has left is none."""
        try:
            code, answer = session.data(message)
        except smtplib.SMTPDataError as error:
            raise self._before_text(error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise UncertainFault("message.uncertain", f"no answer of the mail server: {error}") from error
        if code >= 300:
            raise self._before_text(smtplib.SMTPResponseException(code, answer))
        return _words(answer)

    def _before_text(self, error: Exception) -> BusyFault | NotSentFault:
        """4xx means later, 5xx means no (RFC 5321 §4.2.1); a broken line and a server without TLS are tried again."""
        if isinstance(error, smtplib.SMTPResponseException) and int(error.smtp_code) >= 500:
            return NotSentFault("message.refused", f"the mail server answered {error.smtp_code}: {_words(error.smtp_error)}")
        return BusyFault("message.busy", f"the mail server did not take it: {error}")


def _accepted(code: int, answer: bytes) -> None:
    if code >= 300:
        raise smtplib.SMTPResponseException(code, answer)


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:200]
