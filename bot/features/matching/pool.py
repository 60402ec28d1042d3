"""Who can be paired in a programme at this moment, read from the store, and what the facilitator has settled."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.context import Context
from bot.entities import Account, Application, ApplicationState, Forbid, Pairing, PairingState, Person, Programme
from bot.people import absent, hours_of
from bot.rules.applying import Role
from bot.rules.matching import Applicant, Constraints, Policy, UnresolvedName, resolve_names
from bot.rules.rounds import Couple

POLICY = Policy()
LIVE = frozenset({PairingState.PROPOSED, PairingState.ACTIVE, PairingState.PAUSED})
SEEN = LIVE | {PairingState.ENDED}


@dataclass(frozen=True, slots=True)
class UnclearNames:
    """Names in one application that are nobody's or more than one person's."""

    application: Application
    wishes: tuple[UnresolvedName, ...]
    avoid: tuple[UnresolvedName, ...]


@dataclass(frozen=True)
class Pool:
    """A programme's applicants, its drafts, and who may not be paired. `names` are those of everybody concerned.

    `drafts` are the draft pairs whose two people are both here; `broken` those of which somebody is not, any more.
    """

    programme: Programme
    applicants: tuple[Applicant, ...]
    applications: Mapping[int, Application]
    names: Mapping[int, str]
    drafts: tuple[Pairing, ...]
    broken: tuple[Pairing, ...]
    forbids: tuple[Forbid, ...]
    unclear: tuple[UnclearNames, ...]
    without_consent: int
    without_account: tuple[int, ...]

    @cached_property
    def constraints(self) -> Constraints:
        """What the solver must keep to."""
        locked = frozenset(couple_of(draft) for draft in self.drafts if draft.locked)
        return Constraints(locked, self.forbidden)

    @property
    def forbidden(self) -> frozenset[Couple]:
        """People who are never paired with one another."""
        return frozenset((item.first_id, item.second_id) for item in self.forbids)

    @property
    def waiting(self) -> tuple[Application, ...]:
        """Applications that wait for a pair; a mentor with room left is in the pool without waiting."""
        return tuple(item for item in self.applications.values() if item.state == ApplicationState.WAITING)


def couple_of(pairing: Pairing) -> Couple:
    """Mentor and actor by person id."""
    return pairing.mentor_id, pairing.actor_id


def capacity_of(application: Application) -> int:
    """How many actors somebody takes; one unless they said otherwise."""
    return 1 if application.answers.capacity is None else application.answers.capacity


async def read_pool(ctx: Context, programme: Programme) -> Pool:
    """The pool: those who wait and have agreed, and mentors with room left. Who left or is away is not in it."""
    states = (ApplicationState.WAITING, ApplicationState.PLACED)
    applied = await ctx.work.all(Application, programme_id=programme.id, state=states)
    pairings = await ctx.work.all(Pairing)
    everybody = await ctx.work.all(Person)
    names = {person.id: person.name for person in everybody}
    zones = {person.id: hours_of(person, ctx.work.community).zone for person in everybody}
    away = await absent(ctx.work, [item.person_id for item in applied]) | _away(pairings)
    consenting = [item for item in applied if item.answers.consent and item.person_id not in away]
    own = _by_person(one for one in pairings if one.programme_id == programme.id)
    roles = {item.person_id: _place(item, own[item.person_id]) for item in consenting}
    inside = {item.person_id: item for item in consenting if roles[item.person_id]}
    known = {item.person_id: item.answers.name or names[item.person_id] for item in applied}
    unclear = [_unclear(item, known, names) for item in inside.values()]
    earlier = _earlier(pairings)
    drafts = [one for one in pairings if one.programme_id == programme.id and one.state == PairingState.DRAFT]
    reached = {account.person_id for account in await ctx.work.all(Account)}
    return Pool(
        programme,
        tuple(_applicant(inside[who], roles[who], names, known, earlier[who], zones[who]) for who in inside),
        inside,
        names,
        tuple(one for one in drafts if inside.keys() >= set(one.members())),
        tuple(one for one in drafts if not inside.keys() >= set(one.members())),
        tuple(await ctx.work.all(Forbid, programme_id=programme.id)),
        tuple(item for item in unclear if item.wishes or item.avoid),
        sum(not item.answers.consent for item in applied),
        tuple(sorted(inside.keys() - reached)),
    )


def _away(pairings: Iterable[Pairing]) -> set[int]:
    """People who have paused a pair: nobody is offered to them, nor they to anybody (MAT-05)."""
    paused = [item for item in pairings if item.state == PairingState.PAUSED]
    return {who for item in paused for who in ([item.paused_by] if item.paused_by else item.members())}


def _earlier(pairings: Iterable[Pairing]) -> defaultdict[int, tuple[int, ...]]:
    """Everybody's partners until now, in any programme (MAT-02)."""
    partners: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for item in pairings:
        if item.state in SEEN:
            partners[item.mentor_id] += (item.actor_id,)
            partners[item.actor_id] += (item.mentor_id,)
    return partners


