"""The .deb on a bare Debian 12: install, work, upgrade from an older version with its data, remove. Needs root and debootstrap.

python installer/tests/bare_machine.py NEW.deb [--old COMMIT [--old-deb DEB]] [--pictures DIR]
About four minutes, and as many for building an older version.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import bare_root
from bare_root import BareRoot

ROOT = Path(__file__).resolve().parents[2]
DEVICE, PASSPHRASE = "device", "demo passphrase"
DATA = "/home/engineer/data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deb", type=Path)
    parser.add_argument("--old", metavar="COMMIT", help="build this older version, work with it, upgrade")
    parser.add_argument("--old-deb", type=Path, metavar="DEB", help="that older version, built already")
    parser.add_argument("--pictures", type=Path, help="windows as they look there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldapp-bare-", dir="/var/tmp") as place:
        root = bare_root.fresh(Path(place) / "root")
        shutil.copyfile(options.deb, root.folder / "root" / "new.deb")
        install_and_remove(root)
        if options.old:
            with older(options.old, Path(place)) as checkout:
                shutil.copyfile(options.old_deb or build_older(checkout), root.folder / "root" / "old.deb")
                upgrade(root, checkout)
        else:
            root.run("apt-get install -y -qq --no-install-recommends /root/new.deb")
        work(root)
        windows(root, options.pictures)
        menu(root)
        refuses_while_running(root)
        purge(root)


def told(words: str) -> None:
    print(f"ok  {words}", flush=True)


def install_and_remove(root: BareRoot) -> None:
    """Nothing of the package stays behind, and what it needs comes with it."""
    root.run("apt-get install -y -qq --no-install-recommends /root/new.deb && dpkg --purge fieldapp")
    before = root.files()
    root.run("dpkg -i /root/new.deb && fieldapp --version && dpkg --purge fieldapp")
    left = root.files() ^ before
    assert not left, f"left behind or taken along: {sorted(left)[:20]}"
    told(f"installed with what it depends on, removed again: the same {len(before)} files and folders as before")


class older:  # used as a function
    """A checkout of another commit beside this one, for as long as the block lasts."""

    def __init__(self, commit: str, place: Path) -> None:
        self.commit, self.path = commit, place / "older"

    def __enter__(self) -> Path:
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(self.path), self.commit], cwd=ROOT, check=True)
        return self.path

    def __exit__(self, *_: object) -> None:
        subprocess.run(["git", "worktree", "remove", "--force", str(self.path)], cwd=ROOT, check=True)


def build_older(checkout: Path) -> Path:
    """Its program in today's package."""
    environment = os.environ | {"FIELDAPP_SOURCE": str(checkout)}
    subprocess.run(
        [sys.executable, str(ROOT / "installer" / "build.py"), "deb", "--quick"],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next((checkout / "dist").glob("*.deb"))


def upgrade(root: BareRoot, checkout: Path) -> None:
    """Work an order with the old version, upgrade, compare, work the next one with the new version on the same data."""
    root.run("apt-get install -y -qq --no-install-recommends /root/old.deb")
    old_version = root.run("dpkg-query -W -f '${Version}' fieldapp")
    root.run(f"fieldapp demo --headless --data {DATA} --out out-old", "engineer")
    before = content(root, checkout)
    root.run("apt-get install -y -qq --no-install-recommends /root/new.deb")
    new_version = root.run("dpkg-query -W -f '${Version}' fieldapp")
    assert old_version != new_version, old_version
    same(before, content(root, ROOT), whole=True)
    told(f"{old_version} → {new_version}: all {len(before['orders'])} orders and {len(before['files'])} files are the same")
    root.run(f"fieldapp demo --headless --data {DATA} --out out-new", "engineer")
    after = content(root, ROOT)
    same(before, after, whole=False)
    sealed = [doc["number"] for doc in after["orders"].values() if any(entry["kind"] == "sealed" for entry in doc["events"])]
    assert len(sealed) >= 2, sealed
    told(f"the new version works the next order on the old data; sealed: {', '.join(sorted(sealed))}")


def content(root: BareRoot, checkout: Path) -> dict[str, Any]:
    """What the store holds, read from a copy with the sources of that version."""
    with tempfile.TemporaryDirectory() as place:
        device = Path(place) / DEVICE
        shutil.copytree(root.folder / DATA.lstrip("/") / DEVICE, device)
        command = [sys.executable, str(Path(__file__).with_name("store_content.py")), str(device), PASSPHRASE]
        environment = os.environ | {"PYTHONPATH": str(checkout)}
        read = subprocess.run(command, cwd=checkout, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(read.stdout)
    assert found["orders"], "the store is empty"
    assert not found["wrong"], found["wrong"]
    return found


def same(before: dict[str, Any], after: dict[str, Any], *, whole: bool) -> None:
    """Nothing of before is missing; `whole`: and nothing else was changed."""
    assert set(before["files"]) <= set(after["files"])
    assert set(before["orders"]) <= set(after["orders"])
    for order_id, doc in before["orders"].items():
        now = after["orders"][order_id]
        if whole:
            assert now == doc, order_id
        assert [entry["id"] for entry in doc["events"]] == [entry["id"] for entry in now["events"]][: len(doc["events"])], (
            order_id
        )
        assert {each["sha256"] for each in doc["attachments"]} <= {each["sha256"] for each in now["attachments"]}, order_id


def work(root: BareRoot) -> None:
    """The main job and a verification, as a user who is not root, without a screen."""
    root.run("fieldapp demo --headless --out job", "engineer")
    judged = root.run("fieldapp verify job/*.pdf --trust job/ca.pem --lang en", "engineer")
    assert "valid" in judged.splitlines()[0], judged
    told("main job headless as a user: " + judged.splitlines()[0].rsplit("/", 1)[-1])


def windows(root: BareRoot, pictures: Path | None) -> None:
    """The window and the verification of a PDF on a real X server (it runs outside; nothing more is installed inside)."""
    display = ":97"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1366x768x24", "-noreset", "-ac"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        for name, script, title in (
            ("window", "fieldapp window", "现场工单"),
            ("verify", "fieldapp verify --window job/*.pdf", "归档与验证"),
        ):
            shown(root.command(script, "engineer", display), display, title, pictures / f"{name}.png" if pictures else None)
            told(f"{script}: the window 「{title}」 is there")
    finally:
        server.terminate()
        server.wait()


def shown(command: list[str], display: str, title: str, picture: Path | None) -> None:
    """Start a program, wait for its window, take its picture, end it."""
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    environment = os.environ | {"DISPLAY": display}
    try:
        end = time.monotonic() + 60
        while subprocess.run(
            ["xdotool", "search", "--name", title], env=environment, capture_output=True, check=False
        ).returncode:
            assert program.poll() is None, program.stderr.read() if program.stderr else ""
            assert time.monotonic() < end, f"no window 「{title}」"
            time.sleep(0.2)
        time.sleep(5)
        if picture is not None:
            picture.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["import", "-window", "root", str(picture)], env=environment, check=True)
    finally:
        program.kill()  # unshare passes no other signal on; what it started ends with it
        program.wait()


