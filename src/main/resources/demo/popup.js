import { connect } from "/connect/lanyard.mjs";

const button = document.getElementById("connect");
const result = document.getElementById("result");

button.addEventListener("click", async () => {
  button.disabled = true;
  const outcome = await connect(
    async () => {
      const response = await fetch("/demo/connect-sessions", { method: "POST" }); // your backend, with your API key
      return (await response.json()).connect_url;
    },
    { waiting: "One moment …" },
  ).catch((error) => ({ status: "error", code: error.code, message: error.message }));
  result.textContent = JSON.stringify(outcome, null, 2);
  button.disabled = false;
});
