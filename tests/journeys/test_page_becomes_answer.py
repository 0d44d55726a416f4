"""What an officer does on a page becomes the answer that institutions get, as what is done over the API does."""

import http.client
import re
from urllib.parse import urlencode

import pytest

from tests.asking import Asker, Officers
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

FRESH_SECONDS = 1.0
CLERK = "clerk01"


class Window:
    """A browser window of an officer, without a browser: cookies, forms and nothing else."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self._cookies = {"officer": token, "language": "en"}

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *ended: object) -> None:
        self._connection.close()

    def read(self, address: str) -> str:
        """Return the page at an address."""
        status, page = self._send("GET", address)
        assert status == 200, page
        return page

    def fill(self, address: str, **typed: str) -> int:
        """Open the form at an address, fill it in and send it; return the status of the answer."""
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.read(address)))
        return self._send("POST", address, urlencode({**hidden, **typed}))[0]

    def _send(self, method: str, address: str, body: str = "") -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        self._connection.request(method, address, body, headers)
        response = self._connection.getresponse()
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, response.read().decode()


class TestServedOnAPage:
    @pytest.mark.law("G14", "C1")
    def test_bars_within_a_second(self, running: Run, asker: Asker, officers: Officers) -> None:
        debtor = court.debtor(officers, "许一页")
        order = court.draft_order(officers, debtor, "flight.business")
        court.sign(officers, order)
        flight = {"activity": "flight.business", "subject": debtor.subject}
        airline = running.credential("airline")
        assert asker.answer(flight, credential=airline).outcome == "permitted"

        address = f"/court/do/serve_order/{order.rpartition('/')[2]}"
        with Window(running.port, officers.token(CLERK)) as window:
            assert window.fill(address, served_on=str(court.today()), service_method="direct") == 302
        assert eventually(
            lambda: asker.answer(flight, credential=airline).outcome == "restricted", seconds=FRESH_SECONDS
        )
        with Window(running.port, officers.token(CLERK)) as window:
            assert debtor.subject["document"]["number"] not in window.read(f"/court/{order}")
