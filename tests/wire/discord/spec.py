"""Every body that was sent, against Discord's own description of its API, where that is at hand."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from simcord.types import HttpLogEntry

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"


@cache
def described() -> dict[str, Any]:
    """The description; nothing where there is none, as in a fresh clone."""
    return json.loads(SPEC.read_text(encoding="utf-8")) if SPEC.is_file() else {"paths": {}}  # type: ignore[no-any-return]


@cache
def routes() -> list[tuple[re.Pattern[str], str]]:
    """Each path of the description, the plain ones first, as a pattern."""
    paths = sorted(described()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)), path) for path in paths]


@cache
def validator(method: str, path: str) -> Draft202012Validator | None:
    """What checks a body of this call; None where none is described."""
    body = described()["paths"][path].get(method.lower(), {}).get("requestBody", {})
    schema = body.get("content", {}).get("application/json", {}).get("schema")
    return Draft202012Validator({**schema, "components": described()["components"]}) if schema else None


def worded(body: Any) -> Any:  # Any: JSON
    """The same with ids as words: discord.py sends some as numbers, which Discord takes all the same."""
    if isinstance(body, list):
        return [worded(each) for each in body]
    if not isinstance(body, dict):
        return body
    ids = {"recipient_id"} | ({"id"} if "filename" in body else set())
    return {name: str(value) if name in ids else worded(value) for name, value in body.items()}


def faults(calls: Iterable[HttpLogEntry]) -> Iterator[str]:
    """What Discord would not take, by its own description."""
    for call in calls:
        path = next((path for pattern, path in routes() if pattern.fullmatch(call.path)), None)
        check = validator(call.method, path) if path and call.json is not None else None
        error = best_match(check.iter_errors(worded(call.json))) if check else None
        if error:
            yield f"{call.method} {call.path}: {error.json_path}: {error.message[:200]}"
