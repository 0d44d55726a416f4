"""The guides as pages: for four kinds of readers, in both languages, without a sign-in, with their pictures."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from config.guides.views import picture
from config.guides.words import GUIDES
from tests.browser.picturing import LANGUAGES, PICTURES, TABLE

READERS = ["clerk", "listed-person", "loan-officer", "receptionist"]
NAMED = sorted({step.picture for guide in GUIDES.values() for step in guide.steps if step.picture})


def page(client: Client, address: str, language: str) -> str:
    client.cookies["language"] = {"zh": "zh-hans", "en": "en"}[language]
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200
    return answer.content.decode()


class TestGuides:
    def test_are_for_four_kinds_of_readers(self, client: Client) -> None:
        found = re.findall(r'href="/guides/([a-z-]+)"', page(client, "/guides/", "en"))
        assert sorted(found) == sorted(GUIDES) == READERS

    @pytest.mark.parametrize("who", READERS)
    def test_say_each_step_in_the_readers_language_with_its_picture(self, client: Client, who: str) -> None:
        guide = GUIDES[who]
        zh, en = page(client, f"/guides/{who}", "zh"), page(client, f"/guides/{who}", "en")
        for step in guide.steps:
            assert step.title.zh in zh
            assert step.title.en in en
            if step.picture:
                assert f"/static/pictures/{step.picture}-zh.png" in zh
                assert f"/static/pictures/{step.picture}-en.png" in en

    @pytest.mark.parametrize("who", READERS)
    def test_are_read_in_five_minutes(self, who: str) -> None:
        guide = GUIDES[who]
        words = " ".join(f"{step.title.en} {step.text.en}" for step in guide.steps).split()
        assert len(words) <= 5 * 200

    def test_are_no_others(self, client: Client) -> None:
        assert client.get("/guides/president", headers={"host": "localhost"}).status_code == 404


class TestPictures:
    def test_are_taken_by_the_walks(self) -> None:
        assert set(NAMED) <= set(TABLE)
        kept = {path.name for path in PICTURES.glob("*.png")}
        assert kept == {f"{name}-{language}.png" for name in TABLE for language in LANGUAGES}

    def test_are_all_shown_somewhere(self) -> None:
        written = [*Path(settings.BASE_DIR).glob("*.md"), *(Path(settings.BASE_DIR) / "docs").glob("*.md")]
        shown = {
            name for text in written for name in re.findall(r"pictures/([a-z-]+)-(?:zh|en)\.png", text.read_text())
        }
        assert set(TABLE) <= shown | set(NAMED)

    @pytest.mark.parametrize("name", NAMED)
    def test_are_served_with_their_size_said_before(self, client: Client, name: str) -> None:
        served = client.get(f"/static/pictures/{name}-en.png", headers={"host": "localhost"}).getvalue()
        _, width, height = picture(name, "en")
        with Image.open(BytesIO(served)) as found:
            assert found.size == (width, height)
