import { connection } from "./connection.js";
import { log } from "./log.js";
import { memory, random } from "./memory.js";
import { rating } from "./stars.js";
import { inLanguage, say } from "./texts.js";

const $ = (id) => document.getElementById(id);
const text = $("text"), send = $("send"), end = $("end"), form = $("form");
const channel = new URLSearchParams(location.search).get("channel") || "";
const remembered = "conversation" + (channel && "." + channel);
inLanguage();
// A site that knows its customer says who it is, and signs it, in the part of the address that
// reaches no server. For all others the bot makes a token, with which they are known again.
const site = new URLSearchParams(location.hash.slice(1)), customer = site.get("customer") || "";
let token = customer ? "" : memory.get("token");
const self = () => customer || token;

// How often a message is sent before the customer is told that it cannot be, and after how
// long they are told that it is still on its way.
const maxTries = 5, slowAfter = 800;
// The page tries again by itself when it may within so many seconds.
const maxWait = 20;
// pending is the message that the bot has not taken yet, and unsent the last that was given up.
let pending = null, unsent = null, state = "bot", score = 0, closed = false, following = false, complaint = "";
let conversation = memory.get(remembered);
// The last line that is shown of each conversation: a new one begins at the first again.
const shown = new Map();
const last = () => shown.get(conversation) || 0;

function inConversation(id) {
  conversation = id;
  memory.set(remembered, id);
}

// show shows the lines that are not there yet, in their order. A message of this page stands
// there already, perhaps below others that came before it.
function show(lines) {
  for (const m of lines || []) {
    if (pending && m.messageId === pending.messageId) taken();
    else if (m.seq > last()) log.choices(log.line(m.role || "bot", m.kind, m.text, pending && pending.line), m.suggestions, write);
    shown.set(conversation, Math.max(last(), m.seq));
  }
}

// replies shows the bot's lines up to a number. If others belong before them, the customer
// wrote in another tab: the transcript has them all.
function replies(m) {
  const fresh = m.messages.filter((line) => line.seq > last()), seqs = fresh.map((line) => line.seq);
  const own = Boolean(pending) && pending.messageId === m.messageId;
  const upTo = m.lastSeq || Math.max(last(), ...seqs);
  if (upTo - last() > fresh.length + own) return follow();
  let seq = last() + 1;
  while (seqs.includes(seq)) seq++;
  if (own && seq > upTo) taken(); // it was shown with the replies before
  else if (own) fresh.push({ seq, messageId: m.messageId });
  show(fresh.sort((a, b) => a.seq - b.seq));
  shown.set(conversation, upTo);
}

function taken() {
  clearTimeout(pending.timer);
  log.note(pending.line, "");
  log.typing(false);
  pending = unsent = null;
}

function setState(next) {
  if (next) state = next;
  $("person").hidden = !(state === "waiting" || state === "human");
  $("person-text").textContent = state === "human" ? say.human : say.waiting;
  if (state === "ended") finish();
  refresh();
}

// disconnected takes back what was on its way.
function disconnected() {
  log.typing(false);
  if (!pending) return;
  clearTimeout(pending.timer);
  pending.sent = false;
  log.note(pending.line, say.unsent);
}

function refresh() {
  const online = server.state === "open", lost = server.state === "lost";
  $("status").textContent = state === "ended" ? say.ended : server.state === "resting" ? say.resting : lost ? say.offline : !online ? say.connecting :
    state === "human" ? say.withHuman : state === "waiting" ? say.forHuman : say.online;
  $("offline").hidden = !lost || state === "ended";
  send.disabled = pending !== null || text.value.trim() === "" || state === "ended";
  end.disabled = !online || state === "ended" || !conversation;
}

// The chat is over for this page, which stays connected for the rating. Pages loaded later
// begin again.
function finish() {
  memory.set(remembered, "");
  if (form.hidden) return;
  if (pending) giveUp("");
  form.hidden = true;
  $("person").hidden = true;
  $("rating").hidden = false;
  rating.focus();
}

const rate = () => server.send({ type: "rating", score });

function rated(words) {
  $("rating-thanks").textContent = words;
  score = 0;
  closed = true;
  server.close();
}

function hello() {
  const m = { type: "hello", conversation, after: last() };
  if (customer) Object.assign(m, { customer, identityHash: site.get("identityHash") || "" });
  else if (token) m.token = token;
  if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(navigator.language || "")) m.locale = navigator.language;
  if (channel) m.channel = channel;
  return m;
}

// follow asks for what was said elsewhere. Without a connection the next one does.
function follow() {
  following = server.send(hello());
}

// What happens in one tab is told to the others, which ask the bot for it.
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("intentops." + channel) : null;
const tell = () => tabs?.postMessage({ customer: self(), conversation, seq: last(), state, closed });
if (tabs) tabs.onmessage = ({ data }) => {
  if (closed || data.customer !== self()) return;
  if (state === "ended") {
    if (data.closed && data.conversation === conversation) rated(say.thanks);
  } else if (data.conversation !== conversation || data.seq > last() || data.state !== state) {
    inConversation(data.conversation);
    follow();
  }
};

