// What the browser remembers, in all of its tabs: the token of the customer, and the
// conversation. Without storage the chat works and forgets.
const forgetful = {};

export const memory = {
  get(key) { try { return localStorage.getItem("intentops." + key) || ""; } catch { return forgetful[key] || ""; } },
  set(key, value) { try { localStorage.setItem("intentops." + key, value); } catch { forgetful[key] = value; } },
};

export const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
