// Which view is shown, and when it is read again.

import { ask, remember, takeKey, token } from "./api.js";
import { approval } from "./approval.js";
import { batch } from "./batch.js";
import { el, to } from "./dom.js";
import { everywhere, overview } from "./overview.js";
import { redraw } from "./plots.js";
import { signIn } from "./signin.js";
import { forget } from "./watched.js";

const often = 10_000;
const main = document.querySelector("#main");
const trouble = document.querySelector("#trouble");
const freshness = document.querySelector("#freshness");
let begin = { linked: false, namespace: "", version: "" };
let timer = 0;
let turn = 0;
let shown = "";

// place is the view that the address names: [namespace, "batches", name] or less.
function place() {
  let parts = [];
  try {
    parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    // not an address of this page
  }
  return parts;
}

async function view(parts) {
  if (parts.length === 3 && parts[1] === "batches") {
    return batch(await ask("namespaces", parts[0], "batches", parts[2]), approval);
  }
  if (parts.length >= 1) return overview(await ask("namespaces", parts[0]));
  return everywhere(await ask("bots"));
}

function trail(parts) {
  const links = parts[0] ? [el("a", { href: to(parts[0]) }, parts[0])] : [];
  if (parts[2]) links.push(el("span", { "aria-hidden": "true" }, "/"), el("a", { href: to(...parts), "aria-current": "page" }, parts[2]));
  document.querySelector("#trail").replaceChildren(...links);
  document.title = [parts[2], parts[0], "intentops"].filter(Boolean).join(" · ");
}

function say(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

// show reads the view that the address names, and again after a while.
async function show() {
  clearTimeout(timer);
  const own = ++turn;
  const parts = place();
  const here = parts.join("/");
  trail(parts);
  if (!token()) {
    askToken("");
    return;
  }
  try {
    const content = await view(parts);
    if (own !== turn) return;
    say("");
    put(content, here);
    freshness.textContent = `Updated ${new Date().toLocaleTimeString()}`;
  } catch (problem) {
    if (own !== turn) return;
    if (problem.status === 401) {
      askToken(problem.message);
      return;
    }
    if (problem.status === undefined) console.error(problem);
    say(problem.message);
    if (here !== shown) put([el("h1", {}, "Nothing to show"), el("p", {}, el("a", { href: to() }, "All Bots"))], here);
  }
  timer = setTimeout(() => { if (!document.hidden) show(); }, often);
}

// put shows a view. One that is shown again keeps what is open and where the reader is.
function put(content, here) {
  const again = here === shown;
  const open = again ? [...main.querySelectorAll("details[open][id]")].map((d) => d.id) : [];
  const focused = again && main.contains(document.activeElement) ? document.activeElement.id : "";
  main.replaceChildren(...content.filter(Boolean));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus();
  if (!again && shown) {
    main.focus();
    scrollTo(0, 0);
  }
  shown = here;
  redraw(main);
}

function askToken(message) {
  remember("");
  forget();
  shown = "";
  say("");
  freshness.textContent = "";
  document.querySelector("#sign-out").hidden = true;
  main.replaceChildren(...signIn(begin.linked, message, (value) => {
    remember(value);
    document.querySelector("#sign-out").hidden = begin.linked;
    show();
  }));
}

document.querySelector("#sign-out").addEventListener("click", () => {
  turn++;
  clearTimeout(timer);
  askToken("");
});
document.querySelector("#skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", () => {
  if (begin.linked) takeKey();
  show();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && token()) show(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw(main));

try {
  begin = await ask("start");
} catch (problem) {
  say(problem.message);
}
// Only the plugin's page has links that sign in: elsewhere one would replace somebody's token.
if (begin.linked) takeKey();
document.querySelector("#sign-out").hidden = begin.linked || !token();
if (begin.namespace && place().length === 0) history.replaceState(null, "", to(begin.namespace));
show();
