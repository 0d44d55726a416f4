"""What a page says, in both languages at once: the two texts stand side by side where they are used."""

from dataclasses import dataclass

from django.utils.translation import get_language

CHINESE, ENGLISH = "zh-hans", "en"


def is_chinese() -> bool:
    """Return whether the reader's language is Chinese; it is unless English was chosen."""
    return not (get_language() or CHINESE).startswith(ENGLISH)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English; it prints as the reader's language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if is_chinese() else self.en

    def format(self, **given: object) -> "Words":
        """Return the text with what was left open filled in."""
        return Words(self.zh.format(**given), self.en.format(**given))
