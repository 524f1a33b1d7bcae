"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const language = (navigator.language || "en").slice(0, 2).toLowerCase();
  const say = TEXTS[language] || TEXTS.en;
  document.documentElement.lang = TEXTS[language] ? language : "en";
  for (const e of document.querySelectorAll("[data-text]")) e.textContent = say[e.dataset.text];
  for (const e of document.querySelectorAll("[data-placeholder]")) e.placeholder = say[e.dataset.placeholder];

  const log = $("log"), text = $("text"), send = $("send"), end = $("end"), form = $("form");
  const channel = new URLSearchParams(location.search).get("channel") || "";

  // What the browser remembers: a random key for the customer, and the conversation. Without
  // storage the chat works and forgets.
  const memory = {
    get(key) { try { return localStorage.getItem("intentops." + key) || ""; } catch { return this[key] || ""; } },
    set(key, value) { try { localStorage.setItem("intentops." + key, value); } catch { this[key] = value; } },
  };
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  if (!memory.get("customer")) memory.set("customer", "web-" + random());

  // How often a message is sent before the customer is told that it cannot be.
  const maxTries = 5;
  let socket, tries = 0, pending = null, unsent = null, typing = null, state = "bot", closed = false, resting = false, shown = 0;
  let conversation = memory.get("conversation"), score = 0;

  function line(role, kind, words) {
    const li = document.createElement("li");
    li.className = role === "customer" ? "customer" : (kind === "notice" || kind === "handoff" ? "bot " + kind : "bot");
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = role === "customer" ? say.you : say.bot;
    li.append(who, words);
    log.insertBefore(li, typing);
    log.scrollTop = log.scrollHeight;
    return li;
  }

  function setTyping(on) {
    if (on && !typing) {
      typing = document.createElement("li");
      typing.className = "bot typing";
      typing.setAttribute("aria-hidden", "true");
      typing.append(...[1, 2, 3].map(() => document.createElement("i")));
      log.append(typing);
      log.scrollTop = log.scrollHeight;
    } else if (!on && typing) {
      typing.remove();
      typing = null;
    }
  }

  function show(messages) {
    for (const m of messages || []) {
      if (m.seq && m.seq <= shown) continue;
      shown = Math.max(shown, m.seq || 0);
      if (pending && m.role === "customer" && m.text === pending.text) continue; // it stands there already
      line(m.role || "bot", m.kind, m.text);
    }
  }

  // Lines are numbered in their conversation: a new one begins at the first again.
  function inConversation(id) {
    if (id !== conversation) shown = 0;
    conversation = id;
    memory.set("conversation", id);
  }

  function setState(next) {
    if (next) state = next;
    $("person").hidden = !(state === "waiting" || state === "human");
    $("person-text").textContent = state === "human" ? say.human : say.waiting;
    if (state === "ended") finish();
    refresh();
  }

  function refresh() {
    const online = socket && socket.readyState === WebSocket.OPEN;
    $("status").textContent = state === "ended" ? say.ended : resting ? say.resting : !online ? say.offline :
      state === "human" ? say.withHuman : state === "waiting" ? say.forHuman : say.online;
    send.disabled = !online || pending !== null || text.value.trim() === "" || state === "ended";
    end.disabled = !online || state === "ended" || !conversation;
  }

  // The chat is over for this page, which stays connected for the rating. Pages loaded later
  // begin anew.
  function finish() {
    memory.set("conversation", "");
    if (form.hidden) return;
    pending = null;
    form.hidden = true;
    $("person").hidden = true;
    $("rating").hidden = false;
    $("rating").querySelector("button").focus();
  }

  function rate() {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "rating", score }));
  }

  function rated(words) {
    $("rating-thanks").textContent = words;
    score = 0;
    closed = true;
    socket.close();
  }

  function connect() {
    const url = new URL("/chat/ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onopen = () => {
      const hello = { type: "hello", customer: memory.get("customer"), conversation, after: shown };
      if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(navigator.language || "")) hello.locale = navigator.language;
      if (channel) hello.channel = channel;
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (event) => receive(JSON.parse(event.data));
    socket.onclose = (event) => {
      // The bot closes a chat that is silent for long, and needs its place: a tab that nobody
      // looks at must not take it again.
      resting = event.code === 1000 && !closed && !pending && !score;
      refresh();
      if (closed || resting) return;
      // A little longer each time, and never all browsers at once.
      setTimeout(connect, Math.min(20000, 500 * 2 ** tries++) * (0.5 + Math.random()));
    };
  }

  function wake() {
    if (!resting) return;
    resting = false;
    connect();
    refresh();
  }

  function receive(m) {
    switch (m.type) {
      case "welcome":
        tries = 0;
        if (state === "ended") { // gone when it was rated: the answer to that was lost
          if (score) m.conversation ? rate() : rated(say.thanks);
          break;
        }
        if (!m.conversation) {
          inConversation("");
          state = "bot"; // whoever had the old one
          if (!log.children.length) line("bot", "answer", say.greeting);
        }
        show(m.transcript);
        setState(m.state);
        if (pending) transmit(); // it was on its way when the connection broke: same id, so it counts once
        break;
      case "reply":
        if (pending && pending.messageId === m.messageId) pending = unsent = null;
        setTyping(false);
        inConversation(m.conversation);
        show(m.messages);
        shown = Math.max(shown, m.lastSeq || 0);
        setState(m.state);
        break;
      case "notice":
        show(m.messages);
        setState(m.state);
        break;
      case "rated":
        rated(say.thanks);
        break;
      case "ended":
        setState("ended");
        break;
      case "error":
        setTyping(false);
        if (pending && m.messageId === pending.messageId && m.retryAfterSeconds && pending.tries < maxTries) {
          // It may have been taken after all: the same id again, so that it counts once.
          setTimeout(() => { if (pending) transmit(); }, 1000 * m.retryAfterSeconds * (1 + Math.random() / 2));
        } else if (pending && (!m.messageId || m.messageId === pending.messageId)) {
          pending.line.classList.add("failed");
          const why = document.createElement("li");
          why.className = "problem";
          why.textContent = say.failed + m.error.message;
          log.append(why);
          text.value = text.value || pending.text;
          unsent = pending;
          pending = null;
        } else if (score) {
          if (m.retryAfterSeconds) setTimeout(() => { if (score) rate(); }, 1000 * m.retryAfterSeconds);
          else rated(m.error.message);
        } else {
          line("bot", "notice", m.error.message);
        }
        setState();
        break;
    }
  }

  function transmit() {
    if (socket.readyState !== WebSocket.OPEN) return; // the welcome of the next connection does it
    pending.tries++;
    socket.send(JSON.stringify({ type: "message", messageId: pending.messageId, text: pending.text }));
    setTyping(state === "bot");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words || pending || send.disabled) return;
    // What was given up may have arrived: written again, it is still the same message.
    const messageId = unsent && unsent.text === words ? unsent.messageId : random();
    pending = { messageId, text: words, line: line("customer", "", words), tries: 0 };
    text.value = "";
    grow();
    transmit();
    refresh();
    text.focus();
  });

  const grow = () => { text.style.height = "auto"; text.style.height = text.scrollHeight + text.offsetHeight - text.clientHeight + "px"; };
  text.addEventListener("input", () => { grow(); refresh(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  end.addEventListener("click", () => socket.send(JSON.stringify({ type: "end" })));
  $("again").addEventListener("click", () => location.reload());

  for (const act of ["keydown", "pointerdown", "input"]) document.addEventListener(act, wake);

  // Whatever takes room from the log, its end stays in sight.
  new ResizeObserver(() => { log.scrollTop = log.scrollHeight; }).observe(log);

  const stars = document.querySelector(".stars");
  const paint = (n) => [...stars.children].forEach((b, i) => b.classList.toggle("on", i < n));
  for (let n = 1; n <= 5; n++) {
    const star = document.createElement("button");
    star.type = "button";
    star.textContent = "★";
    star.setAttribute("role", "radio");
    star.setAttribute("aria-checked", "false");
    star.setAttribute("aria-label", say.star(n));
    star.addEventListener("mouseenter", () => star.disabled || paint(n));
    star.addEventListener("focus", () => star.disabled || paint(n));
    star.addEventListener("click", () => {
      score = n; // sent again with the next connection if this one is gone
      rate();
      paint(n);
      star.setAttribute("aria-checked", "true");
      for (const b of stars.children) b.disabled = true;
    });
    stars.append(star);
  }
  stars.addEventListener("mouseleave", () => stars.firstElementChild.disabled || paint(0));

  connect();
})();
