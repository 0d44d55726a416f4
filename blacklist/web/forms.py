"""An API's shape as a form: the same fields, the same refusals, in words; what was typed always comes back.

A field is called by its place in the shape, with full stops: ``document.number``, ``grounds.0.facts``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from blacklist.api import shapes
from blacklist.law.refusals import CODES, Refusal
from blacklist.web import refusals
from blacklist.web.labels import hint, label
from blacklist.web.showing import DOCUMENT_TYPES
from pages.fields import Field, Option
from pages.words import Words

MOST_ROWS = 10
# Seldom needed, so folded at the end of a form.
SELDOM = frozenset({"other", "school", "consequences", "exception", "remedy", "negatives_evidence", "replacement"})
OTHER = Words("其他（一般不填）", "More, seldom needed")
Options = Mapping[str, Sequence[Option]]

YES_NO = (Option("true", Words("是", "Yes")), Option("false", Words("否", "No")))
FAULTS: Mapping[str, Words] = {
    "required": Words("请填写", "Fill this in"),
    "null": Words("请填写", "Fill this in"),
    "blank": Words("请填写", "Fill this in"),
    "empty": Words("请至少填写一项", "Give at least one"),
    "invalid_choice": Words("请选择", "Choose one"),
    "max_length": Words("内容过长", "This is too long"),
    "min_value": Words("数值过小", "This is too small"),
    "max_value": Words("数值过大", "This is too large"),
    "wrong-type": Words("格式不符", "This is not in the right form"),
    "invalid": Words("格式不符", "This is not in the right form"),
}
_KINDS: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], str], ...] = (
    (shapes.Day, "date"),
    (shapes.YesNo, "radios"),
    (serializers.ChoiceField, "select"),
    (shapes.Whole, "number"),
    (shapes.Amount, "number"),
)


@dataclass(frozen=True)
class Group:
    """Fields that belong together. ``repeats``: the place of a list that may have one more of them."""

    title: Words | str
    fields: tuple[Field, ...]
    repeats: str = ""
    is_seldom: bool = False

    @property
    def is_folded(self) -> bool:
        """Return whether the group is shown closed: seldom needed, nothing typed, nothing wrong."""
        return self.is_seldom and not any(each.values or each.errors for each in self.fields)


@dataclass(frozen=True)
class Form:
    """The form of one act: what it takes, what was typed, what is wrong with that."""

    act: str
    shape: shapes.Input
    options: Options = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    general: tuple[Words, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, Words] = field(default_factory=dict)

    # --- What was typed -----------------------------------------------------------------------------------------------

    def with_typed(self, sent: QueryDict | Mapping[str, Sequence[str]]) -> "Form":
        """Return the form with what was typed into it."""
        typed = {name: tuple(sent.getlist(name) if isinstance(sent, QueryDict) else sent[name]) for name in sent}
        return replace(self, typed=typed)

    def with_one_more(self, place: str) -> "Form":
        """Return the form with one more row of a list."""
        return replace(self, rows={**self.rows, place: self._rows(place) + 1})

    def with_refusal(self, refusal: Refusal) -> "Form":
        """Return the form with what a service said of it, at the field it points to."""
        name = self._nearest(refusal.pointer or "")
        if name is None:
            return replace(self, general=(*self.general, refusals.said(refusal)))
        return replace(self, faults={**self.faults, name: (refusals.said(refusal),)})

    def with_words(self, words: Words) -> "Form":
        """Return the form with a sentence about all of it."""
        return replace(self, general=(*self.general, words))

    def with_faults(self, error: serializers.ValidationError) -> "Form":
        """Return the form with what is not in the right shape, each at its field."""
        faults: dict[str, tuple[Words, ...]] = {}
        general: list[Words] = []
        for place, words in _flat(error.get_full_details()):
            name = self._nearest(place)
            if name is None:
                general.append(words)
            else:
                faults[name] = (*faults.get(name, ()), words)
        return replace(self, faults=faults, general=tuple(general))

    def sent(self) -> dict[str, Any]:
        """Return what was typed as the API's body: nothing for a field left empty."""
        return {**self._object(self.shape, ""), **self.fixed}

    # --- What is shown ------------------------------------------------------------------------------------------------

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the fields to show, those of an inner object together; what is seldom needed comes last, folded."""
        found = [group for group in self._groups(self.shape, "", "") if group.fields]
        return tuple(sorted(found, key=lambda group: group.is_folded))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return all fields in order."""
        return tuple(each for group in self.groups for each in group.fields)

    def _groups(self, shape: serializers.BaseSerializer[Any], prefix: str, title: Words | str) -> Iterator[Group]:
        simple: list[Field] = []
        seldom: list[Field] = []
        for name, part in shape.fields.items():  # type: ignore[attr-defined]
            place = f"{prefix}{name}"
            if place in self.fixed:
                continue
            is_inner = isinstance(part, serializers.BaseSerializer)
            if is_inner and simple:
                yield Group(title, tuple(simple))
                simple = []
            if isinstance(part, serializers.ListSerializer):
                inner: list[Group] = []
                for index in range(self._rows(place)):
                    inner += self._groups(part.child, f"{place}.{index}.", label(self.act, name))  # type: ignore[arg-type]
                yield from [*inner[:-1], replace(inner[-1], repeats=place)]
            elif isinstance(part, serializers.Serializer):
                groups = self._groups(part, f"{place}.", label(self.act, name))
                yield from [replace(group, is_seldom=place in SELDOM) for group in groups]
            elif self._can_be_filled(name, part):
                (seldom if place in SELDOM else simple).append(self._field(name, place, part))
        yield Group(title, tuple(simple))
        yield Group(OTHER, tuple(seldom), is_seldom=True)

    def _can_be_filled(self, name: str, part: Any) -> bool:
        """Return whether there is anything to type or to choose: the id of a record is only ever chosen."""
        return not isinstance(part, shapes.Id) or part.required or bool(self.options.get(name))

    def _field(self, name: str, place: str, part: Any) -> Field:
        kind = next((kind for type_, kind in _KINDS if isinstance(part, type_)), "text")
        options = tuple(self.options.get(name) or _choices(part))
        is_list = isinstance(part, serializers.ListField)
        if options:
            kind = "checkboxes" if is_list else "radios" if len(options) <= 4 else "select"
        elif is_list or (kind == "text" and (getattr(part, "max_length", 0) or 0) >= shapes.LONG):
            kind = "textarea"
        kind = "password" if name == "password" else kind
        values = self.typed.get(place, ())
        if not values and kind == "radios" and part.required and len(options) == 1:
            values = (options[0].value,)
        return Field(
            name=place,
            label=label(self.act, name),
            kind=kind,
            hint=self.notes.get(name) or hint(name, str(part.help_text or "")),
            values=values,
            errors=self.faults.get(place, ()),
            options=options,
            is_required=part.required and not getattr(part, "allow_null", False),
            width=10 if kind in ("date", "number") else 0,
            longest=(getattr(part, "max_length", 0) or 0) if kind in ("text", "textarea") and not is_list else 0,
        )

    # --- From text to values ------------------------------------------------------------------------------------------

    def _object(self, shape: Any, prefix: str) -> dict[str, Any]:
        found = {name: self._value(part, f"{prefix}{name}") for name, part in shape.fields.items()}
        nothing = {name for name, part in shape.fields.items() if part.required and part.allow_null}
        return {name: value for name, value in found.items() if value not in (None, "", [], {}) or name in nothing}

    def _value(self, part: Any, place: str) -> Any:
        if isinstance(part, serializers.ListSerializer):
            rows = [self._object(part.child, f"{place}.{index}.") for index in range(self._rows(place))]
            return [row for row in rows if row]
        if isinstance(part, serializers.Serializer):
            return self._object(part, f"{place}.")
        texts = [text.strip() if not isinstance(part, serializers.CharField) else text for text in self._texts(place)]
        if isinstance(part, serializers.ListField):
            return [line.strip() for text in texts for line in text.splitlines() if line.strip()]
        return _read(part, texts[0]) if texts else None

    def _texts(self, place: str) -> tuple[str, ...]:
        return tuple(text.replace("\r\n", "\n") for text in self.typed.get(place, ()))

    def _rows(self, place: str) -> int:
        typed = {int(name.removeprefix(place + ".").partition(".")[0]) for name in self.typed if _is_row(name, place)}
        return min(max([self.rows.get(place, 1), *(index + 1 for index in typed)]), MOST_ROWS)

    def _nearest(self, place: str) -> str | None:
        """Return the field at a place, or around it, or the first one in it."""
        names = [each.name for each in self.fields]
        around = place
        while around:
            if around in names:
                return around
            within = [name for name in names if name.startswith(around + ".")]
            if within:
                return within[0]
            around = around.rpartition(".")[0]
        return None


