# ruff: noqa: E501 (lists of what is sent are read better as they are)
"""Hostile requests of the kinds that once put the service out, got a 5xx, or were accepted and lost.

    python -m tests.web.fuzz --requests 20000            # a fresh seed, which it prints
    python -m tests.web.fuzz --requests 20000 --seed 7   # the same requests again

Request number N of a seed is always the same one. Each carries names and numbers that no log may hold.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import copy
import dataclasses
import http.client
import json
import random
import re
import secrets
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.web.serving import Served, served

#: What every request carries somewhere, and no log may.
NAME, NUMBER, PLACE = "Zhumabekova", "870312400123", "portal.example"
SECRETS = (NAME, NUMBER, PLACE)

NAMES = [
    "A", "Айгерим", "Ә‌ұлы", "O'Brien", "<script>alert(1)</script>", '"><img src=x>', "../../etc/passwd", "a b", "名前", "\u202eevil",
    "x" * 300, "null", "0", "-1", "constructor", "__proto__", "{name}", "{0}", "%s", "A\n", "\t", "A\u0000B", "😀", "é", "persons",
    "family", "${7*7}", "{{7*7}}", "ß", "ﬁ", "\ufeffA", " A", NAME, NUMBER,
]  # fmt: skip
LEAVES: list[Any] = [
    None, True, False, 0, 1, -1, 2.7, 1e12, 1e12 + 1, 1e308, -1e308, 5e-324, 2**31, 2**53 + 1, 2**64, 10**40, "", "x", "0", "-1", "1e5",
    "2**9", "1/0", "nan", "inf", "None", "true", "2026-06-09", "2026-02-30", "9999-12-31", "0001-01-01", "02.11.1996", "female", "FEMALE",
    "group_1", "\u0000", "\ud800", "😀" * 50, "x" * 2000, [], {}, [1], [[[]]], {"a": 1}, {"2026-06": 1}, {"2026-06": None},
    {"ETERNITY": None}, {"otherwise": 1}, ["A"], "320 000", "1_000", 0.1, -0.0, "{x}", "%d", NAME, NUMBER,
]  # fmt: skip
PERIODS = [
    "2026", "2026-06", "month:2026-06:12", "month:2026-06", "ETERNITY", "eternity", "year:2026-06", "0001-01", "9999-12", "2026-W23",
    "week:2026-W23:2", "day:2026-06-01", "2026-06-01", "2026-13", "2026-6", "", "null", "2018-01", "2017-12", "1991-07", "2099-12",
    "2100-01", "month:2026-06:100000000", "year:2026:99999", "-2026", "２０２６-06", "2026-06\u0000", "a" * 200, "otherwise", "1999-01",
]  # fmt: skip
RIGHTS = [
    "birth_benefit",
    "childcare_benefit",
    "age_pension",
    "basic_pension",
    "disability_allowance",
    "job_loss_payment",
]
OWN = ["explain", "screen", "timeline", "verify", "passport", "processes", "payslip", "ladder", "bulk"]
PAGES = [
    "start",
    "people",
    "life",
    "now",
    "more",
    "coming",
    "pension",
    "pay",
    "bill",
    "check",
    "keep",
    "family.yaml",
    "x",
]
MONTH = "2026-06"


@dataclasses.dataclass
class Request:
    """What is sent; ``lost`` says why it may not be accepted, if it may not."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    lost: str = ""
    raw: bytes = b""


