// How long the bot may take to answer before the connection is taken for dead. A turn takes
// 5 seconds at most; what is lost without a word shows by this alone.
const answerWithin = 15000;

// The connection to the bot. It is found again when it is lost; only one that the bot closed
// because nothing happened rests until something does.
export function connection({ hello, receive, changed, busy }) {
  let socket = null, tries = 0, timer = 0, state = "connecting";

  function to(next) {
    if (state === next) return;
    state = next;
    changed();
  }

  function open() {
    clearTimeout(timer);
    const url = new URL("/chat/ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const mine = socket = new WebSocket(url);
    timer = setTimeout(lost, answerWithin);
    mine.onopen = () => mine.send(JSON.stringify(hello()));
    mine.onmessage = (event) => {
      const m = JSON.parse(event.data);
      if (m.type === "welcome" && state !== "open") {
        clearTimeout(timer);
        tries = 0;
        to("open");
      }
      receive(m);
    };
    // The bot closes a chat that is silent for long, and needs its connection: a tab that is
    // not looked at must not take it again.
    mine.onclose = (event) => event.code === 1000 && !busy() ? leave("resting") : lost();
  }

  function leave(next) {
    clearTimeout(timer);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      socket = null;
    }
    to(next);
  }

  function lost() {
    leave("lost");
    // A little longer each time, and never all browsers at once.
    timer = setTimeout(open, Math.min(20000, 500 * 2 ** tries++) * (0.5 + Math.random()));
  }

  // A browser that knows that it is offline need not find out by waiting.
  addEventListener("offline", () => { if (state === "open" || state === "connecting") lost(); });
  addEventListener("online", () => { if (state === "lost") { leave("lost"); open(); } });
  open();

  return {
    answerWithin,
    get state() { return state; },
    send(m) {
      if (state === "open") socket.send(JSON.stringify(m));
      return state === "open";
    },
    wake() { if (state === "resting") { to("connecting"); open(); } },
    lost() { if (state === "open") lost(); },
    close() { leave("closed"); },
  };
}
