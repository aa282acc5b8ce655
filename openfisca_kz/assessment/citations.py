"""Places in the law as each language cites them: act, article, point, subpoint.

References are written in English once, in parameters and variables. The names of acts are translated by the catalogue
of messages; the places within an act by a small grammar: ``art. 81 p. 4 and 6, art. 83 p. 3`` or ``section 3.2``.
"""

from __future__ import annotations

import dataclasses
import functools
import re

from openfisca_kz.language import Language, language

#: Units of an act from the greater to the smaller, with other names of the same.
_RANKS = {"annex": 0, "section": 1, "chapter": 2, "art": 3, "part": 4, "p": 5, "subp": 6}
_SAME = {"appendix": "annex", "item": "p"}

_RUSSIAN = {
    "annex": "прил.",
    "section": "разд.",
    "chapter": "гл.",
    "art": "ст.",
    "part": "ч.",
    "p": "п.",
    "subp": "пп.",
}

# One and several: by itself, of itself, of the greater unit, of itself within the greater unit.
_KAZAKH = {
    "annex": (("қосымша", "қосымшалар"), ("қосымшаның", "қосымшалардың")),
    "section": (("бөлім", "бөлімдер"), ("бөлімнің", "бөлімдердің")),
    "chapter": (("тарау", "тараулар"), ("тараудың", "тараулардың")),
    "art": (("бап", "баптар"), ("баптың", "баптардың")),
    "part": (("бөлік", "бөліктер"), ("бөліктің", "бөліктердің")),
    "p": (("тармақ", "тармақтар"), ("тармақтың", "тармақтардың")),
    "subp": (("тармақша", "тармақшалар"), ("тармақшаның", "тармақшалардың")),
}
_KAZAKH_WITHIN = {
    "section": (("бөлімі", "бөлімдері"), ("бөлімінің", "бөлімдерінің")),
    "chapter": (("тарауы", "тараулары"), ("тарауының", "тарауларының")),
    "art": (("бабы", "баптары"), ("бабының", "баптарының")),
    "part": (("бөлігі", "бөліктері"), ("бөлігінің", "бөліктерінің")),
    "p": (("тармағы", "тармақтары"), ("тармағының", "тармақтарының")),
    "subp": (("тармақшасы", "тармақшалары"), ("тармақшасының", "тармақшаларының")),
}

EARLIER = "; before it "
_WORD = "(?:art|p|subp|part|section|chapter|annex|appendix|item)"
_TOKEN = re.compile(rf"\s*(?:({_WORD})\b\.?|(\d+(?:[.-]\d+)*(?: (?:-|to) \d+(?:-\d+)*)?)|(,|and\b))")
_FIRST_PLACE = re.compile(rf"(?:^|, )(?={_WORD}\b\.? \d)")
_REMARK = re.compile(r" \(([^()]*[a-z]{3}[^()]*|\d{4})\)$")
_SUBPOINT = re.compile(r"(?<=\d) ?\((\d{1,3}(?:-\d+)?)\)(?:-\((\d{1,3})\))?")


@dataclasses.dataclass
class _Part:
    """A unit of an act with its numbers; each but the first with the word that joins it to those before."""

    unit: str
    numbers: list[str]
    joins: list[str]

    @property
    def several(self) -> bool:
        return len(self.numbers) > 1 or _dashed(self.numbers[0]) != self.numbers[0]


@functools.lru_cache(maxsize=4096)
def cite(reference: str | tuple[str, str | None], lang: str) -> str:
    """Return a reference as a language cites it.

    Args:
        reference: such as ``Social Code, art. 80 p. 1 subp. 2``, or the title of an act and the place in it.
        lang: en, kk or ru.

    Returns:
        In English the reference itself; otherwise with the act and the place translated. What neither the catalogue
        nor the grammar knows stays as it is.

    Examples:
        >>> cite("Social Code, art. 80 p. 1 subp. 2", "ru")
        'Социальный кодекс, ст. 80 п. 1 пп. 2'

    """
    if not isinstance(reference, str):
        title, place = reference
        if not place:
            return cite(title, lang)
        act, earlier, others = title.partition(EARLIER)  # the place is one of the act, not of those before it
        cited = f"{cite(act, lang)}, {cite(place, lang)}"
        return f"{cited}; {cite(earlier[2:] + others, lang)}" if earlier else cited
    if lang == "en":
        return reference
    speech = language(lang)
    if reference in speech.messages:
        return speech.say(reference)
    return "; ".join(_clause(clause, speech) for clause in reference.split("; "))


