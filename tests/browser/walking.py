"""A reader at a page: who goes by keyboard, and looks at every page with axe."""

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, expect

MOST_TABS = 120
CHINESE = "zh"


@dataclass
class Walk:
    """One window. ``faults`` is what the browser complained of, which must be nothing."""

    page: Page
    suffix: str
    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.set_default_timeout(10_000)

    def open(self, address: str) -> None:
        """Go to a page and look at it."""
        self.page.goto(address)
        self.look(address.strip("/").replace("/", "-") or "home")

    def say(self, zh: str, en: str) -> str:
        """Return the text that the page has in this walk's language."""
        return zh if self.suffix.startswith(CHINESE) else en

    def look(self, name: str) -> None:
        """Check the page: its heading, no sideways scrolling, nothing that axe finds; take a picture if wanted."""
        expect(self.page.locator("h1")).to_have_count(1)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name}: {wide} px wider than the window"
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.pictures / f"{name}-{self.suffix}.png", full_page=True)

    # --- By keyboard alone --------------------------------------------------------------------------------------------

    def tab_to(self, selector: str) -> None:
        """Press Tab until what matches has the focus; it must be visible there."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert self.page.locator(":focus").first.is_visible(), selector
                return
        raise AssertionError(f"Tab never reaches {selector}")

    def type_into(self, name: str, text: str) -> None:
        """Go to a field by keyboard and type."""
        self.tab_to(f'[name="{name}"]')
        self.page.keyboard.type(text)

    def press_button(self, selector: str = "main button:not([type=button])") -> None:
        """Go to a button by keyboard and press it; return when the next page is there."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _note(self, message: ConsoleMessage) -> None:
        is_fault = message.type == "error" and "Failed to load resource" not in message.text
        if is_fault:
            self.faults.append(message.text)
