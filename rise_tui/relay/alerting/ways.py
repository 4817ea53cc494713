"""How an alert leaves: as a plain e-mail, or as a POST of a few facts; each waits, and runs beside the loop."""

import ipaddress
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

PATIENCE_S = 20.0
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotTaken(Exception):
    """It did not leave; `why` in a few words without an address, and whether trying again can help."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Mailer:
    """The office's mail server. `security`: starttls, ssl, or none (to this machine alone)."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, to: str, subject: str, words: str, alert_id: str) -> None:
        """Hand one e-mail over. Raises NotTaken. The same alert has the same Message-ID, should it go twice."""
        try:
            mail = self._written(to, subject, words, alert_id)
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
            raise NotTaken("the mail server refuses the address", is_final=_is_for_good(error)) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(_mail_trouble(error)) from None
        except ValueError:
            raise NotTaken("the address cannot be written to", is_final=True) from None

    def _written(self, to: str, subject: str, words: str, alert_id: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail["Message-ID"] = f"<{alert_id}@{self.sender.rpartition('@')[2] or 'rise'}>"
        mail["Auto-Submitted"] = "auto-generated"  # nobody's holiday message answers it (RFC 3834)
        mail.set_content(words)
        return mail

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "ssl":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE_S, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE_S)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


def _mail_trouble(error: smtplib.SMTPException | OSError) -> str:
    """What is wrong between us and the mail server, as an administrator reads it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the mail server's certificate {_CERTIFICATE.get(error.verify_code, _UNTRUSTED)}"
    for kind, words in _TROUBLES.items():
        if isinstance(error, kind):
            return words
    return type(error).__name__


_UNTRUSTED = "is signed by nobody whom this machine trusts"
_CERTIFICATE: Mapping[int, str] = {
    9: "is not good yet",
    10: "has run out",
    62: "is for another name",
    64: "is for another name",
}
"""What is wrong with it, by OpenSSL's number (X509_V_ERR_...)."""
_TROUBLES: Mapping[type[Exception], str] = {
    ssl.SSLError: "the mail server does not speak TLS as RISE_RELAY_SMTP_SECURITY says",
    smtplib.SMTPAuthenticationError: "the mail server does not let the relay sign in",
    smtplib.SMTPNotSupportedError: "the mail server offers no encryption, or no signing in",
    smtplib.SMTPServerDisconnected: "the mail server broke off",
    smtplib.SMTPResponseException: "the mail server does not take it",
    TimeoutError: "the mail server did not answer in time",
    OSError: "the mail server cannot be reached",
}
"""In the order in which they are asked: the special before the general."""


def _is_for_good(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused) -> bool:
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code >= 500
    return all(code >= 500 for code, _ in error.recipients.values())


def post(where: str, facts: Mapping[str, object], allowed: tuple[str, ...]) -> None:
    """Tell a webhook. Raises NotTaken unless it answers 2xx; a redirect is not followed."""
    if not may_post_to(where, allowed):
        raise NotTaken("the address is not allowed", is_final=True)
    try:
        with httpx.Client(timeout=PATIENCE_S, follow_redirects=False, trust_env=False) as client:
            answer = client.post(where, json=dict(facts))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        is_unsafe = "CERTIFICATE_VERIFY_FAILED" in str(error)
        words = "the address shows no certificate that can be trusted" if is_unsafe else "the address does not answer"
        raise NotTaken(words) from None
    except ValueError:
        raise NotTaken("the address cannot be posted to", is_final=True) from None
    if not answer.is_success:
        raise NotTaken(f"status {answer.status_code}", is_final=answer.status_code == 410)


def may_post_to(where: str, allowed: tuple[str, ...]) -> bool:
    """May the relay be told to post there? https to a name; other places only if an administrator allows them.

    `allowed`: hosts, or `http://127.0.0.1:P` for plain http on this machine; empty: every public https host. So nobody
    makes the relay speak to what only the relay can reach.
    """
    try:
        parts = urlsplit(where)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or not host:
        return False
    if parts.scheme == "http":
        return host in LOOPBACK and f"http://{host}:{port or 80}" in allowed
    if parts.scheme != "https":
        return False
    if allowed:
        return host in allowed
    return port in (None, 443) and "." in host and not _is_number(host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
