// A client in TypeScript, typed by the API's own document; CI generates law.d.ts and compiles this.
import type { components, paths } from "./law";

type Screening = components["schemas"]["Screening"];
type Pay = paths["/payslip"]["post"];

export const due = (answer: Screening): number =>
  answer.rights.filter((right) => right.status === "due").reduce((sum, right) => sum + (right.amount ?? 0), 0);

export const asked: Pay["requestBody"]["content"]["application/json"] = { gross: 450000, month: "2026-06" };

export const net = (answer: Pay["responses"]["200"]["content"]["application/json"]): number => answer.net ?? 0;
