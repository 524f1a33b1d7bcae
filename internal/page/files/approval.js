// What to commit, so that a step may begin. The page itself changes nothing.

import { ask } from "./api.js";
import { el } from "./dom.js";

const dialog = document.querySelector("#approval");
const body = document.querySelector("#approval-body");
const copy = document.querySelector("#approval-copy");
const copied = document.querySelector("#approval-copied");
let patch = "";

export async function approval(namespace, name) {
  patch = "";
  copy.hidden = true;
  copied.textContent = "";
  body.replaceChildren(el("p", { class: "soft" }, "Loading…"));
  dialog.showModal();
  try {
    const answer = await ask("namespaces", namespace, "batches", name, "approval");
    patch = answer.patch;
    copy.hidden = false;
    body.replaceChildren(el("pre", { id: "patch", tabindex: "0", "aria-label": "The patch to commit" }, patch), ...answer.notes.map((note) => el("p", {}, note)));
  } catch (problem) {
    body.replaceChildren(el("p", { class: "banner odd" }, problem.message));
  }
}

copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(patch);
    copied.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(document.querySelector("#patch"));
    copied.textContent = "Selected: copy it with the keyboard.";
  }
});
document.querySelector("#approval-close").addEventListener("click", () => dialog.close());
