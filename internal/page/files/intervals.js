// An interval against its bound, drawn from boxes: what is likely, the value, and where customers
// would be worse off.

import { el, place } from "./dom.js";

// interval draws {low, value, high, bound, worseBelow}, all numbers, with what to say of it.
export function interval(figure, label) {
  const all = [figure.low, figure.value, figure.high, figure.bound].filter((n) => n !== undefined && n !== null);
  let from = Math.min(...all), until = Math.max(...all);
  const margin = (until - from) * 0.12 || Math.abs(until) * 0.1 || 1;
  from -= margin;
  until += margin;
  const x = (n) => ((n - from) / (until - from)) * 100;
  const parts = [];
  if (figure.bound !== undefined && figure.bound !== null) {
    const edge = x(figure.bound);
    parts.push(figure.worseBelow ? place(el("i", { class: "worse" }), 0, edge) : place(el("i", { class: "worse" }), edge, 100 - edge));
    parts.push(place(el("i", { class: "bound" }), edge));
  }
  if (figure.low !== undefined && figure.high !== undefined) parts.push(place(el("i", { class: "likely" }), x(figure.low), x(figure.high) - x(figure.low)));
  parts.push(place(el("i", { class: "value" }), x(figure.value)));
  return el("div", { class: `interval ${figure.tone ?? ""}`, role: "img", "aria-label": label }, ...parts);
}
