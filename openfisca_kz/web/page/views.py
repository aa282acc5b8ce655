"""The addresses of the page: the start, and one for each view; what was told comes with every request and stays in it.

A form says from which view it comes and where its button leads. The fields of the view it comes from are read first;
where one is wrong, that view is shown again with all that was typed.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import InputError, Problem
from openfisca_kz.web.answers import TOO_SLOW as TOO_SLOW_STATUS
from openfisca_kz.web.answers import asked_language
from openfisca_kz.web.config import Config
from openfisca_kz.web.deadline import DeadlineError, time_limit
from openfisca_kz.web.page import asking, bill, check, coming, keep, life, now, pay, pension, people, start, whatif, who
from openfisca_kz.web.page.page import Page, Wrong
from openfisca_kz.web.page.told import Told, from_hidden, is_known, this_month

#: Seconds for which browsers keep the style sheet and the script: their addresses change with their content.
_KEPT = 31_536_000

_FILES = Path(__file__).parent / "static"


class _Blueprint(Blueprint):
    """A blueprint whose own files browsers keep."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return how long a file is kept, seconds."""
        return _KEPT


blueprint = _Blueprint(
    "page", __name__, template_folder="templates", static_folder=_FILES, static_url_path="/page/static"
)

SHOW: dict[str, Callable[[Page], dict[str, Any]]] = {
    "people": people.show,
    "life": life.show,
    "now": now.show,
    "more": asking.show_more,
    "coming": coming.show,
    "pension": pension.show,
    "pay": pay.show,
    "whatif": whatif.show,
    "bill": bill.show,
    "check": check.show,
    "keep": keep.show,
    "who": who.show,
}
APPLY: dict[str, Callable[[Page], None]] = {
    "people": people.apply,
    "life": life.apply,
    "now": now.apply,
    "more": asking.apply_more,
    "pension": pension.apply,
}

#: Views that come before anything is calculated.
_STEPS = ("people", "life")

TOO_SLOW = "This is taking too long just now. Try again in a minute; nothing you typed is lost."

TOO_LARGE = "This is more than the page takes: describe the family again, or open a smaller file."

#: Seconds kept of a request's time to say that it takes too long.
_RESERVE = 1.0


@blueprint.get("/")
def home() -> Response:
    """Show the start in the language of ``?lang=``, else in that of the browser."""
    lang = request.args.get("lang", "")
    return _start(lang if lang in LANGUAGES else asked_language())


@blueprint.get("/page/colour.css")
def colour() -> Response:
    """Return the style of a portal's own colour."""
    style = ":root { --deep: %s; --deeper: color-mix(in srgb, var(--deep), #000 25%%); }\n"
    told: Config = current_app.extensions["openfisca_kz"]["config"]
    return Response(style % (told.colour or "#00566b"), mimetype="text/css")


@blueprint.get("/<any(en, kk, ru):lang>")
def localised(lang: str) -> Response:
    """Show the start in a language."""
    return _start(lang)


@blueprint.get("/<any(en, kk, ru):lang>/<name>")
def reloaded(lang: str, name: str) -> Any:
    """Show who opens the address of a view the start, which leads on to that view: nothing told is in an address.

    Pay needs no family, so an accountant gets that view itself.
    """
    if name == "pay":
        return _show(Page(lang, Told(this_month())), name)
    if name not in SHOW:
        return redirect(url_for("page.localised", lang=lang), code=303)
    return _start(lang, wanted=name)


@blueprint.post("/<any(en, kk, ru):lang>/start")
def begin(lang: str) -> Response:
    """Begin with an empty form, an example or a file."""
    if (form := _form()) is None:
        return _start(lang, Problem(TOO_LARGE))
    page = Page(lang, Told(this_month()), form)
    view = start.begin(page, request.files.get("file"))
    if view is None:
        return page.render("start", **start.show(page))
    page.form = MultiDict()
    return _show(page, view)


