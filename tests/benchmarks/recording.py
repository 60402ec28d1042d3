"""The statements that something makes, kept in order, to be run again with nothing around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.benchmarks.bare import Bare

COMMIT, ROLLBACK = "COMMIT", "ROLLBACK"


@dataclass(frozen=True, slots=True)
class Step:
    """One statement as the driver got it. `many` means a list of values, one for each time it is run."""

    statement: str
    values: Any = ()
    many: bool = False


@dataclass
class Recording:
    """Steps in order."""

    steps: list[Step] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many there were, beginnings and ends of transactions left out."""
        return sum(not step.statement.startswith(("BEGIN", COMMIT, ROLLBACK)) for step in self.steps)

    @property
    def transactions(self) -> int:
        """How many were committed or rolled back."""
        return sum(step.statement in {COMMIT, ROLLBACK} for step in self.steps)

    async def replay(self, connection: Bare) -> None:
        """Run it all again, one after the other, and fetch what it gives."""
        for step in self.steps:
            if step.statement == COMMIT:
                await connection.commit()
            elif step.statement == ROLLBACK:
                await connection.rollback()
            elif step.many:
                await connection.ask_many(step.statement, step.values)
            else:
                await connection.ask(step.statement, step.values)


@contextmanager
def recorded(engine: AsyncEngine) -> Iterator[Recording]:
    """Keep what an engine's connections are asked meanwhile, one after the other."""
    made = Recording()

    def asked(_c: Connection, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
        # With several rows in one statement it is many to SQLAlchemy, and one to the driver.
        made.steps.append(Step(statement, values, many and isinstance(values, list)))

    def committed(_: Connection) -> None:
        made.steps.append(Step(COMMIT))

    def rolled_back(_: Connection) -> None:
        made.steps.append(Step(ROLLBACK))

    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": asked,
        "commit": committed,
        "rollback": rolled_back,
    }
    for name, listener in listeners.items():
        event.listen(engine.sync_engine, name, listener)
    try:
        yield made
    finally:
        for name, listener in listeners.items():
            event.remove(engine.sync_engine, name, listener)
