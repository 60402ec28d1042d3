"""Everything that can be said and asked, at its most awkward: every platform must show all of it."""

from bot.message import Button, Choice, Field, FieldKind, File, Form, Message, Option, Section, Style

FAMILY = "👩‍👧‍👦"
HOSTILE = [
    "@everyone @here <@&123> <@456>",
    "<!channel> <!here> <https://x.example|your salary> & more",
    "_x*y_ a~b~c **bold** [text](https://x.example) `code`",
    '<img src=x onerror="alert(1)"> </script> &amp;',
    "\u202eihsom and \u2066إيمان\u2069 meet at 17:00",
    f"{FAMILY} tail",
    "   spaces and\n\nlines   ",
]
LONG = f"{'Words that go on. ' * 3_000}{FAMILY * 40}"

BUTTONS = (Button("One", "one", Style.PRIMARY), Button("Two", "two", Style.DANGER, "Really?"), Button("Three", "3"))
PART = Section("Heading", "Text", (("Label", "Value"), ("Empty", "")), (Button("Go", "go"),))


def hostile(text: str) -> Message:
    """The same words wherever words can be."""
    return Message(text, title=text, sections=(Section(text, text, ((text, text),), (Button(text, "x"),)),))


MESSAGES = {
    "text": Message("Hello"),
    "title": Message("Hello", title="A title"),
    "sections": Message("Hello", sections=(PART, Section())),
    "buttons": Message("Hello", buttons=BUTTONS),
    "many buttons": Message("Hello", buttons=tuple(Button(f"Button {n}", f"press {n}") for n in range(26))),
    "many sections": Message("Hello", sections=tuple(Section(f"Part {n}", f"Text {n}") for n in range(60))),
    "choice": Message("Hello", choice=Choice("Pick", "pick", tuple(Option(str(n), f"Option {n}") for n in range(101)))),
    "file": Message("Hello", files=(File('ääni "x".csv', "text/csv", b"a;b"),)),
    "longest line": Message("Hello", buttons=(Button("B" * 200, "l" * 100),)),
    "long": Message(LONG),
    **{f"hostile {number}": hostile(text) for number, text in enumerate(HOSTILE)},
}

FORMS = {
    kind.value: Form(
        "ask", "A form",
        (Field("one", "One", kind, options=(Option("a", "A"), Option("b", "B")), hint="A hint", value="a", most=300),),
        submit="Send", intro="An intro", errors={"one": "Not like that."},
    )
    for kind in FieldKind
}  # fmt: skip
FORMS["eleven fields"] = Form("ask", "A form", tuple(Field(f"f{n}", f"Field {n}") for n in range(11)), submit="Send")
TWINS = tuple(Option(str(n), f"{'The same beginning ' * 20}{n}") for n in range(3))
