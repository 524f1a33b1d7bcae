// One batch: how far it is, what its gates say, its intents, and what was decided.

import { el, fact, missing, to } from "./dom.js";
import { gates } from "./gates.js";
import { ago, at, count, decision, from, state } from "./words.js";

export function batch(b, approve) {
  const [word, tone] = state(b);
  return [
    el("div", { class: "row" }, el("h1", {}, b.name), el("span", { class: `chip ${tone}` }, word)),
    el("p", { class: "soft" }, "Batch of ", el("a", { href: to(b.namespace) }, b.bot), b.revision ? `, content ${b.revision}` : ""),
    ...missing(b), standing(b, approve), steps(b), gatesOf(b), intents(b), decisions(b),
  ];
}

function standing(b, approve) {
  const nobody = b.who.startsWith("nobody");
  return el("section", { class: `card ${b.who === "a person" ? "act" : ""}` },
    el("p", { class: "message lead" }, b.message),
    el("dl", { class: "facts" },
      nobody ? null : fact("Waits for", b.who === "a person" ? "a person: you, or somebody who may change it" : b.who === "conversations" ? "more conversations" : b.who),
      nobody ? null : fact("What moves it", b.moves),
      b.since ? fact("In this state since", at(b.since)) : null,
      b.nextLook ? fact("Next decision", `${from(b.now, b.nextLook)} (${at(b.nextLook)})`) : null,
      b.command ? fact("Command", el("code", {}, b.command)) : null),
    b.approval ? el("button", { class: b.reason === "ApprovalRequired" ? "main" : "", id: "approve", onclick: () => approve(b.namespace, b.name) },
      b.reason === "ApprovalRequired" ? "Approve…" : "Approve the next step in advance…") : null);
}

const marks = { done: "done", now: "now", failed: "rolled back here" };

function steps(b) {
  if (!b.steps.length) return null;
  const items = b.steps.map((s) => el("li", { class: s.mark || "ahead", "aria-current": s.mark === "now" ? "step" : null },
    el("div", { class: "row" }, el("b", {}, s.name), el("span", {}, s.percent ? `${s.percent}%` : "0%: tried on real messages, shown to nobody"), el("span", { class: "soft" }, marks[s.mark] ?? "to come")),
    el("p", { class: "soft" }, [
      s.began ? `began ${at(s.began)}` : "",
      s.candidate || s.stable ? `${count(s.candidate, "conversation")} with the batch, ${s.stable.toLocaleString()} without` : "",
      s.asksFor && s.asksFor !== "-" ? `needs ${s.asksFor}` : "",
    ].filter(Boolean).join(" · "))));
  return el("section", { class: "card" }, el("h2", {}, "Steps"), el("ol", { class: "steps" }, ...items));
}

function gatesOf(b) {
  if (!b.gates?.length) return null;
  return el("section", { class: "card" }, el("h2", {}, "How customers are doing"), gates(b.gates, { full: true, rollout: b.rolling ? `${b.namespace}/${b.rollout}` : "", now: b.now }),
    el("p", { class: "soft" }, "The bar is where the true figure very likely lies (95 %), the line is what is allowed, and the shaded side is worse for customers."));
}

function intents(b) {
  if (!b.intents.length) return null;
  const rows = b.intents.map((i) => el("tr", { class: i.culprit ? "culprit" : "" },
    el("th", { scope: "row" }, i.name, i.culprit ? el("span", { class: "chip bad" }, "Most handed over") : null),
    el("td", {}, i.is), el("td", {}, i.escalation || "–"), el("td", {}, i.csat || "–"), el("td", { class: "wide" }, i.conversations ? i.conversations.toLocaleString() : "–")));
  const heads = ["Intent", "Change", "Handed over", "Rating"].map((h) => el("th", { scope: "col" }, h));
  return el("section", { class: "card" }, el("h2", {}, "Intents"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Intents of the batch" },
    el("table", {}, el("caption", { class: "soft" }, "Figures are from the last day."), el("thead", {}, el("tr", {}, ...heads, el("th", { scope: "col", class: "wide" }, "Conversations"))), el("tbody", {}, ...rows))));
}

function decisions(b) {
  if (!b.decisions.length) return null;
  const items = b.decisions.map((d) => el("li", { class: d.decision === "RolledBack" ? "bad" : "" },
    el("div", { class: "row" }, el("b", {}, decision(d.decision)), d.step ? el("span", {}, d.step) : null, el("time", { class: "soft", datetime: d.at, title: at(d.at) }, ago(b.now, d.at))),
    el("p", { class: "message" }, d.message ?? "")));
  return el("section", { class: "card" }, el("h2", {}, "What was decided"), el("ol", { class: "timeline" }, ...items));
}
