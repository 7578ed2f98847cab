"""Lists of a foreign timestamp authority: `openssl ts` and its CA's lists behind real HTTP, fetched only where that is
allowed."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.archive.growth import Proofs, run, stamping
from fieldapp.archive.intake import Outcome
from fieldapp.archive.list_fetch import ListFetcher
from fieldapp.cli import main
from fieldapp.downloads import Limits, Reach
from fieldapp.forms.signing import extend, points
from fieldapp.forms.signing.verdict import Level
from fieldapp.forms.signing.verify import verify
from tests.support.archive_files import an_intake, imported, order_pdf, put
from tests.support.signing_ca import SIGNED_AT, YEAR, Authority, authority
from tests.support.signing_pdf import company
from tests.support.signing_time import OpenSslAuthority, OpenSslServer, revocation_lists


class Shelf:
    """A web server with a folder; `asked` are the paths it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, []  # type: ignore[var-annotated]
        shelf = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                shelf.asked.append(self.path)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def publish(self, whose: Authority, *revoked: int) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        since = {serial: (now - timedelta(days=900), x509.ReasonFlags.key_compromise) for serial in revoked}
        for name, data in zip(("issuing.crl", "root.crl"), revocation_lists(whose, since, made=now), strict=True):
            (self.folder / name).write_bytes(data)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    folder = tmp_path / "www"
    folder.mkdir()
    found = Shelf(folder)
    yield found
    found.close()


@pytest.fixture
def foreign(shelf: Shelf) -> Authority:
    found = authority("某时间戳服务机构", shelf.url)
    shelf.publish(found)
    return found


