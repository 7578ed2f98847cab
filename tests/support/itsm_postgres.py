"""A PostgreSQL cluster of our own in a temporary folder, reached through a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg


def programs() -> Path | None:
    """The folder of the newest installed PostgreSQL, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def unprivileged() -> list[str] | None:
    """What to put before a command so that it does not run as root (PostgreSQL refuses to); None when that is not possible."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return None
    return ["runuser", "-u", "postgres", "--"]


class PostgresCluster:
    """`start()` once, `new_database()` for each test that wants an empty one."""

    def __init__(self) -> None:
        bin_dir, prefix = programs(), unprivileged()
        assert bin_dir is not None
        assert prefix is not None
        self._bin, self._prefix = bin_dir, prefix
        self.folder = Path(tempfile.mkdtemp(prefix="fieldapp-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")

    def start(self) -> PostgresCluster:
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "fieldapp", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c max_connections=120"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        return self

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """The SQLAlchemy URL of an empty database."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(host=str(self.folder), user="fieldapp", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # a name made here
        return f"postgresql+psycopg://fieldapp@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._prefix, str(self._bin / program), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