class Maker:
    """Makes the requests of a seed.

    Args:
        seed: of all of them.
        schemas: those of the server's document, which name every variable with its type.

    """

    def __init__(self, seed: str, schemas: dict[str, Any]) -> None:
        self.seed, self.schemas = seed, schemas
        self.person = schemas["Person"]["properties"]
        self.family = {name: one for name, one in schemas["Family"]["properties"].items() if "x-period" in one}
        self.whole = [name for name, one in self.person.items() if self._kind(one) == "WholeNumbers"]

    def make(self, number: int) -> Request:
        """Return one of the requests."""
        self.dice = random.Random(f"{self.seed}/{number}")
        kinds = {self.core: 40, self.own: 18, self.lost: 20, self.form: 7, self.read: 12, self.raw: 3}
        (make,) = self.dice.choices(list(kinds), list(kinds.values()))
        request = make()
        language = self.dice.choice(["en", "ru", "kk", "kk-KZ,ru;q=.5", "x", ""])
        referrer = f"https://{PLACE}/person/{NUMBER}"
        request.headers = {"Accept-Language": language, "Referer": referrer, "User-Agent": NAME, **request.headers}
        return request

    # ----- Values ----- #

    def _kind(self, described: dict[str, Any]) -> str:
        return described["$ref"].rpartition("/")[2]

    def _typed(self, described: dict[str, Any]) -> Any:
        kind = self._kind(described)
        some = {
            "Numbers": [0, 1, 1000, 85000, 320000, 1e6, 1e9, 1e12, 0.5, 0.07],
            "WholeNumbers": [0, 1, 3, 12, 60, 240, 600, 2147483647],
            "Truths": [True, False],
            "Dates": ["1960-01-31", "1998-02-28", "2020-02-29", "2026-06-09", "2030-01-01", "1900-01-01"],
            "Texts": ["x"],
        }
        names = self.schemas[kind]["additionalProperties"].get("enum", ["x"])
        return self.dice.choice(some.get(kind) or [name for name in names if name])

    def _period(self, described: dict[str, Any]) -> str:
        months = [MONTH, MONTH, "2024-01", "2018-03"]
        return {"ETERNITY": "ETERNITY", "YEAR": "2026"}.get(described["x-period"]) or self.dice.choice(months)

    def _situation(self) -> dict[str, Any]:
        people: dict[str, Any] = {}
        for number in range(self.dice.randint(1, 4)):
            facts: dict[str, Any] = {
                "birth_date": {"ETERNITY": f"{self.dice.randint(1940, 2017)}-0{self.dice.randint(1, 9)}-11"}
            }
            for name in self.dice.sample(list(self.person), self.dice.randint(0, 3)):
                value = self.dice.choice([None, self._typed(self.person[name])])
                facts[name] = {self._period(self.person[name]): value}
            people[f"{NAME} {number}"] = facts
        names = list(people)
        family: dict[str, Any] = {"first_parent": names[:1], "children": names[1:]}
        name = self.dice.choice(list(self.family))
        family[name] = {self._period(self.family[name]): self.dice.choice([None, self._typed(self.family[name])])}
        return {"persons": people, "families": {"f": family}}

    def _people(self) -> dict[str, Any]:
        """Return a family that every door takes."""
        persons: dict[str, Any] = {NAME: {"birth_date": "1988-03-12", "sex": "female", "salary": 320_000}}
        for number in range(self.dice.randint(0, 2)):
            persons[f"child {number}"] = {"birth_date": f"20{self.dice.randint(10, 25)}-0{self.dice.randint(1, 9)}-11"}
        names = list(persons)
        return {"persons": persons, "family": {"first_parent": names[0], "children": names[1:]}}

    def _of_route(self, route: str) -> dict[str, Any]:
        """Return a right body of a route."""
        more = {
            "timeline": {"first_month": MONTH, "years": 1},
            "verify": {"right": self.dice.choice(RIGHTS), "paid": 0, "month": MONTH},
            "ladder": {"stop": 200_000, "month": MONTH},
        }
        if route == "bulk":
            return {"route": "explain", "month": MONTH, "requests": [self._people()]}
        if route == "payslip":
            return {self.dice.choice(["gross", "net"]): self.dice.choice([85000, 450000, 1e9]), "month": MONTH}
        return {**self._people(), **more.get(route, {"month": MONTH})}

    # ----- Kinds ----- #

    def core(self) -> Request:
        body = self._situation()
        return self._post(self.dice.choice(["calculate"] * 5 + ["trace"]), body, self.dice.choice([0, 0, 1, 2]))

    def own(self) -> Request:
        route = self.dice.choice(OWN)
        return self._post(route, self._of_route(route), self.dice.choice([1, 1, 1, 2, 3]))

    def lost(self) -> Request:
        """Return a request of which one thing cannot be taken: accepted, it would be lost."""
        route = self.dice.choice(["calculate", *OWN[:6]])
        core = route == "calculate"
        asked = {"age": {MONTH: None}}
        eternal: Callable[[Any], Any] = (lambda value: {"ETERNITY": value}) if core else (lambda value: value)
        monthly: Callable[[Any], Any] = (lambda value: {MONTH: value}) if core else (lambda value: value)
        body: dict[str, Any] = self._of_route(route) if not core else {}
        if core:
            body = {"persons": {NAME: {"birth_date": {"ETERNITY": "1988-03-12"}, **copy.deepcopy(asked)}}}
        facts = body["persons"][NAME]
        digits = self.dice.choice(["٢٠٢٦-06", "２０２６-06", "२०२६-06"])
        twice = {MONTH: 1, f"month:{MONTH}": 2} if core else {MONTH: 1, "otherwise": 2, "ETERNITY": 3}
        date = self.dice.choice(["1990-W05-3", "1990W053", "19900131", 19900131, "1996", "31.01.1990", "1990-1-31"])
        old = f"{self.dice.randint(1, 1899):04}-01-31"
        late = f"{self.dice.randint(2101, 9999)}-01-31"
        kinds: dict[str, Callable[[], Any]] = {
            "two spellings": lambda: facts.update(salary=twice),
            "a part of a whole": lambda: facts.update(
                {self.dice.choice(self.whole): monthly(self.dice.choice(["2.7", "1/2", "-0.5", 2.7, 0.5]))}
            ),
            "a month in other digits": lambda: facts.update(salary={digits: 300_000}),
            "another way to write a date": lambda: facts.update(birth_date=eternal(date)),
            "a birth before 1900": lambda: facts.update(birth_date=eternal(old)),
            "a birth after all": lambda: facts.update(birth_date=eternal(late)),
            "null for a fact": lambda: facts.update(
                {fact: value(None) for fact, value in [self.dice.choice([("salary", monthly), ("sex", eternal)])]}
            ),
            "eternity in small letters": lambda: facts.update(
                sex={"eternity": "female", **({} if core else {"ETERNITY": "male"})}
            ),
            "a misspelt fact": lambda: facts.update(salry=monthly(5)),
            "a name in capitals": lambda: facts.update(sex=eternal("FEMALE")),
            "a name by number": lambda: facts.update(sex=eternal(1)),
            "other digits": lambda: facts.update(
                salary=monthly(self.dice.choice(["١٢٣", "１２３", "320.000", "320,000"]))
            ),
            "a word for a truth": lambda: facts.update(pregnant=monthly(self.dice.choice(["maybe", 1, "да"]))),
            "less than nothing": lambda: facts.update(salary=monthly(-1)),
            "a field that is none": lambda: body.update({"mnth": MONTH}),
            "a person nobody knows": lambda: body.update(
                {"families": {"f": {"first_parent": ["Nobody"]}}} if core else {"family": {"first_parent": "Nobody"}}
            ),
        }
        if not core:
            kinds |= {
                "a parent of eight": lambda: (
                    facts.update(birth_date="2017-03-12"),
                    body["persons"].update(baby={"birth_date": "2025-01-11"}),
                    body.update(family={"first_parent": NAME, "children": [*list(body["persons"])[1:]]}),
                ),
                "a time without rules": lambda: body.update(
                    {
                        "first_month" if route == "timeline" else "month": self.dice.choice(
                            ["2017-12", "2100-01", "9999-12", "2026-6"]
                        )
                    }
                ),
                "a bill that is none": lambda: body.update(reform="no_such_bill"),
            }
        kind = self.dice.choice([*kinds, "in the address", "said twice", "not a number"])
        request = Request("POST", f"/{route}", headers={"Content-Type": "application/json"}, lost=kind)
        if kind == "in the address":
            request.path += f"?month=2020-01&name={NAME}"
        elif kind in kinds:
            kinds[kind]()
        text = json.dumps(body)
        if kind == "said twice":
            text = text.replace('"persons": {', '"persons": {"Z": {}, "Z": {"birth_date": "1990-01-31"}, ', 1)
        elif kind == "not a number":
            text = text.replace('"persons": {', '"persons": {"Z": {"salary": NaN}, ', 1)
        request.body = text.encode()
        return request

    def form(self) -> Request:
        told = self._people()
        if self.dice.random() < 0.5:
            self._mutate(told)
        fields = {
            "told": json.dumps(told) if self.dice.random() < 0.8 else self.dice.choice(["", "x", "[]", '{"persons":{}}', "null"]),
            "told-month": self.dice.choice([*PERIODS, *[MONTH] * 5]),
            "from": self.dice.choice(["people", "life", "now", "more", "pension", "pay", "check", "", "x"]),
            "do": self.dice.choice(["", "next", "back", "add", "remove-0", "remove--1", "remove-٣", "language", "check", "open", "forget:0:salary", "forget:x"]),
        }  # fmt: skip
        for name in (
            "p0-name",
            "p0-birth",
            "p0-sex",
            "p0-role",
            "p1-name",
            "month",
            "region",
            "l0-pay",
            "paid",
            "pick",
            "amount",
        ):
            if self.dice.random() < 0.4:
                fields[name] = str(
                    self.dice.choice([*NAMES, "12.03.1998", "30.02.2020", "1", "1e9", "320 000", "female", "२०", "NaN"])
                )
        path = f"/{self.dice.choice(['en', 'kk', 'ru', 'xx'])}/{self.dice.choice(PAGES)}"
        body = urllib.parse.urlencode(fields, errors="surrogatepass").encode()
        return Request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"})

    def read(self) -> Request:
        method = self.dice.choice(["GET"] * 6 + ["HEAD", "OPTIONS", "PUT", "DELETE", "POST"])
        places = [
            "variable/",
            "parameter/",
            "variables",
            "entities",
            "services",
            "health",
            "",
            "en",
            "kk/now",
            "page/static/",
            "/",
            "trace",
            "law",
            "changes",
        ]
        names = ["", "", *NAMES, *list(self.person)[:80], "indicators.mrp", "indicators/mrp"]
        name = self.dice.choice(names).encode("utf-8", "surrogatepass")
        path = "/" + self.dice.choice(places) + urllib.parse.quote(name, safe=self.dice.choice(["", "/"]))
        if self.dice.random() < 0.5:
            path += "?" + urllib.parse.urlencode(
                {self.dice.choice(["lang", "openapi", "since", "iin"]): self.dice.choice(NAMES)}
            )
        return Request(
            method, path, headers={"Accept": self.dice.choice(["text/html", "*/*", "application/json", "x"])}
        )

    def raw(self) -> Request:
        """Return bytes that are no request, or less than one."""
        head = f"POST /calculate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nX-Name: {NAME}\r\n"
        sent = [
            f"GET /{NAME} HTTP/2.0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            f"{NAME} {NUMBER}\r\n\r\n",
            json.dumps({"persons": {NAME: {}}}) + "\r\n\r\n",
            f"GET /health HTTP/1.1\r\n{NAME} {NUMBER}: 1\r\n\r\n",
            *(f"{head}Transfer-Encoding: chunked\r\n\r\n{piece}" for piece in ("zz\r\nabc\r\n", "-5\r\nabc\r\n", "f" * 40 + "\r\nabc\r\n")),
            *(f"{head}Transfer-Encoding: {coding}\r\n\r\n0\r\n\r\n" for coding in ("gzip, chunked", "xchunked", "identity, chunked", "\x0bchunked")),
            f"{head}Content-Length: {NAME}\r\n\r\n{{}}",
            f"{head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}",
            "".join(chr(self.dice.randrange(1, 255)) for _ in range(40)) + "\r\n\r\n",
        ]  # fmt: skip
        return Request("RAW", "-", raw=self.dice.choice(sent).encode("latin-1", "replace"))

    # ----- Changing what is right ----- #

    def _post(self, route: str, body: Any, changes: int) -> Request:
        for _ in range(changes):
            self._mutate(body)
        text = json.dumps(body, ensure_ascii=self.dice.random() < 0.5)
        if self.dice.random() < 0.1:
            text = self._torn(text)
        sent = text.encode("utf-8", "surrogatepass")
        if self.dice.random() < 0.02:
            sent = self.dice.randbytes(200)
        kinds = ["application/json"] * 60 + [
            "text/plain",
            "application/json; charset=utf-16",
            "",
            "multipart/form-data",
        ]
        return Request("POST", f"/{route}", sent, {"Content-Type": self.dice.choice(kinds)})

    def _mutate(self, body: Any) -> None:
        spots: list[tuple[Any, Any]] = []

        def walk(part: Any) -> None:
            for key in list(part) if isinstance(part, dict) else range(len(part)):
                spots.append((part, key))
                if isinstance(part[key], (dict, list)):
                    walk(part[key])

        walk(body)
        if not spots:
            return
        part, key = self.dice.choice(spots)
        if self.dice.random() < 0.08:
            part[key] = json.loads("[" * (deep := self.dice.choice([3, 50, 400])) + "]" * deep)
        elif self.dice.random() < 0.4:
            part[key] = copy.deepcopy(self.dice.choice(LEAVES))
        elif isinstance(part, list):
            part.append(part[key])
        elif self.dice.random() < 0.2:
            del part[key]
        else:
            names = self.dice.choice([PERIODS, NAMES, list(self.person)])
            part[self.dice.choice(names)] = part.pop(key)

    def _torn(self, text: str) -> str:
        at = self.dice.randrange(len(text))
        pieces = [
            "{",
            "}",
            "[",
            '"',
            ",",
            "\\",
            "NaN",
            "-Infinity",
            "1e999",
            "\\ud800",
            "\\u0000",
            "//c",
            "\x00",
            "\ufeff",
            "0x10",
            "01",
        ]
        return self.dice.choice(
            [
                text[:at] + self.dice.choice(pieces) + text[at + self.dice.randint(0, 3) :],
                text[:at],
                text.replace("{", '{"a":1,"a":2,', 1),
                "[" * self.dice.choice([10, 1000, 100_000]) + text,
                text * 2,
                text.replace("2026", "9" * self.dice.choice([5, 400, 5000]), 1),
            ]
        )


