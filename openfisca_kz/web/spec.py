"""The OpenAPI 3.1 document: core's routes and ours, every variable with its label, unit and references by date.

Core's own document is OpenAPI 3.0, where a value cannot be null although every question is one; it stays at
``/spec?openapi=3.0`` as core has it.
"""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.language import LANGUAGES, language, units
from openfisca_kz.web.config import Config
from openfisca_kz.web.service import CONTACT, LICENCE
from openfisca_kz.yaml_files import read_yaml

_KINDS: dict[Any, tuple[str, dict[str, Any]]] = {
    float: ("Numbers", {"type": ["number", "null"]}),
    int: ("WholeNumbers", {"type": ["integer", "null"]}),
    bool: ("Truths", {"type": ["boolean", "null"]}),
    datetime.date: ("Dates", {"type": ["string", "null"]}),
    str: ("Texts", {"type": ["string", "null"]}),
}
_BY_PERIOD = "By period; null asks for the value."


class Specification:
    """The document of a system, made once.

    Args:
        system: the law.
        config: the limits, which the document tells.
        core: the document that core gives for the system.

    """

    def __init__(self, system: Any, config: Config, core: dict[str, Any]) -> None:
        self.system = system
        self.core = core
        own = read_yaml(Path(__file__).with_name("openapi.yaml"))
        self.document: dict[str, Any] = {
            "openapi": "3.1.0",
            "info": {
                **{name: told for name, told in core["info"].items() if name != "termsOfService"},
                "description": own["info"]["description"].format(**vars(config)),
                "contact": CONTACT,
                "license": LICENCE,
            },
            "servers": [],
            "tags": [*core["tags"], *own["tags"]],
            "paths": self._paths(core["paths"], own["paths"]),
            "components": {
                "headers": core["components"]["headers"],
                "responses": own["components"]["responses"],
                "schemas": self._schemas(core["components"]["schemas"], own["components"]["schemas"], config),
            },
        }

    def at(self, address: str, old: bool = False) -> dict[str, Any]:
        """Return the document for a server's address; core's own if ``old``."""
        return {**(self.core if old else self.document), "servers": [{"url": address}]}

    # ----- Paths ----- #

    def _paths(self, core: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
        paths = {**copy.deepcopy(core), **own}
        errors = {str(code): {"$ref": f"#/components/responses/{name}"} for code, name in _ERRORS.items()}
        for item in paths.values():
            for method, operation in item.items():
                wanted = _OF_A_BODY if method == "post" else _OF_ALL
                known = {str(code): answer for code, answer in operation["responses"].items() if str(code) != "400"}
                found = {code: errors[code] for code in wanted if code not in known or "content" not in known[code]}
                if "404" in known:
                    found["404"] = errors["404"]
                operation["responses"] = {**known, **found}
        responses = paths["/spec"]["get"]["responses"]
        responses["200"] = {**responses["200"], "content": {"application/json": {"schema": {"type": "object"}}}}
        paths["/spec"]["get"]["parameters"] = [
            {
                "name": "openapi",
                "in": "query",
                "description": "Ask for 3.0 to get the document as OpenFisca itself gives it.",
                "schema": {"type": "string", "enum": ["3.0", "3.1"]},
            }
        ]
        return paths

    # ----- Schemas ----- #

    def _schemas(self, core: dict[str, Any], own: dict[str, Any], config: Config) -> dict[str, Any]:
        schemas = {**_repaired(core), **own}
        for name, content in _KINDS.values():
            schemas[name] = {"type": "object", "description": _BY_PERIOD, "additionalProperties": content}
        for variable in self.system.variables.values():
            if variable.value_type is Enum:
                names = [member.name for member in variable.possible_values]
                schemas[_enum_name(variable)] = {
                    "type": "object",
                    "description": _BY_PERIOD,
                    "additionalProperties": {"type": ["string", "null"], "enum": [*names, None]},
                }
        for entity in self.system.entities:
            schemas[entity.key.title()] = self._entity(entity)
        situation = {
            "type": "object",
            "additionalProperties": False,
            "required": [self.system.person_entity.plural],
            "properties": {
                entity.plural: {
                    "type": "object" if entity.is_person else ["object", "null"],
                    "minProperties": 1 if entity.is_person else 0,
                    "maxProperties": config.people,
                    "additionalProperties": {"$ref": f"#/components/schemas/{entity.key.title()}"},
                }
                for entity in self.system.entities
            },
        }
        for name in ("SituationInput", "SituationOutput"):
            schemas[name] = {**situation, "example": core[name]["example"]}
        return schemas

    def _entity(self, entity: Any) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        if not entity.is_person:
            for role in entity.roles:
                people: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "description": role.doc or ""}
                if role.max:
                    people["maxItems"] = role.max
                properties[role.plural or role.key] = people
        for name, variable in self.system.variables.items():
            if variable.entity.key == entity.key:
                properties[name] = self._variable(variable)
        return {"type": "object", "additionalProperties": False, "properties": properties}

    def _variable(self, variable: Any) -> dict[str, Any]:
        kind = _enum_name(variable) if variable.value_type is Enum else _KINDS[variable.value_type][0]
        label = variable.label or variable.name
        described: dict[str, Any] = {
            "$ref": f"#/components/schemas/{kind}",
            "description": label,
            "x-period": str(variable.definition_period).upper(),
            "x-labels": {lang: language(lang).say(label) for lang in LANGUAGES},
        }
        if variable.unit:
            described["x-unit"] = variable.unit
            if variable.unit in units():
                described["x-unit-short"] = units()[variable.unit]["short"]
        if references := _by_date(variable):
            described["x-references"] = references
        if variable.formulas:
            described["readOnly"] = False
        return described