def _clause(clause: str, speech: Language) -> str:
    """Return one act with the places in it."""
    if clause in speech.messages:
        return speech.say(clause)
    remark = _REMARK.search(clause)
    if remark:
        return f"{_clause(clause[: remark.start()], speech)} ({speech.say(remark[1])})"
    place = _FIRST_PLACE.search(clause)
    chains = _parse(clause[place.end() :]) if place else None
    if place is None or chains is None:
        return speech.say(clause)
    write = _in_kazakh if speech.code == "kk" else _in_russian
    act = clause[: place.start()]
    places = ", ".join(write(chain) for chain in chains)
    if re.fullmatch(r"\d{4}", act):  # the year of an act whose name stands in the clause before
        return f"{act} жылғы {places}" if speech.code == "kk" else f"{act} года {places}"
    return f"{speech.say(act)}, {places}" if act else places


def _parse(text: str) -> list[list[_Part]] | None:
    """Return places, each as a chain from the greater unit to the smaller; nothing if a word is not of the grammar."""
    text = _SUBPOINT.sub(lambda found: f" subp. {found[1]}" + (f"-{found[2]}" if found[2] else ""), text)
    chains: list[list[_Part]] = []
    join, position = "", 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            return None
        position = token.end()
        unit, number, joining = token.groups()
        if joining:
            join = "and" if joining == "and" else ","
        elif unit and (not chains or chains[-1][-1].numbers):
            _open(chains, _SAME.get(unit, unit))
        elif unit:  # a unit without a number
            return None
        else:
            part = chains[-1][-1]
            part.joins.append(join if part.numbers else "")
            part.numbers.append(number)
            join = ""
    return None if join or not chains[-1][-1].numbers else chains


def _open(chains: list[list[_Part]], unit: str) -> None:
    """Go down to a smaller unit, go on with the same, or begin a new chain."""
    last = chains[-1][-1] if chains else None
    if last is not None and last.unit == unit and unit != "art":
        return
    if last is not None and _RANKS[last.unit] < _RANKS[unit]:
        if last.joins[-1] == ",":  # "art. 401, 439 p. 1": the point belongs to the last article only
            chains.append([*chains[-1][:-1], _Part(last.unit, [last.numbers.pop()], [""])])
            last.joins.pop()
        chains[-1].append(_Part(unit, [], []))
        return
    above = [part for part in chains[-1] if _RANKS[part.unit] < _RANKS[unit]] if chains else []
    chains.append([*above, _Part(unit, [], [])])


def _dashed(number: str) -> str:
    """Return a number with a long dash where it is a range: 79-80, but not article 26-1, put in after 26."""
    if " " in number:
        return re.sub(" (-|to) ", " – ", number)
    first, _, last = number.partition("-")
    return f"{first}–{last}" if last.isdigit() and first.isdigit() and int(last) > int(first) else number


def _list(numbers: list[str], joins: list[str], word: str) -> str:
    written = ""
    for number, join in zip(numbers, joins, strict=True):
        written += {"": "", ",": ", ", "and": f" {word} "}[join] + number
    return written


def _in_russian(chain: list[_Part]) -> str:
    return " ".join(
        f"{_RUSSIAN[part.unit]} {_list([_dashed(number) for number in part.numbers], part.joins, 'и')}"
        for part in chain
    )


def _in_kazakh(chain: list[_Part]) -> str:
    written = []
    for place, part in enumerate(chain):
        forms = (_KAZAKH_WITHIN if place else _KAZAKH)[part.unit]
        name = forms[part is not chain[-1]][part.several]
        numbers = [_dashed(number) for number in part.numbers]
        if part.unit == "subp":
            closed = [f"{number.replace('–', ')–')})" for number in numbers]
            written.append(f"{_list(closed, part.joins, 'және')} {name}")
        else:
            written.append(f"{_list(numbers, part.joins, 'және')}-{name}")
    return " ".join(written)
