"""What holds for every file of the tree: nobody's number, no machine's path, and the commands the README names."""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from blacklist.law.identity import offers_15_digit_upgrade, read_document
from blacklist.law.refusals import Refusal

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)

# Folders that belong to one machine or one person, not to the project.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|home|work|Users|mnt|srv)(?:/|\b)|(?<![\w.])/tmp/\w")
EIGHTEEN = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
FIFTEEN = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{14}(?![0-9A-Za-z])")
# A province's own code, or that of a residence permit, is on no real person's card: ours end in 0000.
SYNTHETIC_AREA = re.compile(r"[1-9][0-9]0000").match
# Printed in public as examples: in the standards for citizen numbers and for foreigners' cards, and their variants.
SPECIMENS = {
    "11010519491231002X",
    "440524188001010014",
    "110105200002290013",
    "911124198108030024",
    "91182619000101001X",
}


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Return path and text of every file that git keeps or would keep; outside a checkout, of none."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("this tree is no git checkout")
    paths = [name.decode() for name in listed.stdout.split(b"\0") if name]
    return tuple(_read(path) for path in paths if (ROOT / path).is_file())


def _read(path: str) -> tuple[str, str]:
    return path, (ROOT / path).read_text(encoding="utf-8", errors="replace")


def persons_numbers(text: str) -> Iterator[str]:
    """Yield each number that could be somebody's: well-formed, and neither synthetic nor a published specimen."""
    for found in EIGHTEEN.findall(text):
        if not SYNTHETIC_AREA(found) and found.upper() not in SPECIMENS and is_well_formed(found):
            yield found
    for found in FIFTEEN.findall(text):
        longer = offers_15_digit_upgrade(found)
        if longer is not None and not SYNTHETIC_AREA(longer) and longer not in SPECIMENS:
            yield found


def is_well_formed(number: str) -> bool:
    try:
        read_document(type="resident_id", number=number, issuer=None, on=TODAY)
    except Refusal:
        return False
    return True


class TestPersonsNumbers:
    def test_finds_one_that_could_be_somebodys(self) -> None:
        head = "11010119900307"  # completed at run time, so that the number stands in no file
        whole = next(f"{head}{tail:04d}" for tail in range(10_000) if is_well_formed(f"{head}{tail:04d}"))
        assert list(persons_numbers(f"a number: {whole}.")) == [whole]

    def test_lets_synthetic_numbers_and_specimens_pass(self) -> None:
        assert list(persons_numbers("110000199001010013, 11010519491231002x; 110105491231002")) == []


class TestTree:
    @pytest.mark.law("11.17")
    def test_holds_nobodys_identity_number(self) -> None:
        # The number is not repeated in the message: whoever finds it looks at the file.
        assert [path for path, text in texts() if any(persons_numbers(text))] == []

    def test_names_no_folder_of_a_machine(self) -> None:
        here = Path(__file__).relative_to(ROOT).as_posix()
        found = [
            f"{path}:{number}"
            for path, text in texts()
            if path != here
            for number, line in enumerate(text.splitlines(), start=1)
            if MACHINE_PATH.search(line)
        ]
        assert found == []


class TestReadme:
    @pytest.mark.parametrize("command", ["bin/run", "bin/test", "bin/manage"])
    def test_names_a_command_that_can_be_called(self, command: str) -> None:
        assert f"`{command}" in (ROOT / "README.md").read_text(encoding="utf-8")
        assert os.access(ROOT / command, os.X_OK)
        assert (ROOT / command).read_bytes().startswith(b"#!/bin/sh\n")

    def test_links_to_files_that_exist(self) -> None:
        prose = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        links = [
            (file, target)
            for file in prose
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
        ]
        assert [f"{file.name} → {target}" for file, target in links if not (file.parent / target).exists()] == []
