"""Communities with programmes that run, put straight into a database: who they are follows from their number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.entities import (
    Account,
    Agreement,
    Community,
    Fit,
    FitAnswer,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    Person,
    Programme,
    ProgrammeState,
    Space,
)
from storage import SqlStore, tables
from tests.benchmarks.databases import Row, load, row_of

TODAY = datetime(2027, 3, 9, tzinfo=UTC)  # a Tuesday on which no country moves its clocks
BEGAN = TODAY - timedelta(days=60)
LAST_MET, NEXT_MEETING = TODAY - timedelta(days=20), TODAY + timedelta(days=10, hours=12)
COHORT = 40
"""So many people are in one programme, half of them mentors."""
HOME = ("Europe/Helsinki",)
ANY_TIME = time(0)
QUIET = (time(18), time(8)), (time(17), time(9)), (time(20), time(7)), (ANY_TIME, ANY_TIME)


@dataclass(frozen=True, slots=True)
class Town:
    """One community with its one space; the ids of its people, programmes and pairs follow from where they begin.

    `zones` are where its people live: the community's own first, in which most do.
    """

    id: int
    platform: str
    people: int
    first_person: int
    first_programme: int
    first_pairing: int
    zones: Sequence[str] = HOME
    country: str = ""
    key: str = ""
    """The platform's own id of its space, where that matters."""

    @property
    def space(self) -> str:
        """The platform's id of its space."""
        return self.key or f"T{self.id}"

    @property
    def programmes(self) -> int:
        """How many: everybody is in one."""
        return -(-self.people // COHORT)

    @property
    def pairs(self) -> int:
        """How many: whoever is left over in the end has none."""
        return sum(self._cohort(number) // 2 for number in range(self.programmes))

    def _cohort(self, number: int) -> int:
        return min(COHORT, self.people - number * COHORT)

    def couples(self) -> Iterator[tuple[int, int, int, int]]:
        """The number of each pair, of its programme, its mentor and its actor."""
        pairing = self.first_pairing
        for number in range(self.programmes):
            first, half = self.first_person + number * COHORT, self._cohort(number) // 2
            for place in range(half):
                yield pairing, self.first_programme + number, first + place, first + half + place
                pairing += 1


@dataclass
class Founder:
    """Gives towns their numbers, and puts them into a database that is empty but for what it has put there itself."""

    towns: list[Town] = field(default_factory=list)
    _people: int = 1
    _programmes: int = 1
    _pairs: int = 1

    def town(self, platform: str, people: int, zones: Sequence[str] = HOME, country: str = "", key: str = "") -> Town:
        """One more."""
        made = Town(
            len(self.towns) + 1, platform, people, self._people, self._programmes, self._pairs, zones, country, key
        )  # fmt: skip
        self._people, self._programmes = self._people + people, self._programmes + made.programmes
        self._pairs += made.pairs
        self.towns.append(made)
        return made

    def settle(
        self, store: SqlStore, meetings: Callable[[Town], Iterator[Row]] | None = None, *, asked: bool = True
    ) -> None:
        """Everybody moves in. Pairs have agreed, met twenty days ago and meet in ten, or as `meetings` says.

        They were `asked` how the pair fits and go on; else all of them have to be asked yet.
        """
        load(store, tables.community, (_community(town) for town in self.towns))
        load(store, tables.space, (_space(town) for town in self.towns))
        load(store, tables.people, (row for town in self.towns for row in _people(town)))
        load(store, tables.account, (row for town in self.towns for row in _accounts(town)))
        load(store, tables.programme, (row for town in self.towns for row in _programmes(town)))
        load(store, tables.pairing, (row for town in self.towns for row in _pairings(town)))
        load(store, tables.agreement, (row for town in self.towns for row in _agreements(town)))
        if asked:
            load(store, tables.fit, (row for town in self.towns for row in _fits(town)))
        load(store, tables.meeting, (row for town in self.towns for row in (meetings or _meetings)(town)))


def _community(town: Town) -> Row:
    return row_of(Community(f"Town {town.id}", "en", town.zones[0], town.country, town.id))


def _space(town: Town) -> Row:
    return row_of(Space(town.id, town.platform, town.space, f"Town {town.id}")) | {"id": town.id}


def _people(town: Town) -> Iterator[Row]:
    """Four in five live where the community is, the others elsewhere; some have their own quiet hours."""
    row = row_of(Person(town.id, ""))
    for number in range(town.first_person, town.first_person + town.people):
        elsewhere = town.zones[number % len(town.zones)] if number % 5 == 0 else ""
        quiet_from, quiet_until = QUIET[(number // 7) % len(QUIET)] if number % 3 == 0 else QUIET[0]
        yield row | {
            "id": number, "name": f"Person {number}", "time_zone": elsewhere, "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        }  # fmt: skip


def _accounts(town: Town) -> Iterator[Row]:
    row = row_of(Account(town.id, town.id, 0, ""))
    for number in range(town.first_person, town.first_person + town.people):
        yield row | {"id": number, "person_id": number, "external_id": f"U{number}"}


def _programmes(town: Town) -> Iterator[Row]:
    row = row_of(
        Programme(
            town.id, "", "international work", state=ProgrammeState.RUNNING, opened_at=BEGAN - timedelta(days=40),
            started_at=BEGAN, starts_on=BEGAN.date(), ends_on=date(2027, 9, 30), created_at=BEGAN - timedelta(days=50),
        )
    )  # fmt: skip
    for number in range(town.first_programme, town.first_programme + town.programmes):
        yield row | {"id": number, "name": f"Programme {number}"}


def _pairings(town: Town) -> Iterator[Row]:
    row = row_of(Pairing(town.id, 0, 0, 0, PairingState.ACTIVE, introduced_at=BEGAN))
    for pairing, programme, mentor, actor in town.couples():
        yield row | {"id": pairing, "programme_id": programme, "mentor_id": mentor, "actor_id": actor}


def _agreements(town: Town) -> Iterator[Row]:
    agreed = BEGAN + timedelta(days=14)
    row = row_of(Agreement(town.id, 0, 1, {"aims": "To learn from one another"}, agreed, agreed))
    for pairing, *_ in town.couples():
        yield row | {"id": pairing, "pairing_id": pairing}


def _fits(town: Town) -> Iterator[Row]:
    """Both of each pair have said that they go on."""
    row = row_of(Fit(town.id, 0, 0, FitAnswer.GO_ON, BEGAN + timedelta(days=20)))
    for pairing, _, mentor, actor in town.couples():
        yield row | {"id": 2 * pairing, "pairing_id": pairing, "person_id": mentor}
        yield row | {"id": 2 * pairing + 1, "pairing_id": pairing, "person_id": actor}


def _meetings(town: Town) -> Iterator[Row]:
    held = row_of(Meeting(town.id, 0, LAST_MET, state=MeetingState.HELD, on_theme=True, logged_at=LAST_MET))
    planned = row_of(Meeting(town.id, 0, NEXT_MEETING))
    for pairing, *_ in town.couples():
        yield held | {"id": 2 * pairing, "pairing_id": pairing}
        yield planned | {"id": 2 * pairing + 1, "pairing_id": pairing}
