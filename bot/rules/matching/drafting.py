"""The pipeline: check, hard rules, score, solve, prove, explain. The facilitator decides on what comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.rules.matching.criteria import DEGREES
from bot.rules.matching.explain import explain_parts
from bot.rules.matching.left_over import left_over
from bot.rules.matching.people import Applicant, ConstraintError, Constraints, Draft, Pair, Policy, Reason
from bot.rules.matching.problem import objective
from bot.rules.matching.rules import check_pairs, make_pool
from bot.rules.matching.solve import solve
from bot.rules.matching.table import Cell, Table, make_table


def draft(
    applicants: Iterable[Applicant], policy: Policy = Policy(), constraints: Constraints = Constraints()
) -> Draft:
    """The best pairs for these applications, the same for any order in which they are given.

    In strict order: locks and hard rules, most people placed (a mentor who would have nobody is a person too), fewest
    repeats of earlier pairs, highest total of scores, loads of mentors as even as can be. Raises ConstraintError for an
    application that is not valid and for locks that cannot be kept.
    """
    table = _table(applicants, policy, constraints, sorted(constraints.locked))
    locked = table.cells(sorted(constraints.locked))
    solution = solve(replace(table.problem, locked=locked))
    return _present(table, solution.cells, locked, solution.optimal)


def evaluate(
    applicants: Iterable[Applicant], policy: Policy, constraints: Constraints, pairs: Iterable[tuple[int, int]]
) -> Draft:
    """The draft that the facilitator made by hand of pairs (mentor, actor), scored, with a warning for each mismatch.

    It is optimal when it reaches the best there is without breaking a rule of the policy. Raises ConstraintError,
    naming the people, for pairs that break a rule nobody may break or a lock.
    """
    given = sorted(set(pairs))
    table = _table(applicants, policy, constraints, given)
    _check_locks(table, constraints, given)
    cells = table.cells(given)
    best = solve(replace(table.problem, locked=table.cells(sorted(constraints.locked))))
    equal = objective(table.problem, cells) == objective(table.problem, best.cells)
    clean = table.broken.keys().isdisjoint(cells)
    return _present(table, cells, cells, optimal=best.optimal and equal and clean)


def _table(
    applicants: Iterable[Applicant], policy: Policy, constraints: Constraints, pairs: list[tuple[int, int]]
) -> Table:
    pool = make_pool(applicants)
    check_pairs(pool, constraints, pairs)
    return make_table(pool, policy, constraints)


def _check_locks(table: Table, constraints: Constraints, pairs: list[tuple[int, int]]) -> None:
    for mentor, actor in sorted(constraints.locked - set(pairs)):
        names = table.pool.name_of
        raise ConstraintError(
            "match-error-locked", {"mentor": names.get(mentor, str(mentor)), "actor": names.get(actor, str(actor))}
        )


def _present(table: Table, cells: tuple[Cell, ...], by_hand: tuple[Cell, ...], optimal: bool) -> Draft:
    pairs = tuple(sorted((_pair(table, cell) for cell in cells), key=lambda pair: (pair.mentor, pair.actor)))
    warnings = (*_pair_warnings(table, cells, by_hand), *_wish_warnings(table))
    return Draft(pairs, left_over(table, cells), warnings, sum(pair.score for pair in pairs), optimal)


def _pair(table: Table, cell: Cell) -> Pair:
    actor, mentor = table.pool.actors[cell[0]], table.pool.mentors[cell[1]]
    parts = explain_parts(table.shares, mentor, actor)
    return Pair(mentor.applicant.id, actor.applicant.id, int(table.problem.scores[cell]), parts)


def _pair_warnings(table: Table, cells: tuple[Cell, ...], by_hand: tuple[Cell, ...]) -> Iterator[Reason]:
    """Repeats, and for pairs set by hand what does not fit at all."""
    for cell in cells:
        actor, mentor = table.pool.actors[cell[0]], table.pool.mentors[cell[1]]
        names = {"mentor": mentor.applicant.name, "actor": actor.applicant.name}
        if table.problem.repeats[cell]:
            yield Reason("match-warning-repeat", names)
        unmet = (key for key in table.shares if key != "wish" and not DEGREES[key](mentor, actor)[0])
        yield from (Reason(f"match-warning-{criterion}", names) for criterion in unmet if cell in by_hand)


def _wish_warnings(table: Table) -> Iterator[Reason]:
    """Wishes that cannot come true, counted by person. Neither which nor why: it may be somebody's avoid list."""
    possible = set()
    for row, actor in enumerate(table.pool.actors):
        for column, mentor in enumerate(table.pool.mentors):
            if table.problem.allowed[row, column]:
                possible.add(frozenset({mentor.applicant.id, actor.applicant.id}))
    for applicant in table.pool.applicants:
        lost = [wish for wish in applicant.wishes if frozenset({applicant.id, wish}) not in possible]
        if lost:
            yield Reason("match-warning-wish", {"name": applicant.name, "count": len(lost)})
