"""Why somebody has no pair: the rules that ruled out everybody else, counted, or the bottleneck they are behind."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from bot.rules.applying import Role
from bot.rules.matching.people import Applicant, LeftOver, Reason
from bot.rules.matching.problem import Booleans, take_sides
from bot.rules.matching.rules import OWN_MENTOR
from bot.rules.matching.table import Cell, Table


def left_over(table: Table, cells: tuple[Cell, ...]) -> tuple[LeftOver, ...]:
    """Every application that has no pair, sorted by id, each with at least one reason."""
    actors = {_key(table.pool.actors[row].applicant) for row, _ in cells}
    mentors = {_key(table.pool.mentors[column].applicant) for _, column in cells}
    missing = (applicant for applicant in table.pool.applicants if _key(applicant) not in actors | mentors)
    return tuple(LeftOver(one.id, one.role, _reasons(table, cells, one)) for one in missing)


def _key(applicant: Applicant) -> tuple[int, Role]:
    return applicant.id, applicant.role


def _reasons(table: Table, cells: tuple[Cell, ...], applicant: Applicant) -> tuple[Reason, ...]:
    if applicant.role is Role.MENTOR and applicant.capacity == 0:
        return (Reason("match-left-no-capacity", {}),)
    partners = _codes_by_partner(table, applicant)
    if not partners:
        nobody = {Role.MENTOR: "no-actors", Role.ACTOR: "no-mentors", Role.EITHER: "nobody"}
        return (Reason(f"match-left-{nobody[applicant.role]}", {}),)
    counts = Counter(code for codes in partners.values() for code in codes)
    ruled_out = [Reason(f"match-left-{code}", {"count": count}) for code, count in sorted(counts.items())]
    suitable = sum(not codes for codes in partners.values())
    return (*([_no_room(table, cells, applicant, suitable)] if suitable else []), *ruled_out)


def _codes_by_partner(table: Table, applicant: Applicant) -> dict[int, tuple[str, ...]]:
    """For each possible partner's id the codes of the rules against it, empty when one way round would do."""
    found: dict[int, tuple[str, ...]] = {}
    for row, column in _own_cells(table, applicant):
        mentor, actor = table.pool.mentors[column].applicant, table.pool.actors[row].applicant
        partner = mentor if _key(actor) == _key(applicant) else actor
        codes = table.broken.get((row, column), ())
        if OWN_MENTOR not in codes:
            found[partner.id] = min(found.get(partner.id, codes), codes, key=len)
    return found


def _own_cells(table: Table, applicant: Applicant) -> Iterable[Cell]:
    """The cells in this applicant's row and column. Mentors with no capacity are no mentors to anybody."""
    rows, columns = range(len(table.pool.actors)), range(len(table.pool.mentors))
    open_columns = [column for column in columns if table.pool.mentors[column].applicant.capacity]
    own_rows = [row for row in rows if _key(table.pool.actors[row].applicant) == _key(applicant)]
    own_columns = [one for one in open_columns if _key(table.pool.mentors[one].applicant) == _key(applicant)]
    yield from ((row, column) for row in own_rows for column in open_columns)
    yield from ((row, column) for column in own_columns for row in rows)


def _no_room(table: Table, cells: tuple[Cell, ...], applicant: Applicant, suitable: int) -> Reason:
    """The bottleneck if this is an actor behind one: these actors can only go to these mentors, who are full."""
    if applicant.role is not Role.ACTOR:
        return Reason("match-left-taken", {"count": suitable})
    row = next(row for row, one in enumerate(table.pool.actors) if _key(one.applicant) == _key(applicant))
    rows, columns = _reach(take_sides(table.problem, cells).allowed, cells, row)
    load = Counter(column for _, column in cells)
    mentors = [table.pool.mentors[column].applicant for column in sorted(columns)]
    if not mentors:
        return Reason("match-left-taken", {"count": suitable})
    if any(load[column] < table.pool.mentors[column].applicant.capacity for column in columns):
        return Reason("match-left-possible", {"count": suitable})
    return Reason(
        "match-left-full",
        {
            "actors": tuple(table.pool.actors[other].applicant.name for other in sorted(rows)),
            "mentors": tuple(mentor.name for mentor in mentors),
            "count": len(rows),
            "places": sum(mentor.capacity for mentor in mentors),
        },
    )


def _reach(allowed: Booleans, cells: tuple[Cell, ...], start: int) -> tuple[set[int], set[int]]:
    """All actors and mentors who would be touched by making room for one actor, by moving others in turn."""
    rows, columns, waiting = {start}, set[int](), [start]
    while waiting:
        row = waiting.pop()
        for column in set(map(int, np.flatnonzero(allowed[row]))) - columns:
            columns.add(column)
            moved = {other for other, own in cells if own == column} - rows
            rows |= moved
            waiting += sorted(moved)
    return rows, columns
