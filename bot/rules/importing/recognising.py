"""Who in a file is somebody already known."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.importing.names import fold_name
from bot.rules.importing.reading import Applicant


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the community; `applied` to the programme that the file is for."""

    id: int
    name: str
    email: str = ""
    applied: bool = False


def recognise(people: Sequence[Applicant], known: Sequence[Known]) -> dict[int, tuple[int, ...]]:
    """The ids of the known person whom each row, by its number, is about: none for somebody new, several when it is
    not clear who is meant.

    Found by the e-mail address without case, else by the folded name: of people who have no other address, and only if
    the file has nobody else of that name. Of several namesakes, the one who has applied is meant. Nobody is found
    twice, so reading a file again finds the same people.
    """
    by_email = {person.email.casefold(): person.id for person in reversed(known) if person.email}
    found = {row.row: by_email[email] for row in people if (email := row.answers.email.casefold()) in by_email}
    rest = [row for row in people if row.row not in found]
    taken = set(found.values())
    names: defaultdict[str, list[Known]] = defaultdict(list)
    for person in known:
        if person.id not in taken:
            names[fold_name(person.name)].append(person)
    bearers = Counter(fold_name(row.answers.name) for row in rest)
    by_name = {row.row: _namesakes(row, names, bearers) for row in rest}
    return {row: (person,) for row, person in found.items()} | by_name


def _namesakes(row: Applicant, names: dict[str, list[Known]], bearers: Counter[str]) -> tuple[int, ...]:
    name = fold_name(row.answers.name)
    if bearers[name] > 1:
        return ()
    same = [person for person in names.get(name, []) if not (person.email and row.answers.email)]
    applied = [person for person in same if person.applied]
    chosen = applied if len(applied) == 1 else same
    return tuple(person.id for person in chosen)
