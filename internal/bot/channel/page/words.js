// A message's text as nodes: addresses become links and, in the bot's lines, **bold** and
// *italic* become so. Text stays text: nothing that anybody writes is read as HTML, and a
// link says where it leads.

const url = /(?<![a-z0-9])(?:https?:\/\/|www\.)[^\s<>"“”„«»。，、；：！？（）]+/giu;
const mail = /(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?![\p{L}\p{N}@-])/giu;
// Numbers that are written as telephone numbers are: with a + and the country, with a 0 and
// gaps, or in groups of 3, 3 and 4. Others may be orders, dates or sums.
const phone = /(?<![\p{L}\p{N}#+/]|\p{N}[.,:-])(?:\+\d(?:[ \u00a0./-]?\(?\d\)?){6,14}|\(?0\d{1,4}\)?[ \u00a0/-]\d(?:[ \u00a0/-]?\d){4,10}|(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4})(?![\p{L}\p{N}]|[-/.,:]\d)/giu;
const date = /^\d{1,2}[ /-]\d{1,2}[ /-]\d{4}(?!\d)/;

const emphasis = /(?<![\p{L}\p{N}*_])(\*\*|__|\*|_)(?=[^\s*_])(.*?[^\s*_])\1(?![\p{L}\p{N}*_])/gu;

// Kinds of links, the first that fits a place wins. Each gives the address, or nothing.
const kinds = [
  [url, (s) => {
    try {
      const to = new URL(/^www\./i.test(s) ? "https://" + s : s);
      return /^https?:$/.test(to.protocol) && to.hostname.includes(".") ? to.href : "";
    } catch { return ""; }
  }],
  [mail, (s) => "mailto:" + encodeURI(s)],
  [phone, (s) => date.test(s) ? "" : "tel:" + s.replace(/^(\+.*?)\(0\)/, "$1").replace(/[^\d+]/g, "")],
];

// What ends a sentence, or closes what was opened before the address, is none of it.
function trimmed(s) {
  const count = (c) => s.split(c).length;
  const unopened = { ")": count(")") - count("("), "]": count("]") - count("["), "}": count("}") - count("{") };
  let end = s.length;
  for (; end > 0; end--) {
    const last = s[end - 1];
    if (unopened[last] > 0) unopened[last]--;
    else if (!/[.,;:!?'’*_…،؛؟]/u.test(last)) break;
  }
  return s.slice(0, end);
}

function links(text) {
  const found = [];
  for (const [pattern, address] of kinds) {
    for (const m of text.matchAll(pattern)) {
      const words = pattern === url ? trimmed(m[0]) : m[0], end = m.index + words.length, href = address(words);
      if (href && !found.some((f) => m.index < f.end && end > f.at)) found.push({ at: m.index, end, words, href });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

function anchor({ words, href }) {
  const a = document.createElement("a");
  a.href = href;
  a.textContent = words;
  a.rel = "noopener noreferrer";
  a.dir = "ltr"; // so are addresses and numbers in every script
  if (href.startsWith("http")) a.target = "_blank";
  return a;
}

function emphasized(text, found, from, to, nodes) {
  let at = from;
  for (const m of text.slice(from, to).matchAll(emphasis)) {
    const begin = from + m.index, end = begin + m[0].length;
    if (found.some((f) => f.at < end && f.end > begin && (f.at < begin + m[1].length || f.end > end - m[1].length))) continue;
    nodes.append(...linked(text, found, at, begin));
    const e = document.createElement(m[1].length === 2 ? "strong" : "em");
    e.append(...linked(text, found, begin + m[1].length, end - m[1].length));
    nodes.append(e);
    at = end;
  }
  nodes.append(...linked(text, found, at, to));
}

function linked(text, found, from, to) {
  const nodes = [];
  for (const f of found) {
    if (f.at < from || f.end > to) continue;
    nodes.push(text.slice(from, f.at), anchor(f));
    from = f.end;
  }
  nodes.push(text.slice(from, to));
  return nodes;
}

export function asNodes(text, byBot) {
  const nodes = document.createDocumentFragment(), found = links(text);
  if (byBot) emphasized(text, found, 0, text.length, nodes);
  else nodes.append(...linked(text, found, 0, text.length));
  return nodes;
}
