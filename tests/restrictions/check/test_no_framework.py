import subprocess
import sys

MODULES = (
    "answer body bulk catalogue cutting endpoint gate http index journal keys lease node question quota "
    "references repeats rules sight standing tokens waiting"
)
FORBIDDEN = "django rest_framework celery redis psycopg restrictions.models blacklist.models"


class TestImports:
    def test_bring_no_framework_into_the_answer(self) -> None:
        script = (
            "import importlib, sys\n"
            f"for name in '{MODULES}'.split(): importlib.import_module('restrictions.check.' + name)\n"
            f"print([name for name in '{FORBIDDEN}'.split() if name in sys.modules])"
        )
        assert subprocess.check_output([sys.executable, "-c", script], text=True) == "[]\n"
