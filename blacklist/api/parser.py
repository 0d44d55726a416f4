"""JSON as this API reads it: UTF-8, every key once, no number that a parser would bend."""

import json
import math
import re
from collections.abc import Mapping
from email.message import Message
from typing import IO, Any, NoReturn

from rest_framework.parsers import BaseParser

from blacklist.law.refusals import Refusal

MAX_BYTES = 1024 * 1024
MAX_FIELDS = 64
LARGEST_INTEGER = 2**31 - 1
MEDIA_TYPE = "application/json"

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SHORT_INTEGER = re.compile(r"-?[0-9]{1,10}").fullmatch


class StrictJSONParser(BaseParser):
    """The only parser of the court API; it never guesses what a caller may have meant."""

    media_type = MEDIA_TYPE

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the value of a body.

        :raises Refusal: ``media-type``, ``charset``, ``content-encoding``, ``too-large``; the codes of
            :func:`read_json`.
        """
        headers = (parser_context or {})["request"].META
        _check_headers(media_type or "", headers)
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise Refusal("too-large")
        return read_json(body)


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text.

    :raises Refusal: ``invalid-encoding``, ``invalid-json``, ``duplicate-key``, ``too-many-fields``,
        ``number-range``.
    """
    if body.startswith(_BYTE_ORDER_MARKS):
        raise Refusal("invalid-encoding", "Send UTF-8 without a byte-order mark.")
    try:
        return _decoder.decode(body.decode())
    except UnicodeDecodeError:
        raise Refusal("invalid-encoding") from None
    except ValueError:
        raise Refusal("invalid-json") from None
    except RecursionError:
        raise Refusal("invalid-json", "The body is nested too deeply.") from None


def _check_headers(media_type: str, headers: Mapping[str, Any]) -> None:
    content = Message()
    content["content-type"] = media_type
    if content.get_content_type() != MEDIA_TYPE:
        raise Refusal("media-type")
    if str(content.get_param("charset", "utf-8")).lower() not in ("utf-8", "utf8"):
        raise Refusal("charset")
    if headers.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise Refusal("content-encoding")
    if int(headers.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        raise Refusal("too-large")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_FIELDS:
        raise Refusal("too-many-fields")
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refusal("duplicate-key")
    return members


def _integer(text: str) -> int:
    if not _SHORT_INTEGER(text) or abs(int(text)) > LARGEST_INTEGER:
        raise Refusal("number-range")
    return int(text)


def _real(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Refusal("number-range")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_decoder = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_real, parse_constant=_refuse_constant
)
