"""The JSON Schema of an answer, made from the classes that hold it."""

from __future__ import annotations

import dataclasses
import datetime
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from openfisca_kz.engine.knowledge import Beyond

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date"},
}


#: What stands in an answer in place of ``beyond``, and the schemas of it.
LATE = {"stands_in": "StandsIn", "enacted_ahead": "EnactedAhead"}
_FIGURE = {"figure": {"type": "string"}, "label": {"type": "string"}}


def _figures(description: str, **last: dict[str, Any]) -> dict[str, Any]:
    parts = {**_FIGURE, **last}
    items = {"type": "object", "properties": parts, "required": list(parts)}
    return {"type": "array", "description": description, "items": items}


_LATE = {
    "StandsIn": _figures(
        "Figures that are not enacted for the month, and the year whose figure stands in.", year={"type": "integer"}
    ),
    "EnactedAhead": _figures("Figures of later years that are enacted already.", since={"type": "string"}),
}


class Shapes:
    """Schemas by name: one for each class that an answer is made of."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.schemas: dict[str, Any] = {}

    def of(self, kind: Any, within: str = "") -> dict[str, Any]:
        """Return the schema of a type; classes are named after the answer they stand in."""
        if dataclasses.is_dataclass(kind):
            name = within + kind.__name__  # type: ignore[union-attr]
            if name not in self.schemas:
                self.schemas[name] = {}
                fields = get_type_hints(kind)
                parts = {field: self.of(each, within or name) for field, each in fields.items() if each is not Beyond}
                for field in dataclasses.fields(kind):
                    if field.name in parts:
                        parts[field.name] |= field.metadata
                if Beyond in fields.values():  # told beside the rest, see ``told_beyond``
                    parts |= {told: {"$ref": self.place + one} for told, one in LATE.items()}
                    self.schemas |= _LATE
                said = {"description": " ".join((kind.__doc__ or "").split())}
                self.schemas[name] = {**said, "type": "object", "properties": parts, "required": list(parts)}
            return {"$ref": self.place + name}
        arguments = get_args(kind)
        if get_origin(kind) in (tuple, list):
            return {"type": "array", "items": self.of(arguments[0], within)}
        if get_origin(kind) in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(arguments[1], within)}
        if get_origin(kind) in (types.UnionType, Union):
            return {"anyOf": [self.of(each, within) for each in arguments]}
        return dict(_PLAIN.get(kind, {}))
