"""The tools for an assistant, asked by the SDK's own client: in this process, and over standard input."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

sdk = pytest.importorskip("mcp", reason="the SDK of the protocol is not installed")
from openfisca_kz.cli.mcp import server  # noqa: E402

FAMILY = {
    "month": "2026-06",
    "family": {"first_parent": "Mother", "children": ["Baby"], "region": "shymkent_city"},
    "persons": {
        "Mother": {"birth_date": "1998-03-12", "sex": "female", "main_carer": True},
        "Baby": {"birth_date": "2026-06-09"},
    },
}


def ask(*calls: tuple[str, dict[str, Any]], of: Any = None) -> list[Any]:
    """Ask tools one after another in one session."""

    async def session() -> list[Any]:
        async with sdk.Client(of or server()) as client:
            return [await client.call_tool(name, given) for name, given in calls]

    return asyncio.run(session())


def text_of(result: Any) -> str:
    assert not result.is_error, result.content
    return str(result.content[0].text)


def test_schemas_are_small() -> None:
    async def listed() -> Any:
        async with sdk.Client(server()) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert {tool.name for tool in tools} == {"explain", "screen", "payslip", "law", "reform", "facts"}
    assert sum(len(tool.model_dump_json(exclude_none=True)) for tool in tools) < 40_000
    assert all(tool.description and tool.input_schema["properties"] for tool in tools)


def test_each_tool_answers() -> None:
    explained, screened, paid, figures, bills, bill, known = map(
        text_of,
        ask(
            ("explain", FAMILY),
            ("screen", {**FAMILY, "lang": "ru"}),
            ("payslip", {"gross": 450_000, "month": "2026-06"}),
            ("law", {"area": "indicators", "month": "2026-06"}),
            ("reform", {}),
            ("reform", {"name": "law_on_social_status"}),
            ("facts", {"words": "disability group"}),
        ),
    )
    assert "164,350" in explained  # 38 MRP of 4,325: the birth benefit of a first child
    assert "164 350" in screened.replace("\u00a0", " ").replace("\u202f", " ")
    assert {line["short"]: line["amount"] for line in json.loads(paid)["lines"]}["OPV"] == 45_000  # a tenth
    assert "4,325" in figures
    assert "law_on_social_status" in bills
    assert bill != bills
    assert "disability_group" in known


def test_families_are_told_as_in_a_request_to_the_api() -> None:
    """By month, and work before in the words of a person; null is refused with the sentence of the API."""
    mother = {
        **FAMILY["persons"]["Mother"],
        "salary": {"2026-06": 0},
        "earlier_work": {"pay": 300_000, "until": "2026-04"},
    }
    (answer,) = ask(("explain", {**FAMILY, "persons": {**FAMILY["persons"], "Mother": mother}}))
    assert "164,350" in text_of(answer)
    (refused,) = ask(("explain", {**FAMILY, "persons": {"Mother": {"birth_date": "1998-03-12", "salary": None}}}))
    assert refused.is_error
    assert "Mother, salary: a value is missing" in str(refused.content[0].text)


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("explain", {**FAMILY, "month": "2026-6"}, "2026-6 is not a month"),
        ("explain", {**FAMILY, "persons": {"Mother": {"birth_date": "1998-03-12", "salry": 1}}}, "did you mean salary"),
        ("payslip", {"month": "2026-06", "lang": "ru"}, "Укажите"),
        ("reform", {"name": "../../etc/passwd"}, "passwd"),
        ("explain", {**FAMILY, "persons": ["Mother"]}, "under `persons:` each has a name"),
        ("explain", {**FAMILY, "family": "Mother"}, "says who has which place"),
        ("explain", {**FAMILY, "month": 202606}, "202606 is not a month"),
        ("explain", {**FAMILY, "lang": "de"}, "`lang`: de is not one of en, kk, ru."),
        ("explain", {"lang": "ru"}, "`persons`"),
        ("explain", {**FAMILY, "mnth": "2026-06"}, "There is no `mnth`: did you mean month?"),
        ("payslip", {"gross": "450000"}, "gross: 450000 is in quotation marks"),
        ("payslip", {"gross": True}, "`gross`: true is not a number"),
        ("payslip", {"gross": 450_000, "facts": "x"}, "`facts`: an object with facts"),
        ("law", {}, "`area` is missing."),
        ("law", {"area": 5}, "There are no figures of 5"),
        ("law", {"area": "indicators", "since": 5}, "5 is not a month"),
        ("reform", {"name": 5}, "reform: 5 is not a name."),
        ("facts", {"words": ["disability"]}, "words: [...] is not text."),
    ],
)
def test_what_is_wrong_is_said(name: str, given: dict[str, Any], words: str) -> None:
    (result,) = ask((name, given))
    assert result.is_error
    assert words in result.content[0].text
    assert not {"Traceback", "pydantic", "validation"} & set(result.content[0].text.replace(".", " ").split())


def test_an_object_may_come_as_the_text_of_one() -> None:
    """So some assistants send it."""
    (answer,) = ask(("explain", {**FAMILY, "family": json.dumps(FAMILY["family"])}))
    assert "164,350" in text_of(answer)


@pytest.mark.slow
def test_the_command_speaks_with_a_client() -> None:
    program = str(Path(sys.executable).with_name("openfisca-kz"))
    parameters = sdk.StdioServerParameters(command=program, args=["mcp"], env=dict(os.environ))
    (result,) = ask(("payslip", {"gross": 450_000, "month": "2026-06"}), of=parameters)
    assert json.loads(text_of(result))["gross"] == 450_000
