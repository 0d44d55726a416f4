// What every page does: the vendored components, one submission a form, typed text kept, sending by keyboard.
import { initAll } from "../vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A form is sent once. Going back to the page makes it ready again.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (sent.has(event.target)) {
    event.preventDefault();
    return;
  }
  sent.add(event.target);
  for (const button of event.target.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) sent.delete(form);
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});

// What is typed into a form that says where to keep it is kept there, after each pause.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let pause, keeping;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      keeping = new AbortController();
      fetch(form.dataset.keep, { method: "POST", body: new FormData(form), signal: keeping.signal }).catch(() => {});
    }, 800);
  });
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    keeping?.abort();
  });
}

// In a box of several lines Enter begins a new one; with Ctrl it sends the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form?.requestSubmit();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
