"""A PostgreSQL server of our own: in a folder of its own, on loopback, with durability on."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

ROLE = "bettercare"


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL on this machine; ``None`` where there is none."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_release)
    if known:
        return known[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _release(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdigit() else 0


class Server:
    """A server that is started by hand. It never runs as root, which PostgreSQL refuses."""

    def __init__(self, folder: Path | None = None) -> None:
        found = binaries()
        if found is None:
            raise FileNotFoundError("initdb")
        self.bin = found
        self.folder = folder or Path(tempfile.mkdtemp(prefix="bettercare-pg-"))
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)

    def start(self) -> "Server":
        """Make the cluster, start it, and make the role of the service."""
        self.folder.chmod(0o755)
        secret = self.folder / "password"
        secret.write_text(self.password)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (self.folder, secret):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        initdb = ("-D", "cluster", "-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8")
        self._run(
            "initdb", *initdb, "--data-checksums", "--pwfile", "password", "--no-instructions"
        )
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c max_connections=60"
        )
        self._run("pg_ctl", "-D", "cluster", "-l", "log", "-w", "-o", options, "start")
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(ROLE), sql.Literal(self.password)
                )
            )
        return self

    def stop(self) -> None:
        """Stop the server and take its folder away."""
        self._run("pg_ctl", "-D", "cluster", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """A connection of the superuser, each statement its own transaction."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            password=self.password,
            dbname=database,
            autocommit=True,
        )

    def database(self, name: str, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another; gives its address for the service."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    *map(sql.Identifier, (name, ROLE, template))
                )
            )
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{name}"

    def drop(self, name: str) -> None:
        """Take a database away, with whoever is still connected."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _run(self, program: str, *words: str) -> None:
        who = "postgres" if os.geteuid() == 0 else None
        # A file and no pipe: the server would hold a pipe open for as long as it runs.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [self.bin / program, *words],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                check=False,
                user=who,
                group=who,
            )
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{program}: {said.read().decode()}")


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def has_user() -> bool:
    """Whether there is somebody who may run the server where we are root."""
    return any(one.pw_name == "postgres" for one in pwd.getpwall())
