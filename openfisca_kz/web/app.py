"""The API: the OpenFisca Web API with every trap of it guarded, and our own routes beside."""

from __future__ import annotations

import copy
import gc
import gzip
import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, redirect, request
from flask_cors import CORS
from openfisca_web_api.app import create_app as create_core_app
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from openfisca_kz.engine.budget import at_most
from openfisca_kz.engine.knowledge import Beyond
from openfisca_kz.engine.system import LawSystem, checked_law
from openfisca_kz.families.from_file import default_system
from openfisca_kz.problems import InputError, Problem, quoted, refuse
from openfisca_kz.web import bulk, metrics, service
from openfisca_kz.web.answers import (
    BAD_REQUEST,
    INTERNAL,
    NOT_FOUND,
    OK,
    TOO_LARGE,
    RefusedError,
    Utf8Json,
    refusal,
    refused,
)
from openfisca_kz.web.body import read_body, too_large
from openfisca_kz.web.config import Config
from openfisca_kz.web.core_situation import CoreSituation, calculated
from openfisca_kz.web.deadline import AT_ONCE, Deadline
from openfisca_kz.web.logs import ROUTE, number_of, places
from openfisca_kz.web.page import blueprint as page_blueprint
from openfisca_kz.web.routes import blueprint
from openfisca_kz.web.spec import Specification, described_parameter, described_variable

#: What the policy of an answer says that no other page may show.
NOWHERE = "frame-ancestors 'none'"

#: Headers of every answer. The page sets its own Content-Security-Policy.
SECURITY = {
    "Content-Security-Policy": f"default-src 'none'; {NOWHERE}; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

#: The header of `/calculate` and `/trace` with the figures not enacted for the months asked, and of which year.
STANDS_IN = "Stands-In"

#: Headers that a script of another origin may read; how long it may rely on what it was allowed.
READABLE = ("X-Request-ID", "Retry-After", "Content-Language", "ETag", "Deprecation", "Sunset", STANDS_IN)
DAY = 86_400

#: Seconds for which what is read may be kept; bytes from which an answer is packed.
FRESH = 300
WORTH_PACKING = 1_400

log = logging.getLogger("openfisca_kz.web")


def create_app(config: Config | None = None, *, system: Any = None, page: bool = True) -> Flask:
    """Return the WSGI application.

    Args:
        config: limits, origins, proxies; ``Config()`` if not given.
        system: the law; another OpenFisca system can be served, too.
        page: whether the personal account stands at ``/`` for browsers.

    The law is loaded, and one family calculated, before this returns.

    """
    config = Config() if config is None else config
    if not isinstance(config, Config):
        raise refuse("{place}: {value} is not {right}.", place="config", value=config, right=Problem("a `Config`"))
    system = default_system() if system is None else checked_law(system)
    app = Flask(__name__, static_folder=None)
    app.json = Utf8Json(app)
    app.config["MAX_CONTENT_LENGTH"] = config.body
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    metadata = system.get_package_metadata()
    headers = {"Country-Package": metadata["name"], "Country-Package-Version": metadata["version"]}
    app.extensions["openfisca_kz"] = {"system": system, "config": config}
    _add_reception(app, config)
    _add_page(app, page)
    _add_core(app, system, config)
    app.register_blueprint(blueprint)
    app.register_blueprint(bulk.blueprint)
    app.register_blueprint(service.blueprint)
    _add_errors(app, config)
    _add_headers(app, headers)
    CORS(app, origins=list(config.cors), methods=["GET", "POST"], expose_headers=[*headers, *READABLE], max_age=DAY)
    metrics.know(str(rule) for rule in app.url_map.iter_rules())
    application: Any = Deadline(app.wsgi_app, config, {**SECURITY, **headers})
    app.extensions["openfisca_kz"]["served"] = application
    if config.proxies:
        count = config.proxies
        application = ProxyFix(application, x_for=count, x_proto=count, x_host=count, x_prefix=count)
    app.wsgi_app = application  # type: ignore[method-assign]
    _warm_up(system)
    return app


# ----- The door ----- #


def _add_reception(app: Flask, config: Config) -> None:
    """Note which route answers; answer for our own hosts only, and only what the address asks."""

    @app.before_request
    def receive() -> None:
        rule = request.url_rule
        request.environ[ROUTE] = str(rule) if rule else "-"
        if request.path in AT_ONCE:
            return
        host = request.headers.get("Host", "")
        name = host.rpartition(":")[0] if re.fullmatch(r".*:[0-9]{1,5}", host) else host
        if not _HOST.fullmatch(name) or (config.hosts and name.lower() not in config.hosts):
            raise refused(BAD_REQUEST, "This server does not answer for the host of the request.")
        if request.method == "POST" and request.args and request.is_json:
            field = next(iter(request.args))
            message = "`{field}` is in the address: put it in the body."
            raise refused(BAD_REQUEST, message, [quoted(field)], field=quoted(field))


# A name or an address of a machine.
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\]")


# ----- Core's routes ----- #


