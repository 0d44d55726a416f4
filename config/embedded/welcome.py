"""What the terminal shows when everything runs: where to click, who may log in, what to `curl`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def welcome(demonstration: Path, *, base_url: str) -> str:
    """Return the lines to print; the log-ins and the example come from `demo.json`, when there is one."""
    try:
        demo = json.loads(demonstration.read_text())
    except FileNotFoundError:
        demo = {}
    return "\n".join(["", *_lines(demo, demonstration, base_url), ""])


def _lines(demo: Mapping[str, Any], demonstration: Path, base_url: str) -> Iterator[str]:
    yield f"Ready at {base_url} - a demonstration with invented people, not for production."
    yield f"  checks         POST {base_url}/v1/checks"
    yield f"  acts of court  POST {base_url}/court/v1/session"
    yield f"  workbench      {base_url}/court/"
    yield f"  counter        {base_url}/counter/  (sign in with a credential of the demonstration)"
    yield f"  my record      {base_url}/my-record/  (with a code that clerk01 hands out: workbench, find a person)"
    yield f"  admin          {base_url}/admin/"
    if demo:
        yield f"  credentials, passwords and second factors: {demonstration}"
    for officer in demo.get("officers", []):
        court, duties = officer.get("court") or "all courts", ", ".join(officer.get("duties", []))
        yield f"  log-in {officer['username']}  password {officer['password']}  {court}  {duties}"
    if curl := demo.get("example", {}).get("curl"):
        yield "A check that answers `restricted`:"
        yield f"  {curl}"
    yield "Stop with Ctrl-C."
