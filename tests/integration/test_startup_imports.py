"""The way to the first painted window stays short: what it imports is listed, the heavy libraries come afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.store.layout import VAULT_FILE

QT_NAMES = "PySide6.QtCore.Qt"
CHILD = Path(__file__).parents[1] / "support" / "first_paint.py"

LATER = (
    "sqlalchemy", "alembic", "sqlcipher3",
    "requests", "urllib3", "truststore",
    "keyring", "argon2", "cryptography",
    "reportlab", "uharfbuzz", "PIL", "segno", "pikepdf",
    "pyhanko", "pyhanko_certvalidator", "asn1crypto",
    "pydantic", "msgspec", "yaml", "lark", "rfc8785", "uuid_utils",
    "fastapi", "uvicorn", "psycopg", "numpy", "filelock",
    "asyncio", "hashlib", "ssl", "http", "email", "xml", "zoneinfo",
    "PySide6.QtNetwork", "PySide6.QtPdf", "PySide6.QtPdfWidgets", "PySide6.QtQml", "PySide6.QtTest",
)  # fmt: skip
"""Libraries that nothing before the first paint may import."""

OWN = (
    "fieldapp.bootstrap.crash_watch", "fieldapp.bootstrap.qt_loading", "fieldapp.bootstrap.window", "fieldapp.cli",
    "fieldapp.commands.window", "fieldapp.crashes", "fieldapp.errors", "fieldapp.files", "fieldapp.logs", "fieldapp.paths",
    "fieldapp.settings", "fieldapp.ui.first_window", "fieldapp.ui.i18n", "fieldapp.ui.icons", "fieldapp.ui.main_window",
    "fieldapp.ui.one_window", "fieldapp.ui.overrides", "fieldapp.ui.placing", "fieldapp.ui.theme", "fieldapp.ui.widgets",
    "fieldapp.ui.widgets.first_look",
)  # fmt: skip
"""The only parts of the program that may be there: the gate and everything else comes afterwards."""


AFTER_THE_QUESTION = (
    "fieldapp.domain.records", "fieldapp.services", "fieldapp.ui.fault_words", "fieldapp.ui.messages", "fieldapp.ui.navigation",
    "fieldapp.ui.services", "fieldapp.ui.vocabulary", "fieldapp.ui.widgets.common.badges", "fieldapp.store.vault_keyring",
    "fieldapp.ui.background.end_signals", "fieldapp.ui.pages", "fieldapp.ui.shell", *LATER[:-6],
)  # fmt: skip
"""What the first question, for the passphrase, does not need: words of faults and orders, protocols, every library."""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules of the real program at its first paint, on a folder that is not there yet."""
    folder = tmp_path_factory.mktemp("startup") / "data"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, CHILD, folder], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert not folder.exists(), "nothing is opened or written before the window is there"
    return frozenset(json.loads(done.stdout))


@pytest.fixture(scope="module")
def imported_at_the_question(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("question")
    (folder / VAULT_FILE).touch()  # the passphrase is asked for, nothing is read before it is given
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, CHILD, folder, "question"], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return frozenset(json.loads(done.stdout))


def within(modules: frozenset[str], names: tuple[str, ...]) -> list[str]:
    return sorted(module for module in modules if any(module == name or module.startswith(f"{name}.") for name in names))


def test_the_window_really_is_there(imported: frozenset[str]) -> None:
    assert {"PySide6.QtWidgets", "fieldapp.ui.main_window", "fieldapp.ui.first_window"} <= imported


def test_no_heavy_library_is_imported_before_the_first_paint(imported: frozenset[str]) -> None:
    assert within(imported, LATER) == []


def test_the_enumerations_of_qt_come_after_the_first_paint(imported: frozenset[str]) -> None:
    """PySide makes `Qt` with all its enumerations when somebody first asks for it: 20 ms, as much as all else of ours."""
    assert QT_NAMES not in imported


def test_of_the_program_only_the_window_is_imported_before_the_first_paint(imported: frozenset[str]) -> None:
    own = {name for name in imported if name.startswith("fieldapp.")}
    packages = {".".join(allowed.split(".")[:depth]) for allowed in OWN for depth in (1, 2)}
    assert sorted(own - packages - set(OWN)) == []


def test_what_the_first_question_does_not_need_comes_after_it(imported_at_the_question: frozenset[str]) -> None:
    assert {"fieldapp.ui.views.unlock", "fieldapp.ui.app", "fieldapp.bootstrap.gate"} <= imported_at_the_question
    assert within(imported_at_the_question, AFTER_THE_QUESTION) == []


OPENED = """
import sys
import fieldapp.bootstrap.application
print(*sorted({name.split(".")[0] for name in sys.modules} & {"alembic", "mako", "pygments", "reportlab", "pyhanko", "PIL"}))
"""


def test_opening_a_store_that_is_up_to_date_imports_no_migrations() -> None:
    """Alembic costs as much as a third of all that stands between the PIN and the pages."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", OPENED], cwd=root, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


PREPARED = """
import sys, tempfile
from pathlib import Path
from fieldapp.bootstrap.gate import Gate
from fieldapp.clock import SystemClock
from fieldapp.store.vault_file import PassphraseVault
folder = Path(sys.argv[1])
folder.mkdir()
gate = Gate(folder, SystemClock())
gate.prepare()
assert not list(folder.iterdir()), "nothing is opened before the person has answered"
before = set(sys.modules)
PassphraseVault.create(folder / "vault.json", "a passphrase")
gate.give_passphrase("a passphrase")
gate.open()
gate.close()
late = set(sys.modules) - before
libraries = {"sqlcipher3", "cryptography", "argon2", "lark", "yaml", "asn1crypto", "fieldapp"}  # SQLAlchemy: more for Alembic
print(*sorted(name for name in late if name.split(".")[0] in libraries))
"""


def test_while_the_person_types_all_that_opening_needs_is_imported(tmp_path: Path) -> None:
    """Libraries, that is; of our own modules as well. Alembic is not: it comes where a store is made or upgraded, as here."""
    root = Path(__file__).parents[2]
    run = [sys.executable, "-c", PREPARED, str(tmp_path / "data")]
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    done = subprocess.run(run, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


WARM = """
import sys
from fieldapp.bootstrap.warm_up import warm_up
warm_up()
before = set(sys.modules)
from dataclasses import replace
from fieldapp.forms.pdf.render import render
from fieldapp.forms.signing.keys import fingerprint
from fieldapp.forms.signing.seal import seal
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.verify import verify
warmed = set(sys.modules)
from tests.support.pdf_orders import order
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company, engineer
who, source = engineer(), order()
source = replace(source, evidence=replace(source.evidence, certificate=fingerprint(who.certificate_pem)))
ready = set(sys.modules)
sealed = seal(render(source), who, signer_name="x", statement=SealStatement.of(source.evidence), signed_at=SIGNED_AT)
assert verify(sealed, [company().root_pem]).valid
late = (warmed - before) | (set(sys.modules) - ready)
print(*sorted({name.split(".")[0] for name in late} - {"fieldapp"} - sys.stdlib_module_names))
"""


def test_after_the_warm_up_a_seal_imports_no_further_library() -> None:
    """Otherwise the first seal on site waits for most of a second."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", WARM], cwd=root, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []
