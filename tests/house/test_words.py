"""The words of both languages: official terms, none that the law gave up, numbers and dates in the form of each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import openfisca_kz
from openfisca_kz.language import catalogue, language

PACKAGE = Path(openfisca_kz.__file__).parent
GLOSSARY = yaml.safe_load((Path(__file__).parents[2] / "tools" / "glossary.yaml").read_text(encoding="utf-8"))

#: Words that the law gave up (Law No. 129-VII of 27.06.2022), words of the repealed laws, and words of no language.
GIVEN_UP = {
    "kk": {
        r"мүгедек(?!т)": "мүгедектігі бар адам",
        r"мүгедектік бойынша": "мүгедектігі бойынша",
        r"көп балалы": "көпбалалы",
        r"марапатталған ана": "наградталған ана",
        r"табысынан айырыл": "кірісінен айырылу",
        r"еңбек ету қабілет": "еңбекке қабілеттілік",
        r"ең төмен (жалақы|күнкөріс)": "ең төменгі",
        r"жеке кәсіпкер": "дара кәсіпкер",
        r"зейнет жас": "зейнеткерлік жас",
        r"бала күтімі (бойынша|жөніндегі) (жәрдемақы|әлеуметтік)": "бала күтіміне байланысты",
        r"есте қал": "дереккөзі белгісіз",
        r"қабілеттіліктен айырыл|еңбек қабілет": "еңбекке қабілеттілігінен айырылу",
        r"жүктілік пен босануға": "жүктілікке және босануға",
        r"(?<!ең төменгі )күнкөріс деңгей": "ең төменгі күнкөріс деңгейі",
        r"мүгедектік жәрдемақы": "мүгедектігі бойынша жәрдемақы",
        r"айырылу (төлем|жәрдемақы)": "айырылу жағдайы бойынша төлем, жәрдемақы",
        r"асырап алу (төлем|демалыс)": "асырап алуға байланысты",
        r"(анаға|отбасыларға|тәрбиелеушіге) жәрдемақы(?! тағайында)": "берілетін жәрдемақы",
        r"асырау(ын)?дағы(лар|ға|ның|на|сы)": "асырауындағы адам",
        r"екі ата-анасынан": "ата-анасының екеуінен де",
        r"толық жетім": "тұлдыр жетім",
        r"зейнетақы жинағ": "зейнетақы жинақтары",
        r"сақтандырылған табыс": "аударым төленген табыс",
        r"шетелдегі ұрыс|мемлекеттер аумағындағы": "басқа мемлекеттердің аумағындағы ұрыс қимылдары",
        r"арнайы (мемлекеттік )?жәрдемақы": "арнаулы жәрдемақы",
        r"апат(ты|ын) жою": "апаттың салдарын жою",
        # What no native says, whatever the term: a wrong case or order of words, a word that means something else.
        r"(бала|адам)\S*(ны|ын|ды) күт(?!іп-бағ)": "күтім жасау (күту: to wait for)",
        r"күтуші|күтілетін адам": "күтім жасаушы, күтім жасалатын адам",
        r"отбасы(ға|сы|ны|да|дан)\b": "отбасына, отбасының, отбасын, отбасында, отбасынан",
        r"күндізгі (бөлім студент(тер)?\b|студент)": "күндізгі бөлім студенті",
        r"(салыққа|шығындарға|ұсталым(дар)?ға|шегерімдерге|жарна(лар)?ға) дейін": "салық ұсталғанға дейін",
        r"сұраудың дене": "сұраудың мәтіні",
        r"№ \S+ (министрдің|үкімет)": "министрдің ... № ... бұйрығы",
        r"құқық туған": "құқық туындаған",
        r"күндізгі оқи": "күндізгі бөлімде оқиды",
        r"жылдарда тұр": "жылдары тұрған",
        r"жұмыс(ынан|тан| орнынан) демалыста": "жұмыс орны сақталатын демалыста",
        r"бестік|ондық(тар|ы)? бойынша": "20%, 10%-дық топ",
        r"қолдағы табыс": "қолда бар табыс",
        r"ескерілетін (адамның|отбасының)": "адамның, отбасының ... ескерілетін: what counts is not the person",
        r"баспана (ізде|сұра)": "пана іздеген адам (баспана: a dwelling)",
        r"\d жылдан (төменгі|белгілен|қосыл)": "жылдан бастап",
        r"\d %": "50%",
    },
    "ru": {
        r"инвалид(?!н)": "лицо с инвалидностью",
        r"по потере (работы|кормильца)": "по случаю потери",
        r"по утрате": "по случаю утраты",
        r"по памяти": "источник не известен",
        r"чёрта бедности": "черта бедности",
        r"военн(ая|ой|ую) служб": "воинская служба",
        r"мер(ы|ах|ам)? занятости": "меры содействия занятости",
        r"застрахованност": "страховка",
        r"\bтипо\b": "техническое и профессиональное образование",
        r"гособеспеч|медстрах|спецорган|соцвыплат|\bсмс\b": "the words in full; SMS",
        r"(взнос\w*|отчислени\w*) осмс": "взносы на ОСМС",
        r"пенсионн\w+ закон(?!ода)": "закон о пенсионном обеспечении",
        r"\bвес(а|ов)\b.*\bвид": "показатели, не участвовавшие в подборе весов",
        r"отпуск\w* (по|из-за) ребёнк": "отпуск, связанный с ребёнком",
        r"условленн\w+ помощ|безусловн\w+ помощ": "денежная помощь",
        r"\bчаэс\b|\bнацфонд": "Чернобыльская АЭС, Национальный фонд",
        r"\bпроекци|\bдецил": "прогноз, десятая часть",
        r"младен(ец|ц)": "ребёнок до трёх лет (младенец: under one)",
        r"(?<!момента )(?<!дня )\bс обращения": "с момента обращения",
        r"взросл\w+ семьи": "взрослый член семьи",
        r"получает выплачиваем": "выплачивается или назначена",
        r"право по ребёнку": "право на выплату на ребёнка",
        r"лиц\w+ (первой|второй) (группы|или)": "лицо с инвалидностью первой группы",
        r"государственн\w+ специальн\w+ пособи": "специальное государственное пособие (another benefit)",
        r"дол\w+ замещения": "коэффициент замещения дохода",
        r"\d %": "50%",
    },
}

#: What has a point and is no decimal: dates, tables of an act, what is typed into a command.
NO_DECIMAL = re.compile(
    r"\d{1,2}\.\d{2}\.\d{4}|[Tт]аблица \d\.\d|раздел\S* \d\.\d( и \d\.\d)?|\d\.\d-(кесте|тармақ)"
    r"|tcp://\S+|.*--max-rejects.*"
)

#: A Kazakh word that asks for a case of what stands before it, which no value in braces has.
AFTER_A_CASE = re.compile(
    r"\} (бастап|дейін|кейін|бұрын)\b|\} (бен|пен|мен) |\}-([гқ][еа]|ға|н[еа]|[дт][еа]н?|нен|нан|[ндт][ыі])\b"
)

#: A Russian label that begins as if a man were spoken of; "Страхуется", "Освобождение от" say it of everybody.
OF_A_MAN = re.compile(
    r"(не )?(застрахован|освобожд[её]н|охвачен|зарегистрирован|зачислен|принят|уволен|усыновл[её]н|включ[её]н|достиг|"
    r"состоял|имел|получал|выбрал|участвовал|жил|прожил|потерял|обратился|окончил|родился|жив|должен|обязан|"
    r"согласен)\b(?! ли\b)"
)

#: A Russian word that a value in braces would change: a month in words has no case, a number decides the word after it.
BESIDE_A_VALUE = re.compile(
    r"\b(в|во|с|со|от|до|о|об|к|из) \{month\}|\{(count|number|years|days)\} (раз|дн|день|лет|год|шаг|месяц|строк|лиц)"
)

#: English that no native writes, and what to write; of messages, which are the English text.
NO_NATIVE = {
    r"\b(of|for|to|from|by|than) who\b": "of those who",
    r"(^|\. )Whom? (?!pays:)[^?]*\.": "those who, the carer of",
    r"\b(is|are|be|was|were|as|not|nobody|so) told\b(?! apart)|\btold (by|of)\b": "given, entered, reported",
    r"\b(he|him|his|himself)\b": "they, themselves",
    r"[Cc]laim to (the|targeted)\b": "claim for",
    r"(?<![Tt]here )\b(is|are) no\b(?! longer)": "is not a",
    r"\b[Gg]overnment [Dd]ecree|\bdecree No\b": "Government resolution (a decree is of the President)",
    r"\bNo\. (126|365)\b(?!-)": "No. 126-I, No. 365-I",
    r"onditional aid\b|\blong-service pension": "conditional assistance, service pension",
    r"\b[Dd]isabled (person|child|pensioner|or)\b": "person with disability",
    r"^Whose [^?]*\.$|\b(circle|: |[Pp]oor is) ?whom?\b|\bpublished nowhere": "those whose; no published",
    r"without a term|\bper cent\b|[Ii]ncomplete famil": "with no end date, percent, single-parent family",
    r"\b([Gg]reatest|[Ll]east) (allowance|payment|monthly|share)\b": "maximum, minimum",
    r"unified fund|[Pp]articipation rate|so many MRP": "pension fund, participation tax rate, a number of MRP",
    r"rate of (the )?(pay|income)\b|\bsince\b.*\bis\b.*\?$": "rate applied to, since when has",
    r"\bby head\b|\babove nothing\b|\bin course\b|\b[Bb]orne\b": "per head, above zero, running, paid",
}


def _labels(node: object, lang: str) -> Iterator[str]:
    if isinstance(node, dict):
        if {"kk", "ru"} <= node.keys() and isinstance(node[lang], str):
            yield node[lang]
        for below in node.values():
            yield from _labels(below, lang)
    elif isinstance(node, list):
        for below in node:
            yield from _labels(below, lang)


@pytest.fixture(scope="module", params=["kk", "ru"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def texts(lang: str) -> list[str]:
    """Every text of a language: the catalogues, and the labels of parameters, units, targets and services."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.yaml")]
    labels = [text for file in files if "kk:" in file for text in _labels(yaml.load(file, loader), lang)]
    return [*catalogue(lang).values(), *labels]


