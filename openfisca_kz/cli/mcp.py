"""The command `openfisca-kz mcp`: the law as tools for an assistant (Model Context Protocol), over standard input."""

from __future__ import annotations

import contextlib
import inspect
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import click

from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.problems import InputError, Problem, nearest, quoted, refuse, refuse_argument

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from openfisca_kz.web.family_request import FamilyRequest

Lang = Literal["en", "kk", "ru"]

INSTRUCTIONS = """The social law of Kazakhstan, calculated to the tenge with its articles. Tell what is known, nothing
else. Persons are named freely and each has a birth_date; use no real names or personal numbers. `facts` lists what can
be told. Amounts are KZT a month. Repeat amounts and articles as the tools say them."""


@click.command()
def mcp() -> None:
    """Serve the law to an assistant as tools: explain, screen, payslip, law, reform, facts (Model Context Protocol).

    Needs `pip install 'openfisca-kz[mcp]'`. What the assistant asks stays on this machine.

    \b
    Examples:
      openfisca-kz mcp

    \b
    In the settings of an assistant:
      {"mcpServers": {"law-of-kazakhstan": {"command": "openfisca-kz", "args": ["mcp"]}}}
    """
    server().run()


def server() -> MCPServer:
    """Return the server of the tools."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import CallToolResult, TextContent
    except ModuleNotFoundError:
        raise refuse("This needs the SDK of the protocol: pip install 'openfisca-kz[mcp]'.") from None
    import anyio.to_thread

    from openfisca_kz.engine.system import version

    tools = {tool.__name__: tool for tool in (explain, screen, payslip, law, reform, facts)}

    class Server(MCPServer):
        """The SDK's server, but what is wrong with an argument is said by the readers of this package."""

        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> CallToolResult:
            if name not in tools:
                raise ToolError(f"Unknown tool: {name}")
            try:
                text = await anyio.to_thread.run_sync(answered, tools[name], arguments)
            except InputError as error:
                speech = language(asked_language(arguments))
                raise ToolError("\n".join(problem.say(speech) for problem in error.problems)) from None
            return CallToolResult(content=[TextContent(type="text", text=text)])

    made: MCPServer = Server("openfisca-kz", version=version(), instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in tools.values():
        made.add_tool(tool, description=" ".join(str(inspect.getdoc(tool)).split()), structured_output=False)
    return made


def asked_language(arguments: Mapping[str, Any]) -> str:
    """Return the language in which a call is answered: English where it names none of ours."""
    lang = arguments.get("lang")
    return lang if lang in LANGUAGES else LANGUAGES[0]


def answered(tool: Callable[..., str], arguments: Mapping[str, Any]) -> str:
    """Return what a tool answers; null is what is not given, as in a request to the API.

    Raises:
        InputError: an argument is missing, is none of the tool's, or is not what it takes.

    """
    known = inspect.signature(tool).parameters
    problems = [
        Problem("There is no `{key}`: {hint}", {"key": quoted(name), "hint": nearest(name, known)}, (name,))
        for name in arguments
        if name not in known
    ]
    given = {name: _read(value) for name, value in arguments.items() if value is not None}
    problems += [
        Problem("`{field}` is missing.", {"field": name}, (name,))
        for name, parameter in known.items()
        if name not in given and parameter.default is parameter.empty
    ]
    if problems:
        raise InputError(problems)
    return tool(**given)


def _read(value: Any) -> Any:
    """Return an argument; some assistants write an object as the text of one."""
    if isinstance(value, str) and value.startswith("{"):
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def _asked(route: str, **fields: Any) -> FamilyRequest:
    """Return a request to a route of the API: one reader, one set of limits."""
    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.web.config import Config
    from openfisca_kz.web.family_request import FamilyRequest
    from openfisca_kz.web.routes import FIELDS

    told = {name: value for name, value in fields.items() if value is not None}
    return FamilyRequest(default_system(), Config(), told, FIELDS[route])


# ----- The tools: what they are called, take and say is their signature and docstring ----- #


def explain(
    persons: dict[str, dict[str, Any]],
    family: dict[str, Any],
    month: str | None = None,
    reform: str | None = None,
    lang: Lang = "en",
) -> str:
    """Explain what a family is owed and owes in a month, and why, with articles.

    A fact that is not told has its default.
    persons: facts by name, as {"Mother": {"birth_date": "1998-03-12", "sex": "female", "salary": 320000}}; by month as
    {"2026-06": 0, "otherwise": 320000}; work before as {"earlier_work": {"pay": 300000, "until": "2026-03"}}.
    family: who stands where, as {"first_parent": "Mother", "children": ["Baby"], "region": "shymkent_city"}.
    month: as 2026-06.
    """
    from openfisca_kz.answers.explain import explain as of_family
    from openfisca_kz.presentation.explanation import to_text

    asked = _asked("explain", persons=persons, family=family, month=month, reform=reform, lang=lang)
    return to_text(of_family(asked.family(), asked.month(), asked.lang, asked.system()))


def screen(
    persons: dict[str, dict[str, Any]],
    family: dict[str, Any],
    month: str | None = None,
    reform: str | None = None,
    lang: Lang = "en",
) -> str:
    """Find what a family is owed, may be owed and is not, and the questions that would decide the rest.

    What is not told counts as unknown. Fields as of `explain`.
    """
    from openfisca_kz.assessment.screening import screen as of_family
    from openfisca_kz.presentation.screening import to_text

    asked = _asked("screen", persons=persons, family=family, month=month, reform=reform, lang=lang)
    return to_text(of_family(asked.family(), asked.month(), asked.lang, asked.system()), asked.lang)


def payslip(
    gross: float | None = None,
    net: float | None = None,
    month: str | None = None,
    payer: str | None = None,
    facts: dict[str, Any] | None = None,
    lang: Lang = "en",
) -> str:
    """Count every contribution and tax of a month's pay, with base, rate, limits and article, as JSON.

    Give gross, or net to find the gross. payer: employee, civil_contract, entrepreneur, self_employed and others.
    """
    from openfisca_kz.web.routes import payslip as of_pay

    told = {"gross": gross, "net": net, "month": month, "payer": payer, "facts": facts, "lang": lang}
    return json.dumps(of_pay(_asked("payslip", **told)), ensure_ascii=False)


def law(area: str, month: str | None = None, since: str | None = None, lang: Lang = "en") -> str:
    """Tell the figures of the law in force in a month, with act, article and first day.

    With since (a month): what changed from then on. area: a part of the law, as indicators, duties.income_tax,
    rights.family.birth_benefit.
    """
    from openfisca_kz.answers.law import changes_between, figures_in_force, month_before
    from openfisca_kz.presentation.law import changes_text, figures_text

    asked, speech = _asked("law", on=month, lang=lang), language(lang)
    if since is None:
        return figures_text(figures_in_force(asked.month("on"), speech, asked.law, area), speech)
    first = month_before(_asked("changes", since=since, lang=lang).month("since"), month)
    return changes_text(changes_between(first, month, speech, asked.law, area), speech)


def reform(name: str | None = None, lang: Lang = "en") -> str:
    """List the bills that are known here, or say what one of them changes: figures and rules, before and after."""
    from openfisca_kz.answers.bill import changes_of
    from openfisca_kz.engine.bills import find_reform, shipped
    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.presentation.bill import to_text

    if name is None:
        return "\n".join(f"{each}: {language(lang).say(bill.name)}" for each, bill in shipped().items())
    find_reform(name, only_shipped=True)  # never a file of this machine
    return to_text(changes_of(name, default_system()), language(lang))


def facts(words: str = "", lang: Lang = "en") -> str:
    """List the facts that can be told of a person or family, each with its values and meaning.

    words: only those with all of these in their name or label.
    """
    from openfisca_kz.families.facts import facts as facts_of
    from openfisca_kz.families.from_file import default_system

    if not isinstance(words, str):
        raise refuse_argument(
            "words", "{place}: {value} is not {right}.", place="words", value=words, right=Problem("text")
        )
    known = [fact for fact in facts_of(default_system(), lang) if fact.says(words.split())]
    if not known:
        raise refuse("No fact has {words} in its name or label.", words=words)
    return "\n".join(f"{fact.name} ({fact.holder}; {fact.written()}): {fact.label}" for fact in known)
