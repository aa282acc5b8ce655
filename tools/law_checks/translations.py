"""Checks of the catalogues: what is translated is sound, and (on demand) every label and choice is translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from tools.law_checks.parameters import CYRILLIC, LANGUAGES
from tools.law_checks.problem import Problems
from tools.law_checks.sources import Rule, Sources

PLACE = re.compile(r"\{[^{}]*\}")
LINE = re.compile(r'(msg[a-z]+(\[\d\])? )?".*"')
WORDS = re.compile(r"[A-Za-z]{4,}")


class TranslationCheck:
    """The check of the catalogues of one package."""

    def __init__(self, sources: Sources, problems: Problems) -> None:
        self.sources = sources
        self.problems = problems
        self.directory = sources.root / "locale"

    def run(self, complete: bool) -> None:
        """Check what is in the catalogues; ``complete``, also that every label and choice is."""
        for language in LANGUAGES:
            messages: dict[str, str] = {}
            for path in sorted((self.directory / language).glob("*.po")):
                self._catalogue(language, path, messages)
            if complete:
                self._labels(language, messages)

    def _catalogue(self, language: str, path: Path, messages: dict[str, str]) -> None:
        try:
            self._lines(language, path)
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            self.problems.add("translation", path, 1, language, f"is no catalogue: {error}; correct it")
            return
        for message in catalogue:
            english, text = str(message.id), str(message.string or "")
            if not english:
                continue
            for wrong in _wrong(english, text, message.fuzzy):
                self.problems.add("translation", path, message.lineno or 1, repr(english), wrong)
            if messages.setdefault(english, text) != text:
                wrong = f"is translated in two ways: {messages[english]!r} and {text!r}; keep one"
                self.problems.add("translation", path, message.lineno or 1, repr(english), wrong)

    def _lines(self, language: str, path: Path) -> None:
        """Name the lines that gettext would misread or overwrite without a word."""
        seen: dict[str, int] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#") and not LINE.fullmatch(line.strip()):
                wrong = f"is misread: {line.strip()!r}; a line is a keyword and a text between quotes"
                self.problems.add("translation", path, number, language, wrong)
            elif line.startswith('msgid "') and line != 'msgid ""':
                first = seen.setdefault(line, number)
                if first != number:
                    wrong = f"is written twice, first in line {first}; keep one"
                    self.problems.add("translation", path, number, repr(line[7:-1]), wrong)

    def _labels(self, language: str, messages: dict[str, str]) -> None:
        for rule in self.sources.rules:
            if isinstance(rule.label, str) and not messages.get(rule.label):
                wrong = f"the label {rule.label!r} has no translation in {language}; add it to the catalogue"
                self.problems.add("translation", rule.module.path, rule.line_of("label"), rule.name, wrong)
            for choice, path, line in self._choices(rule):
                if not messages.get(choice):
                    wrong = f"the choice {choice!r} has no translation in {language}; add it to the catalogue"
                    self.problems.add("translation", path, line, rule.name, wrong)

    def _choices(self, rule: Rule) -> Iterator[tuple[str, Path, int]]:
        """Yield the texts of the values that a variable may take, with their places."""
        values = rule.attributes.get("possible_values")
        found = self.sources.resolve(rule.module, values.id) if isinstance(values, ast.Name) else None
        if found is None or not isinstance(found[1], ast.ClassDef):
            return
        module, choices = found
        for line in found[1].body:
            if isinstance(line, ast.Assign) and choices is not None:
                text = self.sources.constant(module, line.value)
                if isinstance(text, str):
                    yield text, module.path, line.lineno


def _wrong(english: str, text: str, fuzzy: bool) -> Iterator[str]:
    if not text.strip():
        yield "has no translation; write it, or remove the message"
        return
    if fuzzy:
        yield "is marked fuzzy: nobody has confirmed it; confirm it and remove the mark"
    if sorted(PLACE.findall(english)) != sorted(PLACE.findall(text)):
        places = " ".join(PLACE.findall(english)) or "none"
        yield f"has other places for values than the message; they are: {places}"
    if WORDS.search(PLACE.sub("", english)) and not CYRILLIC.search(text):
        yield f"has no Cyrillic letter: {text!r}; translate it"
