import io
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blacklist.models import RegisterExport
from tests.blacklist.files.test_writing import read_csv
from tests.factories import listings, people

pytestmark = pytest.mark.django_db


class TestExportRegister:
    def test_writes_a_file_of_its_user_only(self, tmp_path: Path) -> None:
        listing, path, said = listings.active(), tmp_path / "register.csv", io.StringIO()
        call_command("export_register", court=people.COURT, out=path, stdout=said)
        assert [row[0] for row in read_csv(path.read_bytes())] == ["measure_id", str(listing.pk)]
        assert listing.debtor.documents.get().number not in path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "masked numbers, version 4" in said.getvalue()
        assert RegisterExport.objects.get().actor_name == "operator"

    def test_gives_whole_numbers_for_a_stated_purpose(self, tmp_path: Path) -> None:
        number, path = listings.active().debtor.documents.get().number, tmp_path / "register.csv"
        with pytest.raises(CommandError, match="needs reasons"):
            call_command("export_register", court=people.COURT, out=path, purpose="supervision", stdout=io.StringIO())
        assert not path.exists()
        note = "核对移交卷宗。"
        call_command(
            "export_register", court=people.COURT, out=path, purpose="supervision", note=note, stdout=io.StringIO()
        )
        assert number in path.read_text()
        assert RegisterExport.objects.get().note == note

    def test_overwrites_nothing_and_knows_its_courts(self, tmp_path: Path) -> None:
        people.court()
        (tmp_path / "register.csv").touch()
        with pytest.raises(CommandError, match="exists"):
            call_command("export_register", court=people.COURT, out=tmp_path / "register.csv")
        with pytest.raises(CommandError, match="no court"):
            call_command("export_register", court="京9999", out=tmp_path / "other.csv")
