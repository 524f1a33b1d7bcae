import { say } from "./texts.js";

// The stars are a group of radio buttons: arrow keys choose among them, and Enter, Space or
// the button below sends what was chosen. A pointer does both at once.
const group = document.querySelector(".stars"), button = document.getElementById("rate");
const stars = [1, 2, 3, 4, 5].map((n) => {
  const star = document.createElement("button");
  star.type = "button";
  star.setAttribute("role", "radio");
  star.setAttribute("aria-label", say.star(n));
  return star;
});
let chosen = 0, sent = false;

function paint(n) {
  stars.forEach((star, i) => {
    star.textContent = i < n ? "★" : "☆";
    star.classList.toggle("on", i < n);
  });
}

function choose(n) {
  chosen = n;
  paint(n);
  stars.forEach((star, i) => {
    star.setAttribute("aria-checked", String(i + 1 === n));
    star.tabIndex = i + 1 === (n || 1) ? 0 : -1;
  });
  button.hidden = !n || sent;
}

export const rating = {
  focus() { stars[(chosen || 1) - 1].focus(); },

  // begin lets the customer choose; send gets the score, once.
  begin(send) {
    const submit = () => {
      sent = true;
      button.hidden = true;
      group.setAttribute("aria-disabled", "true");
      send(chosen);
    };
    stars.forEach((star, i) => {
      star.addEventListener("mouseenter", () => sent || paint(i + 1));
      star.addEventListener("click", (event) => {
        if (sent) return;
        const again = chosen === i + 1;
        choose(i + 1);
        if (again || event.detail > 0) submit(); // detail is 0 without a pointer
      });
    });
    group.addEventListener("mouseleave", () => paint(chosen));
    group.addEventListener("keydown", (event) => {
      const [forward, back] = document.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
      const step = { [forward]: 1, ArrowDown: 1, [back]: -1, ArrowUp: -1 }[event.key], end = { Home: 1, End: 5 }[event.key];
      if (sent || !(step || end)) return;
      event.preventDefault();
      choose(end || (stars.indexOf(document.activeElement) + step + 5) % 5 + 1);
      rating.focus();
    });
    button.addEventListener("click", () => sent || submit());
  },
};

choose(0);
group.append(...stars);
