// Small plots over time, by uPlot.

import { el } from "./dom.js";
import { number } from "./words.js";

const figures = new WeakMap();
const drawn = new WeakMap();
const height = 120;

// plot is a place for a plot of {unit, x, value, low, high, line, marks}; redraw draws it.
export function plot(figure, label) {
  const last = figure.value.at(-1);
  const place = el("div", { class: "plot", role: "img", "aria-label": `${label}: ${number(figure.unit, figure.value[0])} at first, ${number(figure.unit, last)} now` });
  figures.set(place, figure);
  return place;
}

const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target)?.setSize({ width: target.clientWidth, height });
});

export function redraw(root) {
  for (const place of root.querySelectorAll(".plot")) {
    drawn.get(place)?.destroy();
    drawn.set(place, draw(place, figures.get(place)));
    resized.observe(place);
  }
}

function draw(place, figure) {
  const style = getComputedStyle(place);
  const colour = (name) => style.getPropertyValue(name).trim();
  const write = (n) => (figure.unit === "percent" ? `${Math.round(n * 10) / 10}%` : number(figure.unit, n));
  const font = `12px ${style.fontFamily}`;
  const axis = { stroke: colour("--soft"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const quiet = { width: 0, points: { show: false } };
  // What comes later is drawn on top: the band below the value.
  const data = [figure.x, figure.low, figure.high, figure.value, figure.line];
  const series = [
    {},
    { ...quiet }, { ...quiet },
    { stroke: colour("--accent"), width: 2, points: { show: true, size: 6, fill: colour("--accent") }, spanGaps: true },
    { stroke: colour("--ink"), width: 1.5, dash: [5, 4], points: { show: false }, spanGaps: true },
  ];
  if (figure.marks) {
    data.push(figure.marks);
    series.push({ stroke: colour("--odd"), width: 0, points: { show: true, size: 7, fill: colour("--card"), width: 2 } });
  }
  const box = el("div");
  place.replaceChildren(box);
  return new uPlot({
    width: Math.max(place.clientWidth, 120), height, series, legend: { show: false }, cursor: { show: false }, padding: [8, 18, 0, 0],
    bands: [{ series: [2, 1], fill: colour("--likely") }],
    scales: { y: { range: (_, low, high) => (low === null ? [0, 1] : margins(low, high)) } },
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 70, values: (_, ticks) => times(ticks) },
      { ...axis, size: 52, space: 28, values: (_, ticks) => ticks.map(write) },
    ],
  }, data, box);
}

function margins(low, high) {
  const more = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
  return [low - more, high + more];
}

const dayOf = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const timeOf = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// times writes days, or the time of the day where all is of one or two days.
function times(ticks) {
  const short = ticks.length > 1 && ticks.at(-1) - ticks[0] < 2 * 86400;
  return ticks.map((t) => (short ? timeOf : dayOf).format(new Date(t * 1000)));
}
