/*
 * Opens a connect session in a popup and tells how it ended.
 *
 *   <script src="https://lanyard.example/connect/lanyard.js"></script>
 *   button.onclick = async () => {
 *     const outcome = await Lanyard.connect(connectUrl);
 *     // { status: "connected", connection_id }, { status: "failed", error: { code, description? } },
 *     // { status: "awaiting_confirmation" } or { status: "expired", error }
 *   };
 *
 * Call it in a click handler, or the browser blocks the popup. The page's origin must be the session's
 * `origin` (by default that of its return_url). The outcome is a hint for the page: the tenant's
 * backend asks GET /v1/connect-sessions/{id} before it believes it.
 *
 * Options: `signal` (AbortSignal) stops waiting; `onclosed()` is called once when the popup is closed, or
 * looks so, since a provider's page may cut the tie to it: the session may still end well, so waiting goes on.
 *
 * Rejects with an Error when the popup is blocked, when waiting is aborted, and when the session
 * cannot be asked for at all.
 */
(function () {
  "use strict";
  const PAUSE = 1500;
  const ENDS = ["connected", "awaiting_confirmation", "failed", "expired"];
  const MOST_MISSES = 20;

  function connect(connectUrl, options) {
    const { signal, onclosed } = options || {};
    const origin = new URL(connectUrl, location.href).origin;
    const popup = window.open(connectUrl, "_blank", "popup,width=560,height=760");
    if (!popup) {
      return Promise.reject(new Error("The browser blocked the popup."));
    }
    return new Promise(function (resolve, reject) {
      let timer;
      let misses = 0;
      let stale = null; // a failure from before this popup is not its outcome
      let told = false;

      function stop(settle, value) {
        clearTimeout(timer);
        window.removeEventListener("message", hear);
        if (signal) {
          signal.removeEventListener("abort", abort);
        }
        settle(value);
      }

      function abort() {
        stop(reject, new Error("Waiting for the connect session was aborted."));
      }

      function hear(event) {
        if (event.origin !== origin || event.source !== popup) {
          return;
        }
        const data = event.data;
        if (data && data.type === "lanyard.outcome" && ENDS.includes(data.status)) {
          stop(resolve, data);
        }
      }

      function see(session) {
        misses = 0;
        if (stale === null) {
          stale = session.status === "failed";
        } else if (session.status !== "failed") {
          stale = false;
        }
        if (ENDS.includes(session.status) && !stale) {
          stop(resolve, session);
        } else {
          timer = setTimeout(ask, PAUSE);
        }
      }

      function miss() {
        misses += 1;
        if (misses >= MOST_MISSES) {
          stop(reject, new Error("The connect session cannot be asked for. Is this page of its origin?"));
        } else {
          timer = setTimeout(ask, PAUSE);
        }
      }

      function ask() {
        if (popup.closed && !told) {
          told = true;
          if (onclosed) {
            onclosed();
          }
        }
        fetch(connectUrl + "/status", { cache: "no-store", credentials: "omit", signal: signal })
          .then(function (answer) {
            return answer.ok ? answer.json() : Promise.reject(new Error("HTTP " + answer.status));
          })
          .then(see, function () {
            if (!signal || !signal.aborted) {
              miss();
            }
          });
      }

      if (signal && signal.aborted) {
        abort();
        return;
      }
      if (signal) {
        signal.addEventListener("abort", abort);
      }
      window.addEventListener("message", hear);
      ask();
    });
  }

  window.Lanyard = Object.freeze({ connect: connect });
})();
