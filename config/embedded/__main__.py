"""Command line of the embedded start; `bin/run`, `bin/manage` and `bin/test` call it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded import commands
from config.embedded.faults import CannotStart
from config.embedded.home import REPOSITORY


def main(argv: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    home = Path(os.environ.get("RESTRICTION_HOME") or REPOSITORY / "var")
    try:
        if not sys.platform.startswith("linux"):
            raise CannotStart("The embedded start needs Linux: point DATABASE_URL and REDIS_URL at your own servers.")
        return _dispatch(argv, home)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
    except PermissionError as error:
        print(f"No permission for {error.filename}: run as its owner, or choose another --home.", file=sys.stderr)
    return 2


def _dispatch(argv: Sequence[str], home: Path) -> int:
    command, *rest = argv or ["run"]
    parser = argparse.ArgumentParser(prog=f"bin/{command}", allow_abbrev=False)
    parser.add_argument("--home", type=Path, default=home, help="folder of all state (RESTRICTION_HOME; default var/)")
    if command == "run":
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        workers = os.environ.get("RESTRICTION_WEB_PROCESSES") or min(os.cpu_count() or 1, 2)
        parser.add_argument("--workers", type=int, default=workers, help="web processes (RESTRICTION_WEB_PROCESSES)")
        wanted = parser.parse_args(rest)
        return commands.run(wanted.home, host=wanted.host, port=wanted.port, workers=wanted.workers)
    # Ours is only what stands before Django's command: the rest, `--help` included, is for that.
    if rest[:1] == ["--home"] and len(rest) > 1:
        home, rest = Path(rest[1]), rest[2:]
    elif rest[:1] and rest[0].startswith("--home="):
        home, rest = Path(rest[0].removeprefix("--home=")), rest[1:]
    if command == "manage":
        return commands.manage(home, rest)
    if command == "with":
        return commands.run_beside(home, rest)
    raise CannotStart(f"Unknown command {command}: run, manage or with.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