# ----- Sending and judging ----- #

_local = threading.local()


def answered(server: Served, request: Request) -> tuple[int, bytes]:
    """Send a request, and return the status and the body; the status of what is no request stands in its first line."""
    if request.raw:
        first, _, body = server.send(request.raw).partition(b"\r\n\r\n")
        return int(first.split(b" ", 2)[1]), body
    connection = getattr(_local, "connection", None)
    if connection is None:
        connection = _local.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    try:
        connection.request(request.method, request.path, request.body or None, request.headers)
        response = connection.getresponse()
        return response.status, response.read()
    except (http.client.HTTPException, ConnectionError):
        connection.close()
        connection.request(request.method, request.path, request.body or None, request.headers)
        response = connection.getresponse()
        return response.status, response.read()


def fault(request: Request, status: int, body: bytes) -> str:
    """Return what is wrong with an answer; nothing where it is right."""
    if status >= 500:
        return f"{status}"
    if request.lost and not 400 <= status < 500:
        return f"accepted and lost: {request.lost}"
    if b"Traceback (most recent" in body or b"tax and benefit system" in body:
        return "words that are not for people"
    refused = 400 <= status < 500 and request.method != "HEAD" and not re.match(r"/(en|kk|ru|xx)\b", request.path)
    if refused:
        told = json.loads(body)
        if not (told["error"] and told["problems"]):
            return "refused without a sentence"
        sent = request.body + request.path.encode() + request.raw
        if re.search(r"\{(fact|value|path|place|hint)\}", told["error"]) and b"{" not in sent:
            return "a sentence that was not filled"
    return ""