@pytest.mark.parametrize("message", GLOSSARY)
def test_a_term_is_the_official_one(message: str) -> None:
    for lang, term in GLOSSARY[message].items():
        text = catalogue(lang)[message].lower().replace("ё", "е")
        assert term in text, f"{lang}: {message}: {text}"


def test_no_word_that_the_law_gave_up(lang: str, texts: list[str]) -> None:
    found = [
        f"{text}: write {right}"
        for text in texts
        for old, right in GIVEN_UP[lang].items()
        if re.search(old, text.lower())
    ]
    assert not found, "\n".join(found)


def test_numbers_have_a_comma(texts: list[str]) -> None:
    found = [text for text in texts if re.search(r"\d\.\d", NO_DECIMAL.sub("", text))]
    assert not found, "\n".join(found)


def test_one_dash_and_latin_roman_numbers(texts: list[str]) -> None:
    found = [
        text
        for text in texts
        if re.search(r" [—-] ", text) or re.search(r"(?<![А-ЯӘІҢҒҮҰҚӨҺа-яәіңғүұқөһ])[ІХ]+ (топ|дәреже)", text)
    ]
    assert not found, "\n".join(found)


def test_no_value_needs_a_kazakh_case() -> None:
    found = [text for text in catalogue("kk").values() if AFTER_A_CASE.search(text)]
    assert not found, "\n".join(found)