@blueprint.post("/<any(en, kk, ru):lang>/<name>")
def view(lang: str, name: str) -> Any:
    """Read the view that the form comes from, then show the one that its button leads to."""
    if name not in SHOW and name not in keep.FILES and name not in pay.FILES:
        return redirect(url_for("page.localised", lang=lang), code=303)
    if (form := _form()) is None:
        return _start(lang, Problem(TOO_LARGE))
    page = Page(lang, Told(this_month()), form)
    month = page.text("told-month")
    if page.source == "pay" and not page.text("told") and name != "pay" and name not in pay.FILES:
        return _start(lang, wanted=name)
    if page.text("told") or page.source not in ("people", "pay"):
        try:
            month = month if is_known(month) else this_month()
            page.told = from_hidden(page.text("told"), month, page.system, page.config)
        except InputError as error:
            return _start(lang, *error.problems)
    if name in keep.FILES:
        return keep.download(page, name)
    if name in pay.FILES:
        return _payslips(page, name)
    return _answer(page, name, page.text("do"))


def _time(page: Page) -> AbstractContextManager[None]:
    """Return what ends a calculation while there is time to say so."""
    seconds = page.config.seconds
    return time_limit(max(seconds - _RESERVE, _RESERVE) if seconds else 0)


def _payslips(page: Page, name: str) -> Response:
    try:
        with _time(page):
            return pay.download(page, name, request.files.get("staff")) or _show(page, "pay")
    except DeadlineError:
        return _too_slow(page, "staff", lambda: _show(page, "pay"))


def _too_slow(page: Page, field: str, show: Callable[[], Response]) -> Response:
    """Say that it takes too long, in a view that calculates little."""
    page.wrong = [Wrong(field, page.speech.say(TOO_SLOW))]
    answer = show()
    answer.status_code = TOO_SLOW_STATUS
    return answer


def _answer(page: Page, name: str, do: str) -> Response:
    source = page.source
    try:
        with _time(page):
            if do == "language" and source in SHOW:
                return _show(page, source)
            if source == "people" and (do == "add" or do.startswith("remove-")):
                return page.render("people", **people.show(page, people.changed(page, do), do))
            if source in APPLY and do != "back":
                APPLY[source](page)
                if page.wrong:
                    return _show(page, source)
            if source == "now" and name == "now" and asking.opens(page):
                name = "more"
            if source != name:
                page.form = _kept(page, name)
            elif source in ("now", "more"):
                page.form = MultiDict()
            return _show(page, name)
    except DeadlineError:
        page.form = MultiDict()
        return _too_slow(page, "", lambda: page.render("life", **life.show(page)))


def _kept(page: Page, name: str) -> MultiDict[str, str]:
    """Return what a view takes over from the form of another: the gates opened, the payment picked."""
    if name == "more":
        return asking.kept(page)
    return MultiDict({"pick": page.text("pick")} if name == "check" else {})


def _show(page: Page, name: str) -> Response:
    """Show a view; where the family cannot be calculated, the first step with the reasons."""
    try:
        return page.render(name, **SHOW[name](page))
    except InputError as error:
        if name in _STEPS:
            raise
        for problem in error.problems:
            page.fault(_field(page, problem), problem)
        page.form = MultiDict()
        return page.render("people", **people.show(page))


def _field(page: Page, problem: Problem) -> str:
    """Return the field that a problem is about: the birth date of the person where it stands."""
    names = [row.name for row in people.show(page)["rows"]]
    who = problem.path[1] if len(problem.path) > 1 else ""
    return f"p{names.index(who)}-birth" if who in names else ""


def _form() -> MultiDict[str, str] | None:
    """Return the fields of the form; None where there is more than may be sent."""
    try:
        return request.form
    except RequestEntityTooLarge:
        return None


def _start(lang: str, *problems: Problem, wanted: str = "") -> Response:
    """Show the start, with what is wrong with what came, and the view that was wanted."""
    page = Page(lang, Told(this_month()))
    page.wrong = [Wrong("", problem.say(page.speech)) for problem in problems]
    return page.render("start", **start.show(page, wanted))


@blueprint.app_context_processor
def _assets() -> dict[str, Any]:
    """Give templates the address of the page's own files, which changes with their content."""
    return {"asset": lambda name: url_for("page.static", filename=name, v=_fingerprint(name))}


@functools.cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((_FILES / name).read_bytes()).hexdigest()[:8]
