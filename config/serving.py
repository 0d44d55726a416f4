"""One web process: `python -m config.serving --host 127.0.0.1 --port 8000`.

Any number of them listen at one port; the kernel gives each connection to one.
"""

import argparse
import socket

import uvicorn

from config.connection import Connection

BACKLOG = 1024
KEEP_ALIVE_SECONDS, GRACE_SECONDS = 75, 5
UNREAD_SECONDS = 30.0  # whoever takes nothing of an answer for so long is let go, and what waits for him with him


def main(arguments: list[str] | None = None) -> None:
    """Serve until a signal says to stop; requests under way have a few seconds."""
    parser = argparse.ArgumentParser(prog="python -m config.serving", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--application", default="config.server:app")
    told = parser.parse_args(arguments)
    uvicorn.Server(configuration(told.application)).run(sockets=[listening(told.host, told.port)])


def configuration(application: str) -> uvicorn.Config:
    """Return how uvicorn serves an application: no log of requests, nothing believed of a proxy."""
    return uvicorn.Config(
        application,
        http=Connection,
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )


def listening(host: str, port: int) -> socket.socket:
    """Return a socket at an address, which the other web processes share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    # Inherited by each connection; of a window that stays shut, too: nothing above TCP ends what waits behind one.
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(UNREAD_SECONDS * 1000))
    found.bind((host, port))
    found.set_inheritable(True)
    return found


if __name__ == "__main__":
    main()
