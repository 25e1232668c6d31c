// What the pages do besides, when scripts are allowed. Each of them works without.
"use strict";

// Show and hide the password.
for (const button of document.querySelectorAll("button[data-show]")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
  };
  button.addEventListener("click", () => {
    show(field.type === "password");
    field.focus();
  });
  // A password that is sent as text would be kept by the browser as one.
  field.form.addEventListener("submit", () => show(false));
  show(false);
  button.hidden = false;
}

// Say how strong the password is, while it is typed. The server knows; it is asked when the fingers rest.
for (const form of document.querySelectorAll("form[data-strength]")) {
  const field = form.elements.password;
  const meter = form.querySelector(".strength");
  const words = meter.querySelector("p");
  let timer;
  let asked;

  const tell = ({ score, enough, words: said }) => {
    meter.dataset.score = score;
    meter.dataset.enough = enough;
    words.textContent = said;
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.strength, {
        method: "POST",
        body: new URLSearchParams({ password: field.value, lang: form.elements.lang.value }),
        signal: asked.signal,
        cache: "no-store",
      });
      if (answer.ok) tell(await answer.json());
      else if (answer.status === 429) timer = setTimeout(ask, 1000);
    } catch {
      // Overtaken by a newer question, or no connection: the answer to the form tells in any case.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  // What a password manager has filled in, or the browser kept.
  if (field.value) ask();
  meter.hidden = false;
}

// A form that was sent is on its way: a second press would only be told that the link is used.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// New mails appear in the mailbox by themselves.
if (document.querySelector("[data-watch]")) {
  setInterval(async () => {
    const shown = document.querySelector("[data-watch]");
    if (document.hidden || shown.contains(document.activeElement)) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-watch]");
      if (fresh && fresh.dataset.watch !== shown.dataset.watch) shown.replaceWith(document.adoptNode(fresh));
    } catch {
      // The demo has ended, or is being started again.
    }
  }, 2000);
}
