"""The one exception of this package that a person is meant to read."""


class CannotStart(Exception):  # noqa: N818 - a sentence for the terminal, not a programming error
    """What is in the way and what to do about it, in one line."""
