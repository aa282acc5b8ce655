"""The OpenAPI document: core's routes and ours, every variable with its label, unit and references by date.

It is written once, as OpenAPI 3.1, and said in 3.0 as well, which is what OpenFisca's own clients read.
"""

from __future__ import annotations

import copy
import datetime
import re
from pathlib import Path
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.answers.passport import Passport
from openfisca_kz.answers.processes import FamilyProcesses
from openfisca_kz.answers.shapes import Shapes
from openfisca_kz.answers.timeline import Timeline
from openfisca_kz.answers.verify import Verification
from openfisca_kz.assessment.screening_model import Screening
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
    """The document of a system, made once."""

    def __init__(self, system: Any, config: Config, core: dict[str, Any]) -> None:
        self.system = system
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
        self.old: dict[str, Any] = {**_as_30(self.document), "openapi": "3.0.3"}

    def at(self, address: str, new: bool = False) -> dict[str, Any]:
        """Return the document for a server's address: OpenAPI 3.0, or 3.1 if ``new``."""
        return {**(self.document if new else self.old), "servers": [{"url": address}]}

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
                "description": "3.0 if not given, which OpenFisca's own clients read.",
                "schema": {"type": "string", "enum": ["3.0", "3.1"]},
            }
        ]
        for path in ("/calculate", "/trace"):
            answer = paths[path]["post"]["responses"]["200"]
            told = "Figures that are not enacted for the months asked and the year of those that stand in"
            paths[path]["post"]["responses"]["200"] = {
                **answer,
                "headers": {
                    **answer.get("headers", {}),
                    "Stands-In": {"description": told, "schema": {"type": "string"}},
                },
            }
        return paths

    # ----- Schemas ----- #

    def _schemas(self, core: dict[str, Any], own: dict[str, Any], config: Config) -> dict[str, Any]:
        schemas = {**_repaired(core), **_answers(), **own}
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


def described_variable(variable: Any) -> dict[str, Any]:
    """Return what `/variable` says beside core's: labels in each language, references as addresses, and as texts."""
    citations = [variable.reference] if isinstance(variable.reference, str) else list(variable.reference or ())
    found = (_ADDRESS.search(text) for text in citations)
    addresses = list(dict.fromkeys(address[0] for address in found if address))
    labels = {lang: language(lang).say(variable.label or variable.name) for lang in LANGUAGES}
    return {"labels": labels, **({"references": addresses, "citations": citations} if citations else {})}


def described_parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return what `/parameter` says beside core's: labels in each language, where the law's own files have them."""
    told = (parameter.get("metadata") or {}).get("label") or {}
    return {"labels": {"en": parameter["description"], **told}} if told else {}


# The address at the end of a reference, which is written `act, article - address`.
_ADDRESS = re.compile(r"https?://\S+$")


def _answers() -> dict[str, Any]:
    """Return the schemas of what our routes answer, made from the classes that hold it."""
    shapes = Shapes("#/components/schemas/")
    for answer in (Screening, Timeline, Verification, Passport, FamilyProcesses):
        shapes.of(answer)
    schemas = shapes.schemas
    for name, more in _BESIDE.items():
        properties = schemas[name]["properties"]
        properties |= {field: {"$ref": f"#/components/schemas/{part}"} for field, part in more.items()}
    return schemas


# What stands in an answer beside what its class has.
_BESIDE = {"Screening": {"next_steps": "NextSteps"}, "Verification": {"next_step": "NextStep"}}


def _as_30(node: Any) -> Any:
    """Return a part of a 3.1 document as 3.0 says it: null is a mark, and a reference has nothing beside it."""
    if isinstance(node, list):
        return [_as_30(one) for one in node]
    if not isinstance(node, dict):
        return node
    said = {key: _as_30(part) for key, part in node.items()}
    kinds = said.get("type")
    if isinstance(kinds, list):
        others = [kind for kind in kinds if kind != "null"]
        if len(others) == 1:
            said["type"] = others[0]
        else:
            del said["type"]
            items = said.pop("items", {})
            said["anyOf"] = [{"type": kind, **({"items": items} if kind == "array" else {})} for kind in others]
        if "null" in kinds:
            said["nullable"] = True
    if {"type": "null"} in said.get("anyOf", ()):
        said["anyOf"] = [one for one in said["anyOf"] if one != {"type": "null"}]
        said["nullable"] = True
    if isinstance(said.get("$ref"), str) and len(said) > 1:
        said["allOf"] = [{"$ref": said.pop("$ref")}]
    return said


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
    variable["citations"] = {"type": "array", "items": {"type": "string"}}
    labels = {"type": "object", "additionalProperties": {"type": "string"}}
    variable["labels"] = schemas["Parameter"]["properties"]["labels"] = labels
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
