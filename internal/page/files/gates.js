// The gates of a batch: each with its interval against its bound, and how far its evidence is.

import { el } from "./dom.js";
import { interval } from "./intervals.js";
import { plot } from "./plots.js";
import { count } from "./words.js";
import { watched } from "./watched.js";

const tones = { Pass: "good", Fail: "bad", Error: "bad" };

function range(gate) {
  if (!gate.interval) return "";
  if (gate.difference) return `Difference from today: between ${gate.low} and ${gate.high}. Allowed: at most ${gate.bound} worse.`;
  return `Likely between ${gate.low} and ${gate.high}. Allowed: ${gate.worseBelow ? "at least" : "at most"} ${gate.bound}.`;
}

function evidence(gate) {
  if (!gate.samples && !gate.needed) return null;
  const noun = gate.sample.replace(/s$/, "");
  if (!gate.needed) return el("p", { class: "soft" }, count(gate.samples, noun));
  const text = `${gate.samples.toLocaleString()} of about ${gate.needed.toLocaleString()} ${gate.sample} needed`;
  return el("div", { class: "evidence" }, el("progress", { max: gate.needed, value: gate.samples, "aria-label": text }), el("p", { class: "soft" }, text));
}

// gate is one of them. In full it has its message, and is shown over time: of a rollout that goes
// on also with what was seen since the page was opened.
function gate(g, { full = false, rollout = "", now = "" }) {
  const tone = tones[g.verdict] ?? "odd";
  const values = [];
  if (g.candidate) values.push(el("span", {}, el("b", {}, g.candidate), " with the batch"));
  if (g.stable) values.push(el("span", {}, el("b", {}, g.stable), " without it"));
  const points = full ? (rollout ? watched(rollout, g, now) : g.points ?? []) : [];
  return el("section", { class: "gate" },
    el("div", { class: "row" }, el(full ? "h3" : "h4", {}, g.title), el("span", { class: `chip ${tone}` }, g.verdict)),
    values.length ? el("p", { class: "values" }, ...values) : null,
    g.interval ? interval({ ...g.interval, worseBelow: g.worseBelow, tone }, range(g)) : null,
    g.interval ? el("p", { class: "soft ends" }, range(g)) : null,
    evidence(g),
    points.length > 1 ? plot(overTime(g, points), `${g.title} over time`) : null,
    full && g.message ? el("p", { class: "soft message" }, g.message) : null);
}

function overTime(g, points) {
  return {
    unit: g.low?.endsWith("%") ? "percent" : "score",
    x: points.map((p) => new Date(p.at) / 1000),
    value: points.map((p) => p.value), low: points.map((p) => p.low), high: points.map((p) => p.high),
    line: points.map((p) => p.bound), lineName: "allowed", valueName: g.difference ? "difference" : "value",
  };
}

// meanings says what the verdicts mean that these gates have, each once.
function meanings(all) {
  const says = [...new Map(all.filter((g) => g.means).map((g) => [g.verdict, `${g.verdict}: ${g.means}.`])).values()];
  return says.length ? el("p", { class: "soft" }, says.join(" ")) : null;
}

export function gates(all, options = {}) {
  return el("div", { class: "gates" }, ...all.map((g) => gate(g, options)), meanings(all));
}
