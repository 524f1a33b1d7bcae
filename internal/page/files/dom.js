// Elements are made here and nowhere else. What objects say becomes text, never markup.

// Characters that would turn the direction of what stands beside them, or that nobody sees.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

// el makes an element: el("p", { class: "soft" }, "text", other). Nothing is made of null.
export function el(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") e.addEventListener("click", value);
    else if (value === true) e.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) e.setAttribute(key, String(value).replace(unseen, ""));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === "") continue;
    e.append(child instanceof Node ? child : String(child).replace(unseen, ""));
  }
  return e;
}

// place sets where an element is, in percent of the one around it.
export function place(e, left, width) {
  e.style.setProperty("left", `${left.toFixed(2)}%`);
  if (width !== undefined) e.style.setProperty("width", `${Math.max(width, 0).toFixed(2)}%`);
  return e;
}

// to is the address of a view within the page.
export function to(...parts) {
  return "#/" + parts.map(encodeURIComponent).join("/");
}

// fact is a name with what it is.
export function fact(name, ...value) {
  return el("div", { class: "fact" }, el("dt", {}, name), el("dd", {}, ...value));
}

export function missing(answer) {
  return (answer.missing ?? []).map((text) => el("p", { class: "banner odd" }, text));
}
