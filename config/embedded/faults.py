"""The one exception of this package that a person is meant to read."""


class CannotStart(Exception):
    """What is in the way and what to do about it, in one line."""
