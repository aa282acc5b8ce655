"""The dozen formulas by hand, in one loop that numba compiles: what no general model can beat, and the same tenge."""

from __future__ import annotations

from types import SimpleNamespace

import measuring
import numba
import numpy as np

OUTPUTS = (
    "pension_contribution",
    "employer_pension_contribution",
    "social_contribution",
    "health_contribution",
    "employer_health_contribution",
    "basic_income_tax_deduction",
    "income_tax_base",
    "income_tax",
    "social_tax_base",
    "social_tax",
    "net_salary",
    "employer_cost",
)


def kernel(law: SimpleNamespace, due_share: np.ndarray, per_employee: np.ndarray):
    """Return a compiled function of the facts and of twelve arrays to fill; the figures of the law are constants."""
    pension_rate, pension_cap, unified_pension = law.pension_rate, law.pension_cap, law.unified_pension
    opvr_rate, opvr_floor, opvr_cap = law.employer_pension_rate, law.employer_pension_floor, law.employer_pension_cap
    unified_opvr, unified_social = law.unified_employer_pension, law.unified_social
    social_rate, social_floor, social_cap = law.social_rate, law.social_floor, law.social_cap
    health_rate, health_cap, unified_health = law.health_rate, law.health_cap, law.unified_health
    oosms_rate, oosms_cap, unified_oosms = (
        law.employer_health_rate,
        law.employer_health_cap,
        law.unified_employer_health,
    )
    basic, first, second = law.basic_deduction, law.first_threshold, law.second_threshold
    first_rate, rate_step, unified_tax = law.first_rate, law.rate_step, law.unified_income_tax
    least, social_tax_rate, mrp = law.social_tax_least, law.social_tax_rate, law.mrp

    @numba.njit
    def fill(
        salary,
        taxable_pay,
        annual_deduction,
        occupational,
        claimed,
        resident,
        unified,
        pension_residence,
        pension_exempt,
        opvr_exempt,
        social_residence,
        social_exempt,
        health_exempt,
        oosms_exempt,
        hired_or_dismissed,
        uniformed,
        hub,
        regime,
        out,
    ):
        for row in range(len(salary)):
            pay, by_unified = salary[row], unified[row]
            pension = opvr = social = health = oosms = 0.0
            if pension_residence[row]:
                if not pension_exempt[row]:
                    pension = (unified_pension if by_unified else pension_rate) * min(pay, pension_cap)
                if pay > 0 and not opvr_exempt[row]:
                    opvr = (
                        unified_opvr * min(pay, opvr_cap)
                        if by_unified
                        else opvr_rate * min(max(pay, opvr_floor), opvr_cap)
                    )
            if social_residence[row]:
                if pay > 0 and not social_exempt[row]:
                    social = (
                        unified_social * min(pay, social_cap)
                        if by_unified
                        else social_rate * min(max(pay - pension, social_floor), social_cap)
                    )
                if not health_exempt[row]:
                    health = (unified_health if by_unified else health_rate) * min(pay, health_cap)
                if not oosms_exempt[row]:
                    oosms = (unified_oosms if by_unified else oosms_rate) * min(pay, oosms_cap)
            deduction = resident[row] * basic
            base = 0.0
            if taxable_pay[row] > 0:
                base = taxable_pay[row] - resident[row] * (pension + health + deduction * claimed[row])
            taxed = max(base, 0.0)
            taxed -= min(taxed, max(annual_deduction[row], 0.0))
            tax = max(taxed - first, 0.0) * first_rate + max(taxed - second, 0.0) * rate_step
            if by_unified:
                tax = unified_tax * pay
            social_base = 0.0
            if pay > 0 and not uniformed[row] and not hub[row]:
                social_base = least if pay <= least and not hired_or_dismissed[row] else pay - (pension + health)
            place = regime[row]
            social_tax = due_share[place] * social_tax_rate * social_base
            if social_base > 0:
                social_tax += per_employee[place] * mrp
            out[0, row] = pension
            out[1, row] = opvr
            out[2, row] = social
            out[3, row] = health
            out[4, row] = oosms
            out[5, row] = deduction
            out[6, row] = base
            out[7, row] = tax
            out[8, row] = social_base
            out[9, row] = social_tax
            out[10, row] = pay - pension - health - tax
            out[11, row] = pay + social + social_tax + oosms + opvr + occupational[row]

    return fill


def main() -> None:
    data = measuring.people()
    law = SimpleNamespace(**dict(zip(data["names"].tolist(), data["numbers"].tolist(), strict=True)))
    fill = kernel(law, data["due_share"], data["per_employee"])
    read = [data[name] for name in data if name.startswith("read ")]
    out = np.zeros((len(OUTPUTS), len(read[0])))
    fill(*read, out)
    for name, values in zip(OUTPUTS, out, strict=True):
        assert np.array_equal(values, data[f"expected {name}"]), f"{name} differs from ours"
    repeats = 20  # once is too short for the clock

    def compute(_: None) -> None:
        for _ in range(repeats):
            fill(*read, out)

    seconds = {name: value / repeats for name, value in measuring.measure(lambda: None, compute).items()}
    measuring.report(
        "hand-written kernel of that dozen (numba)",
        numba.__version__,
        len(OUTPUTS),
        seconds,
        variables=len(OUTPUTS),
        note="the same tenge as ours in every row, asserted",
    )


main()
