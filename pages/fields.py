"""A field of a form, as a page shows it; one macro draws them all (`components/field.html`).

It is made from whatever holds the value: a Django form's field (:meth:`Field.of`), or an API's shape.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from pages.words import Words

Text = Words | str

OPTIONAL = Words("（选填）", " (optional)")
KINDS: Mapping[type[forms.Widget], str] = {
    forms.RadioSelect: "radios",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.CheckboxInput: "checkbox",
    forms.Select: "select",
    forms.Textarea: "textarea",
    forms.FileInput: "file",
    forms.PasswordInput: "password",
    forms.HiddenInput: "hidden",
    forms.DateInput: "date",
}


@dataclass(frozen=True)
class Option:
    """One choice; ``hint`` says what it means."""

    value: str
    label: Text
    hint: Text = ""


@dataclass(frozen=True)
class Field:
    """One field. ``kind``: text, date, number, code, password, textarea, select, radios, checkboxes, checkbox, file or
    hidden. ``values`` is what was typed or chosen, always kept as it came. ``width``: how many characters are expected.
    """

    name: str
    label: Text
    kind: str = "text"
    hint: Text = ""
    values: tuple[str, ...] = ()
    errors: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    is_required: bool = True
    width: int = 0
    longest: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the field's id on the page, which its errors link to."""
        return "id_" + self.name.replace(".", "-")

    @property
    def value(self) -> str:
        """Return the one value of a field that has one."""
        return self.values[0] if self.values else ""

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the field."""
        return " ".join([f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors))

    @property
    def first_id(self) -> str:
        """Return where a link in the summary of errors leads."""
        return f"{self.id}-1" if self.kind in ("radios", "checkboxes") else self.id

    @classmethod
    def of(cls, bound: forms.BoundField) -> "Field":
        """Return a Django form's field."""
        widget = bound.field.widget
        kind = next((name for type_, name in KINDS.items() if isinstance(widget, type_)), "text")
        raw: Any = bound.value()
        values = raw if isinstance(raw, (list, tuple)) else [raw]
        return cls(
            name=bound.html_name,
            label=_text(bound.label),
            kind=kind,
            hint=_text(bound.help_text),
            values=tuple(str(value) for value in values if value not in (None, False)),
            errors=tuple(str(error) for error in bound.errors),
            options=tuple(_options(getattr(bound.field, "choices", ()))),
            is_required=bound.field.required,
            longest=int(getattr(bound.field, "max_length", None) or 0),
            attributes={key: str(value) for key, value in widget.attrs.items() if value not in (False, None)},
        )


def fields_of(form: forms.Form) -> tuple[Field, ...]:
    """Return the fields of a Django form, in order."""
    return tuple(Field.of(bound) for bound in form)


def _text(said: object) -> Text:
    return said if isinstance(said, Words) else str(said or "")


def _options(choices: Iterable[Any]) -> Sequence[Option]:
    return [Option(str(value), _text(label)) for value, label in choices]
