"""Applicants, policy and constraints as one table: for each actor and mentor the rules broken, or the score."""

from dataclasses import dataclass

import numpy as np

from bot.rules.applying import Role
from bot.rules.matching.people import Constraints, Policy, Stance
from bot.rules.matching.problem import Problem
from bot.rules.matching.rules import Pool, broken_rules, is_repeat
from bot.rules.matching.score import most_points, score

Cell = tuple[int, int]  # row of the actor, column of the mentor


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Who stands in which row and column, what each criterion can give, the rules broken by cell, and the numbers.

    Cells that break no rule are not in `broken`.
    """

    pool: Pool
    shares: dict[str, int]
    broken: dict[Cell, tuple[str, ...]]
    problem: Problem

    def cells(self, pairs: list[tuple[int, int]]) -> tuple[Cell, ...]:
        """The cells of pairs (mentor, actor) given by id, in order of rows."""
        rows = {one.applicant.id: row for row, one in enumerate(self.pool.actors)}
        columns = {one.applicant.id: column for column, one in enumerate(self.pool.mentors)}
        return tuple(sorted((rows[actor], columns[mentor]) for mentor, actor in pairs))


def make_table(pool: Pool, policy: Policy, constraints: Constraints) -> Table:
    """Judge every pair by the rules and, where they allow it, by the score."""
    shares = most_points(policy)
    broken: dict[Cell, tuple[str, ...]] = {}
    shape = (len(pool.actors), len(pool.mentors))
    scores, repeats = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    for row, actor in enumerate(pool.actors):
        for column, mentor in enumerate(pool.mentors):
            if codes := broken_rules(mentor, actor, policy, constraints):
                broken[row, column] = codes
            scores[row, column] = score(shares, mentor, actor)
            repeats[row, column] = policy.repeats is not Stance.ALLOWED and is_repeat(mentor, actor)
    capacities = np.array([min(one.applicant.capacity, shape[0]) for one in pool.mentors], dtype=np.int64)
    allowed = np.ones(shape, dtype=np.bool_) & (capacities > 0)
    for cell in broken:
        allowed[cell] = False
    return Table(pool, shares, broken, Problem(scores, allowed, repeats, capacities, _on_both_sides(pool)))


def _on_both_sides(pool: Pool) -> tuple[Cell, ...]:
    columns = {one.applicant.id: column for column, one in enumerate(pool.mentors)}
    return tuple(
        (row, columns[one.applicant.id]) for row, one in enumerate(pool.actors) if one.applicant.role is Role.EITHER
    )