// keep remembers the token that the bot made. Where another tab has got one meanwhile, that one is
// the customer's, and the bot is asked again.
function keep(made) {
  if (!made || made === token) return false;
  const theirs = memory.get("token");
  if (theirs && theirs !== token) {
    token = theirs;
    follow();
    return true;
  }
  token = made;
  memory.set("token", made);
  return false;
}

function receive(m) {
  switch (m.type) {
    case "welcome":
      following = false;
      if (keep(m.token)) break;
      if (state === "ended") { // gone when it was rated: the answer to that was lost
        if (score) m.conversation ? rate() : rated(say.thanks);
        break;
      }
      if (!m.conversation) {
        inConversation("");
        state = "bot"; // whoever had the old one
        if (log.empty) log.line("bot", "answer", say.greeting);
      }
      show(m.transcript);
      setState(m.state);
      if (pending && !pending.sent) transmit(); // not before, or the connection broke: same id, so it counts once
      break;
    case "reply":
      inConversation(m.conversation);
      replies(m);
      setState(m.state);
      tell();
      break;
    case "notice":
      replies(m);
      setState(m.state);
      tell();
      break;
    case "rated":
      rated(say.thanks);
      tell();
      break;
    case "ended":
      setState("ended");
      tell();
      break;
    case "error":
      refused(m);
      setState();
  }
}

// why says why the customer was refused, in their language where the page has words for it.
const why = (m) => say.refused[m.error.reason] || (m.retryAfterSeconds ? say.noAnswer : [m.error.field, m.error.message].join(" ").trim());

function refused(m) {
  if (pending && m.messageId === pending.messageId && m.retryAfterSeconds && m.retryAfterSeconds <= maxWait && pending.tries < maxTries) {
    // It may have been taken after all: the same id again, so that it counts once.
    log.typing(false);
    clearTimeout(pending.timer);
    pending.timer = setTimeout(transmit, 1000 * m.retryAfterSeconds * (1 + Math.random() / 2));
  } else if (pending && (m.messageId ? m.messageId === pending.messageId : !m.retryAfterSeconds)) {
    giveUp(why(m));
  } else if (score) {
    if (m.retryAfterSeconds) setTimeout(() => { if (score) rate(); }, 1000 * m.retryAfterSeconds);
    else rated(m.error.message);
  } else if (following && m.retryAfterSeconds) {
    setTimeout(follow, 1000 * m.retryAfterSeconds);
  } else if (server.state === "open" && m.retryAfterSeconds) {
    log.line("bot", "notice", why(m));
  } else if (!m.retryAfterSeconds && complaint !== m.error.message) { // once, however often it is tried
    complaint = m.error.message;
    log.line("bot", "notice", complaint);
  }
}

function giveUp(why) {
  clearTimeout(pending.timer);
  log.typing(false);
  log.note(pending.line, say.failed + why, true);
  fill(text.value || pending.text);
  unsent = pending;
  pending = null;
}

function transmit() {
  pending.sent = server.send({ type: "message", messageId: pending.messageId, text: pending.text });
  if (!pending.sent) return; // the next welcome does it
  pending.tries++;
  log.typing(state === "bot");
  pending.timer = setTimeout(slow, slowAfter, pending);
}

function slow() {
  log.note(pending.line, say.sending);
  pending.timer = setTimeout(() => {
    if (pending.tries < maxTries) return server.lost();
    giveUp(say.noAnswer);
    refresh();
  }, server.answerWithin);
}

// write sends what the customer wrote or chose.
function write(words) {
  if (!words || pending || state === "ended") return;
  // What was given up may have arrived: written again, it is still the same message.
  const messageId = unsent && unsent.text === words ? unsent.messageId : random();
  if (unsent && unsent.messageId === messageId) unsent.line.remove();
  pending = { messageId, text: words, line: log.line("customer", "", words), tries: 0 };
  if (server.state === "lost") disconnected();
  transmit();
  refresh();
  text.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words || pending || send.disabled) return;
  fill("");
  write(words);
});

// fit makes room for what is written, read the way it is; empty, it has the placeholder's.
function fit() {
  text.dir = text.value ? "auto" : "";
  text.style.height = "auto";
  text.style.height = text.scrollHeight + text.offsetHeight - text.clientHeight + "px";
}

function fill(words) {
  text.value = words;
  fit();
}

text.addEventListener("input", () => { fit(); refresh(); });
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
});
end.addEventListener("click", () => server.send({ type: "end" }));
$("again").addEventListener("click", () => location.reload());
rating.begin((n) => {
  score = n; // sent again with the next connection if this one is gone
  rate();
});

function changed() {
  if (server.state === "lost") disconnected();
  refresh();
}

const server = connection({ hello, receive, changed, busy: () => Boolean(pending || score) });
for (const act of ["keydown", "pointerdown", "input"]) document.addEventListener(act, () => server.wake());
