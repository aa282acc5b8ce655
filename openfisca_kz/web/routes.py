"""Our own routes: what a family is owed and why, payslips, services; each says the law in the asker's language."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from openfisca_kz.answers.explain import explain as build_explanation
from openfisca_kz.answers.ladder import climb
from openfisca_kz.answers.law import changes_between, figures_in_force, month_before
from openfisca_kz.answers.passport import passport as build_passport
from openfisca_kz.answers.payslip.net import gross_for_net
from openfisca_kz.answers.payslip.payers import PAYERS, payer_of
from openfisca_kz.answers.payslip.payslip import fact_of
from openfisca_kz.answers.payslip.payslip import payslip as build_payslip
from openfisca_kz.answers.processes import family_processes
from openfisca_kz.answers.timeline import timeline as build_timeline
from openfisca_kz.answers.verify import verify as build_check
from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.screening import screen as build_screening
from openfisca_kz.base import EXACT_UP_TO
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.engine.system import version
from openfisca_kz.families.facts import value_of
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation import to_dict
from openfisca_kz.presentation.law import changes_data
from openfisca_kz.presentation.payslip import to_data
from openfisca_kz.problems import InputError, Problem, RefusedValueError, quoted
from openfisca_kz.services.register import read_register
from openfisca_kz.services.rights_and_duties import rights_of
from openfisca_kz.web.answers import BAD_REQUEST, NOT_FOUND, RefusedError, refused, speak
from openfisca_kz.web.body import read_body
from openfisca_kz.web.config import Config
from openfisca_kz.web.family_request import FAMILY, FamilyRequest, at


def payslip_facts(asked: FamilyRequest, payer: str) -> dict[str, Any]:
    """Return the field ``facts`` as ``payslip`` takes it: one value for each fact of the payer."""
    facts = asked.data.get("facts")
    if facts is None:
        return {}
    if not isinstance(facts, dict) or len(facts) > len(asked.law.variables):
        raise asked.wrong("`{field}`: an object with facts and their values is expected.", "facts", field="facts")
    for name, value in facts.items():
        try:
            value_of(fact_of(quoted(name), payer_of(payer), asked.law), value)
        except RefusedValueError as error:
            problem = Problem("{place}: {reason}", {"place": quoted(name), "reason": error.problem})
            raise at(InputError([problem]), "facts", quoted(name)) from None
        except InputError as error:
            raise at(error, "facts", quoted(name)) from None
    return dict(facts)


def one_of_two(one: str, other: str) -> RefusedError:
    """Return the refusal of two fields of which one is to be given."""
    return refused(BAD_REQUEST, "Give one of the two: `{one}` or `{other}`.", [one], one=one, other=other)


def in_the_address() -> dict[str, str]:
    """Return the fields of the address; each stands once, as in a body."""
    told = request.args.to_dict(flat=False)
    for name, values in told.items():
        if len(values) > 1:
            message = "{name} is given twice in one place: give each person, fact and period once."
            raise refused(BAD_REQUEST, message, [quoted(name)], name=quoted(name))
    return request.args.to_dict()


#: Most tenge of pay, and years of a timeline, that a request can name.
MOST_PAY = EXACT_UP_TO
MOST_YEARS = 10

#: Fields of the body of each route.
FIELDS: dict[str, tuple[str, ...]] = {
    "explain": (*FAMILY, "month", "reform"),
    "screen": (*FAMILY, "month", "reform"),
    "passport": (*FAMILY, "month", "reform"),
    "processes": (*FAMILY, "month", "reform"),
    "timeline": (*FAMILY, "first_month", "years", "reform"),
    "verify": (*FAMILY, "right", "month", "paid", "person", "reform"),
    "readout": (*FAMILY, "month", "reform", "certificate", "person"),
    "law": ("on", "area", "reform"),
    "changes": ("from", "to", "since", "area", "reform"),
    "ladder": (*FAMILY, "month", "vary", "person", "from", "to", "step", "reform"),
    "payslip": ("gross", "net", "month", "since", "payer", "facts"),
    "services": (),
}

#: Fields whose argument has another name in what answers.
ARGUMENTS: dict[str, dict[str, str]] = {
    "payslip": {"on": "month"},
    "ladder": {"fact": "vary", "start": "from", "stop": "to", "situation": "families"},
    "changes": {"last": "to"},
    "readout": {"name": "certificate"},
}

#: Names of the routes that take a body.
POSTED: list[str] = []

blueprint = Blueprint("rights", __name__)

Route = Callable[[FamilyRequest], dict[str, Any]]


def posted(route: Route, method: str = "POST") -> Route:
    """Register a route: read the body, or the address of one that is got; say problems in one language."""
    name = route.__name__

    @functools.wraps(route)
    def view() -> Response:
        config: Config = current_app.extensions["openfisca_kz"]["config"]
        told = read_body(config.body) if method == "POST" else in_the_address()
        speak(told)
        asked = FamilyRequest(current_app.extensions["openfisca_kz"]["system"], config, told, FIELDS[name])
        try:
            answer = jsonify(route(asked))
        except InputError as error:
            error.problems = tuple(_of_field(problem, name) for problem in error.problems)
            raise
        answer.headers["Content-Language"] = asked.lang
        return answer

    blueprint.add_url_rule(f"/{name}", name, view, methods=[method])
    if method == "POST":
        POSTED.append(name)
    return route


def _of_field(problem: Problem, route: str) -> Problem:
    """Return what is wrong with an argument as what is wrong with the field that gave it."""
    first, *rest = problem.path or ("",)
    named = ARGUMENTS.get(route, {}).get(first)
    return dataclasses.replace(problem, path=(named, *rest)) if named else problem


got = functools.partial(posted, method="GET")


def _in_month(asked: FamilyRequest, build: Callable[..., Any]) -> Any:
    """Return what is built of a family, a month, a language and the law or a bill."""
    month, system = asked.month(), asked.system()
    return build(asked.family(), month, asked.lang, system)


@posted
def explain(asked: FamilyRequest) -> dict[str, Any]:
    """Explain what a family is owed and owes in a month, and why."""
    return to_dict(_in_month(asked, build_explanation))


@posted
def screen(asked: FamilyRequest) -> dict[str, Any]:
    """Say what is due, what may be due and what is not; what was not told counts as unknown."""
    return dict(_in_month(asked, build_screening).to_dict())


@posted
def passport(asked: FamilyRequest) -> dict[str, Any]:
    """Say who each person is in law, which facts and registers are behind it, and what it opens."""
    return dict(_in_month(asked, build_passport).to_dict())


@posted
def processes(asked: FamilyRequest) -> dict[str, Any]:
    """Say what the services behind a family's rights ask of it, and what asking the registers would save."""
    return dict(_in_month(asked, family_processes).to_dict())


