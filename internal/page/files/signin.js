// Signing in: with a token of the cluster, or by the link that the plugin printed.

import { el } from "./dom.js";

export function signIn(linked, message, done) {
  const note = message ? el("p", { class: "banner odd", role: "alert" }, message) : null;
  if (linked) {
    return [el("section", { class: "card narrow" }, el("h1", {}, "Open the link again"), note,
      el("p", {}, "This page was started by ", el("code", {}, "kubectl intentops dashboard"), ". Open the link that it printed: it belongs to one browser tab."))];
  }
  const field = el("input", { id: "token", type: "password", autocomplete: "off", spellcheck: "false", required: true, maxlength: 16384 });
  const form = el("form", {}, el("label", { for: "token" }, "Token"), field, el("button", { class: "main" }, "Sign in"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = field.value.trim();
    field.value = "";
    if (value) done(value);
  });
  return [el("section", { class: "card narrow" }, el("h1", {}, "Sign in"), note,
    el("p", {}, "Use a token of the cluster. You see what it may see, and nothing else. It is kept in this tab until you close it."), form,
    el("p", { class: "soft" }, "A token for an hour: ", el("code", {}, "kubectl create token NAME --namespace NAMESPACE")))];
}
