import { say } from "./texts.js";
import { asNodes } from "./words.js";

// The lines that are shown.
const box = document.getElementById("log"), list = box.firstElementChild;
let typing = null;

const toEnd = () => { box.scrollTop = box.scrollHeight; };

// Whatever takes room from the log, its end stays in sight.
new ResizeObserver(toEnd).observe(box);

export const log = {
  get empty() { return !list.children.length; },

  // line shows a message at the end, or before a line that is on its way.
  line(role, kind, text, before) {
    list.querySelector(".choices")?.remove(); // they belong to the newest line
    const li = document.createElement("li"), who = document.createElement("span"), words = document.createElement("div");
    const byBot = role !== "customer";
    li.className = byBot ? (kind === "notice" || kind === "handoff" ? "bot " + kind : "bot") : "customer";
    who.className = "unseen";
    who.textContent = byBot ? say.bot : say.you;
    words.className = "words";
    words.dir = "auto";
    words.append(asNodes(text, byBot));
    li.append(who, words);
    list.insertBefore(li, before || typing);
    toEnd();
    return li;
  },

  // choices shows below a line what the customer may answer.
  choices(li, suggestions, choose) {
    if (!suggestions?.length) return;
    const group = document.createElement("div");
    group.className = "choices";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", li.querySelector(".words").textContent);
    group.append(...suggestions.map((words) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dir = "auto";
      button.textContent = words;
      button.addEventListener("click", () => choose(words));
      return button;
    }));
    li.append(group);
    toEnd();
  },

  // note says below a line what has become of it; nothing when all is well.
  note(li, words, failed) {
    let note = li.querySelector(".note");
    li.classList.toggle("unsent", Boolean(words));
    li.classList.toggle("failed", Boolean(failed));
    if (!words) return note?.remove();
    if (!note) {
      note = document.createElement("div");
      note.className = "note";
      note.dir = "auto";
      li.append(note);
    }
    note.textContent = words;
    toEnd();
  },

  typing(on) {
    if (on && !typing) {
      typing = document.createElement("li");
      typing.className = "bot typing";
      typing.setAttribute("aria-hidden", "true");
      typing.append(...[1, 2, 3].map(() => document.createElement("i")));
      list.append(typing);
      toEnd();
    } else if (!on && typing) {
      typing.remove();
      typing = null;
    }
  },
};
