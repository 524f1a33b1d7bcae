// Requests carry the caller's token in a header, which no other site can make a browser send.
// The token is kept for this tab alone.

const key = "intentops.token";
let inMemory = "";

export function token() {
  try {
    return sessionStorage.getItem(key) ?? inMemory;
  } catch {
    return inMemory; // storage is off: the token lasts until the page is left
  }
}

export function remember(value) {
  inMemory = value;
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    // as above
  }
}

// takeKey reads the key of a link, and takes it out of the address and the history.
export function takeKey() {
  const found = /^#key=([A-Za-z0-9_-]+)$/.exec(location.hash);
  if (!found) return;
  remember(found[1]);
  history.replaceState(null, "", location.pathname);
}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const patience = 40_000;

export async function ask(...parts) {
  const headers = token() ? { Authorization: `Bearer ${token()}` } : {};
  let response;
  try {
    response = await fetch("api/" + parts.map(encodeURIComponent).join("/"), {
      headers, credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Refused(0, "No connection. The page tries again by itself.");
  }
  let answer = {};
  try {
    answer = await response.json();
  } catch {
    if (response.ok) throw new Refused(502, "The answer cannot be read. The page tries again by itself.");
  }
  if (!response.ok) throw new Refused(response.status, answer.message ?? `The server answers ${response.status}.`);
  return answer;
}
