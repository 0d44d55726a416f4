"""The pages that anybody may open."""

import pytest

from tests.browser.walking import Walk

pytestmark = pytest.mark.django_db(transaction=True)


class TestOpenPages:
    @pytest.mark.parametrize("address", ["/", "/redress", "/nowhere"])
    def test_are_whole(self, walk: Walk, address: str) -> None:
        walk.open(address)

    def test_change_language_by_keyboard(self, walk: Walk) -> None:
        walk.page.goto("/redress")
        before = walk.page.locator("h1").inner_text()
        walk.tab_to(".frame-header__link")
        with walk.page.expect_navigation():
            walk.page.keyboard.press("Enter")
        assert walk.page.locator("h1").inner_text() != before

    def test_let_a_reader_skip_to_the_text(self, walk: Walk) -> None:
        walk.page.goto("/redress")
        walk.page.keyboard.press("Tab")
        walk.page.keyboard.press("Enter")
        assert walk.page.evaluate("document.activeElement.id") == "main-content"
