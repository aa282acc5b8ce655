"""One request of the page: the language, what was told, the form as it came, and what is wrong in it."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Callable
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, make_response, render_template, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from openfisca_kz.assessment.model import Explanation
from openfisca_kz.assessment.screening_model import Screening
from openfisca_kz.calendar import MONTHS_IN_YEAR, month_number_of
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.engine.system import version
from openfisca_kz.families.family import Situation
from openfisca_kz.language import LANGUAGES, Language, language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.problems import InputError, Problem, RefusedValueError
from openfisca_kz.web.config import Config
from openfisca_kz.web.page.told import Told

#: The page loads its own style sheet and script, and nothing else; pages are sent nowhere else.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors {portals}; base-uri 'none'"
)

#: A view may stand in the history of the browser that asked for it, so that Back leads to it; nowhere else.
HISTORY = "private, max-age=0"

#: The languages as they call themselves, in the order of the switch.
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

#: The views of a family that has been described, in the order of the navigation.
VIEWS = ("now", "coming", "check", "whatif", "pay", "pension", "keep")

#: Views that show amounts: each says which figures stand in, in its own place or at the end.
CALCULATED = (*VIEWS, "bill", "who")


#: Completed years from which somebody is asked about as a grown-up.
GROWN = 18

_DAY_OR_MONTH = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(-(?:0[1-9]|[12]\d|3[01]))?\b")


@dataclasses.dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: the sentence, and the field it is about ("" where it is about the whole)."""

    field: str
    message: str


class Page:
    """A request: what views read and write."""

    #: The view that the form came from, and the sum of the month that it was sent with.
    source: str
    before: str

    def __init__(self, lang: str, told: Told, form: MultiDict[str, str] | None = None) -> None:
        self.lang = lang
        self.told = told
        self.form = form if form is not None else MultiDict()
        self.source = self.text("from")
        self.before = self.text("sum")
        self.wrong: list[Wrong] = []

    # ----- What there is to calculate with ----- #

    @property
    def system(self) -> Any:
        """The law."""
        return current_app.extensions["openfisca_kz"]["system"]

    @property
    def config(self) -> Config:
        """The limits."""
        config: Config = current_app.extensions["openfisca_kz"]["config"]
        return config

    @property
    def speech(self) -> Language:
        """The language."""
        return language(self.lang)

    @functools.cached_property
    def situation(self) -> Situation:
        """The family ready to be calculated."""
        return self.told.situation(self.system, self.config)

    @functools.cached_property
    def screening(self) -> Screening:
        """What is due, may be due and is not."""
        from openfisca_kz.assessment.screening import screen

        return screen(self.situation, self.told.month, self.lang, self.system)

    @functools.cached_property
    def explanation(self) -> Explanation:
        """What is due on what was told, and why."""
        from openfisca_kz.answers.explain import explain

        return explain(self.situation, self.told.month, self.lang, self.system)

    def forget(self) -> None:
        """Drop what was calculated: something new was told."""
        for name in ("situation", "screening", "explanation"):
            self.__dict__.pop(name, None)

    # ----- How old people are ----- #

    def months_of(self, name: str) -> int:
        """Return the age of a person in the month asked, in months; -1 where the birth date is none."""
        try:
            born = month_number_of(str(self.told.persons[name].get("birth_date", "")))
        except ValueError:
            return -1
        return month_number_of(self.told.month) - born

    def years_of(self, name: str) -> int:
        """Return the completed years of a person in the month asked."""
        return self.months_of(name) // MONTHS_IN_YEAR

    @property
    def grown(self) -> list[str]:
        """Who is asked about as a grown-up."""
        return [name for name in self.told.persons if self.years_of(name) >= GROWN]

    # ----- The form ----- #

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        return self.form.get(name, "").strip()

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """Return a field as its reader has it; None where it is empty, or wrong, which is noted."""
        text = self.text(name)
        if not text:
            return None
        try:
            return reader(text)
        except RefusedValueError as error:
            self.fault(name, error.problem)
            return None

    def fault(self, name: str, problem: Problem) -> None:
        """Note that a field, or something of the whole, is wrong; days and months as people write them."""
        sentence = problem.say(self.speech)
        if name != "file":  # what a file says is quoted as it stands there
            sentence = _DAY_OR_MONTH.sub(self._spoken, sentence)
        self.wrong.append(Wrong(name, sentence))

    def refuse(self, error: InputError, name: str = "") -> None:
        """Note all that an error says of a field, or of the whole."""
        for problem in error.problems:
            self.fault(name, problem)

    def _spoken(self, found: re.Match[str]) -> str:
        text = found[0]
        try:
            return self.speech.month(text) if found[1] is None else self.speech.day(datetime.date.fromisoformat(text))
        except ValueError:  # a day that the month does not have
            return text

    def error_of(self, name: str) -> str:
        """Return what is wrong with a field."""
        return " ".join(wrong.message for wrong in self.wrong if wrong.field == name)

    # ----- The answer ----- #

    def url(self, view: str, lang: str | None = None) -> str:
        """Return where a view is posted to."""
        return url_for("page.view", lang=lang or self.lang, name=view)

    def render(self, view: str, **context: Any) -> Response:
        """Return a view as an answer; 400 where something is wrong."""
        speech = self.speech
        words = Wording(speech)
        if view in CALCULATED:
            context.setdefault("beyond", beyond_month(self.system, self.told.month).sentences(speech))
        html = render_template(
            f"page/{view}.html",
            page=self,
            view=view,
            lang=self.lang,
            languages={code: NAMES[code] for code in NAMES if code in LANGUAGES},
            views=VIEWS,
            say=speech.say,
            money=lambda amount: unbroken(speech.money(amount)),
            quantity=lambda value, unit: unbroken(speech.quantity(value, unit)),
            value=words.value,
            month=speech.month,
            who=words.who,
            version=version(),
            **context,
        )
        response = make_response(html, 400 if self.wrong else 200)
        portals = self.config.embed
        response.headers["Content-Security-Policy"] = POLICY.format(portals=" ".join(portals) or "'none'")
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Content-Language"] = self.lang
        response.headers["Cache-Control"] = HISTORY
        return response


def file_of(content: str | bytes, name: str, kind: str) -> FlaskResponse:
    """Return a file to keep."""
    return FlaskResponse(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def unbroken(text: str) -> Markup:
    """Return an amount that is not broken over two lines."""
    return Markup("{}").format(text.replace(" ", "\u00a0"))
