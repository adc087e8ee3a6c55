// Takes code and state out of the address. Tells the window that opened this one how the journey ended, if that window is of the
// origin which the connect session names, and closes after good news. Without JavaScript the page says it all.
(function () {
  "use strict";
  if (window.location.search) {
    window.history.replaceState(null, "", window.location.pathname);
  }
  const element = document.getElementById("outcome");
  if (!element || !window.opener || !element.dataset.origin) {
    return;
  }
  const outcome = { type: "lanyard.outcome", session_id: element.dataset.sessionId, status: element.dataset.status };
  if (element.dataset.connectionId) {
    outcome.connection_id = element.dataset.connectionId;
  }
  if (element.dataset.error) {
    outcome.error = { code: element.dataset.error };
  }
  window.opener.postMessage(outcome, element.dataset.origin);
  if (outcome.status === "connected") {
    window.close();
  }
})();
