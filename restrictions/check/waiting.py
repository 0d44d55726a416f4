"""What a request waits for: its body, under a deadline."""

import asyncio
import logging
import traceback

from blacklist.law.refusals import Refusal
from restrictions.check.http import Exchange

logger = logging.getLogger("restrictions.check")


def note(error: Exception) -> None:
    """Log what nobody expected, without its message and values: they may hold what was asked."""
    logger.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


async def gather(exchange: Exchange, *, limit: int, seconds: float) -> bytes:
    """Return a body that comes in parts.

    :raises Refusal: `too-large` above ``limit`` bytes, `request-timeout` when it takes longer than ``seconds``,
        `malformed-request` when it breaks off.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in exchange:
                parts.append(part)
                size += len(part)
                if size > limit:
                    raise Refusal("too-large")
    except TimeoutError:
        raise Refusal("request-timeout") from None
    except ConnectionError:
        raise Refusal("malformed-request", "The body broke off.") from None
    return b"".join(parts)
