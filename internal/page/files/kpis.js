// KPIs as small cards: value, objective, where it started, milestones and guardrails.

import { el } from "./dom.js";
import { interval } from "./intervals.js";
import { plot } from "./plots.js";
import { bound, count } from "./words.js";

const tones = { Met: "good", Missed: "bad", GuardrailBreached: "bad" };
const milestoneTones = { Met: "good", Missed: "bad" };
const trends = { Improving: "getting better", Steady: "steady", Worsening: "getting worse" };

function drawing(k) {
  const points = k.points ?? [];
  if (points.length > 1) return plot(overTime(k, points), k.title);
  const now = points.at(-1);
  if (!now || now.low === undefined || now.high === undefined || k.objective === undefined) return null;
  return interval({ low: now.low, value: now.value, high: now.high, bound: k.objective, worseBelow: k.atLeast, tone: tones[k.state] ?? "odd" },
    `Likely between ${k.low} and ${k.high}, goal ${bound(k.target)}`);
}

// overTime has what was measured, and milestones where they are due, in the order of time.
function overTime(k, points) {
  const due = (k.milestones ?? []).filter((m) => m.due && m.bound !== undefined);
  const all = [
    ...points.map((p) => ({ t: new Date(p.at) / 1000, p })),
    ...due.map((m) => ({ t: new Date(m.due) / 1000, m })),
  ].sort((a, b) => a.t - b.t);
  const of = (f) => all.map(f).map((n) => n ?? null);
  return {
    unit: k.unit, x: all.map((a) => a.t),
    value: of((a) => a.p?.value), low: of((a) => a.p?.low), high: of((a) => a.p?.high),
    line: of(() => k.objective), marks: due.length ? of((a) => a.m?.bound) : null,
  };
}

function milestone(m) {
  const what = m.state === "Pending" ? "to come" : m.state.toLowerCase();
  return el("li", {}, el("span", { class: `dot ${milestoneTones[m.state] ?? ""}` }), `Day ${m.day}: ${bound(m.target)}, ${what}`);
}

function guardrail(g) {
  const what = { Steady: "no worse than before", Worse: "worse than before", Unknown: "not known yet" }[g.state] ?? g.state;
  return el("li", {}, el("span", { class: `dot ${{ Steady: "good", Worse: "bad" }[g.state] ?? ""}` }), `${g.name}: ${what}`, g.message ? el("span", { class: "soft" }, ` (${g.message})`) : null);
}

export function kpi(k) {
  const sample = k.sample ? count(k.samples, k.sample) : k.samples.toLocaleString();
  const details = [
    k.milestones?.length ? el("div", {}, el("h5", {}, "Milestones"), el("ul", { class: "plain" }, ...k.milestones.map(milestone))) : null,
    k.guardrails?.length ? el("div", {}, el("h5", {}, "Must not get worse"), el("ul", { class: "plain" }, ...k.guardrails.map(guardrail))) : null,
  ];
  return el("section", { class: "card kpi" },
    el("div", { class: "row" }, el("h4", { title: k.meaning }, k.title), el("span", { class: `chip ${tones[k.state] ?? "odd"}` }, k.says)),
    el("p", { class: "figure" }, el("b", {}, k.value || "–"), el("span", { class: "soft" }, k.target ? `goal: ${bound(k.target)}` : "")),
    el("p", { class: "soft" }, [k.low && k.high ? `likely ${k.low} to ${k.high}` : "", k.baseline ? `started at ${k.baseline}` : "", trends[k.trend] ?? "", sample].filter(Boolean).join(" · ")),
    drawing(k), ...details,
    k.message ? el("p", { class: "soft message" }, k.message) : null);
}
