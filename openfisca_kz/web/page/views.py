"""The addresses of the page: the start, and one for each view; what was told comes with every request and stays in it.

A form says from which view it comes and where its button leads. The fields of the view it comes from are read first;
where one is wrong, that view is shown again with all that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, InputError, Problem, is_month
from openfisca_kz.web.answers import RefusedError, asked_language
from openfisca_kz.web.deadline import DeadlineError, time_limit
from openfisca_kz.web.page import bill, check, coming, keep, life, more, now, pay, pension, people, start
from openfisca_kz.web.page.page import Page, Wrong
from openfisca_kz.web.page.told import Told, from_hidden, problems_of, this_month

blueprint = Blueprint(
    "page", __name__, template_folder="templates", static_folder="static", static_url_path="/page/static"
)

SHOW: dict[str, Callable[[Page], dict[str, Any]]] = {
    "people": people.show,
    "life": life.show,
    "now": now.show,
    "more": more.show,
    "coming": coming.show,
    "pension": pension.show,
    "pay": pay.show,
    "bill": bill.show,
    "check": check.show,
    "keep": keep.show,
}
APPLY: dict[str, Callable[[Page], None]] = {
    "people": people.apply,
    "life": life.apply,
    "now": now.apply,
    "more": more.apply,
}

#: Views that come before anything is calculated.
_STEPS = ("people", "life")

TOO_SLOW = "This takes too long just now. Try again in a minute; nothing you typed is lost."

#: Seconds kept of a request's time to say that it takes too long.
_RESERVE = 1.0


@blueprint.get("/")
def home() -> Response:
    """Show the start in the language of ``?lang=``, else in that of the browser."""
    lang = request.args.get("lang", "")
    return _start(lang if lang in LANGUAGES else asked_language())


@blueprint.get("/<any(en, kk, ru):lang>")
def localised(lang: str) -> Response:
    """Show the start in a language."""
    return _start(lang)


@blueprint.get("/<any(en, kk, ru):lang>/<name>")
def reloaded(lang: str, name: str) -> Any:
    """Lead who opens the address of a view to the start: what was told is not in an address."""
    return redirect(url_for("page.localised", lang=lang), code=303)


@blueprint.post("/<any(en, kk, ru):lang>/start")
def begin(lang: str) -> Response:
    """Begin with an empty form, an example or a file."""
    page = Page(lang, Told(this_month()), request.form)
    view = start.begin(page, request.files.get("file"))
    if view is None:
        return page.render("start", **start.show(page))
    page.form = MultiDict()
    return _show(page, view)


@blueprint.post("/<any(en, kk, ru):lang>/<name>")
def view(lang: str, name: str) -> Any:
    """Read the view that the form comes from, then show the one that its button leads to."""
    if name not in SHOW and name not in keep.FILES:
        return redirect(url_for("page.localised", lang=lang), code=303)
    try:
        form = request.form
    except RequestEntityTooLarge:
        return redirect(url_for("page.localised", lang=lang), code=303)
    page = Page(lang, Told(this_month()), form)
    month = page.text("told-month")
    try:
        page.told = from_hidden(form.get("told", "{}"), month if _known(month) else this_month())
    except (RefusedError, InputError) as error:
        if page.text("from") != "people":
            return _restart(page, error)
    if name in keep.FILES:
        return keep.download(page, name)
    return _answer(page, name, page.text("from"), page.text("do"))


def _answer(page: Page, name: str, source: str, do: str) -> Response:
    seconds = page.config.seconds
    try:
        with time_limit(max(seconds - _RESERVE, _RESERVE) if seconds else 0):
            if do == "language" and source in SHOW:
                return _show(page, source)
            if source == "people" and (do == "add" or do.startswith("remove-")):
                people.change(page, do)
                return _show(page, "people")
            if source in APPLY and do != "back":
                APPLY[source](page)
                if page.wrong:
                    return _show(page, source)
            if source == "now" and name == "now" and more.wanted(page):
                name = "more"
            if source != name:
                page.form = _kept(page, name)
            elif source in ("now", "more"):
                page.form = MultiDict()
            return _show(page, name)
    except DeadlineError:
        page.wrong = [Wrong("", page.speech.say(TOO_SLOW))]
        return page.render("life", **life.show(page))


def _kept(page: Page, name: str) -> MultiDict[str, str]:
    """Return what a view takes over from the form of another: the gates opened, the payment picked."""
    if name == "more":
        return more.kept(page)
    return MultiDict({"pick": page.text("pick")} if name == "check" else {})


def _show(page: Page, name: str) -> Response:
    """Show a view; where the family cannot be calculated, the first step with the reasons."""
    try:
        return page.render(name, **SHOW[name](page))
    except (InputError, RefusedError) as error:
        if name in _STEPS:
            raise
        page.wrong += [Wrong(_field(page, problem), problem.say(page.speech)) for problem in problems_of(error)]
        page.form = MultiDict()
        return page.render("people", **people.show(page))


def _field(page: Page, problem: Problem) -> str:
    """Return the field that a problem is about: the birth date of the person it names."""
    rows = people.show(page)["rows"]
    for number, row in enumerate(rows):
        if row.name in [str(part) for part in problem.values.values()]:
            return f"p{number}-birth"
    return ""


def _restart(page: Page, error: InputError | RefusedError) -> Response:
    page.wrong = [Wrong("", problem.say(page.speech)) for problem in problems_of(error)]
    page.told = Told(this_month())
    page.form = MultiDict()
    return page.render("start", **start.show(page))


def _start(lang: str) -> Response:
    page = Page(lang, Told(this_month()))
    return page.render("start", **start.show(page))


def _known(month: str) -> bool:
    return is_month(month) and FIRST_MONTH <= month <= LAST_MONTH


@blueprint.app_context_processor
def _assets() -> dict[str, Any]:
    """Give templates the address of the page's own files."""
    return {"asset": lambda name: url_for("page.static", filename=name)}
