"""Asking the web process whether it is ready to answer checks."""

import http.client

_LOCAL = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # nosec


def reachable(host: str) -> str:
    """Return an address at which this machine reaches a server that listens on `host`."""
    return _LOCAL.get(host, host)


def base_url(host: str, port: int) -> str:
    name = reachable(host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def is_ready(host: str, port: int) -> bool:
    """Return whether `/readyz` answers 200."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
