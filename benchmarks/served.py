"""The application under measurement: the project's own server, with a constant answer beside it."""

from config.server import Server
from restrictions.check.http import Scope, Streaming

BODY = b'{"decision":"permitted"}'
HEADERS = [("content-type", "application/json")]


class Measured(Server):
    """`/constant` is answered without reading anything; every other path goes the way it goes in production."""

    async def __rsgi__(self, scope: Scope, exchange: Streaming) -> None:
        if scope.path == "/constant":
            exchange.response_bytes(200, HEADERS, BODY)
        else:
            await super().__rsgi__(scope, exchange)


app = Measured()
