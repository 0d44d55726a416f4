"""What was taken from npm stands here as the manifest says, with its licence, and without what is not ours to use."""

import json
from typing import Any

import pytest

from pages.vendoring import FOLDER, MANIFEST, TABLE, digest, ours

ENTRIES: list[dict[str, Any]] = json.loads(MANIFEST.read_text())


class TestManifest:
    def test_holds_what_the_table_says(self) -> None:
        said = [(taken.name, taken.package, taken.version, taken.member) for taken in TABLE]
        assert [(row["file"], row["package"], row["version"], row["member"]) for row in ENTRIES] == said

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
    def test_has_the_digest_and_licence_of(self, entry: dict[str, Any]) -> None:
        assert digest((FOLDER / entry["file"]).read_bytes()) == entry["sha256"]
        assert "Permission is hereby granted" in (FOLDER / entry["licence"]).read_text()

    def test_names_every_file_there_is(self) -> None:
        found = {path.name for path in FOLDER.iterdir() if path.is_file()}
        assert found == {"manifest.json", *(entry["file"] for entry in ENTRIES)}


class TestOurs:
    def test_drops_fonts_crest_and_source_maps(self) -> None:
        published = (
            "@font-face{font-family:GDS Transport;src:url(/assets/x.woff2)}"
            "a{font-family:GDS Transport,arial,sans-serif;"
            "background:url(/assets/images/govuk-crest.svg)}\n/*# sourceMappingURL=x.css.map */\n"
        )
        assert ours(published) == "a{font-family:var(--font);background:none}\n"

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
    def test_leaves_none_of_it_in(self, entry: dict[str, Any]) -> None:
        text = (FOLDER / entry["file"]).read_text()
        assert not [
            unwanted for unwanted in ("GDS Transport", "@font-face", "/assets/", "sourceMapping") if unwanted in text
        ]