@posted
def timeline(asked: FamilyRequest) -> dict[str, Any]:
    """Say what changes for a family in the coming years."""
    month, system = asked.month("first_month"), asked.system()
    years = asked.whole("years", 1, MOST_YEARS, default=5)
    return dict(build_timeline(asked.family(), month, years, asked.lang, system).to_dict())


@posted
def verify(asked: FamilyRequest) -> dict[str, Any]:
    """Compare what was paid with what the law gives."""
    system = asked.system()
    right = asked.one_of("right", rights_of(system))
    month, paid = asked.month(), asked.number("paid", 0, MOST_PAY)
    family = asked.family()
    person = asked.data.get("person")
    if person is not None:
        of_family = () if system.variables[right].entity.is_person else family.families
        person = asked.one_of("person", (*family.persons, *of_family))
    return dict(build_check(family, right, month, paid, person, asked.lang, system).to_dict())


@posted
def readout(asked: FamilyRequest) -> dict[str, Any]:
    """Sign what a certificate would say of a person; there is none where the operator has configured no key."""
    from openfisca_kz.answers.readout import certificates, signed_readout
    from openfisca_kz.answers.readout import readout as build
    from openfisca_kz.answers.signature import code_of, public_pem

    if not asked.config.readout_key:
        raise refused(NOT_FOUND, "Read-outs are off: the operator has configured no key.")
    key, system = Path(asked.config.readout_key), asked.system()
    name, month = asked.one_of("certificate", tuple(certificates())), asked.month()
    family = asked.family()
    person = asked.one_of("person", family.persons) if asked.data.get("person") is not None else None
    document = signed_readout(build(family, name, month, person, asked.lang, system), key)
    return {"document": document.decode("utf-8"), "code": code_of(document), "public_key": public_pem(key)}


