// The Bots of all namespaces, and one namespace in full.

import { el, missing, to } from "./dom.js";
import { gates } from "./gates.js";
import { kpi } from "./kpis.js";
import { ago, at, cause, count, state } from "./words.js";

export function everywhere(answer) {
  const field = el("input", { id: "namespace", autocomplete: "off", autocapitalize: "none", spellcheck: "false", required: true, maxlength: 63 });
  const form = el("form", {}, el("label", { for: "namespace" }, "Namespace"), field, el("button", { class: "main" }, "Show"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = to(field.value.trim());
  });
  const lines = answer.bots.map((b) => el("li", {}, el("a", { class: "card line", href: to(b.namespace) },
    el("span", {}, el("b", {}, b.name), el("span", { class: "soft" }, ` in ${b.namespace}`)),
    el("span", { class: "soft" }, b.rolling ? `${b.rolling} rolling out, ${b.percent ?? 0}%` : count(b.intents, "intent")),
    el("span", { class: `chip ${botTone(b)}` }, botWord(b)))));
  return [el("h1", {}, "Bots"), ...missing(answer),
    lines.length ? el("ul", { class: "plain stack" }, ...lines) : el("p", { class: "soft" }, answer.missing?.length ? "Enter a namespace that you have access to." : "There is no Bot yet."),
    el("section", { class: "card narrow" }, form)];
}

function botTone(b) {
  return { Ready: "good", Stalled: "bad" }[b.state] ?? "odd";
}

function botWord(b) {
  return { Ready: "Serving", Stalled: "Needs attention" }[b.state] ?? "Getting ready";
}

export function overview(answer) {
  const bots = answer.bots.map((b) => bot(b, answer));
  if (!bots.length && !answer.missing?.length) bots.push(el("p", { class: "soft" }, `There is no Bot in namespace ${answer.namespace}.`));
  return [el("h1", { class: "unseen" }, `Namespace ${answer.namespace}`), ...missing(answer), ...bots];
}

function bot(b, { namespace, now }) {
  const head = el("div", { class: "row" }, el("h2", {}, b.name), el("span", { class: `chip ${botTone(b)}` }, botWord(b)));
  const live = el("p", {}, b.release
    ? [el("b", {}, count(b.intents, "intent")), ` live, release ${b.release}`, b.liveSince ? ` since ${at(b.liveSince)}` : ""]
    : "Nothing is live yet.");
  return el("article", { class: "bot" }, head, live,
    b.state === "Ready" ? null : el("p", { class: "banner odd" }, b.message),
    b.disabled ? el("p", { class: "banner bad" }, "Switched off: every conversation goes to a person.") : null,
    b.pinned ? el("p", { class: "banner odd" }, `Pinned to ${b.pinned}: no batch goes on.`) : null,
    waits(b, namespace), rolling(b, namespace), kpis(b), batches(b, namespace), releases(b, now));
}

function waits(b, namespace) {
  const lines = (b.waits ?? []).filter((w) => w.who === "a person").slice(0, 20).map((w) => el("li", {},
    el("div", { class: "row" },
      w.kind === "IntentBatch" ? el("a", { href: to(namespace, "batches", w.name) }, w.name) : el("b", {}, w.name),
      el("span", { class: "soft" }, w.moves))));
  return lines.length ? el("section", { class: "card act" }, el("h3", {}, "Waits for you"), el("ul", { class: "plain stack" }, ...lines)) : null;
}

function rolling(b, namespace) {
  const cards = b.batches.filter((batch) => batch.rolling).map((batch) => {
    const [word, tone] = state(batch);
    return el("section", { class: "card" },
      el("div", { class: "row" }, el("h3", {}, el("a", { href: to(namespace, "batches", batch.name) }, batch.name)), el("span", { class: `chip ${tone}` }, word)),
      el("div", { class: "share" }, el("progress", { max: 100, value: batch.percent ?? 0, "aria-label": `${batch.percent ?? 0}% of conversations` }),
        el("span", { class: "soft" }, `${batch.percent ?? 0}% of conversations${batch.step ? `, step ${batch.step}` : ""}`)),
      el("p", { class: "soft message" }, batch.message),
      batch.gates?.length ? gates(batch.gates) : null);
  });
  return cards.length ? el("section", {}, el("h3", { class: "unseen" }, "Rolling"), ...cards) : null;
}

function batches(b, namespace) {
  if (!b.batches.length) return null;
  const rows = b.batches.map((batch) => {
    const [word, tone] = state(batch);
    return el("tr", {},
      el("th", { scope: "row" }, el("a", { href: to(namespace, "batches", batch.name) }, batch.name)),
      el("td", {}, el("span", { class: `chip ${tone}` }, word)),
      el("td", { class: "wide" }, batch.escalation || "–"), el("td", { class: "wide" }, batch.csat || "–"));
  });
  return el("section", { class: "card" }, el("h3", {}, "Batches"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Batches of ${b.name}` },
    el("table", {}, el("thead", {}, el("tr", {}, ...["Batch", "Status"].map((h) => el("th", { scope: "col" }, h)),
      ...["Handed over", "Rating"].map((h) => el("th", { scope: "col", class: "wide" }, h)))), el("tbody", {}, ...rows))));
}

function kpis(b) {
  return b.kpis.length ? el("section", {}, el("h3", {}, "How support is doing"), el("div", { class: "kpis" }, ...b.kpis.map(kpi))) : null;
}

const signs = { "+": "new", "~": "changed", "-": "gone" };

function change(text) {
  const sign = signs[text[0]];
  return el("li", {}, sign ? [text.slice(1), el("span", { class: "soft" }, ` ${sign}`)] : text);
}

function releases(b, now) {
  if (!b.releases.length) return null;
  const items = b.releases.map((r) => el("li", { class: r.live ? "live" : "" },
    el("div", { class: "row" }, el("b", {}, cause(r)), r.live ? el("span", { class: "chip good" }, "Live") : null, el("time", { class: "soft", datetime: r.since, title: at(r.since) }, ago(now, r.since))),
    el("p", { class: "soft" }, `${r.name} · ${count(r.intents, "intent")}`),
    el("ul", { class: "changes" }, ...r.changes.map(change), r.more ? el("li", {}, `and ${r.more} more`) : null)));
  return el("section", { class: "card" }, el("h3", {}, "What was live when"), el("ol", { class: "timeline" }, ...items),
    b.olderReleases ? el("p", { class: "soft" }, `${count(b.olderReleases, "older release")}: kubectl intentops get releases --bot ${b.name}`) : null);
}
