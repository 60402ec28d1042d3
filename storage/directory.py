"""Who is who in one community."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entities import Account, Person, Reach
from storage import tables

OPEN_FIRST = case((tables.account.c.reach == Reach.OPEN, 0), else_=1)


class SqlDirectory:
    """Implements `bot.ports.Directory`."""

    def __init__(self, session: AsyncSession, community_id: int) -> None:
        self.session = session
        self.community_id = community_id

    async def account_of(self, person_id: int, space_id: int | None = None) -> Account | None:
        """The account to write to: in the space if given; an open one before a closed one; the oldest first."""
        columns = tables.account.c
        statement = select(Account).where(
            columns.community_id == self.community_id, columns.person_id == person_id, columns.reach != Reach.GONE
        )
        if space_id is not None:
            statement = statement.where(columns.space_id == space_id)
        return (await self.session.scalars(statement.order_by(OPEN_FIRST, columns.id).limit(1))).first()

    async def accounts_of(self, people: Collection[int]) -> Mapping[int, Account]:
        """The same choice for many people with one query."""
        columns = tables.account.c
        statement = select(Account).where(
            columns.community_id == self.community_id,
            columns.person_id.in_(list(people)),
            columns.reach != Reach.GONE,
        )
        found: dict[int, Account] = {}
        for account in await self.session.scalars(statement.order_by(OPEN_FIRST, columns.id)):
            found.setdefault(account.person_id, account)
        return found

    async def by_email(self, email: str) -> Person | None:
        """The person with this address. Nobody has an empty one."""
        if not email:
            return None
        columns = tables.people.c
        same = func.lower(columns.email) == email.strip().lower()
        statement = select(Person).where(columns.community_id == self.community_id, same).order_by(columns.id).limit(1)
        return (await self.session.scalars(statement)).first()

    async def named(self, text: str, limit: int = 10) -> Sequence[Person]:
        """People by the beginning of their name. Compared in Python: SQLite folds only ASCII letters."""
        columns = tables.people.c
        statement = select(Person).where(columns.community_id == self.community_id, columns.erased_at.is_(None))
        wanted = text.strip().casefold()
        everybody = await self.session.scalars(statement.order_by(columns.name))
        return [person for person in everybody if person.name.casefold().startswith(wanted)][:limit]
