"""GETTSIM: a month of pay and pensions; contributions, income tax, benefits. It has no disposable income."""

from __future__ import annotations

import warnings
from typing import Any

import gettsim
import measuring
import numpy as np
from gettsim import InputData, MainTarget, TTTargets, main

warnings.simplefilter("ignore")

DATE = "2025-01-01"
#: Euro a month, about.
MEDIAN = 3_700.0
HEAD, PARTNER, CHILD, OTHER = range(4)
NOBODY = -1

TARGETS: dict[str, Any] = {
    "einkommensteuer": {"betrag_y_sn": None},
    "solidaritätszuschlag": {"betrag_y_sn": None},
    "sozialversicherung": {"beiträge_versicherter_m": None, "beiträge_arbeitgeber_m": None},
    "kindergeld": {"betrag_m": None},
    "kinderzuschlag": {"betrag_m_bg": None},
    "bürgergeld": {"betrag_m_bg": None},
    "wohngeld": {"betrag_m_wthh": None},
}


def columns(people: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that GETTSIM asks for: what the people are, and nothing for the rest.

    Args:
        people: the arrays of the people.
        wanted: a tree of columns and their types.

    """
    count = len(people["family"])
    numbers = np.arange(count)
    families = int(people["family"].max()) + 1
    head, partner = (np.full(families, NOBODY) for _ in range(2))
    for holder, role in ((head, HEAD), (partner, PARTNER)):
        own = people["role"] == role
        holder[people["family"][own]] = numbers[own]
    head, partner = head[people["family"]], partner[people["family"]]
    child = people["role"] == CHILD
    couple = np.select([people["role"] == HEAD, people["role"] == PARTNER], [partner, head], NOBODY)
    parent_1, parent_2 = (np.where(child, parent, NOBODY) for parent in (head, partner))
    parents = np.isin(numbers, parent_1) | np.isin(numbers, parent_2)
    birth = people["birth"].astype("datetime64[M]").astype(int)
    known = {
        "p_id": numbers,
        "hh_id": people["family"],
        "alter": people["age"],
        "alter_monate": people["age"] * 12,
        "geburtsjahr": birth // 12 + 1970,
        "geburtsmonat": birth % 12 + 1,
        "einnahmen.bruttolohn_m": measuring.money(people["wage"], MEDIAN),
        "arbeitsstunden_w": np.where(people["wage"] > 0, 40.0, 0.0),
        "familie.p_id_ehepartner": couple,
        "familie.p_id_elternteil_1": parent_1,
        "familie.p_id_elternteil_2": parent_2,
        "familie.alleinerziehend": parents & (couple == NOBODY),
        "bürgergeld.p_id_einstandspartner": couple,
        "kindergeld.p_id_empfänger": parent_1,
        "einkommensteuer.gemeinsam_veranlagt": couple != NOBODY,
        "einkommensteuer.abzüge.p_id_kinderbetreuungskostenträger": parent_1,
        "sozialversicherung.pflege.beitrag.hat_kinder": parents,
        "wohnen.bruttokaltmiete_m_hh": np.full(count, 700.0),
        "wohnen.heizkosten_m_hh": np.full(count, 80.0),
        "wohnen.wohnfläche_hh": np.full(count, 70.0),
        "wohngeld.mietstufe_hh": np.full(count, 3),
        "lohnsteuer.steuerklasse": np.full(count, 1),
        "sozialversicherung.rente.jahr_renteneintritt": np.full(count, 2025),
        "sozialversicherung.rente.monat_renteneintritt": np.full(count, 1),
    }
    nothing = {"IntColumn": np.zeros(count, int), "FloatColumn": np.zeros(count), "BoolColumn": np.zeros(count, bool)}

    def fill(tree: dict[str, Any], path: str = "") -> dict[str, Any]:
        return {
            key: fill(value, f"{path}{key}.")
            if isinstance(value, dict)
            else known.get(f"{path}{key}", nothing.get(value, nothing["IntColumn"]))
            for key, value in tree.items()
        }

    filled = fill(wanted)
    pension = filled["sozialversicherung"]["rente"]
    for name in ("altersrente", "erwerbsminderung"):  # pensions are given: how they came about is not asked of anybody
        pension[name] = pension.get(name, {}) | {"betrag_m": nothing["FloatColumn"]}
    pension["altersrente"]["betrag_m"] = measuring.money(people["pension"], MEDIAN)
    return filled


def run() -> None:
    people = measuring.people()
    targets = TTTargets(tree=TARGETS)
    wanted = main(
        main_target=MainTarget.templates.input_data_dtypes.tree,
        policy_date_str=DATE,
        tt_targets=targets,
        include_warn_nodes=False,
    )
    data = InputData.tree(columns(people, wanted))
    dag = main(
        main_target=MainTarget.specialized_environment.tt_dag,
        policy_date_str=DATE,
        input_data=data,
        tt_targets=targets,
        include_fail_nodes=False,
        include_warn_nodes=False,
    )

    def build() -> Any:
        made = main(
            main_targets=[MainTarget.processed_data, MainTarget.tt_function],
            policy_date_str=DATE,
            input_data=data,
            tt_targets=targets,
            tt_function_set_annotations=False,
            include_fail_nodes=False,
            include_warn_nodes=False,
        )
        return made["tt_function"], {
            name: made["processed_data"][name] for name in made["processed_data"] if name in dag
        }

    def compute(made: Any) -> None:
        made[0](made[1])

    given = set(build()[1])
    count = len([node for node in dag.nodes if node not in given])
    measuring.report(
        "GETTSIM",
        gettsim.version,
        count,
        measuring.measure(build, compute),
        variables=count,
        note="its inner function alone; numpy backend",
    )


run()
