"""The shapes that bodies have. Input is strict: no unknown field, no value bent into another type."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

LAST_DAY = "9998-12-31"  # the day after a period's last one must be a date, too
SHORT, LONG, LIST = 200, 20_000, 100

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]").search
_SURROGATE = re.compile(r"[\ud800-\udfff]").search
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?").fullmatch
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9:.]+").fullmatch


class Input(serializers.Serializer[Any]):
    """The shape of what comes in. It names its fields when another one is sent, and never repeats that one.

    ``media_types``: of a file that comes as the body, instead of fields.
    """

    media_types: ClassVar[tuple[str, ...]] = ()

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields read; refuse any that this shape does not have."""
        if isinstance(data, Mapping) and not data.keys() <= self.fields.keys():
            known = ", ".join(self.fields) or "none"
            raise ValidationError(
                {"non_field_errors": [ErrorDetail(f"Known here are: {known}.", code="unknown-field")]}
            )
        return super().to_internal_value(data)


class Output(serializers.Serializer[Any]):
    """The shape of what goes out; ``media_types``: of a file, instead of fields."""

    media_types: ClassVar[tuple[str, ...]] = ()


class NothingIn(Input):
    """An act that needs no particulars; the body may be left out."""


class Several(serializers.ListSerializer[Any]):
    """Up to a hundred objects of one shape."""

    def __init__(self, *, child: Input, allow_empty: bool = True) -> None:
        super().__init__(child=child, allow_empty=allow_empty, max_length=LIST)


class Text(serializers.CharField):
    """Text of a stated length, free of control characters; a number is not text."""

    def __init__(self, *, max_length: int = SHORT, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Refuse what is not text before anything looks at it."""
        if data is not serializers.empty and data is not None:
            _check_text(data)
        return super().run_validation(data)


class Day(serializers.DateField):
    """A day in Asia/Shanghai as ``YYYY-MM-DD`` in ASCII digits."""

    def to_internal_value(self, value: Any) -> date:
        """Return the day."""
        _check_text(value)
        if not _DATE(value) or value > LAST_DAY:
            raise _fault("number-format" if not value.isascii() else _code_of_odd_day(value))
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _fault("date") from None


class YesNo(serializers.BooleanField):
    """JSON's true or false; ``"true"`` and 1 are neither."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the boolean."""
        if not isinstance(data, bool):
            raise _fault("wrong-type")
        return data


class Flag(serializers.BooleanField):
    """``true`` or ``false`` in a query, where everything is text."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the boolean."""
        if data not in ("true", "false"):
            raise _fault("wrong-type")
        return bool(data == "true")


class Whole(serializers.IntegerField):
    """A whole number; ``"1"`` and 1.0 are none."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if type(data) is not int:
            raise _fault("wrong-type")
        return super().to_internal_value(data)


class Amount(serializers.DecimalField):
    """Yuan as text in plain digits, to the fen: ``"500000.00"``; a JSON number could lose one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Return the amount."""
        _check_text(data)
        if not _AMOUNT(data):
            raise _fault("number-format")
        return super().to_internal_value(data)


class Id(serializers.UUIDField):
    """The id of a record as this API gave it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the id."""
        if not isinstance(data, str):
            raise _fault("wrong-type")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One value of a closed list."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the value."""
        _check_text(data)
        return super().to_internal_value(data)


class Named(serializers.ChoiceField):
    """A value of a closed list as it goes out: null where the record has none."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, allow_null=True, read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """Return the value, or null for an empty one."""
        return super().to_representation(value) or None


def _check_text(value: Any) -> None:
    if not isinstance(value, str):
        raise _fault("wrong-type")
    if _CONTROL(value):
        raise _fault("control-characters")
    if _SURROGATE(value):
        raise _fault("invalid-encoding")


def _code_of_odd_day(value: str) -> str:
    return "timezone-required" if _LOCAL_TIME(value) else "date"


SENTENCES = {
    "wrong-type": "The value has the wrong JSON type.",
    "control-characters": "The text contains control characters.",
    "invalid-encoding": "Half of a surrogate pair is no character.",
    "date": "Write a day of the calendar as YYYY-MM-DD.",
    "number-format": "Write it in ASCII digits: a day as YYYY-MM-DD, an amount as 500000.00.",
    "timezone-required": "Give the day alone, in Asia/Shanghai: YYYY-MM-DD.",
}


def _fault(code: str) -> ValidationError:
    return ValidationError(SENTENCES[code], code=code)
