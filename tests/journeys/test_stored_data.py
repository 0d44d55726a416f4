"""What a system has written about the people of these journeys: nothing from which anybody could read who they are.

Runs last of the journeys, on all that the others have left in logs, journal, index and database.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from config.demonstration import rulings
from config.embedded.postgres import find_binaries
from tests.citizens import could_be_a_citizens
from tests.journeys import court
from tests.journeys.reference import FOLDER, Reference
from tests.running import Run
from tests.waiting import eventually

_HAN = re.compile(r"[㐀-鿿\U00020000-\U000323af·]{2,}")
_WORD = re.compile(rb"[0-9A-Za-z]{15,}")
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_NUMBERS = re.compile(rb"(?=([0-9]{17}[0-9Xx]))")  # in the middle of a word too
_SEALED = 32  # characters: so long a word is a digest or sealed, and has any digits by chance
_BYTES = re.compile(rb"\\\\x((?:[0-9a-f]{2})+)")  # how a dump shows a column of bytes
_VALUES: dict[str, Callable[[Redis, str], Any]] = {
    "string": lambda valkey, key: valkey.get(key),
    "list": lambda valkey, key: valkey.lrange(key, 0, -1),
    "set": lambda valkey, key: valkey.smembers(key),
    "zset": lambda valkey, key: valkey.zrange(key, 0, -1),
    "hash": lambda valkey, key: valkey.hgetall(key),
    "stream": lambda valkey, key: valkey.xrange(key),
}
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)  # how JSON and Python show what is not ASCII


@dataclass(frozen=True)
class Written:
    """What can be read in a file: runs of Chinese characters, long words of digits and Latin letters, numbers in these.

    `told` is what of `court.SAID` stands in it, in any case and in the middle of anything.
    """

    name: str
    han: frozenset[str]
    words: frozenset[str]
    told: tuple[str, ...]


@pytest.fixture(scope="module")
def people(running: Run) -> list[tuple[str, str]]:
    """Name and number of everybody who was seeded, registered or asked about."""
    rows = [*rulings.rows(today=court.today()), *(Reference(FOLDER, court.today()).rows if FOLDER.is_dir() else ())]
    named = [(row["name"].strip(), row["document_number"].strip()) for row in rows]
    return named + [(someone["name"], someone["document"]["number"]) for someone in court.SUBJECTS]


@pytest.fixture(scope="module")
def written(running: Run, tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """Every file under logs, journal, index and run, the whole database as text, and all that Valkey holds.

    Somebody with a passport was asked about at least, whichever journeys came before.
    """
    question = {"activity": "flight.business", "subject": court.traveller("WANG/WUSHENGMR", "EK7654323")}
    with running.asker() as asker:
        asked = asker.answer(question, credential=running.credential("airline")).reference
    assert eventually(lambda: not running.unrecorded([asked]), seconds=15)
    dump = tmp_path_factory.mktemp("dump") / "database.sql"
    command = [str(find_binaries() / "pg_dump"), f"--dbname={running.database_url()}", f"--file={dump}"]
    subprocess.run(command, check=True, timeout=60)
    folders = [running.home / name for name in ("logs", "journal", "index", "run")]
    broker = dump.with_name("valkey.bin")
    broker.write_bytes(b"\n".join(_held(running.home)))
    files = [dump, broker, *(path for folder in folders for path in folder.rglob("*") if path.is_file())]
    return [_read(path) for path in files]


class TestStoredData:
    def test_is_there_and_would_be_found(self, running: Run, written: list[Written], tmp_path: Path) -> None:
        """The example that `bin/run` prints is found, and so is a name or number in a column of bytes."""
        assert {"database.sql", "valkey.bin", "postgres.log", "data.mdb"} <= {file.name for file in written}
        assert any(file.name.endswith(".journal") for file in written)
        subject = running.demo()["subjects"]["listed_and_ordered"]
        name, number = subject["name"], subject["document"]["number"]
        dump = tmp_path / "dump.sql"
        dump.write_text(f"1\t\\\\x{f'{name},{number}'.encode().hex()}\n")
        for seen in (_read(running.output), _read(dump)):
            assert name in seen.han
            assert number in seen.words

    @pytest.mark.law("D9", "D19")
    def test_holds_no_name(self, written: list[Written], people: list[tuple[str, str]]) -> None:
        names = {name for name, _ in people if _HAN.fullmatch(name)}
        lengths = sorted({len(name) for name in names})
        found = [(file.name, part) for file in written for part in set(_parts(file.han, lengths)) & names]
        assert found == []

    @pytest.mark.law("D9", "D19", "11.15")
    def test_holds_no_number(self, written: list[Written], people: list[tuple[str, str]]) -> None:
        numbers = {number for _, number in people if len(number) >= 15}
        assert len(numbers) > 40
        assert [(file.name, len(file.words & numbers)) for file in written if file.words & numbers] == []

    @pytest.mark.law("D9", "D19")
    def test_holds_no_passport_redress_number_or_name_in_latin_letters(self, written: list[Written]) -> None:
        assert court.SAID
        assert [(file.name, len(file.told)) for file in written if file.told] == []

    def test_holds_nothing_that_could_be_a_citizens_number(self, written: list[Written]) -> None:
        """Found whatever case or form it is in, known or not, at the edge of another word or alone."""
        found = [file.name for file in written for word in file.words if _is_citizens(word.upper())]
        assert found == []

    def test_would_be_found_in_the_middle_of_a_word(self, running: Run, tmp_path: Path) -> None:
        number = running.demo()["subjects"]["listed_and_ordered"]["document"]["number"]
        log = tmp_path / "web.log"
        log.write_text(f"subject{number}end {court.SAID[0].lower()}-{'f' * 20}{number}{'0' * 20}\n")
        seen = _read(log)
        assert number in seen.words
        assert seen.told == (court.SAID[0],)
        assert [word for word in seen.words if _is_citizens(word)] == [number]


def _held(home: Path) -> Iterator[bytes]:
    """Yield every key of Valkey with its value, as it was put there."""
    password = (home / "keys" / "valkey.password").read_text().strip()
    with Redis(
        unix_socket_path=str(home / "run" / "sockets" / "valkey.sock"),
        password=password,
        decode_responses=True,
        encoding_errors="replace",
    ) as valkey:
        for key in valkey.scan_iter():
            yield key.encode()
            yield repr(_VALUES[valkey.type(key)](valkey, key)).encode()


def _read(path: Path) -> Written:
    raw = path.read_bytes()
    if path.suffix == ".sql":
        raw += b"\n".join(bytes.fromhex(found[1].decode()) for found in _BYTES.finditer(raw))
    text = raw.decode(errors="replace")
    text += _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if _ESCAPED.search(text) else ""
    words, upper = set(_WORD.findall(raw)), raw.upper()
    return Written(
        name=path.name,
        han=frozenset(_HAN.findall(text)),
        words=frozenset(word.decode() for word in words | set(_numbers_in(words))),
        told=tuple(said for said in court.SAID if said.upper().encode() in upper),
    )


def _numbers_in(words: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what could be a citizen number within longer words, and within sealed ones those that are somebody's."""
    known = {someone["document"]["number"].encode() for someone in court.SUBJECTS}
    for word in words:
        found = set(_NUMBERS.findall(word))
        yield from found if len(word) < _SEALED else found & known


def _parts(runs: frozenset[str], lengths: list[int]) -> Iterator[str]:
    for run in runs:
        for length in lengths:
            yield from (run[start : start + length] for start in range(len(run) - length + 1))


def _is_citizens(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None and could_be_a_citizens(word)
