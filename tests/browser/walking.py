"""A reader at a page: who goes by keyboard, and looks at every page."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from tests.browser.looking import PROBE, look_at

MOST_TABS = 120
MOST_OPTIONS = 60
CHINESE = "zh"
# In which order a browser wants the parts of a day depends on the language of the machine it runs on.
_ORDERS = ("%m%d%Y", "%d%m%Y", "%Y%m%d")


@dataclass
class Walk:
    """One window. ``faults`` is what the browser complained of, which must be nothing; ``asked`` every address."""

    page: Page
    suffix: str
    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._remember)
        self.page.on("dialog", self._leave)
        self.page.set_default_timeout(10_000)

    def open(self, address: str) -> None:
        """Go to a page and look at it."""
        self.page.goto(address)
        self.look(address.strip("/").replace("/", "-") or "home")

    def say(self, zh: str, en: str) -> str:
        """Return the text that the page has in this walk's language."""
        return zh if self.suffix.startswith(CHINESE) else en

    def probed(self, text: str) -> str:
        """Return a text to type, with what no page may make anything of behind it; for a picture without that."""
        return text if self.pictures else text + PROBE

    def look(self, name: str, *, repeats: str = "") -> None:
        """Check the page (:func:`look_at`); take a picture if wanted."""
        look_at(self.page, name=name, repeats=repeats)
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.pictures / f"{name}-{self.suffix}.png", full_page=True)

    # --- By keyboard alone --------------------------------------------------------------------------------------------

    def tab_to(self, selector: str) -> None:
        """Press Tab until what matches has the focus; it must be visible there."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self._is_at(selector):
                assert self.page.locator(":focus").first.is_visible(), selector
                return
        raise AssertionError(f"Tab never reaches {selector}")

    def type_into(self, name: str, text: str) -> None:
        """Go to a field by keyboard and type."""
        self.tab_to(f'[name="{name}"]')
        self.page.keyboard.type(text)

    def type_day(self, name: str, day: date) -> None:
        """Go to a field for a day and type its digits, as this browser wants them."""
        self.tab_to(f'[name="{name}"]')
        for order in _ORDERS:
            for _ in range(len("dmy")):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(day.strftime(order))
            if self._value() == day.isoformat():
                return
        raise AssertionError(f"{name} takes no day")

    def choose(self, name: str, value: str) -> None:
        """Go to a select or a group of radios and press the arrow until it has this value."""
        self.tab_to(f'[name="{name}"]')
        if self._is_at("[type=radio]"):
            self.page.keyboard.press("Space")
        for _ in range(MOST_OPTIONS):
            if self._value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def tick(self, name: str, value: str = "") -> None:
        """Go to a box and tick it."""
        self.tab_to(f'[name="{name}"][value="{value}"]' if value else f'[name="{name}"]')
        self.page.keyboard.press("Space")
        assert self._is_at(":checked"), name

    def press_button(self, selector: str = "main button:not([type=button])") -> None:
        """Go to a button or link by keyboard and press it; return when the next page is there."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _is_at(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def _value(self) -> str:
        return str(self.page.evaluate("document.activeElement.value"))

    def _note(self, message: ConsoleMessage) -> None:
        is_fault = message.type == "error" and "Failed to load resource" not in message.text
        if is_fault:
            self.faults.append(message.text)

    def _remember(self, request: Request) -> None:
        self.asked.append(request.url)

    def _leave(self, dialog: Dialog) -> None:
        self.faults.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()
