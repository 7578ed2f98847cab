"""From the frozen folder to the .deb: /usr/lib/fieldapp with the program, the menu, the icons, the man page, the papers.

The same commit gives the same bytes: names are sorted, times are the commit's, everything belongs to root.
"""

from __future__ import annotations

import gzip
import os
import shutil
import stat
import subprocess
from pathlib import Path

import icons
import trim
import version
from contents import ROOT

HERE = Path(__file__).resolve().parent / "linux"
HOME = "usr/lib/fieldapp"

CONTROL = """Package: fieldapp
Version: {version}
Architecture: amd64
Maintainer: fieldapp <fieldapp@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Suggests: fcitx5 | ibus
Section: utils
Priority: optional
Description: field-service work orders that work without a network
 Field engineers receive work orders, fill them in, have the customer sign on
 the screen and hand over a sealed PDF at once, offline. Later everything is
 brought to the ITSM endpoint. Brings its own Python and Qt.
 .
 现场工单：接单、填写、客户屏上签名、当场交付盖章 PDF，断网可用，联网后自动同步。
"""

RECOMMENDED = ("gnome-keyring | kwalletmanager | deepin-keyring-whitebox",)
"""The key of the store is kept there; without a keyring the program asks for a passphrase at every start."""


def build(folder: Path, work: Path, dist: Path, quick: bool = False) -> Path:
    """The .deb of a frozen folder; its path. `quick`: not compressed, for trying."""
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / HOME, symlinks=True)
    documents(tree)
    menu(tree, icons.make(work))
    control(tree, folder)
    normalise(tree)
    target = dist / f"fieldapp_{version.package()}_amd64.deb"
    packing = ["-Znone"] if quick else ["-Zxz", "--threads-max=1"]  # one thread: the same bytes on every machine
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(version.moment())}
    subprocess.run(
        ["dpkg-deb", *packing, "--root-owner-group", "--build", str(tree), str(target)],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    return target


def documents(tree: Path) -> None:
    """Licences, changelog, man page, completion; and the command."""
    papers = tree / "usr/share/doc/fieldapp"
    papers.mkdir(parents=True)
    (tree / HOME / "licences").rename(papers / "licences")
    shutil.copyfile(papers / "licences" / "README.txt", papers / "copyright")
    changes = ROOT / "CHANGELOG.md"
    packed(papers / "changelog.gz", changes.read_bytes() if changes.is_file() else f"fieldapp {version.package()}\n".encode())
    helps = commands()
    lines = "\n".join(f".TP\n.B {name}\n{words}" for name, words in helps.items())
    page = (HERE / "fieldapp.1").read_text(encoding="utf-8").replace("@COMMANDS@", lines)
    packed(tree / "usr/share/man/man1/fieldapp.1.gz", page.encode())
    completion = tree / "usr/share/bash-completion/completions/fieldapp"
    completion.parent.mkdir(parents=True)
    completion.write_text(f'complete -o default -W "{" ".join(helps)}" fieldapp\n', encoding="utf-8")
    link = tree / "usr/bin/fieldapp"
    link.parent.mkdir(parents=True)
    link.symlink_to("../lib/fieldapp/fieldapp")


def commands() -> dict[str, str]:
    """The commands of the program and what they are for."""
    from fieldapp.cli import HELP

    return dict(HELP)


def packed(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, 9, mtime=0))


def menu(tree: Path, drawn: icons.Icons) -> None:
    """Two entries of the menu; the second one is what a PDF can be opened with."""
    entries = tree / "usr/share/applications"
    entries.mkdir(parents=True)
    for name in ("fieldapp.desktop", "zz-fieldapp-verify.desktop"):
        shutil.copyfile(HERE / name, entries / name)
    themes = tree / "usr/share/icons/hicolor"
    for size in (*icons.SIZES, 512):
        target = themes / f"{size}x{size}" / "apps" / "fieldapp.png"
        target.parent.mkdir(parents=True)
        shutil.copyfile(drawn.png(size), target)
    (themes / "scalable/apps").mkdir(parents=True)
    shutil.copyfile(icons.DRAWING, themes / "scalable/apps/fieldapp.svg")


def control(tree: Path, folder: Path) -> None:
    needed, optional = trim.packages(folder)
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    papers = tree / "DEBIAN"
    papers.mkdir()
    text = CONTROL.format(
        version=version.package(),
        size=kilobytes,
        depends=", ".join([*needed, "ca-certificates", "tzdata"]),
        recommends=", ".join([*optional, *RECOMMENDED]),
    )
    (papers / "control").write_text(text, encoding="utf-8")
    for source, targets in {"running": ("preinst", "prerm"), "postrm": ("postrm",)}.items():
        for target in targets:
            shutil.copyfile(HERE / source, papers / target)
    sums = subprocess.run(
        "find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum", shell=True, cwd=tree, check=True, capture_output=True
    )
    (papers / "md5sums").write_bytes(sums.stdout)


def normalise(tree: Path) -> None:
    """Rights and times that do not depend on who built it, and when."""
    moment = version.moment()
    scripts = {tree / "DEBIAN" / name for name in ("preinst", "prerm", "postrm")}
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path in scripts or path == tree / HOME / "fieldapp"
            path.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH | (0o111 if runs else 0))
        os.utime(path, (moment, moment), follow_symlinks=False)
