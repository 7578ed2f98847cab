"""The shipped nginx site in an nginx of our own: other ports and certificates, everything else as it is delivered."""

from __future__ import annotations

import datetime
import ipaddress
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SITE = Path(__file__).parents[2] / "installer" / "endpoint" / "nginx-site.conf"
START_S = 20
# nginx's own workers have to reach a folder that only its owner may open
_MAIN = """{user}worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def program() -> str | None:
    """None where nginx is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def site(text: str, folder: Path, listen: int, workers: Sequence[int], changes: Mapping[str, str]) -> str:
    """The delivered site with our ports and certificates, and `changes`; fails when one of the places is no longer there."""
    server = re.compile(r"^    server 127\.0\.0\.1:(\d+) (.*)$", re.MULTILINE)
    options = server.findall(text)[0][1]
    lines = "\n".join(f"    server 127.0.0.1:{port} {options}" for port in workers)
    text = server.sub("", text).replace("    least_conn;", f"    least_conn;\n{lines}")
    swaps = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{listen} ssl;",
        "/etc/fieldapp/tls/fullchain.pem": str(folder / "fullchain.pem"),
        "/etc/fieldapp/tls/key.pem": str(folder / "key.pem"),
        **changes,
    }
    for old, new in swaps.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


class Proxy:
    """`with Proxy(folder, [8316, 8317]) as proxy: proxy.url, proxy.ca_file`."""

    def __init__(self, folder: Path, workers: Sequence[int], changes: Mapping[str, str] = MappingProxyType({})) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = make_certificates(folder)
        user = "user root;\n" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(_MAIN.format(user=user, folder=folder), "utf-8")
        (folder / "site.conf").write_text(site(SITE.read_text("utf-8"), folder, self.port, workers, changes), "utf-8")

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of the master; nginx's workers are its children."""
        return self._process.pid

    def check(self) -> str:
        """What `nginx -t` says; "" when it has nothing to say."""
        done = subprocess.run([*self._command(), "-t", "-q"], capture_output=True, text=True, check=False)
        return done.stderr if done.returncode or "warn" in done.stderr else ""

    def start(self) -> Proxy:
        self._process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL)
        end = time.monotonic() + START_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self._process.poll() is not None or time.monotonic() > end:
                    self.stop()
                    raise
                time.sleep(0.02)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(START_S)

    def _command(self) -> list[str]:
        nginx = program()
        assert nginx is not None
        return [nginx, "-e", str(self.folder / "error.log"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def __enter__(self) -> Proxy:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def make_certificates(folder: Path) -> Path:
    """A CA and what it says of 127.0.0.1; returns the CA's file."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "company CA")])
    ca = _certificate(ca_name, ca_name, ca_key, ca_key, x509.BasicConstraints(ca=True, path_length=0))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    served = _certificate(name, ca_name, key, ca_key, x509.BasicConstraints(ca=False, path_length=None), address)
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    (folder / "fullchain.pem").write_bytes(served.public_bytes(serialization.Encoding.PEM))
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    return folder / "ca.pem"


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    *extensions: x509.ExtensionType,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    return builder.add_extension(identifier, False).add_extension(authority, False).sign(signer, hashes.SHA256())
