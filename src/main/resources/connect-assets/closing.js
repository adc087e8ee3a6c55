// Takes the code out of the address and leaves the state, by which this browser is shown the same end again when it
// reloads. Tells the window that opened this one how the journey ended, if that window is of the origin which the connect
// session names, and closes what lanyard.js opened. Without JavaScript the page says it all.
(function () {
  "use strict";
  const state = new URLSearchParams(window.location.search).get("state");
  const kept = state ? "?state=" + encodeURIComponent(state) : "";
  if (window.location.search !== kept) {
    window.history.replaceState(null, "", window.location.pathname + kept);
  }
  const element = document.getElementById("outcome");
  if (!element) {
    return;
  }
  const told = element.dataset;
  if (window.opener && told.origin) {
    const outcome = { type: "lanyard.outcome", session_id: told.sessionId, status: told.status };
    if (told.connectionId) {
      outcome.connection_id = told.connectionId;
    }
    if (told.error) {
      outcome.error = { code: told.error };
    }
    window.opener.postMessage(outcome, told.origin);
  }
  if (told.popup || (window.opener && told.origin && told.status === "connected")) {
    window.close();
  }
})();