@posted
def ladder(asked: FamilyRequest) -> dict[str, Any]:
    """Say what a family keeps as one figure of one person grows."""
    system, month = asked.system(), asked.month()
    family = asked.family(system)
    told: dict[str, Any] = {}
    for name, argument in _LADDER.items():
        if asked.data.get(name) is not None:
            names = {"vary": system.variables, "person": family.persons}.get(name)
            told[argument] = asked.one_of(name, names) if names else asked.number(name, 0, MOST_PAY)
    climbed = climb(family, month, **told)
    return {**climbed.to_dict(), **climbed.beyond.to_data(language(asked.lang))}


_LADDER = {"vary": "fact", "person": "person", "from": "start", "to": "stop", "step": "step"}


@posted
def payslip(asked: FamilyRequest) -> dict[str, Any]:
    """Return the payslip of a month, from gross pay or from net pay."""
    month = asked.month()
    since = asked.month("since") if asked.data.get("since") is not None else None
    payer = asked.one_of("payer", PAYERS) if asked.data.get("payer") is not None else "employee"
    given = [name for name in ("gross", "net") if asked.data.get(name) is not None]
    fixed = not PAYERS[payer].income  # no income is asked for
    if len(given) != 1 and not fixed:
        raise one_of_two("gross", "net")
    facts = payslip_facts(asked, payer)
    pay = 0.0 if fixed else asked.number(given[0], 0, MOST_PAY)
    others: tuple[float, ...] = ()
    if given == ["net"] and not fixed:
        found = gross_for_net(pay, month, facts, since, asked.law, payer)
        pay, others = found.gross, found.others
    slip = build_payslip(pay, month, facts, since, asked.law, payer)
    return {**to_data(slip, language(asked.lang)), "other_gross": list(others)}


@got
def law(asked: FamilyRequest) -> dict[str, Any]:
    """Tell every figure of the law in force in a month."""
    month, system, speech = asked.month("on"), asked.system(), language(asked.lang)
    figures = figures_in_force(month, speech, system, asked.data.get("area", ""))
    return {"month": month, "figures": [vars(one) for one in figures], **beyond_month(system, month).to_data(speech)}


@got
def changes(asked: FamilyRequest) -> dict[str, Any]:
    """Tell what changed in the law between two months, or since one."""
    if {"from", "since"} <= asked.data.keys():
        raise one_of_two("from", "since")
    last = asked.month("to") if "to" in asked.data else None
    first = month_before(asked.month("since"), last) if "since" in asked.data else asked.month("from")
    found = changes_between(first, last, language(asked.lang), asked.system(), asked.data.get("area", ""))
    return {"from": first, "to": last, "changes": changes_data(found)}


@got
def services(asked: FamilyRequest) -> dict[str, Any]:
    """List the public services: what each grants, by whom, on what event."""
    speech = language(asked.lang)
    entries = [{key: value for key, value in vars(service).items() if value is not None} for service in read_register()]
    for entry in entries:
        entry |= {key: speech.say(entry[key]) for key in ("body", "claim_limit", "event") if entry[key]}
        entry["law"] = cite(entry["law"], asked.lang)
    return {"version": version(), "services": entries}
