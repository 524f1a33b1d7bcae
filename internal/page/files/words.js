// How times, counts and states are written.

const minute = 60, hour = 3600, day = 86400;

// lasting is roughly how long something lasts, in words.
export function lasting(seconds) {
  const say = (n, unit) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  if (seconds < 2 * minute) return say(Math.max(Math.round(seconds), 0), "second");
  if (seconds < 2 * hour) return say(Math.round(seconds / minute), "minute");
  if (seconds < 2 * day) return say(Math.round(seconds / hour), "hour");
  return say(Math.round(seconds / day), "day");
}

export function ago(now, at) {
  return at ? `${lasting((new Date(now) - new Date(at)) / 1000)} ago` : "";
}

export function from(now, at) {
  const seconds = (new Date(at) - new Date(now)) / 1000;
  return seconds > 0 ? `in ${lasting(seconds)}` : "now";
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function at(time) {
  return time ? moment.format(new Date(time)) : "";
}

export function count(n, noun) {
  return `${n.toLocaleString()} ${n === 1 ? noun : noun.replace(/y$/, "ie") + "s"}`;
}

// bound writes ">= 4.0" as people say it.
export function bound(target) {
  return target.replace(/^>= /, "at least ").replace(/^<= /, "at most ");
}

// state is how a batch stands, in a word and a tone.
export function state(batch) {
  if (batch.ended === "Promoted" && batch.state === "Ready") return ["Live for everyone", "good"];
  if (batch.ended === "RolledBack") return ["Rolled back", "bad"];
  if (batch.reason === "ApprovalRequired") return ["Needs your approval", "act"];
  if (batch.reason === "Held" || batch.reason === "HeldOnFailure" || batch.reason === "HeldOnTimeout") return ["On hold", "odd"];
  if (batch.rolling) return [`Rolling out, ${batch.percent ?? 0}%`, "busy"];
  if (batch.state === "Stalled") return ["Needs attention", "bad"];
  return [batch.state === "Ready" ? "Done" : "Waiting", batch.state === "Ready" ? "good" : "odd"];
}

const causes = {
  First: "First release", Promoted: "Promoted", Reverted: "Reverted", Deleted: "Intent removed", Pinned: "Pinned", Unpinned: "Unpinned",
};

export function cause(release) {
  const word = causes[release.cause] ?? release.cause;
  return release.batch ? `${word}: ${release.batch}` : word;
}

const decisions = {
  RolledBack: "Rolled back", Advanced: "Next step", Superseded: "Replaced by newer content", Retried: "Tried again",
};

export function decision(word) {
  return decisions[word] ?? word;
}

const units = [[day, "d"], [hour, "h"], [minute, "min"], [1, "s"]];

// number writes a number of a unit, for the axes of plots.
export function number(unit, n) {
  if (unit === "ratio") return `${Math.round(n * 1000) / 10}%`;
  if (unit === "seconds") {
    for (const [seconds, name] of units) if (Math.abs(n) >= seconds) return `${Math.round((n / seconds) * 10) / 10} ${name}`;
    return n === 0 ? "0" : `${Math.round(n * 1000)} ms`;
  }
  return (Math.round(n * 100) / 100).toLocaleString();
}
