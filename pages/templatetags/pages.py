"""Tags of the frame: words in the reader's language, fields, errors."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.utils.html import format_html

from pages.fields import Field, fields_of
from pages.times import clock
from pages.words import Words, is_chinese

register = template.Library()
register.filter("clock", clock)


@register.simple_tag
def say(zh: str, en: str, **given: Any) -> str:
    """Return the text in the reader's language; ``{name}`` in it is filled with what was given."""
    text = str(Words(zh, en))
    return format_html(text, **given) if given else text


@register.filter
def zh(value: object) -> str:
    """Return a text that is Chinese in either language, marked so for who has it read out."""
    if value in (None, ""):
        return ""
    return str(value) if is_chinese() else format_html('<span lang="zh-Hans">{}</span>', value)


@register.filter
def marked(label: object) -> str:
    """Return a label, marked as Chinese where it is no words of ours but a name or number out of the record."""
    return str(label) if isinstance(label, Words) or str(label).isascii() else zh(label)


@register.inclusion_tag("components/field.html")
def field(of: Field | forms.BoundField, *, label_size: str = "s") -> dict[str, Any]:
    """Draw a field with its label, hint, errors and what was typed."""
    return {"field": of if isinstance(of, Field) else Field.of(of), "label_size": label_size}


@register.inclusion_tag("components/errors.html")
def errors(of: forms.Form | Iterable[Field], general: Iterable[object] = ()) -> dict[str, Any]:
    """Draw the summary of errors above a form; nothing when there are none."""
    said = list(general)
    if isinstance(of, forms.Form):
        said += [str(error) for error in of.non_field_errors()]
    found = fields_of(of) if isinstance(of, forms.Form) else of
    return {"fields": [row for row in found if row.errors], "general": said}
