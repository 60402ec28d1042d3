"""Hard rules: who may be paired with whom, with a code for every rule a pair would break.

Some rules nobody may break (`ABSOLUTE`): a facilitator's lock or move against them is refused. The others are the
programme's own musts: the solver keeps them, a facilitator may overrule them by hand and is warned.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.rules.applying import Role
from bot.rules.matching.criteria import DEGREES, Profile, profile
from bot.rules.matching.people import (
    CRITERIA,
    Applicant,
    Arguments,
    ConstraintError,
    Constraints,
    Policy,
    Stance,
    is_capacity,
)

OWN_MENTOR, PRIVATE_WISH, FORBIDDEN, REPEAT = "self", "private-wish", "forbidden", "repeat"
ABSOLUTE = frozenset({OWN_MENTOR, PRIVATE_WISH, FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Pool:
    """The applicants by side, each side sorted by id so that nothing depends on the order they came in.

    Whoever would take either role is on both sides until the solver, or a lock, has chosen one.
    """

    applicants: tuple[Applicant, ...]
    mentors: tuple[Profile, ...]
    actors: tuple[Profile, ...]

    @property
    def name_of(self) -> dict[int, str]:
        """Names by id."""
        return {applicant.id: applicant.name for applicant in self.applicants}


def make_pool(applicants: Iterable[Applicant]) -> Pool:
    """Check applicants and sort them by side.

    Raises ConstraintError naming the row (from 1) for a capacity that is not a whole number of at least 0, and the
    person for somebody who is there twice in one role.
    """
    rows = list(applicants)
    for row, applicant in enumerate(rows, start=1):
        _check_capacity(row, applicant)
    ordered = tuple(sorted(rows, key=lambda applicant: (applicant.id, applicant.role)))
    for first, second in pairwise(ordered):
        if first.id == second.id and (first.role == second.role or Role.EITHER in (first.role, second.role)):
            raise ConstraintError("match-error-twice", {"name": first.name})
    return Pool(ordered, _side(ordered, Role.MENTOR), _side(ordered, Role.ACTOR))


def _check_capacity(row: int, applicant: Applicant) -> None:
    if not is_capacity(applicant.capacity):
        raise ConstraintError("match-error-capacity", {"row": row, "name": applicant.name})


def _side(ordered: Sequence[Applicant], role: Role) -> tuple[Profile, ...]:
    return tuple(profile(applicant) for applicant in ordered if applicant.role in (role, Role.EITHER))


def is_repeat(mentor: Profile, actor: Profile) -> bool:
    """Whether the two were paired before, whichever of them says so and whoever was the mentor."""
    first, second = mentor.applicant, actor.applicant
    return second.id in first.earlier or first.id in second.earlier


def broken_rules(mentor: Profile, actor: Profile, policy: Policy, constraints: Constraints) -> tuple[str, ...]:
    """The codes of all hard rules the pair would break, the absolute ones first; empty when they may be paired."""
    broken = [*_broken_absolute(mentor.applicant, actor.applicant, constraints)]
    broken += [code for code in CRITERIA if policy.is_must(code) and not DEGREES[code](mentor, actor)[0]]
    if policy.repeats is Stance.NEVER and is_repeat(mentor, actor):
        broken.append(REPEAT)
    return tuple(broken)


def _broken_absolute(mentor: Applicant, actor: Applicant, constraints: Constraints) -> Iterable[str]:
    if mentor.id == actor.id:
        yield OWN_MENTOR
    if actor.id in mentor.avoids or mentor.id in actor.avoids:
        yield PRIVATE_WISH
    if not constraints.forbidden.isdisjoint({(mentor.id, actor.id), (actor.id, mentor.id)}):
        yield FORBIDDEN


def check_pairs(pool: Pool, constraints: Constraints, pairs: Sequence[tuple[int, int]]) -> None:
    """Refuse pairs (mentor, actor) set by hand that cannot stand, whatever the policy says.

    Raises ConstraintError naming the people: somebody not on that side, an absolute rule broken, an actor with two
    mentors, more actors than a mentor's capacity, or one person of either role on both sides.
    """
    mentors = {one.applicant.id: one.applicant for one in pool.mentors}
    actors = {one.applicant.id: one.applicant for one in pool.actors}
    for mentor, actor in pairs:
        _check_pair(pool, mentors.get(mentor), actors.get(actor), (mentor, actor), constraints)
    _check_one_mentor_each(pool, pairs)
    _check_room(mentors, pairs)
    _check_one_side(actors, pairs)


def _check_pair(
    pool: Pool,
    mentor: Applicant | None,
    actor: Applicant | None,
    ids: tuple[int, int],
    constraints: Constraints,
) -> None:
    names = {side: pool.name_of.get(id_, str(id_)) for side, id_ in zip(("mentor", "actor"), ids, strict=True)}
    if mentor is None or actor is None:
        raise ConstraintError("match-error-side", names)
    for code in _broken_absolute(mentor, actor, constraints):
        raise ConstraintError(f"match-error-{code}", names)


def _check_one_mentor_each(pool: Pool, pairs: Sequence[tuple[int, int]]) -> None:
    for actor, count in Counter(actor for _, actor in pairs).items():
        if count > 1:
            names = tuple(pool.name_of[mentor] for mentor, other in sorted(pairs) if other == actor)
            raise ConstraintError("match-error-two-mentors", {"actor": pool.name_of[actor], "mentors": names})


def _check_room(mentors: dict[int, Applicant], pairs: Sequence[tuple[int, int]]) -> None:
    for mentor, count in Counter(mentor for mentor, _ in pairs).items():
        if count > mentors[mentor].capacity:
            arguments: Arguments = {
                "mentor": mentors[mentor].name,
                "count": count,
                "capacity": mentors[mentor].capacity,
            }
            raise ConstraintError("match-error-capacity-exceeded", arguments)


def _check_one_side(actors: dict[int, Applicant], pairs: Sequence[tuple[int, int]]) -> None:
    for both in sorted({mentor for mentor, _ in pairs} & {actor for _, actor in pairs}):
        if actors[both].role is Role.EITHER:
            raise ConstraintError("match-error-both-sides", {"name": actors[both].name})
