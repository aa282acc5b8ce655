"""Checks of what every variable says of itself: label, unit, reference, docstring, name, conditions."""

from __future__ import annotations

import ast
import datetime
import re

from tools.law_checks.figures import Entry
from tools.law_checks.naming import abbreviation_in, well_named
from tools.law_checks.parameters import CYRILLIC
from tools.law_checks.problem import Problems
from tools.law_checks.reading import Reader
from tools.law_checks.sources import FORMULA, Rule, Sources

REFERENCE = re.compile(r"(?P<act>\S.*\S) - (?P<href>https?://[^\s/]+\.[^\s/]+\S*)")
PLACE = re.compile(r"\b(art|p|pp|item|sub|section|chapter|annex|rules?|form|no|(19|20)\d\d)\b", re.IGNORECASE)
WORD = re.compile(r"[a-z]+")
FILLER = set(WORD.findall("a an the of for to in is are and or whether this that it who person"))
LONGEST_LABEL = 100

#: Units that a kind of value must have.
UNIT_OF_TYPE = {"bool": "boolean", "Enum": "choice", "date": "date"}

#: What needs no condition: the file of totals, amounts that measure and are not paid, endings of parts of a right.
TOTALS = "totals"
MEASURES = ("_income", "_line", "_minimum", "_cap", "_savings", "_at_least", "_at_most")
PARTS = ("gross", "paid", "base", "amount", "supplement", "withheld")


