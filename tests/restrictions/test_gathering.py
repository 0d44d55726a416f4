"""Several processes file what one would, in the snapshot of the process that began."""

import itertools
import os
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from blacklist import publication
from blacklist.law.identity import Assurance
from blacklist.models import Person, PersonKind
from restrictions import gathering
from restrictions.check.index import Index, IndexWriter
from restrictions.check.keys import Keys, read_secret
from restrictions.check.loading import load
from restrictions.gathering import gather
from tests.factories import listings, orders
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of some measures, most of them behind as many people as are read at a time; others can find it."""
    for _ in range(4):
        listings.active()
        orders.in_force()
    fields: dict[str, Any] = {"birth_date": None, "sex": "", "assurance": Assurance.A2, "registered_at": AT}
    people = (Person.sealed(kind=PersonKind.NATURAL, name="赵伟", **fields) for _ in itertools.count())
    Person.objects.bulk_create(islice((one for one in people if one.pk.int >> 126 == 0), publication.CHUNK))
    url = urlsplit(os.environ["DATABASE_URL"])
    monkeypatch.setenv("DATABASE_URL", url._replace(path=f"/{connection.settings_dict['NAME']}").geturl())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.local")  # those of tests make a home of their own
    monkeypatch.setenv("SECRET_KEY", "only for this test")
    monkeypatch.setenv("RESTRICTION_KEYS", str(settings.KEYS_DIR))


def filed(folder: Path) -> list[list[tuple[bytes, bytes]]]:
    """Return what an index of the whole register holds."""
    with publication.moment() as whole:
        folders = gather(whole, folder / "filed", Keys(read_secret(settings.KEYS_DIR / "check.key")))
    assert all(any(share.iterdir()) for share in folders[1:])
    with IndexWriter(folder / "index") as writer:
        load(folders, writer)
    with Index(folder / "index") as index, index.reading() as view:
        return [list(view.entries()), list(view.pairs("standings"))]


@pytest.mark.usefixtures("register")
class TestGather:
    def test_files_the_same_in_two_processes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        alone = filed(tmp_path / "alone")
        assert len(alone[1]) == 8
        monkeypatch.setattr(gathering, "ALONE", 1)
        monkeypatch.setattr(gathering, "PROCESSES", 2)
        assert filed(tmp_path / "shared") == alone
        assert len(list((tmp_path / "shared" / "filed").iterdir())) == 2
