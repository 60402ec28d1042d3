"""Applicants for the tests of matching."""

from dataclasses import replace

from bot.rules.applying import Role
from bot.rules.matching import Applicant, Importance, Policy, Stance

PLAIN = Policy(
    topics=Importance.NONE,
    language=Importance.NONE,
    format=Importance.NONE,
    place=Importance.NONE,
    time_zone=Importance.NONE,
    wish=Importance.NONE,
    same_employer=Stance.ALLOWED,
)


def mentor(id_: int, **answers: object) -> Applicant:
    return replace(Applicant(id_, f"Mentor {id_}", Role.MENTOR), **answers)


def actor(id_: int, **answers: object) -> Applicant:
    return replace(Applicant(id_, f"Actor {id_}", Role.ACTOR), **answers)


def either(id_: int, **answers: object) -> Applicant:
    return replace(Applicant(id_, f"Either {id_}", Role.EITHER), **answers)
