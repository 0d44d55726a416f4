"""Two courts for the rows of the tests."""

import pytest

from blacklist.models import Court


@pytest.fixture
def courts(db: None) -> None:
    for code in ("兵9901", "兵9902"):
        Court.objects.create(code=code, name=f"{code}示范人民法院", level="basic", phone="000-00000000")