_ERRORS = {
    400: "Wrong",
    404: "NotFound",
    405: "OtherMethod",
    413: "TooLarge",
    415: "NotJson",
    500: "Broken",
    503: "TooSlow",
}
_OF_ALL = ("400", "404", "405", "413", "500", "503")
_OF_A_BODY = ("400", "404", "405", "413", "415", "500", "503")


def _enum_name(variable: Any) -> str:
    return f"{variable.possible_values.__name__}Names"


def _by_date(variable: Any) -> list[dict[str, str]]:
    """Return the references with the first day of the formula each belongs to."""
    references = variable.reference or []
    references = [references] if isinstance(references, str) else list(references)
    starts = sorted((str(start) for start in variable.formulas), reverse=True)
    if len(references) == len(starts):
        return [{"since": since, "reference": text} for since, text in zip(starts, references, strict=True)]
    return [{"since": starts[-1], "reference": text} for text in references] if starts else []


def _repaired(core: dict[str, Any]) -> dict[str, Any]:
    """Return core's schemas with what they leave out of core's own answers."""
    schemas = copy.deepcopy(core)
    schemas["Parameter"]["properties"]["id"] = {"type": "string"}
    schemas["Value"] = {
        "type": ["boolean", "number", "string", "array", "null"],
        "items": {"type": ["string", "number"]},
    }
    schemas["Brackets"] = {"type": ["object", "null"], "additionalProperties": {"type": ["number", "null"]}}
    variable = schemas["Variable"]["properties"]
    variable["defaultValue"] = {"type": ["string", "number", "boolean", "null"]}
    variable["definitionPeriod"] = {"type": "string"}
    variable["references"] = {"type": "array", "items": {"type": "string"}}
    variable["possibleValues"] = {"type": "object", "additionalProperties": {"type": "string"}}
    variable["documentation"] = {"type": "string"}
    variable["formulas"]["additionalProperties"] = {
        "anyOf": [{"$ref": "#/components/schemas/Formula"}, {"type": "null"}]
    }
    schemas["Formula"]["properties"]["documentation"] = {"type": "string"}
    schemas["Entities"] = {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/EntityKind"}}
    schemas["EntityKind"] = core["Entities"]
    schemas["Roles"]["properties"]["plural"] = {"type": ["string", "null"]}
    trace = schemas["Trace"]["properties"]["trace"]["additionalProperties"]["properties"]
    trace["parameters"] = {"type": "object", "additionalProperties": True}
    schemas["Trace"]["properties"]["entitiesDescription"]["additionalProperties"] = False
    return schemas
