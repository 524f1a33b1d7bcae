// What gates said while the page was open. The cluster keeps what they said at each decision; in
// between, only who looks sees them move.

const most = 400;
const seen = new Map();

// watched adds a gate as it is now to what was seen of it, and returns all points in order.
export function watched(rollout, gate, now) {
  const points = [...(gate.points ?? [])];
  if (!rollout || !gate.interval) return points;
  const key = `${rollout}\n${gate.name}`;
  const own = seen.get(key) ?? [];
  const last = own.at(-1);
  if (!last || last.value !== gate.interval.value || last.low !== gate.interval.low || last.high !== gate.interval.high) {
    own.push({ at: now, ...gate.interval });
    if (own.length > most) own.splice(1, 1);
  }
  seen.set(key, own);
  return [...points, ...own].sort((a, b) => new Date(a.at) - new Date(b.at));
}

export function forget() {
  seen.clear();
}