def _is_row(name: str, place: str) -> bool:
    return name.startswith(place + ".") and name.removeprefix(place + ".").partition(".")[0].isdigit()


def _choices(part: Any) -> list[Option]:
    if isinstance(part, shapes.YesNo):
        return list(YES_NO)
    choices = getattr(part, "choices", None)
    return [Option(str(code), Words(str(zh), _english(code))) for code, zh in choices.items()] if choices else []


def _english(code: object) -> str:
    document = DOCUMENT_TYPES.get(str(code))
    return document.en if document else str(code).replace("_", " ")


_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}
_READ: tuple[tuple[type[Any], Callable[[str], Any]], ...] = (
    (shapes.YesNo, lambda text: _BOOLEANS.get(text, text)),
    (shapes.Whole, lambda text: int(text) if text.isascii() and text.isdigit() else text),
)


def _read(part: Any, text: str) -> Any:
    if not text.strip():
        return None
    return next((read(text) for type_, read in _READ if isinstance(part, type_)), text)


def _flat(details: Any, place: str = "") -> Iterator[tuple[str, Words]]:
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        code = str(details["code"])
        words = FAULTS.get(code) or (refusals.of_code(code) if code in CODES else FAULTS["wrong-type"])
        yield place, words
    elif isinstance(details, dict):
        for key, value in details.items():
            yield from _flat(value, place if key == "non_field_errors" else f"{place}.{key}".lstrip("."))
    elif isinstance(details, list):
        for index, value in enumerate(details):
            is_leaf = isinstance(value, dict) and set(value) == {"message", "code"}
            yield from _flat(value, place if is_leaf else f"{place}.{index}".lstrip("."))