def _by_person(pairings: Iterable[Pairing]) -> defaultdict[int, list[Pairing]]:
    found: defaultdict[int, list[Pairing]] = defaultdict(list)
    for pairing in pairings:
        for member in pairing.members():
            found[member].append(pairing)
    return found


def _place(item: Application, own: Iterable[Pairing]) -> tuple[Role, int] | None:
    """The side on which somebody can be paired now and for how many more; None for nobody's.

    Whoever waits has the room that their present pairs leave. A mentor who does not wait keeps on filling up what they
    offered, but a place that somebody left is free again only when the mentor asks.
    """
    states = Counter(one.state for one in own if one.mentor_id == item.person_id)
    live = sum(states[state] for state in LIVE)
    if any(one.actor_id == item.person_id and one.state in LIVE for one in own):
        return None
    if item.state == ApplicationState.WAITING:
        role = Role.MENTOR if live else item.answers.role
        return role, max(0, capacity_of(item) - live)
    left = capacity_of(item) - live - states[PairingState.ENDED]
    return (Role.MENTOR, left) if live and left > 0 else None


def _applicant(
    item: Application,
    place: tuple[Role, int] | None,
    names: Mapping[int, str],
    known: Mapping[int, str],
    earlier: tuple[int, ...],
    zone: str,
) -> Applicant:
    """What matching knows of somebody; `zone` stands in where the application tells none."""
    answers, (role, room) = item.answers, place or (item.answers.role, 0)
    wishes, _ = resolve_names(answers.wishes, known)
    avoided = _avoided(answers.avoid, known, names)
    return Applicant(
        item.person_id, names[item.person_id], role, answers.languages, answers.offers, answers.wants, answers.format,
        answers.place, answers.employer, room, wishes, avoided, answers.time_zone or zone, earlier,
    )  # fmt: skip


def _avoided(avoid: tuple[str, ...], known: Mapping[int, str], names: Mapping[int, str]) -> tuple[int, ...]:
    """Everybody whom an avoid list may mean: when a name is unclear, all its bearers are kept apart, never guessed."""
    found: set[int] = set()
    for people in (known, names):
        sure, unclear = resolve_names(avoid, people)
        found |= {*sure, *(candidate for item in unclear for candidate in item.candidates)}
    return tuple(sorted(found))


def _unclear(item: Application, known: Mapping[int, str], names: Mapping[int, str]) -> UnclearNames:
    _, wishes = resolve_names(item.answers.wishes, known)
    _, avoid = resolve_names(item.answers.avoid, known)
    resolved_otherwise = {one.name for one in avoid if not one.candidates and resolve_names((one.name,), names)[0]}
    return UnclearNames(item, wishes, tuple(one for one in avoid if one.name not in resolved_otherwise))
