"""What an administrator copies to a server: it parses, its parts fit each other and the program's own limits."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from support.endpoint_proxy import SITE, Proxy, program

from fieldapp.commands import itsm
from fieldapp.itsm.config import MEGABYTE, EndpointConfig

FOLDER = SITE.parent
UNIT = FOLDER / "fieldapp-endpoint@.service"


def settings() -> dict[str, list[str]]:
    """The unit's lines; a key may come more than once, so configparser will not do."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def environment(*, examples: bool) -> dict[str, str]:
    """The example's values; with `examples` those that are commented out take their place."""
    text = (FOLDER / "endpoint.env.example").read_text("utf-8")
    pattern = r"^(?:#)?([A-Z_]+)=(.*)$" if examples else r"^([A-Z_]+)=(.*)$"
    return dict(re.findall(pattern, text, re.MULTILINE))


@pytest.mark.parametrize("examples", [False, True], ids=["as-delivered", "with-options"])
def test_the_unit_starts_a_command_that_exists(examples: bool) -> None:
    values = environment(examples=examples) | {"i": "8316"}
    (command,) = settings()["ExecStart"]
    words: list[str] = []
    for word in command.replace("%i", values["i"]).split():
        if word.startswith("${"):  # systemd: one word, as it is
            words.append(values[word[2:-1]])
        elif word.startswith("$"):  # systemd: split at blanks
            words += shlex.split(values[word[1:]])
        else:
            words.append(word)
    assert words[:2] == ["/usr/bin/fieldapp", "itsm"]
    parser = argparse.ArgumentParser()
    itsm.register(parser.add_subparsers())
    parsed = parser.parse_args(words[1:])
    assert (parsed.host, parsed.port, parsed.db) == ("127.0.0.1", 8316, values["FIELDAPP_ENDPOINT_DB"])
    assert (parsed.messages is not None) is examples
    assert str(parsed.data) == f"/var/lib/{settings()['StateDirectory'][0]}"
    assert ":" not in values["FIELDAPP_ENDPOINT_DB"].partition("://")[2].split("@")[0], "a password in a URL shows in ps"


def test_systemd_knows_every_line(tmp_path: Path) -> None:
    analyse = shutil.which("systemd-analyze")
    if analyse is None:
        pytest.skip("systemd-analyze is not installed")
    copy = tmp_path / "fieldapp-endpoint@8316.service"
    copy.write_text(UNIT.read_text("utf-8").replace("/usr/bin/fieldapp", "/bin/true"), "utf-8")
    done = subprocess.run([analyse, "verify", copy], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "fieldapp-endpoint@8316" not in done.stderr
    open_to = subprocess.run(
        [analyse, "security", "--offline=yes", "--threshold=20", copy], capture_output=True, text=True, check=False
    )
    assert open_to.returncode == 0, open_to.stdout


def test_nginx_lets_through_what_the_endpoint_takes() -> None:
    text, config = SITE.read_text("utf-8"), EndpointConfig(Path("x"))
    limits = [int(n) * {"k": 1024, "m": MEGABYTE}[unit] for n, unit in re.findall(r"client_max_body_size (\d+)([km]);", text)]
    assert limits[0] > max(config.max_blob_bytes, config.max_body_bytes, config.max_batch_bytes)
    assert min(limits) > 16 * 1024, "the forms of the logins"
    assert "proxy_set_header Host $http_host;" in text, "without the port the desk page's forms are refused"
    assert "$proxy_add_x_forwarded_for" not in text, "a client could say what its address is"


def test_nginx_takes_the_site(tmp_path: Path) -> None:
    if program() is None:
        pytest.skip("nginx is not installed")
    assert Proxy(tmp_path, [8316, 8317]).check() == ""
