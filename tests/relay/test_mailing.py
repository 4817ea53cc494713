"""E-mail leaves encrypted to the server that is meant, and to no other; what is wrong is said in words."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from rise_tui.relay.alerting.ways import Mailer, NotTaken
from tests.journeys.processes import free_port

HERE, ELSEWHERE = "IP:127.0.0.1", "DNS:mail.example.org"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By the name that each is for: a file with the certificate and its key, signed by itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    made = {}
    for place, name in enumerate((HERE, ELSEWHERE)):
        path = tmp_path_factory.mktemp("tls") / f"{place}.pem"
        words = [
            openssl,
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-noenc",
            "-days",
            "30",
        ]
        asked = [*words, "-subj", "/CN=a mail server", "-addext", f"subjectAltName={name}", "-keyout", "-", "-out", "-"]
        path.write_bytes(subprocess.run(asked, check=True, capture_output=True).stdout)
        made[name] = path
    return made


class _Box:
    """What came, and whether the way to it was encrypted."""

    def __init__(self) -> None:
        self.encrypted: list[bool] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail."""
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


@contextmanager
def mail_server(security: str, certificate: Path) -> Iterator[tuple[_Box, int]]:
    """One on this machine that takes mail by that way alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    how: dict[str, Any] = {"ssl_context": context} if security == "ssl" else {"tls_context": context}
    box, port = _Box(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port, require_starttls=security == "starttls", **how)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()


def sent(port: int, security: str) -> str:
    """Why it did not leave, and will be tried again; empty: it did."""
    try:
        Mailer("127.0.0.1", port, security, "rise@example.org").send("dana@example.org", "one", "two", "three")
    except NotTaken as error:
        return f"for good: {error.why}" if error.is_final else error.why
    return ""


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_mail_leaves_encrypted_and_only_to_whom_the_certificate_names(
    security: str, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(security, certificates[HERE]) as (box, port):
        unknown = "the mail server's certificate is signed by nobody whom this machine trusts"
        assert (sent(port, security), box.encrypted) == (unknown, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates[HERE]))
        assert (sent(port, security), box.encrypted) == ("", [True])
    with mail_server(security, certificates[ELSEWHERE]) as (box, port):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates[ELSEWHERE]))
        assert (sent(port, security), box.encrypted) == ("the mail server's certificate is for another name", [])
    assert sent(port, security) == "the mail server cannot be reached"


def test_a_mail_never_leaves_in_the_clear_where_encryption_is_asked_for() -> None:
    box, port = _Box(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert sent(port, "starttls") == "the mail server offers no encryption, or no signing in"
        assert sent(port, "ssl") == "the mail server does not speak TLS as RISE_RELAY_SMTP_SECURITY says"
    finally:
        server.stop()
    assert box.encrypted == []