def test_a_file_with_a_foreign_timestamp_becomes_whole_by_the_lists_that_its_certificates_name(
    shelf: Shelf, foreign: Authority, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root, ca, tsa_root = tmp_path / "archive", tmp_path / "ca.pem", tmp_path / "tsa-root.pem"
    ca.write_bytes(company().root_pem)
    tsa_root.write_bytes(foreign.root_pem)
    own = []
    for number, data in enumerate(revocation_lists(company(), made=datetime.now(UTC).replace(microsecond=0))):
        (tmp_path / f"{number}.crl").write_bytes(data)
        own += ["--crl", str(tmp_path / f"{number}.crl")]
    put(tmp_path / "in", [order_pdf(1), order_pdf(2)])
    here = ["--archive", str(root), "--trust", str(ca)]
    assert main(["archive", "import", str(tmp_path / "in"), *here]) == 0

    def levels() -> list[Level | None]:
        pdfs = sorted(root.rglob("*.pdf"), key=lambda path: path.stat().st_size)
        return [verify(path.read_bytes(), [company().root_pem], timestamp_trust=[foreign.root_pem]).level for path in pdfs]

    with OpenSslServer(tmp_path / "tsa", foreign) as tsa:
        stamp = ["archive", "stamp", *here, "--time-trust", str(tsa_root), "--tsa", tsa.url, *own]
        assert main(stamp) == 0
        assert shelf.asked == [], "nobody is asked unless it is said"
        assert levels() == [Level.B, Level.B, Level.T, Level.T]
        capfd.readouterr()
        assert main([*stamp, "--fetch-crl", "public"]) == 0
        assert shelf.asked == []
        said = capfd.readouterr().err
        assert f"{shelf.url}/issuing.crl: 127.0.0.1 is a machine of the own network" in said
        assert levels() == [Level.B, Level.B, Level.T, Level.T], "what is no better is not made"
        assert main([*stamp, "--fetch-crl", "anywhere"]) == 0
        assert sorted(shelf.asked) == ["/issuing.crl", "/root.crl"], "once for both files"
        assert levels() == [Level.B, Level.B, Level.T, Level.T, Level.LTA, Level.LTA]
        assert main([*stamp, "--fetch-crl", "anywhere"]) == 0
        assert levels()[-1] is Level.LTA
        assert len(levels()) == 6, "what is whole stays"
    assert main(["archive", "check", *here, "--time-trust", str(tsa_root)]) == 0


def grown(
    root: Path, foreign: Authority, folder: Path, reach: Reach = Reach.ANYWHERE
) -> tuple[Outcome, Level | None, ListFetcher]:
    """One file of the archive stamped by `openssl ts`, with the lists that are to be had."""
    (taken,) = imported(root, folder / "in", order_pdf(1))
    assert taken.outcome is Outcome.TAKEN
    intake = an_intake(root, times=[foreign.root_pem])
    fetcher = ListFetcher(reach, Limits(seconds=2, size=100_000))
    lists = revocation_lists(company(), made=datetime.now(UTC).replace(microsecond=0))
    grow = stamping(OpenSslAuthority(folder / "tsa", foreign).stamp, Proofs((), lists, fetcher), intake.judge)
    (result,) = run(root, intake, grow)
    level = intake.judge((root / result.entry.file).read_bytes()).level if result.entry else None
    return result.outcome, level, fetcher


def test_lists_that_are_none_or_a_strangers_do_no_harm(shelf: Shelf, foreign: Authority, tmp_path: Path) -> None:
    shelf.publish(authority("某时间戳服务机构"))  # of the same name
    (shelf.folder / "root.crl").write_bytes(b"<html>please log in</html>")
    outcome, level, fetcher = grown(tmp_path / "archive", foreign, tmp_path)
    assert (outcome, level) == (Outcome.EXTENDS, Level.T)
    assert {address: fault.code for address, fault in fetcher.missed.items()} == {f"{shelf.url}/root.crl": "crl.unusable"}


def test_an_authority_whose_certificate_was_taken_back_is_not_hidden(shelf: Shelf, foreign: Authority, tmp_path: Path) -> None:
    """It makes its certificate when it is set up: the list is published between that and the first timestamp."""
    tsa = OpenSslAuthority(tmp_path / "tsa", foreign)
    certificate = x509.load_pem_x509_certificate((tmp_path / "tsa" / "tsa.pem").read_bytes())
    shelf.publish(foreign, certificate.serial_number)
    root = tmp_path / "archive"
    imported(root, tmp_path / "in", order_pdf(1))
    intake = an_intake(root, times=[foreign.root_pem])
    (result,) = run(root, intake, stamping(tsa.stamp, Proofs((), (), ListFetcher(Reach.ANYWHERE)), intake.judge))
    assert (result.outcome, [reason.code for reason in result.reasons]) == (Outcome.REFUSED, ["timestamp.revoked"])


def named(*chosen: x509.DistributionPoint) -> tuple[str, ...]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder().subject_name(x509.Name([])).issuer_name(x509.Name([])).serial_number(1)
    builder = builder.public_key(key.public_key()).not_valid_before(SIGNED_AT).not_valid_after(SIGNED_AT + YEAR)
    builder = builder.add_extension(x509.CRLDistributionPoints(list(chosen)), critical=False)
    return points.named([builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)])


def point(*addresses: str, reasons: frozenset[x509.ReasonFlags] | None = None) -> x509.DistributionPoint:
    return x509.DistributionPoint([x509.UniformResourceIdentifier(address) for address in addresses], None, reasons, None)


def test_only_whole_lists_behind_http_are_named() -> None:
    part = point("http://x/part.crl", reasons=frozenset({x509.ReasonFlags.key_compromise}))
    assert named(point("ldap://x/cn=ca", "HTTP://x/a.crl"), part, point("https://x/b.crl"), point("https://x/b.crl")) == (
        "HTTP://x/a.crl",
        "https://x/b.crl",
    )
    assert len(named(*(point(f"http://x/{number}") for number in range(50)))) == points.MOST
    assert points.named([b"no certificate"]) == ()


def test_a_verdict_names_no_address_of_a_stranger(shelf: Shelf, foreign: Authority, tmp_path: Path) -> None:
    """Whoever makes a file could have any machine asked: only certificates that lead to a trusted root are heard."""
    pdf = extend.timestamp(order_pdf(1), OpenSslAuthority(tmp_path, foreign).stamp)
    trusted = verify(pdf, [company().root_pem], timestamp_trust=[foreign.root_pem])
    assert trusted.list_points == (f"{shelf.url}/issuing.crl", f"{shelf.url}/root.crl")
    assert verify(pdf, [company().root_pem]).list_points == ()
