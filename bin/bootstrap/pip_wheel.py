"""Fetch pip's own wheel for a Python that was packaged without one, as Debian's is without python3-venv."""

import base64
import configparser
import hashlib
import html.parser
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
DEFAULT_INDEX = "https://pypi.org/simple"  # pip's own default
TIMEOUT = 60.0


class Missing(Exception):
    """Something this machine lacks; the text says what, in one line."""


def fetch(folder: Path) -> Path:
    """Store the pinned wheel in `folder` and return its path.

    :raises Missing: when no index has it, or what came is not the recorded wheel.
    """
    index = _setting("index-url", "PIP_INDEX_URL") or DEFAULT_INDEX
    try:
        wheel = _get(_link(index.rstrip("/") + "/pip/"))
    except (urllib.error.URLError, OSError, ValueError) as error:
        where = f"{WHEEL} could not be fetched from {_without_password(index)}: {error}"
        raise Missing(f"pip (no ensurepip here, and {where}); install python3-venv, or uv.") from error
    if hashlib.sha256(wheel).hexdigest() != SHA256:
        raise Missing(f"pip ({_without_password(index)} sent a {WHEEL} that has not the recorded SHA-256).")
    path = folder / WHEEL
    path.write_bytes(wheel)
    return path


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]


def _link(page: str) -> str:
    """Return the address of the wheel on an index's page of the project (PEP 503)."""
    links = _Links()
    links.feed(_get(page).decode("utf-8", "replace"))
    for href in links.hrefs:
        address = urllib.parse.urljoin(page, href)
        if urllib.parse.urlsplit(address).path.rsplit("/", 1)[-1] == WHEEL:
            return address
    raise ValueError("the index does not list it")


def _get(address: str) -> bytes:
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("https", "http"):
        raise ValueError(f"an index must be http or https, not {parts.scheme or 'a path'}")
    request = urllib.request.Request(_bare(parts), headers={"Accept": "text/html, */*;q=0.1"})  # noqa: S310
    if parts.username:
        login = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    with urllib.request.urlopen(request, timeout=TIMEOUT, context=_trust()) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def _bare(parts: urllib.parse.SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _without_password(address: str) -> str:
    return _bare(urllib.parse.urlsplit(address))


def _trust() -> ssl.SSLContext:
    """Return the certificates pip would trust; SSL_CERT_FILE is read by Python itself."""
    bundle = _setting("cert", "PIP_CERT") or os.environ.get("REQUESTS_CA_BUNDLE")
    return ssl.create_default_context(cafile=bundle if bundle and Path(bundle).exists() else None)


def _setting(name: str, variable: str) -> str:
    """Return a setting of pip: the environment first, then its files from the user's to the machine's."""
    if os.environ.get(variable):
        return os.environ[variable]
    home, named = Path.home(), os.environ.get("PIP_CONFIG_FILE")
    user = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf"
    files = [Path(named)] if named else []
    files += [Path(sys.base_prefix) / "pip.conf", user, home / ".pip" / "pip.conf", Path("/etc/pip.conf")]
    for file in files:
        settings = configparser.RawConfigParser()
        settings.read(file)
        for section in ("install", "global"):
            if settings.has_option(section, name):
                return settings.get(section, name).split()[0]
    return ""
