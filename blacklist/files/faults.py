"""The refusal of a file as a whole."""

from blacklist.law.refusals import Refusal


class FileRefused(Refusal):
    """The file as a whole cannot be taken; the sentence says why and never repeats what a cell said."""

    def __init__(self, sentence: str, *, code: str = "csv-shape") -> None:
        super().__init__(code, sentence)

    def __str__(self) -> str:
        return self.detail
