"""How the OpenAPI document reads a view: from its table of operations and the docstrings of ``read`` and ``act``."""

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from blacklist.api.acts import KEY_FORM, KEY_HEADER, NUMBER_HEADER, REPLAY_HEADER
from blacklist.api.preconditions import CONDITION_HEADER, TAG_HEADER
from blacklist.law.duties import SENTENCES


def _header(name: str, description: str, *, answered: bool = True, required: bool = False, **schema: Any) -> Any:
    return OpenApiParameter(
        name,
        {"type": "string", **schema},
        OpenApiParameter.HEADER,
        response=answered,
        required=required,
        description=description,
    )


KEY = _header(
    KEY_HEADER,
    "Your own name for this one act. Sent again within a week, it gives the first answer again.",
    answered=False,
    required=True,
    pattern=f"^{KEY_FORM}$",
)
CONDITION = _header(
    CONDITION_HEADER,
    "The `ETag` of the record as you read it; if it has changed since, the act is refused as `version-conflict`.",
    answered=False,
)
TAG = _header(TAG_HEADER, "The version of the record shown.")
NUMBER = _header(
    NUMBER_HEADER, "The number of this act in the register; an act outside the register has none.", pattern="^[0-9]+$"
)
REPLAY = _header(REPLAY_HEADER, "This act was done before; here is the answer it got then.", const="true")


class CourtSchema(AutoSchema):
    """The schema of a :class:`blacklist.api.views.CourtView`."""

    @property
    def operation(self) -> Any:
        """Return the operation of the method being described."""
        view: Any = self.view
        return view.operations[self.method]

    @property
    def _is_act(self) -> bool:
        view: Any = self.view
        return self.method == "POST" and hasattr(view, "act")

    def get_operation_id(self) -> str:
        return str(self.operation.name)

    def get_tags(self) -> list[str]:
        return ["court"]

    def get_summary(self) -> str:
        return self._sentences()[0]

    def get_description(self) -> str:  # type: ignore[override]
        duty = self.operation.duty
        needs = f"Needs the duty `{duty}`: {SENTENCES[duty]}"
        return "\n\n".join([*self._sentences()[1:], needs])

    def get_request_serializer(self) -> Any:
        takes = self.operation.takes
        if takes.media_types:
            return dict.fromkeys(takes.media_types, OpenApiTypes.BINARY)
        return takes if takes().fields else None

    def get_response_serializers(self) -> Any:
        gives, answers = self.operation.gives, self.operation.answers
        if gives.media_types:
            return {(answers, media_type): OpenApiTypes.BINARY for media_type in gives.media_types}
        return {answers: gives}

    def get_override_parameters(self) -> list[Any]:
        takes, gives = self.operation.takes, self.operation.gives
        if self._is_act:
            return [KEY, *([CONDITION] if "{" in self.path else []), TAG, NUMBER, REPLAY]
        is_record = gives().fields and "items" not in gives().fields
        return [*([takes] if self.method == "GET" and takes().fields else []), *([TAG] if is_record else [])]

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def _sentences(self) -> list[str]:
        view: Any = self.view
        call = view.act if self._is_act else view.read
        return [" ".join(part.split()) for part in (inspect.getdoc(call) or "").split("\n\n")]
