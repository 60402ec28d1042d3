"""Who is who in one community."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entities import Account, Person, Reach, Space
from bot.errors import NotFound
from storage import tables
from storage.mapping import TABLES

# By entity: they have to be mapped before they are selected.
_space, _account, _person = (TABLES[kind].c for kind in (Space, Account, Person))
_BEST_FIRST = (case((_account.reach == Reach.OPEN, 0), else_=1), _account.id)
_OF_PEOPLE = (
    select(Account)
    .where(
        _account.community_id == bindparam("community"),
        _account.person_id.in_(bindparam("people", expanding=True)),
        _account.reach != Reach.GONE,
    )
    .order_by(*_BEST_FIRST)
)
_RECIPIENTS = (
    select(Space, Person, Account)
    .join_from(
        Space,
        Person,
        and_(_person.community_id == _space.community_id, _person.id.in_(bindparam("people", expanding=True))),
        isouter=True,
    )
    .outerjoin(
        Account, and_(_account.person_id == _person.id, _account.space_id == _space.id, _account.reach != Reach.GONE)
    )
    .where(_space.community_id == bindparam("community"), _space.id == bindparam("space"))
    .order_by(*_BEST_FIRST)
)


class SqlDirectory:
    """Implements `bot.ports.Directory`."""

    def __init__(self, session: AsyncSession, community_id: int) -> None:
        self.session = session
        self.community_id = community_id

    async def recipients(
        self, people: Collection[int], space_id: int
    ) -> tuple[Space, Mapping[int, tuple[Person, Account | None]]]:
        """A space and these people with their accounts there, with one query: every message needs them."""
        values = {"community": self.community_id, "people": list(people), "space": space_id}
        rows = (await self.session.execute(_RECIPIENTS, values)).all()
        if not rows:
            raise NotFound("not-found-space")
        found: dict[int, tuple[Person, Account | None]] = {}
        for _, person, account in rows:
            if person is not None:
                found.setdefault(person.id, (person, account))
        return rows[0][0], found

    async def account_of(self, person_id: int, space_id: int | None = None) -> Account | None:
        """The account to write to: in the space if given; an open one before a closed one; the oldest first."""
        mine = await self._accounts([person_id])
        return next((one for one in mine if space_id in {None, one.space_id}), None)

    async def accounts_of(self, people: Collection[int]) -> Mapping[int, Account]:
        """The same choice for many people with one query."""
        found: dict[int, Account] = {}
        for account in await self._accounts(people):
            found.setdefault(account.person_id, account)
        return found

    async def _accounts(self, people: Collection[int]) -> Sequence[Account]:
        values = {"community": self.community_id, "people": list(people)}
        return (await self.session.scalars(_OF_PEOPLE, values)).all()

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
