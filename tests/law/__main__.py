"""``python -m tests.law``: write ``docs/law-coverage.md``."""

from tests.law.coverage import DOCUMENT, document

DOCUMENT.write_text(document(), encoding="utf-8")
