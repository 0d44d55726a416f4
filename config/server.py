"""The entry of the web processes: the check endpoint first, in the event loop; everything else to Django, in threads.

An ASGI application, served by `config/serving.py`. What waits for a database or renders a page never stands in front of
a check: Django has threads of its own, and only so many requests may wait for them.
"""

import asyncio
import gc
import logging
import os
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings

from blacklist.law.refusals import Refusal
from config.asgi import Exchange, Message, Receive, Request, Send
from config.transfers import Transfers
from config.wsgi import Environ, Incoming, Response, Wsgi, call, django_application, environ
from restrictions.check import answer, http
from restrictions.check.answer import Reply
from restrictions.check.endpoint import Endpoint
from restrictions.check.keys import read_secret
from restrictions.check.node import Asked, Node, Options
from restrictions.check.tokens import token_secrets
from restrictions.check.waiting import gather
from restrictions.web.desk import open_desk

THREADS = 4
MAY_WAIT = 64  # requests that may wait for a thread; more are told to come again
BODY_BYTES = 1 << 20  # what the court API takes; files come in by `Transfers`
BODY_SECONDS = 30.0
SECOND, MINUTE = 1.0, 60.0
DESK_SECONDS = 10.0  # in which a page has its answer from the loop

logger = logging.getLogger("config.server")


class Server:
    """The application of one web process."""

    def __init__(self) -> None:
        self._endpoint: Endpoint | None = None
        self._pages: Pages | None = None
        self._transfers: Transfers | None = None
        self._second: asyncio.TimerHandle | None = None
        self._minute: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        request, exchange = Request(scope), Exchange(scope, receive, send)
        await self.respond(request, exchange)
        await exchange.finish()

    async def respond(self, request: Request, exchange: Exchange) -> None:
        """Answer one request."""
        assert self._pages is not None
        assert self._transfers is not None
        if self.endpoint.owns(request.path):
            await self.endpoint.respond(request, exchange)
        elif self._transfers.owns(request.path):
            await self._transfers.respond(request, exchange)
        else:
            await self._pages.respond(request, exchange)

    @property
    def endpoint(self) -> Endpoint:
        """What answers checks."""
        assert self._endpoint is not None
        return self._endpoint

    async def _live(self, receive: Receive, send: Send) -> None:
        """Open everything before the first request, and close it after the last."""
        await receive()
        self._open(asyncio.get_running_loop())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._close()
        await send({"type": "lifespan.shutdown.complete"})

    def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        self._endpoint = Endpoint(Node(options()), allowed_hosts=settings.ALLOWED_HOSTS)
        node = self._endpoint.node
        open_desk(lambda asked: asyncio.run_coroutine_threadsafe(_check(node, asked), loop).result(DESK_SECONDS))
        django_pages = django_application()
        self._pages, self._transfers = Pages(django_pages), Transfers(django_pages)
        gc.collect()
        gc.freeze()  # what was loaded at the start stays: no collection need walk it while a check waits
        self._second = loop.call_later(SECOND, self._each_second, loop)
        self._minute = loop.call_later(MINUTE, self._each_minute, loop)

    def _close(self) -> None:
        for timer in (self._second, self._minute):
            if timer is not None:
                timer.cancel()
        self.endpoint.node.close()  # the journal is synced
        for pool in (self._pages, self._transfers):
            if pool is not None:
                pool.close()

    def _each_second(self, loop: asyncio.AbstractEventLoop) -> None:
        self.endpoint.node.let_go()
        self._second = loop.call_later(SECOND, self._each_second, loop)

    def _each_minute(self, loop: asyncio.AbstractEventLoop) -> None:
        node = self.endpoint.node
        node.check_readers()
        node.repeats.sweep()
        if refused := node.take_unauthenticated():
            logger.warning("%d requests with no valid credential were refused in the last minute", refused)
        if refused := node.quotas.take_refused():
            logger.warning("%d questions beyond a quota were refused in the last minute", refused)
        self._minute = loop.call_later(MINUTE, self._each_minute, loop)


async def _check(node: Node, asked: Asked) -> Reply:
    """Answer the counter's page, in the loop, where the node lives."""
    reply = node.check(asked)
    await node.journal.on_disk()
    return reply


def options() -> Options:
    """Return what the settings say to a check node."""
    return Options(
        index_dir=settings.INDEX_DIR,
        journal_dir=settings.JOURNAL_DIR,
        secret=read_secret(settings.KEYS_DIR / "check.key"),
        keys_dir=settings.KEYS_DIR,
        lease_seconds=settings.LEASE_SECONDS,
        journal_sync=settings.JOURNAL_SYNC,
        redress_url=settings.REDRESS_URL,
        livemode=settings.LIVEMODE,
        token_secrets=token_secrets(settings.KEYS_DIR),
    )


class Pages:
    """Django in a bounded pool of threads. Bodies are awaited here, so a slow client holds no thread."""

    def __init__(self, wsgi: Wsgi, *, threads: int = THREADS, may_wait: int = MAY_WAIT) -> None:
        self._wsgi = wsgi
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._places = threads + may_wait

    async def respond(self, scope: Incoming, exchange: http.Exchange) -> None:
        """Answer one request through Django."""
        try:
            body = await _read(scope, exchange)
            status, headers, content = await self._call(environ(scope, body))
        except Refusal as refusal:
            reply = answer.problem(refusal, request_id=os.urandom(16).hex())
            status, headers, content = reply.status, reply.headers, reply.body
        exchange.response_bytes(status, headers, content)

    async def _call(self, request: Environ) -> Response:
        if self._places == 0:
            raise Refusal("overloaded")
        self._places -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, call, self._wsgi, request)
        finally:
            self._places += 1

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


async def _read(scope: Incoming, exchange: http.Exchange) -> bytes:
    """Return the body.

    :raises Refusal: `too-large`, or `request-timeout` when it takes longer than half a minute.
    """
    length = scope.headers.get("content-length")
    if length is not None and int(length) > BODY_BYTES:
        raise Refusal("too-large")
    if length is None and scope.headers.get("transfer-encoding") is None and scope.http_version.startswith("1"):
        return b""
    return await gather(exchange, limit=BODY_BYTES, seconds=BODY_SECONDS)


app = Server()