class VariableCheck:
    """The check of every variable."""

    def __init__(self, sources: Sources, reader: Reader, units: dict[str, Entry], problems: Problems) -> None:
        self.sources = sources
        self.reader = reader
        self.units = units
        self.problems = problems
        self.rules = {rule.name: rule for rule in sources.rules}

    def run(self) -> None:
        """Check every variable alone, then what must differ or belong together."""
        labels: dict[str, Rule] = {}
        names: dict[str, Rule] = {}
        for rule in self.sources.rules:
            self._name(rule)
            self._label(rule)
            self._unit(rule)
            self._reference(rule)
            self._docstrings(rule)
            self._place(rule)
            first = names.setdefault(rule.name, rule)
            if first is not rule:
                message = f"is defined twice, first in {first.module.path.name}; rename one"
                self._add("name", rule, rule.node.lineno, message)
            elif isinstance(rule.label, str):
                twin = labels.setdefault(rule.label.lower(), rule)
                if twin is not rule:
                    message = f"has the label of {twin.name}: {rule.label!r}; say what is different"
                    self._add("label", rule, rule.line_of("label"), message)
        for rule in self.sources.rules:
            if rule.room.startswith("rights"):
                self._right(rule)

    def _add(self, kind: str, rule: Rule, line: int, message: str) -> None:
        self.problems.add(kind, rule.module.path, line, rule.name, message)

    def _name(self, rule: Rule) -> None:
        line = rule.node.lineno
        if not well_named(rule.name):
            self._add("name", rule, line, "is not snake_case ASCII; use a-z, 0-9 and single _")
        elif rule.name.startswith(("is_", "has_")):
            self._add("name", rule, line, "begins with is_ or has_; name the condition itself")
        elif short := abbreviation_in(rule.name):
            self._add("name", rule, line, f"{short} is no word; write it out, or use a name of the vocabulary")

    def _label(self, rule: Rule) -> None:
        line = rule.line_of("label")
        if not isinstance(rule.label, str) or not rule.label.strip():
            self._add("label", rule, line, "has no label; give a short noun phrase in English")
        elif CYRILLIC.search(rule.label):
            self._add("label", rule, line, "the label is not English; the catalogues translate it")
        elif rule.label.endswith("."):
            self._add("label", rule, line, "the label ends with a full stop; remove it")
        elif len(rule.label) > LONGEST_LABEL:
            self._add("label", rule, line, f"the label has more than {LONGEST_LABEL} characters; shorten it")

    def _unit(self, rule: Rule) -> None:
        line = rule.line_of("unit")
        if rule.unit is None and rule.value_type in UNIT_OF_TYPE:
            return  # the type gives it
        if not isinstance(rule.unit, str) or not rule.unit:
            self._add("unit", rule, line, "has no unit; give one of units.yaml")
            return
        if rule.unit not in self.units:
            self._add("unit", rule, line, f"the unit {rule.unit} is not in units.yaml; use one that is there")
        wanted = UNIT_OF_TYPE.get(rule.value_type)
        if wanted and rule.unit != wanted:
            message = f"is of type {rule.value_type} but its unit is {rule.unit}; it must be {wanted}"
            self._add("unit", rule, line, message)
        elif not wanted and rule.unit in UNIT_OF_TYPE.values():
            message = f"is of type {rule.value_type} but its unit is {rule.unit}; name what it counts"
            self._add("unit", rule, line, message)
        if rule.unit in ("KZT", "USD") and rule.value_type == "int":
            message = "counts money in int, which ends at 2 147 483 647; make it float"
            self._add("unit", rule, rule.line_of("value_type"), message)

    def _reference(self, rule: Rule) -> None:
        line = rule.line_of("reference")
        references = [rule.reference] if isinstance(rule.reference, str) else rule.reference
        if not rule.formulas:
            return
        if not isinstance(references, tuple) or not references:
            message = "has a formula and no reference; give one string: act, article - URL"
            self._add("reference", rule, line, message)
            return
        if 1 < len(references) < len(rule.formulas):
            message = (
                f"has {len(rule.formulas)} formulas and {len(references)} references; "
                "give one for each, newest first, or one for all"
            )
            self._add("reference", rule, line, message)
        for reference in references:
            match = REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
            if match is None:
                message = f"the reference is not 'act, article - URL': {reference!r}; write it so"
                self._add("reference", rule, line, message)
            elif not PLACE.search(match["act"]):
                message = (
                    f"the reference names no article: {match['act']!r}; add art. (or item, section, No., the year)"
                )
                self._add("reference", rule, line, message)

    def _docstrings(self, rule: Rule) -> None:
        if not rule.formulas and ast.get_docstring(rule.node) is not None:
            message = "is a fact with a docstring; the label says it, comments say the rest"
            self._add("docstring", rule, rule.node.lineno, message)
        for formula in rule.formulas:
            text = ast.get_docstring(formula)
            if not text:
                message = f"{formula.name} has no docstring; state the rule in one to three lines"
                self._add("docstring", rule, formula.lineno, message)
                continue
            first = text.splitlines()[0]
            if not text.rstrip().endswith("."):
                message = "the docstring is printed as the rule; end it with a full stop"
                self._add("docstring", rule, formula.lineno + 1, message)
            said = set(WORD.findall(f"{rule.label} {rule.name.replace('_', ' ')}".lower())) | FILLER
            if set(WORD.findall(text.lower())) <= said:
                message = f"the docstring only repeats the label: {first!r}; state the rule"
                self._add("docstring", rule, formula.lineno + 1, message)
            self._formula_name(rule, formula)

    def _formula_name(self, rule: Rule, formula: ast.FunctionDef) -> None:
        match = FORMULA.fullmatch(formula.name)
        try:
            if match is None:
                raise ValueError
            datetime.date(int(match[2] or 1), int(match[4] or 1), int(match[6] or 1))
        except ValueError:
            message = f"{formula.name} is no formula of a date; name it formula_YYYY_MM_DD"
            self._add("date", rule, formula.lineno, message)

    def _place(self, rule: Rule) -> None:
        if rule.layer not in ("facts", "status", "recipients", "duties", "rights"):
            message = "stands outside facts, status, duties and rights; move it to one of them"
            self._add("room", rule, rule.node.lineno, message)
        elif rule.layer != "facts" and not rule.formulas:
            message = f"has no formula; a fact belongs in variables/facts, not in {rule.room}"
            self._add("room", rule, rule.node.lineno, message)

    # ----- Rights ----- #

    def _right(self, rule: Rule) -> None:
        if rule.name.endswith("_eligible"):
            self._condition(rule)
        elif rule.value_type == "float" and rule.unit in ("KZT", "USD") and not self._part_of_a_right(rule):
            eligible = self.rules.get(f"{rule.name}_eligible")
            if eligible is None:
                message = f"is a right without {rule.name}_eligible; name the condition, or let a right read it"
                self._add("eligible", rule, rule.node.lineno, message)
            elif eligible.entity != rule.entity:
                message = f"belongs to a {rule.entity}, its condition to a {eligible.entity}; give both to one"
                self._add("eligible", rule, rule.node.lineno, message)

    def _part_of_a_right(self, rule: Rule) -> bool:
        """Return whether an amount is a component: of a right of the same file or stem, or a total."""
        if rule.module.path.stem == TOTALS:
            return True
        if f"{rule.name}_eligible" in self.rules:
            return False
        if rule.formulas and all(self._sum_of_rights(rule, formula) for formula in rule.formulas):
            return True
        if rule.name.endswith(MEASURES):
            return True
        stem, _, ending = rule.name.rpartition("_")
        if ending in PARTS and (stem in self.rules or f"{stem}_eligible" in self.rules):
            return True
        return any(
            read.name == rule.name
            for other in self.sources.rules
            if other.module is rule.module and other is not rule
            for formula in other.formulas
            for read in self.reader.formula(other, formula).reads
        )

    def _sum_of_rights(self, rule: Rule, formula: ast.FunctionDef) -> bool:
        """Return whether a formula only adds rights, each of which has its own condition."""
        result = formula.body[-1].value if isinstance(formula.body[-1], ast.Return) else None
        if result is None or not isinstance(result, ast.BinOp):
            return False
        if not all(isinstance(part, ast.Call) for part in _parts(result, ast.Add)):
            return False
        return all(f"{read.name}_eligible" in self.rules for read in self.reader.formula(rule, formula).reads)

    def _condition(self, rule: Rule) -> None:
        if rule.value_type != "bool":
            message = "is a condition but no bool; make it one"
            self._add("eligible", rule, rule.line_of("value_type"), message)
        for formula in rule.formulas:
            body = formula.body[1:] if ast.get_docstring(formula) is not None else formula.body
            result = body[-1].value if body and isinstance(body[-1], ast.Return) else None
            if len(body) != 1 or result is None:
                message = "does more than return named conditions joined by &; give each part a variable"
                self._add("eligible", rule, formula.lineno, message)
                continue
            for part in _parts(result, ast.BitAnd):
                self._part(rule, formula, part)

    def _part(self, rule: Rule, formula: ast.FunctionDef, part: ast.expr) -> None:
        asked = part.args[0] if isinstance(part, ast.Call) and part.args else None
        name = asked.value if isinstance(asked, ast.Constant) else None
        known = any(read.name == name for read in self.reader.formula(rule, formula).reads)
        if not isinstance(name, str) or not known:
            message = f"joins {ast.unparse(part)}, which is no named condition; make it a boolean variable"
            self._add("eligible", rule, part.lineno, message)
        elif name in self.rules and self.rules[name].value_type != "bool":
            message = f"joins {name}, which is no bool; make a boolean variable of the comparison"
            self._add("eligible", rule, part.lineno, message)


def _parts(node: ast.expr, operator: type[ast.operator]) -> list[ast.expr]:
    """Return what an operator joins: a, b and c of ``a & b & c``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, operator):
        return [*_parts(node.left, operator), *_parts(node.right, operator)]
    return [node]
