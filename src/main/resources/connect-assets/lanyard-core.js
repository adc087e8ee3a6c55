/* lanyard.js 1.0: opens a connect session and tells how it ended (docs/embedding.md). */
const version = "1.0";
const POLL = 1500; // milliseconds between two looks at the session
const TICK = 250; // between two looks at the window
const MOST_MISSES = 20;
const ENDS = ["connected", "awaiting_confirmation", "failed", "expired"];

/**
 * Call it in a click handler. `target` is the connect_url, or a function that fetches it: the window opens at once and
 * waits for it. Resolves with { status, code, … }; rejects with an Error that has a `code` when there is nothing to open.
 * The outcome is a hint for the page: your backend asks GET /v1/connect-sessions/{id} before it believes it.
 */
function connect(target, options) {
  const { mode = "auto", signal, waiting = "…" } = options || {};
  if (signal && signal.aborted) {
    return Promise.reject(failure("aborted", "Aborted."));
  }
  const lazy = typeof target === "function";
  const popup = mode === "redirect" ? null : window.open("", "_blank", "popup,width=560,height=760");
  if (popup) {
    write(popup, waiting);
  } else if (mode === "popup") {
    return Promise.resolve({ status: "blocked", code: "blocked" });
  }
  return new Promise(function (resolve, reject) {
    const given = new Promise((found) => found(lazy ? target() : target)).then((url) => new URL(url, location.href));
    if (!popup) {
      given.then(function (url) {
        resolve({ status: "redirecting", code: mode === "redirect" ? "redirecting" : "blocked" });
        location.assign(url);
      }, reject);
      return;
    }
    watch(popup, given, signal, resolve, reject);
  });
}

function watch(popup, given, signal, resolve, reject) {
  let url, poll, tick, ended, leaving;
  let misses = 0;
  let stale = null; // a failure from before this window is not its outcome
  let closedAt = 0;
  let focusedAt = 0;

  function stop(settle, value) {
    if (ended) {
      return;
    }
    ended = true;
    clearTimeout(poll);
    clearInterval(tick);
    window.removeEventListener("message", hear);
    window.removeEventListener("focus", focus);
    window.removeEventListener("blur", blur);
    if (signal) {
      signal.removeEventListener("abort", abort);
    }
    if (value.status !== "awaiting_confirmation") { // then your own page in it has to read the confirmation
      popup.close();
    }
    settle(value);
  }

  function end(outcome) {
    const code = outcome.error ? outcome.error.code : outcome.status;
    stop(resolve, Object.assign({}, outcome, { code: code }));
  }

  function abort() {
    stop(reject, failure("aborted", "Aborted."));
  }

  function hear(event) {
    const data = event.data;
    if (url && event.origin === url.origin && data && data.type === "lanyard.outcome" && ENDS.includes(data.status)) {
      if (event.source === popup) {
        end(data);
      }
    }
  }

  function focus() {
    focusedAt = Date.now();
  }

  function blur() {
    focusedAt = 0;
  }

  // A provider, or your own page, that isolates itself (COOP) cuts the tie: the window looks closed while it is open. One
  // that a person closes gives the focus back to this page at that moment.
  function look() {
    const now = Date.now();
    if (!popup.closed) {
      return;
    }
    if (!closedAt) {
      closedAt = now;
      ask();
    }
    const together = focusedAt && Math.abs(focusedAt - closedAt) < 1500;
    if (!leaving && focusedAt && now - Math.max(focusedAt, closedAt) > (together ? 2500 : 30000)) {
      leaving = true;
      if (url) {
        ask(); // it may have closed itself: the session knows
      } else {
        end({ status: "closed" });
      }
    }
  }

  function see(session, last) {
    misses = 0;
    if (stale === null) {
      stale = session.status === "failed";
    } else if (session.status !== "failed") {
      stale = false;
    }
    if (ENDS.includes(session.status) && !stale) {
      end(session);
    } else if (last) {
      end({ status: "closed" });
    }
  }

  function miss(last) {
    misses += 1;
    if (last && stale !== null) {
      end({ status: "closed" });
    } else if (last || misses >= MOST_MISSES) {
      stop(reject, failure("unreachable", "The connect session cannot be asked for. Is this page of its origin?"));
    }
  }

  function ask() {
    if (ended || !url) {
      return;
    }
    const last = leaving;
    clearTimeout(poll);
    poll = setTimeout(ask, POLL);
    fetch(url.origin + url.pathname + "/status", { cache: "no-store", credentials: "omit" })
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .then((session) => see(session, last), () => miss(last));
  }

  if (signal) {
    signal.addEventListener("abort", abort);
  }
  window.addEventListener("message", hear);
  window.addEventListener("focus", focus);
  window.addEventListener("blur", blur);
  tick = setInterval(look, TICK);
  given.then(
    function (found) {
      if (!ended) {
        url = found;
        const opened = new URL(found);
        opened.searchParams.set("display", "popup");
        popup.location.replace(opened);
        ask();
      }
    },
    (cause) => stop(reject, cause),
  );
}

function write(popup, text) {
  try {
    popup.document.title = text;
    popup.document.body.style.cssText = "font:1rem system-ui;display:grid;place-items:center;height:90vh;color-scheme:light dark";
    popup.document.body.textContent = text;
  } catch (isolated) {
    // the window is there all the same
  }
}

function failure(code, message) {
  return Object.assign(new Error(message), { code: code });
}
