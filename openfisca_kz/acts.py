"""Every act of the law once: kind, number, date, title and address in three languages, and where its articles stand."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openfisca_kz.yaml_files import read_yaml

_BANK = "https://adilet.zan.kz"
_FOLDERS = {"kk": "kaz", "ru": "rus", "en": "eng"}
_ADDRESS = re.compile(rf"{re.escape(_BANK)}/(?:rus|kaz|eng)/docs/(\w+)[^#\s]*(?:#(z\d+))?")

# "No. 4123"; a number with the Roman one of the parliament is one without the sign too.
_NUMBER = r"No\. (?P<signed>\d[\w-]*)|(?<![\w-])(?P<roman>\d+-[IVXLCDM]+)(?![\w-])"
_PLACE = re.compile(r"\bart\. (?P<art>\d[\d-]*)(?: p\. (?P<p>\d[\d-]*))?(?: subp\. (?P<subp>\d[\d-]*))?")


@dataclasses.dataclass(frozen=True)
class Act:
    """An act, or a publication that is none.

    ``since`` is its first day in force where it took the place of another, ``id`` its name in the state's bank of acts,
    ``url`` where to read it where that is not known, ``anchors`` the places of the Russian text by article.
    """

    key: str
    kind: str
    title: Mapping[str, str]
    number: str = ""
    date: str = ""
    since: str = ""
    id: str = ""
    english: bool = False
    url: str | None = None
    names: tuple[str, ...] = ()
    anchors: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def address(self, lang: str, anchor: str = "") -> str | None:
        """Return where the text can be read in a language, in Russian where it is not there in English."""
        if not self.id:
            return self.url
        folder = _FOLDERS["ru" if lang == "en" and not self.english else lang]
        place = f"#{anchor}" if anchor and folder == "rus" else ""
        return f"{_BANK}/{folder}/docs/{self.id}{place}"

    def anchor(self, place: str) -> str:
        """Return the anchor of the first place in a text such as ``art. 81 p. 4 and 8``: the nearest that is known."""
        found = _PLACE.search(place)
        if not found:
            return ""
        written = [_firsts(found["art"])]
        written += [[f"{unit} {number}" for number in _firsts(found[key])] for key, unit in _BELOW if found[key]]
        for depth in range(len(written), 0, -1):
            for last in written[depth - 1]:
                known = self.anchors.get(" ".join([*(part[0] for part in written[: depth - 1]), last]))
                if known:
                    return known
        return ""


_BELOW = (("p", "p."), ("subp", "subp."))


def _firsts(number: str) -> list[str]:
    """Return a number as written and, of a range (79-80, not article 26-1), the first of it."""
    first, _, last = number.partition("-")
    return [number, first] if last.isdigit() and int(last) > int(first) else [number]


@functools.cache
def acts() -> Mapping[str, Act]:
    """Return every act by its key (``acts.yaml``)."""
    raw = read_yaml(Path(__file__).with_suffix(".yaml"))
    return {key: Act(key, **_read(fields)) for key, fields in raw.items()}


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    dates = {name: str(fields[name]) for name in ("date", "since") if name in fields}
    names = {"names": tuple(fields.get("names", ()))}
    return fields | dates | names


@functools.cache
def _keys() -> tuple[dict[str, Act], dict[str, Act], dict[str, Act], re.Pattern[str]]:
    """Return the acts by name, by number and by id, and the pattern of every way to call one."""
    names: dict[str, Act] = {}
    numbers: dict[str, Act] = {}
    for act in acts().values():
        names |= dict.fromkeys((act.title["en"], *act.names), act)
        numbers[act.number] = act
    called = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?P<name>{called})(?![\w-])|{_NUMBER}")
    return names, numbers, {act.id: act for act in acts().values() if act.id}, pattern


def _mentions(text: str) -> Iterator[tuple[Act, re.Match[str]]]:
    """Yield each act that a text calls by name or number, with the place of it."""
    names, numbers, _, pattern = _keys()
    for found in pattern.finditer(text):
        act = names.get(found["name"]) or numbers.get(found["signed"] or found["roman"])
        if act:
            yield act, found


@functools.lru_cache(maxsize=4096)
def named(text: str) -> tuple[Act, ...]:
    """Return the acts that a text names, in its order."""
    return tuple({act.key: act for act, _ in _mentions(text)}.values())


@functools.lru_cache(maxsize=4096)
def link(cited: str, lang: str, otherwise: str | None = None) -> str | None:
    """Return where the place that a text cites first can be read.

    Args:
        cited: such as ``Social Code, art. 80 p. 1; Tax Code 2025, art. 363``.
        lang: en, kk or ru.
        otherwise: the address that stands in the law: of another text on the same, kept where the act has none.

    """
    mentions = list(_mentions(cited))
    ends = [*(mention.start() for _, mention in mentions[1:]), len(cited)]
    for (act, mention), end in zip(mentions, ends, strict=False):
        if act.kind != "publication" and (act.id or act.url):
            anchor = act.anchor(cited[mention.end() : end].partition(";")[0])
            return act.address(lang, anchor) if act.id else otherwise or act.url
    return otherwise and in_language(otherwise, lang)


def in_language(address: str, lang: str) -> str:
    """Return the address of the same text in a language, where it is one of the bank of acts; else the address."""
    found = _ADDRESS.fullmatch(address)
    act = _keys()[2].get(found[1]) if found else None
    return (act.address(lang, found[2] or "") or address) if act and found else address


def articles(*cited: str) -> list[str]:
    """Return the references of a variable as OpenFisca expects them: what is cited, and the address of its text.

    Args:
        cited: act and article, newest first: one for each version of the rule, or one for all.

    Raises:
        ValueError: no known act is cited.

    """
    return [f"{text} - {_found(text)}" for text in cited]


def _found(text: str) -> str:
    address = link(text, "ru")
    if address is None:
        raise ValueError(f"acts.yaml has no act with an address for {text!r}")
    return address