def fuzz(server: Served, seed: str, count: int, at_once: int = 4) -> tuple[collections.Counter[str], list[str]]:
    """Send the requests of a seed; return how many got which answer, and what was wrong with some."""
    schemas = server.ask("GET", "/spec?openapi=3.1")[1]["components"]["schemas"]
    counts: collections.Counter[str] = collections.Counter()
    faults: list[str] = []
    workers = server.workers()

    def one(number: int) -> None:
        request = Maker(seed, schemas).make(number)
        try:
            status, body = answered(server, request)
            wrong = fault(request, status, body)
            counts[f"{status // 100}xx"] += 1
            counts["kinds that would be lost"] += bool(request.lost)
        except (OSError, ValueError, KeyError, IndexError, http.client.HTTPException) as error:
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            faults.append(
                f"request {number} of seed {seed}: {wrong}: {request.method} {request.path} {(request.body or request.raw)[:300]!r}"
            )

    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, range(count)))
    if server.workers() != workers:
        faults.append(f"workers were lost: {workers} became {server.workers()}")
    return counts, faults


def logged(server: Served) -> list[str]:
    """Return the lines of the logs that hold something of a request."""
    lines = server.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if any(secret in line for secret in SECRETS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--runs", type=int, default=1, help="runs over the same logs, each with a seed of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        for run in range(options.runs):
            seed, start = f"{options.seed}{run or ''}", time.monotonic()
            counts, faults = fuzz(server, seed, options.requests)
            told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
            print(f"seed {seed}: {options.requests} requests in {time.monotonic() - start:.0f} s: {told}")
            print(f"  faults: {len(faults)}", *faults[:40], sep="\n  ", flush=True)
        size = server.log.stat().st_size
        print(
            f"logs: {size} bytes, {len(logged(server))} lines with a name, number, query or body",
            *logged(server)[:5],
            sep="\n",
        )


if __name__ == "__main__":
    main()