def _add_core(app: Flask, system: Any, config: Config) -> None:
    """Take core's routes over: those that only read as they are, those that calculate with our reader."""
    core = create_core_app(system)
    specification = Specification(system, config, core.test_client().get("/spec").get_json())

    def calculate() -> Response:
        situation = CoreSituation(system, config, read_body(config.body))
        with at_most(config.calculated):
            simulation = situation.simulation()
            return _told_beyond(jsonify(situation.answer(simulation)), situation.beyond(simulation))

    def trace() -> Response:
        situation = CoreSituation(system, config, read_body(config.body))
        with at_most(config.traced):
            simulation = situation.simulation(traced=True)
            for one in situation.asked:
                calculated(simulation, one)
        answer = jsonify(
            {
                "trace": simulation.tracer.get_serialized_flat_trace(),
                "entitiesDescription": simulation.describe_entities(),
                "requestedCalculations": [f"{one.variable.name}<{one.key}>" for one in situation.asked],
            }
        )
        return _told_beyond(answer, situation.beyond(simulation))

    def get_spec() -> Response:
        new = request.args.get("openapi", "").startswith("3.1")
        return jsonify(specification.at(request.host_url.rstrip("/") + request.script_root, new))

    def get_variable(id: str) -> Response:
        variable = system.variables.get(id)
        return _with(core.view_functions["get_variable"](id), described_variable(variable) if variable else {})

    def get_parameter(parameter_id: str) -> Response:
        found = core.view_functions["get_parameter"](parameter_id)
        return _with(found, described_parameter(found.get_json()))

    own: dict[str, Callable[..., Any]] = {"calculate": calculate, "trace": trace, "get_spec": get_spec}
    if isinstance(system, LawSystem):
        own |= {"get_variable": get_variable, "get_parameter": get_parameter}
    for rule in core.url_map.iter_rules():
        if rule.endpoint != "static":
            view = own.get(rule.endpoint, core.view_functions[rule.endpoint])
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            app.add_url_rule(rule.rule, rule.endpoint, view, methods=methods)

    @app.before_request
    def without_slash_at_the_end() -> Any:
        # A path that begins with two slashes would lead to another server.
        path = "/" + request.path.strip("/")
        if request.path != "/" and request.path.endswith("/"):
            return redirect(request.script_root + path, code=302 if request.method in ("GET", "HEAD") else 308)
        return None


def _with(response: Response, more: dict[str, Any]) -> Response:
    """Return an answer of core's with more in it."""
    return jsonify({**response.get_json(), **more})


def _told_beyond(answer: Response, beyond: Beyond) -> Response:
    """Return an answer of core's shape with the figures that stand in told in a header."""
    if beyond:
        answer.headers[STANDS_IN] = str(beyond)
    return answer


def _warm_up(system: Any) -> None:
    """Calculate the example once, so that the first person does not wait; then keep what is loaded out of the GC."""
    example = system.open_api_config.get("simulation_example")
    if example:
        situation = CoreSituation(system, Config(), copy.deepcopy(example))
        situation.answer(situation.simulation())
    gc.collect()


# ----- The page ----- #


def _add_page(app: Flask, wanted: bool) -> None:
    """Register the personal account: a blueprint whose route ``/`` is for browsers.

    Who asks for `/` without naming HTML gets core's answer.
    """
    if not wanted:
        return
    app.register_blueprint(page_blueprint)

    @app.before_request
    def root_for_programs() -> Any:
        if request.path == "/" and request.method == "GET" and "text/html" not in request.headers.get("Accept", ""):
            return app.view_functions["get_root"]()
        return None


# ----- Errors and headers ----- #


def _add_errors(app: Flask, config: Config) -> None:
    app.register_error_handler(InputError, refusal)

    @app.errorhandler(HTTPException)
    def not_answered(error: HTTPException) -> Any:
        if error.code is None or error.code < BAD_REQUEST:
            return error
        if error.code == TOO_LARGE:
            return refusal(too_large(config.body))
        response = refusal(RefusedError(error.code, [_sentence(error)]))
        if "Allow" in (headers := dict(error.get_headers())):
            response.headers["Allow"] = headers["Allow"]
        return response

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        number = number_of(request.environ, bool(config.proxies))
        # The message of an error may quote a request, and so is not written anywhere.
        log.error({"request": number, "message": "mistake", "error": places(error)})
        message = "Something went wrong here, and your request is not the cause: please report the number {number}."
        return refusal(refused(INTERNAL, message, number=number))


def _sentence(error: HTTPException) -> Problem:
    if error.code == NOT_FOUND:
        return Problem("There is nothing at this address: `/spec` lists what there is.")
    if error.code == 405:
        allowed = ", ".join(sorted(set(getattr(error, "valid_methods", None) or ()) - {"HEAD", "OPTIONS"}))
        return Problem("{method} is not possible here: use {allowed}.", {"method": request.method, "allowed": allowed})
    return Problem("The request cannot be read.")


def _add_headers(app: Flask, headers: dict[str, str]) -> None:
    @app.after_request
    def say_who_answers(response: Response) -> Response:
        response.headers.extend(headers)
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        if NOWHERE not in response.headers["Content-Security-Policy"]:
            del response.headers["X-Frame-Options"]
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.vary.add("Accept-Language")
        if request.method == "POST" or request.path in AT_ONCE:
            response.headers.setdefault("Cache-Control", "no-store")
        elif response.status_code == OK and not response.is_streamed:
            response.headers.setdefault("Cache-Control", f"public, max-age={FRESH}")
            response.add_etag(weak=True)
            response.make_conditional(request)
        return _packed(response)


def _packed(response: Response) -> Response:
    """Return an answer that is written small for who can read it so."""
    small = response.is_streamed or response.status_code != OK or len(response.data) < WORTH_PACKING
    if not small and "Content-Encoding" not in response.headers:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0 and "gzip" in request.headers.get("Accept-Encoding", ""):
            response.data = gzip.compress(response.data, compresslevel=5, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
    return response
