"""Drafting mentor-actor pairs: `draft` finds the best, `evaluate` judges what the facilitator made by hand.

Pure: no clock, no input or output. Rules, order of aims and tricky inputs are told in the modules; all texts are keys.
"""

from bot.rules.matching.drafting import draft, evaluate
from bot.rules.matching.explain import explain_to_facilitator, explain_to_left_over, explain_to_pair
from bot.rules.matching.names import UnresolvedName, fold, resolve_names
from bot.rules.matching.people import (
    Applicant,
    ConstraintError,
    Constraints,
    Draft,
    Importance,
    LeftOver,
    Pair,
    Part,
    Policy,
    Reason,
    Stance,
)
from bot.rules.matching.solve import Solution, assign

__all__ = [
    "Applicant",
    "ConstraintError",
    "Constraints",
    "Draft",
    "Importance",
    "LeftOver",
    "Pair",
    "Part",
    "Policy",
    "Reason",
    "Solution",
    "Stance",
    "UnresolvedName",
    "assign",
    "draft",
    "evaluate",
    "explain_to_facilitator",
    "explain_to_left_over",
    "explain_to_pair",
    "fold",
    "resolve_names",
]
