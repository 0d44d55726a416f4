"""Make `.venv` and fill it with the hashed requirements; do nothing when that is already done.

Needs only Python 3.11 and its standard library, because it runs before anything is installed.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pip_wheel import Missing, fetch

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
STARTED = time.monotonic()
ONLY_RECORDED = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r"]


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bootstrap", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    wanted = parser.parse_args(argv)
    # The runtime's requirements are a subset of the tests', so a folder filled for tests serves both.
    names = ["requirements-dev.txt"] if wanted.dev else ["requirements.txt", "requirements-dev.txt"]
    if any(_is_installed(name) for name in names):
        return 0
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # two commands called at once must not both install
    if any(_is_installed(name) for name in names):
        return 0
    try:
        _install(names[0])
    except Missing as missing:
        print(f"Cannot install: {missing}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        program = Path(failed.cmd[0]).name
        print(f"Cannot install: {program} ended with {failed.returncode} (see above).", file=sys.stderr)
        return 1
    return 0


def _is_installed(name: str) -> bool:
    stamp = VENV / f"installed-{name}"
    return stamp.is_file() and PYTHON.exists() and stamp.read_text() == _fingerprint(name)


def _fingerprint(name: str) -> str:
    """Return what must be unchanged for the installed packages to be the wanted ones."""
    version = "{}.{}".format(*sys.version_info)
    return f"{version} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}\n"


def _install(name: str) -> None:
    _make_venv()
    UNFINISHED.touch()
    for stamp in VENV.glob("installed-*"):
        stamp.unlink()
    count = sum("==" in line for line in (ROOT / name).read_text().splitlines())
    _say(f"installing {count} packages by their recorded hashes (the first time, about half a minute)")
    if not _install_with_uv(ROOT / name):
        quiet = ["--quiet", "--disable-pip-version-check", "--no-compile"]
        _run([*_pip(), "install", *quiet, *ONLY_RECORDED, str(ROOT / name)])
    # Without it every process compiles a thousand modules at its first start: 7 to 14 s instead of 2 to 3 s.
    _say("compiling bytecode")
    compileall = [PYTHON, "-m", "compileall", "-q", "-j", "0", VENV / "lib"]
    subprocess.run(compileall, check=False, stdout=subprocess.DEVNULL)
    (VENV / f"installed-{name}").write_text(_fingerprint(name))
    UNFINISHED.unlink()
    _say("installed")


def _make_venv() -> None:
    """Make the folder, afresh when an earlier installation was cut off or another Python made it."""
    if UNFINISHED.exists() or _version(PYTHON) != "{}.{}".format(*sys.version_info):
        _say("making .venv with Python {}.{}.{}".format(*sys.version_info))
        if VENV.exists():
            shutil.rmtree(VENV)
        # Run by the old .venv itself, its own interpreter has just gone: the one it was made from is meant.
        _run([sys._base_executable, "-m", "venv", "--without-pip", str(VENV)])


def _version(python: Path) -> str:
    """Return the `major.minor` of an interpreter, empty when it does not run."""
    ask = [str(python), "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _install_with_uv(requirements: Path) -> bool:
    """Return whether uv is on PATH and installed everything; an index only pip knows of makes it fail."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *ONLY_RECORDED, str(requirements)]
    if subprocess.run(command, check=False).returncode == 0:
        return True
    _say("uv could not install them; trying with pip")
    return False


def _pip() -> list[str]:
    """Return a command that runs pip for `.venv`: Python's bundled copy, else a fetched one."""
    if importlib.util.find_spec("ensurepip") is not None:
        command = [PYTHON, "-Im", "ensurepip", "--default-pip"]
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return [str(PYTHON), "-m", "pip"]
    _say("this Python brings no pip; fetching it")
    return [str(PYTHON), str(fetch(VENV) / "pip")]


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True)


def _say(sentence: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
