"""The application under measurement: the project's own server, with a constant answer beside it."""

from config.asgi import Exchange, Request
from config.server import Server

BODY = b'{"decision":"permitted"}'
HEADERS = [("content-type", "application/json")]


class Measured(Server):
    """`/constant` is answered without reading anything; every other path goes the way it goes in production."""

    async def respond(self, request: Request, exchange: Exchange) -> None:
        if request.path == "/constant":
            exchange.response_bytes(200, HEADERS, BODY)
        else:
            await super().respond(request, exchange)


app = Measured()
