"""Every key that matching can say has a text, and every text is one that matching can say."""

import ast
import re
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

import bot.rules.matching

FOLDER = Path(bot.rules.matching.__file__).parent
TEXTS = FOLDER.parents[1] / "texts" / "en" / "matching-reasons.ftl"
CODES = "topics language format place time-zone employer".split()


def said_in_full():
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.py"))
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {word for word in words if isinstance(word, str) and re.fullmatch(r"match-[a-z-]*[a-z]", word)}


def composed():
    states = {
        "topics": "shared none unknown",
        "language": "shared none unknown",
        "format": "shared different",
        "place": "shared online different unknown",
        "time-zone": "close apart unknown",
        "wish": "mutual by-actor by-mentor none",
        "employer": "different same unknown",
    }
    yield from (f"match-{criterion}-{state}" for criterion, all_of in states.items() for state in all_of.split())
    yield from (f"match-left-{code}" for code in [*CODES, "repeat", "forbidden", "private-wish"])
    yield from (
        f"match-left-{nobody}{end}" for nobody in ["no-actors", "no-mentors", "nobody"] for end in ["", "-told"]
    )
    yield from (f"match-left-{reason}-told" for reason in ["no-capacity", "language"])
    yield from (f"match-warning-{code}" for code in CODES)
    yield from (f"match-error-{code}" for code in ["self", "private-wish", "forbidden"])


def test_every_key_has_a_text_and_every_text_a_key():
    bundle = FluentBundle(["en"])
    bundle.add_resource(FluentResource(TEXTS.read_text(encoding="utf-8")))
    keys = {
        line.split(" =")[0] for line in TEXTS.read_text(encoding="utf-8").splitlines() if re.match(r"[a-z-]+ =", line)
    }
    assert keys == said_in_full() | set(composed())
    assert all(bundle.has_message(key) for key in keys)
