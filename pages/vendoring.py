"""Style and script of others, taken from npm once and kept in the tree: `python -m pages.vendoring`.

The table says what is taken from which version. What we change in it is done here, by rule, so that taking a newer
version is one command: no crown, no logo, no typeface that is not ours to use, no reference to a file we do not have.
`manifest.json` holds the digest of each file as it was published and as it stands here.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "config" / "static" / "vendor"
MANIFEST = FOLDER / "manifest.json"
LONGEST_SECONDS = 120

_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_FONT_NOTICE = re.compile(r"/\*! Copyright \(c\) 2011 by Margaret Calvert.*?\*/", re.DOTALL)
_SOURCE_MAP = re.compile(r"\n?(/\*|//)# sourceMappingURL=.*?(\*/)?\s*$")
_ASSET = re.compile(r"url\(\"?/assets/[^)]*\)")
_THEIR_FONT = "GDS Transport,arial,sans-serif"


@dataclass(frozen=True)
class Taken:
    """One file of a package on npm."""

    package: str
    version: str
    member: str
    name: str
    licence: str


TABLE = (
    Taken("govuk-frontend", "6.6.0", "dist/govuk/govuk-frontend.min.css", "govuk-frontend.css", "govuk-frontend.txt"),
    Taken("govuk-frontend", "6.6.0", "dist/govuk/govuk-frontend.min.js", "govuk-frontend.js", "govuk-frontend.txt"),
    Taken("@ministryofjustice/frontend", "11.1.0", "moj/moj-frontend.min.css", "moj-frontend.css", "moj-frontend.txt"),
)


def ours(text: str) -> str:
    """Return a published file as we serve it."""
    for unwanted in (_FONT_NOTICE, _FONT_FACE, _SOURCE_MAP):
        text = unwanted.sub("", text)
    text = _ASSET.sub("none", text).replace(_THEIR_FONT, "var(--font)").replace("GDS Transport", "var(--font)")
    return text.strip() + "\n"


def digest(content: bytes) -> str:
    """Return the digest that the manifest holds."""
    return hashlib.sha256(content).hexdigest()


def take() -> None:
    """Fetch every package of the table and write its files and the manifest."""
    entries: list[dict[str, Any]] = []
    for taken in TABLE:
        published = _published(taken)
        served = ours(published.decode()).encode()
        (FOLDER / taken.name).write_bytes(served)
        entries.append(
            {
                "file": taken.name,
                "package": taken.package,
                "version": taken.version,
                "member": taken.member,
                "licence": f"licences/{taken.licence}",
                "published_sha256": digest(published),
                "sha256": digest(served),
            }
        )
    MANIFEST.write_text(json.dumps(entries, indent=2) + "\n")


def _published(taken: Taken) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{taken.package}@{taken.version}"]
        subprocess.run(command, cwd=folder, check=True, timeout=LONGEST_SECONDS, stdout=subprocess.DEVNULL)  # noqa: S603
        [archive] = Path(folder).glob("*.tgz")
        with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as packed:
            member = packed.extractfile(f"package/{taken.member}")
            assert member is not None, taken
            return member.read()


if __name__ == "__main__":
    take()
