"""Figures of the law by their dates: which stands at a path, since when, and that none changes unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale

from openfisca_kz.engine.core import memo


class LawParameter(Parameter):
    """A parameter that refuses to be edited once its system has answered from it.

    Core would keep answering from its cache, and a reform that edits the tree of its baseline changes the law for
    everybody. A copy, as ``modify_parameters`` gives it, can be edited.
    """

    frozen = False

    #: What was derived from the values since they can change no more, by name.
    kept: dict[str, Any]

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Change the value for a period, as core does.

        Raises:
            RuntimeError: the parameter belongs to a system in use.

        """
        if self.frozen:
            raise RuntimeError(
                f"{self.name} belongs to a system in use: change it in a reform, by modify_parameters",
            )
        super().update(*args, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> LawParameter:
        new = self.clone()
        memo[id(self)] = new
        return new

    def clone(self) -> LawParameter:
        """Return a copy that can be edited."""
        new = super().clone()
        new.frozen = False
        return new


def leaves(node: Any) -> Iterator[Parameter]:
    """Yield every parameter below a node, those of scales included."""
    if isinstance(node, Parameter):
        yield node
    elif isinstance(node, ParameterScale):
        for bracket in node.brackets:
            yield from leaves(bracket)
    else:
        for child in node.children.values():
            yield from leaves(child)


def label_of(figure: Any, lang: str) -> str:
    """Return the name of a figure or scale in a language."""
    return str((figure.metadata.get("label") or {}).get(lang) or figure.description or figure.name)


def freeze(node: ParameterNode) -> None:
    """Refuse further edits of every parameter below a node, and work out each instant of it once from now on."""
    kept = memo(node)
    if "instants" in kept:  # frozen in another law, with all that stands below
        return
    for child in node.children.values():
        if isinstance(child, ParameterNode):
            freeze(child)
            continue
        for leaf in leaves(child):
            if isinstance(leaf, LawParameter):
                leaf.frozen, leaf.kept = True, {}
    kept["instants"] = {}


def change_dates(node: ParameterNode) -> list[str]:
    """Return, in order, every date at which a parameter below the node changes."""
    return sorted(_dates(node))


def _dates(node: Any) -> frozenset[str]:
    if not isinstance(node, ParameterNode):
        return frozenset(value.instant_str for leaf in leaves(node) for value in leaf.values_list)
    kept = memo(node)
    if "dates" in kept:
        known: frozenset[str] = kept["dates"]
        return known
    dates = frozenset[str]().union(*map(_dates, node.children.values()))
    if "instants" in kept:  # it can change no more
        kept["dates"] = dates
    return dates


def parameter_at(tree: Any, path: str) -> Any:
    """Return the parameter, scale or node at a path of a tree of figures; None where nothing stands there.

    What stands below a scale is one of its brackets: the path of a bracket leads to the scale.
    """
    node = tree
    for name in path.split("."):
        if isinstance(node, ParameterScale):
            return node
        node = getattr(node, "children", {}).get(name)
    return node


def figure_at(figures: Any, path: str) -> Any:
    """Return the figure at a path of the figures of an instant; None where the law of the time has none."""
    node = figures
    for name in path.split("."):
        if name not in node:
            return None
        node = node[name]
    return node


def since(parameter: Any, day: str) -> str | None:
    """Return the day from which the figure of a day is in force, of a scale its latest change; None before the first.

    Args:
        parameter: a parameter or a scale.
        day: such as 2026-06-01; a month or a year stands for what began before it.

    """
    days = (str(entry.instant_str) for leaf in leaves(parameter) for entry in leaf.values_list)
    return max((first for first in days if first <= day), default=None)
