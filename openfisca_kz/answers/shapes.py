"""The JSON Schema of an answer, made from the classes that hold it."""

from __future__ import annotations

import dataclasses
import datetime
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date"},
}


class Shapes:
    """Schemas by name: one for each class that an answer is made of.

    Args:
        place: where they will stand, for references, such as ``#/$defs/``.

    """

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
                parts = {field: self.of(each, within or name) for field, each in fields.items()}
                for field in dataclasses.fields(kind):
                    parts[field.name] |= field.metadata
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
