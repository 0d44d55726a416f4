"""A form sent twice is one request: its page carries a key, made anew each time that it is shown."""

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from blacklist.api.acts import KEY_FORM
from blacklist.models import Officer
from blacklist.sealing import blind
from blacklist.services.idempotency import Asked

_is_key = re.compile(KEY_FORM).fullmatch


def asked_on(request: HttpRequest, sent: Mapping[str, Any], *, by: Officer, address: str = "") -> Asked:
    """Return the request that a form stands for; a form without a key of ours is one of its own."""
    key = request.POST.get("key", "")
    what = f"{address or request.path}\n{json.dumps(sent, sort_keys=True, default=str)}"
    return Asked(by=by, key=key if _is_key(key) else uuid.uuid4().hex, digest=blind(what, purpose="request"))
