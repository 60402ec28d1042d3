"""Reading what a browser sent. Whatever is not what the page itself would send is refused, never guessed at."""

import base64
import binascii
import json
from collections.abc import Mapping

from starlette.requests import Request as HttpRequest

from adapters.local.ports import Json

SMALL = 64 * 1024
LARGE = 8 * 1024 * 1024  # a file of 5 MB in base64, and the rest of the form
LARGEST_FILE = 5 * 1024 * 1024

Body = Mapping[str, Json]


class Refused(Exception):
    """A request that the page itself turns down: an HTTP status and the key of the words for it."""

    def __init__(self, status: int, key: str, **arguments: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.arguments = arguments


async def body_of(http: HttpRequest, most: int) -> Body:
    """The JSON object in a request, read no further than `most` bytes.

    JSON must be declared: a form on another site's page cannot do that, so its post is refused whatever else it says.
    """
    if http.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused(415, "page-error-json")
    data = bytearray()
    async for chunk in http.stream():
        data += chunk
        if len(data) > most:
            raise Refused(413, "page-error-large", most=most // 1024)
    try:
        body = json.loads(data)
    except ValueError as error:
        raise Refused(400, "page-error-json") from error
    if not isinstance(body, dict):
        raise Refused(400, "page-error-json")
    return body


def text_in(body: Body, name: str) -> str:
    """A text of a body."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Refused(400, "page-error-json")
    return value


def texts_in(body: Body, name: str) -> dict[str, str]:
    """Texts by name, such as the answers of a form; none when left out."""
    value = body.get(name, {})
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise Refused(400, "page-error-json")
    return {key: str(text) for key, text in value.items()}


def whole_in(body: Body | Mapping[str, str], name: str) -> int:
    """A whole number that is not negative, as a number or as digits; 0 when left out."""
    text = str(body.get(name, 0))
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(400, "page-error-json")
    return int(text)


def bytes_of(address: str) -> bytes:
    """The bytes in a `data:` address in base64, as a browser makes it from a chosen file."""
    head, comma, encoded = address.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64") and comma):
        raise Refused(400, "page-error-json")
    try:
        data = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise Refused(400, "page-error-json") from error
    if len(data) > LARGEST_FILE:
        raise Refused(413, "page-error-large", most=LARGEST_FILE // 1024)
    return data
