"""A bare Debian 12 in a folder: made once with debootstrap, copied for each try, entered in namespaces of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

BASE = Path(os.environ.get("FIELDAPP_BARE_BASE", "/var/tmp/fieldapp-bare-bookworm"))
MIRROR = os.environ.get("FIELDAPP_MIRROR", "http://deb.debian.org/debian")
MOUNTS = "mount -t proc proc /proc; mount -t devpts devpts /dev/pts; mkdir -p /dev/shm; mount -t tmpfs tmpfs /dev/shm; "


@dataclass(frozen=True, slots=True)
class BareRoot:
    """One copy. Everything started in it ends with the call that started it, and no mount is seen outside."""

    folder: Path

    def run(self, script: str, user: str = "root", *, display: str = "", check: bool = True) -> str:
        """Run a shell script inside; what it printed. `check`: raises SystemExit with it when the script fails."""
        done = subprocess.run(self.command(script, user, display), capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f"inside, as {user}: {script}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done.stdout + done.stderr

    def command(self, script: str, user: str = "root", display: str = "") -> list[str]:
        """The same as a command line, to be started in the background."""
        settings = "export LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin; "
        settings += f"export DISPLAY={display}; " if display else "unset DISPLAY; "
        inner = f"cd ~ && {script}" if user == "root" else f"su -l {user} -w LANG,DISPLAY -c {shlex.quote(script)}"
        return [
            "unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private",
            "chroot", str(self.folder), "/bin/sh", "-ec", settings + MOUNTS + inner,
        ]  # fmt: skip

    def files(self) -> set[str]:
        """Every file and folder, but for what packages keep of themselves, caches and homes."""
        apart = (
            "/proc",
            "/sys",
            "/tmp",
            "/run",
            "/root",
            "/home",
            "/var/cache",
            "/var/log",
            "/var/lib/apt",
            "/var/lib/dpkg/info",
        )
        skipped = " -o ".join(f"-path {place}" for place in apart)
        listed = self.run(rf"find / -xdev \( {skipped} \) -prune -o -print")
        return {line for line in listed.splitlines() if not line.startswith("/var/lib/dpkg/")}


def fresh(folder: Path) -> BareRoot:
    """A new copy of the bare system at this place, made first where there is none."""
    if not (BASE / "etc" / "debian_version").exists():
        shutil.rmtree(BASE, ignore_errors=True)
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(BASE), MIRROR], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", str(BASE), str(folder)], check=True)
    shutil.copyfile("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    root = BareRoot(folder)
    root.run("apt-get update -qq")
    root.run("useradd -m -s /bin/sh engineer")
    return root