def menu(root: BareRoot) -> None:
    """In the menu with an icon, offered for PDFs, and not put in the place of another viewer."""
    entries = root.folder / "usr/share/applications"
    for entry in ("fieldapp.desktop", "zz-fieldapp-verify.desktop"):
        subprocess.run(["desktop-file-validate", str(entries / entry)], check=True)
    for size in ("48x48/apps/fieldapp.png", "256x256/apps/fieldapp.png", "scalable/apps/fieldapp.svg"):
        assert (root.folder / "usr/share/icons/hicolor" / size).is_file(), size
    root.run("apt-get install -y -qq --no-install-recommends libglib2.0-bin desktop-file-utils shared-mime-info")
    viewer = "[Desktop Entry]\nType=Application\nName=Viewer\nExec=true %f\nMimeType=application/pdf;\n"
    for name in ("atril", "zathura"):  # one before and one after ours in the alphabet
        (entries / f"{name}.desktop").write_text(viewer, encoding="utf-8")
        root.run("update-desktop-database")
        offered = root.run("gio mime application/pdf", "engineer")
        assert "zz-fieldapp-verify.desktop" in offered, offered
        assert f": {name}.desktop" in offered.splitlines()[0], offered
        (entries / f"{name}.desktop").unlink()
    told("in the menu, with icons; offered for PDFs, and another viewer stays the default")


def refuses_while_running(root: BareRoot) -> None:
    """An upgrade under a running program is refused in words, and the program stays installed."""
    window = "su -l engineer -c 'QT_QPA_PLATFORM=offscreen fieldapp window --data w & echo'"
    there = "dpkg-query -W -f '${Status}\\n' fieldapp"
    said = root.run(f"{window}; sleep 6; dpkg -i /root/new.deb || {there}; dpkg --purge fieldapp || {there}")
    assert said.count("程序正在运行") == 2, said
    assert {"install ok installed", "purge ok installed"} <= set(said.splitlines()), said
    told("upgrade and removal while it runs are refused in words; the package stays installed")


def purge(root: BareRoot) -> None:
    """Gone but for what people made with it, and it says so."""
    said = root.run("dpkg --purge fieldapp")
    assert "~/.local/share/fieldapp" in said, said
    found = "find / -xdev -iname '*fieldapp*' -not -path '/proc/*' -not -path '/var/log/*'"
    left = [line for line in root.run(found).splitlines() if line]
    strangers = [line for line in left if not line.startswith(("/home/engineer/", "/root/", "/var/cache/apt/", "/tmp/"))]
    assert not strangers, strangers
    assert (root.folder / "home/engineer/job/summary.json").is_file()
    told("purged: nothing of its own is left, what the user made is")


if __name__ == "__main__":
    main()