def test_english_is_what_a_native_writes() -> None:
    found = [
        f"{text}: write {right}"
        for text in catalogue("ru")
        for wrong, right in NO_NATIVE.items()
        if re.search(wrong, text)
    ]
    assert not found, "\n".join(found)


def test_nobody_is_taken_for_a_man_in_russian(lang: str, texts: list[str]) -> None:
    found = [text for text in texts if lang == "ru" and OF_A_MAN.match(text.lower())]
    assert not found, "\n".join(found)


def test_no_value_needs_a_russian_case_or_number() -> None:
    found = [text for text in catalogue("ru").values() if BESIDE_A_VALUE.search(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1, "years", ("1 жыл", "1 год", "1 year")),
        (3.0, "years", ("3 жыл", "3 года", "3 years")),
        (61.5, "years", ("61,5 жыл", "61,5 года", "61.5 years")),
        (18, "months", ("18 ай", "18 месяцев", "18 months")),
        (21, "days", ("21 күн", "21 день", "21 days")),
    ],
)
def test_the_word_follows_its_number(number: float, unit: str, said: tuple[str, ...]) -> None:
    assert tuple(language(code).quantity(number, unit) for code in ("kk", "ru", "en")) == said


def test_days_and_months_stand_in_the_form_of_each_language() -> None:
    day = datetime.date(2026, 10, 5)
    assert [language(code).day(day) for code in ("kk", "ru", "en")] == [
        "2026 жылғы 5 қазан",
        "5 октября 2026\u202fг.",
        "5 October 2026",
    ]
    assert [language(code).month("2026-10") for code in ("kk", "ru", "en")] == [
        "2026 жылғы қазан",
        "октябрь 2026",
        "October 2026",
    ]
    shares = [language(code).quantity(0.035, "share") for code in ("kk", "ru", "en")]
    assert [share.replace("\u00a0", "") for share in shares] == ["3,5%", "3,5%", "3.5%"]
