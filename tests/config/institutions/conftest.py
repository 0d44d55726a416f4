from tests.blacklist.api.conftest import _now, caller, stranger  # noqa: F401  # the court API's callers
