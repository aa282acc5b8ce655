"""What a text says as data: YAML or JSON in which everything is said once and means one thing.

YAML 1.1 reads 0320000 as 106 496, 1:30 as 90, `No` as false and a date as no text. Here a plain word is a number only
in digits that are read in one way, only `true` and `false` are no text, and a name is what is written.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import yaml

from openfisca_kz.problems import InputError, Problem, refuse

#: Things said in one file, each as often as it stands there by reference (`*name`, `<<`).
MOST_NODES = 200_000

_WHOLE = r"[-+]?(0|[1-9][0-9_]*)"
_POWER = r"[eE][-+]?[0-9]{1,3}"
# 320.000 is no number: it may be meant as 320000.
_PART = rf"(?![-+]?[1-9][0-9]{{0,2}}(\.[0-9]{{3}})+$)({_WHOLE}(\.[0-9]*({_POWER})?|{_POWER})|[-+]?\.(inf|nan))"
_TAG = "tag:yaml.org,2002:"
_TWICE = "{name} is written twice (line {line}): give each person and each fact once, under its own name."
_ALONE = "line {line}: write the value alone, without `{tag}`."

Source = str | Problem


def decoded(content: bytes, source: Source) -> str:
    """Return the text of a file or a body."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "{source} is not in UTF-8 (byte {position}): save it as UTF-8."
        raise refuse(message, source=source, position=error.start) from None


# ----- YAML ----- #


class _Loader(yaml.SafeLoader):
    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return what a node says; a key is text as it is written."""
        return super().construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of a node, with what it takes over from others (`<<`)."""
        self.flatten_mapping(node)
        return {key.value: self.construct_object(value) for key, value in node.value}


_Loader.yaml_implicit_resolvers = {}
for _kind, _pattern, _first in (
    ("int", _WHOLE, "-+0123456789"),
    ("float", _PART, "-+.0123456789"),
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
):
    _Loader.add_implicit_resolver(_TAG + _kind, re.compile(f"(?:{_pattern})$"), list(_first))


def from_yaml(text: str, source: Source) -> Any:
    """Return what a YAML text says."""
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _count(loader, node, {}) > MOST_NODES:
            raise refuse(
                "{source} contains more than can be read: {most} values at most.", source=source, most=MOST_NODES
            )
        return loader.construct_document(node)
    except InputError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None)
        line = mark.line + 1 if mark else _line(text, getattr(error, "position", None))
        raise refuse(
            "{source} is not YAML (line {line}): {reason}.",
            source=source,
            line=line,
            reason=reason or Problem("it cannot be read"),
        ) from None
    finally:
        if loader is not None:
            loader.dispose()


def _line(text: str, position: int | None) -> str:
    return "?" if position is None else str(text.count("\n", 0, position) + 1)


def _count(loader: _Loader, node: yaml.Node, counts: dict[int, int]) -> int:
    """Return how many things a node says, after checking that it says each once and without tags.

    What stands there by reference is looked at once and counted each time: nine lines can say a billion things.
    """
    if id(node) in counts:
        if not counts[id(node)]:
            _refuse_node("line {line}: it refers to itself.", node)
        return counts[id(node)]
    counts[id(node)] = 0
    _check_tag(loader, node)
    parts = 0
    if isinstance(node, yaml.SequenceNode):
        parts = sum(_count(loader, one, counts) for one in node.value)
    elif isinstance(node, yaml.MappingNode):
        _check_names(node)
        for key, value in node.value:
            if key.tag != _TAG + "merge":
                _check_tag(loader, key)
            parts += 1 + _count(loader, value, counts)
    counts[id(node)] = 1 + parts
    return 1 + parts


def _check_tag(loader: _Loader, node: yaml.Node) -> None:
    """Refuse a value that says of itself what kind it is."""
    if isinstance(node, yaml.ScalarNode):
        usual = loader.resolve(yaml.ScalarNode, node.value, (node.style is None, node.style is not None))
    else:
        usual = _TAG + ("seq" if isinstance(node, yaml.SequenceNode) else "map")
    if node.tag != usual:
        _refuse_node(_ALONE, node, tag=node.tag.replace(_TAG, "!!"))


def _check_names(node: yaml.MappingNode) -> None:
    """Refuse what is no name before a colon, and a name that stands twice."""
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            _refuse_node("line {line}: a name was expected before the colon.", key)
        if key.value in seen:
            _refuse_node(_TWICE, key, name=key.value)
        seen.add(key.value)


def _refuse_node(message: str, node: yaml.Node, **values: Any) -> NoReturn:
    raise InputError([Problem(message, {"line": node.start_mark.line + 1, **values})])


# ----- JSON ----- #


def from_json(text: str, source: Source) -> Any:
    """Return what a JSON text says; every name stands once, numbers are numbers, texts have whole letters."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = "{source} is not JSON: look at line {line}, character {column}."
        raise refuse(message, source=source, line=error.lineno, column=error.colno) from None
    except InputError:
        raise
    except RecursionError:
        raise refuse("{source} has too many brackets within brackets.", source=source) from None
    except ValueError:  # more digits than Python reads
        raise refuse("{source} has a number with too many digits.", source=source) from None
    if "\\u" in text:
        _whole_letters(data, source)
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise refuse("{name} is given twice in one place: give each person, fact and period once.", name=twice[:60])
    return data


def _no_number(name: str) -> NoReturn:
    raise refuse("{value} is not a number: leave out what is not known.", value=name)


def _whole_letters(data: Any, source: Source) -> None:
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise refuse("{source} has half a letter (a lone surrogate) in a text.", source=source) from None
