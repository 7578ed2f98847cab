"""The machine: fonts, room on the disk, keyring."""

from __future__ import annotations

import contextlib
import shutil

from fieldapp.bootstrap.doctor.case import Case
from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically
from fieldapp.paths import resource
from fieldapp.services.findings import Finding, fail, ok, warn
from fieldapp.services.today import ENOUGH_DISK
from fieldapp.store.layout import VAULT_FILE, VAULT_MARKER

FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf", "HanaMinB.ttf", "DejaVuSans-Signs.ttf")
SAMPLE = "维护服务派工单 客户签字确认 𠅤䶮㛃 é€Ω①"
"""Common and rare Chinese, letters, signs: each in another one of the fonts."""

HARDLY_ANY = 50 * 2**20
PROBE = ".doctor-probe"


def fonts(_case: Case) -> Finding:
    """Every font file is there and together they can draw what an order holds: the screen and the PDF use the same files."""
    from fieldapp.forms.pdf.fonts import missing_glyphs

    missing = [name for name in FONTS if not resource(f"fonts/{name}").is_file()]
    if missing:
        return fail("fonts.missing", n=len(missing))
    lacking = missing_glyphs(SAMPLE)
    return fail("fonts.no-glyph", n=len(lacking)) if lacking else ok("fonts.ok", n=len(FONTS))


def disk(case: Case) -> Finding:
    """Room, and whether the folder really takes a file."""
    place = next((folder for folder in (case.folder, *case.folder.parents) if folder.is_dir()), case.folder)
    free = shutil.disk_usage(place).free
    probe = case.folder / PROBE
    if case.folder.is_dir():
        try:
            write_atomically(probe, b"x" * 4096, private=True)
        except OSError as error:
            return fail("disk.refuses", free=free, errno=error.errno)
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()
    if free < HARDLY_ANY:
        return fail("disk.full", free=free)
    return warn("disk.low", free=free) if free < ENOUGH_DISK else ok("disk.ok", free=free)


def keyring(case: Case) -> Finding:
    """The store's key: in the real keyring, tried with a made-up secret, or in a file under a passphrase."""
    from fieldapp.store.vault_keyring import round_trip

    if (case.folder / VAULT_FILE).exists():
        return ok("keyring.passphrase")
    try:
        return ok("keyring.ok", backend=round_trip())
    except EnvironmentFault as fault:
        if fault.code == "vault.locked":
            return fail("keyring.locked")
        if fault.code == "vault.no-keyring":
            return fail("keyring.gone") if (case.folder / VAULT_MARKER).exists() else warn("keyring.none")
        return fail("keyring.failed")
