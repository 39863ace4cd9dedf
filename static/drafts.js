"use strict";

/* What is typed into a form is kept on the device until the form is accepted: an ended session, a conflict or a lost
   line costs nothing. Kept per person and form; never passwords, files or hidden fields; gone after signing out. */
(() => {
  const words = document.currentScript.dataset;
  const PREFIX = "draft:";
  const KEPT = 2 * 24 * 60 * 60 * 1000;
  const UNKEPT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);
  const read = (store, key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (store, key, value) => {
    try {
      if (value === null) store.removeItem(key);
      else store.setItem(key, JSON.stringify(value));
    } catch {
      /* A full or forbidden store costs only the safety net. */
    }
  };
  const drafts = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };
  const forget = (test) => drafts().filter(test).forEach((key) => write(localStorage, key, null));

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) forget(() => true);
  });
  forget((key) => !(Date.now() - read(localStorage, key)?.at < KEPT));
  if (!words.user) return;

  /* A form that was sent from this window and led on to another page without complaint is accepted. */
  const sent = read(sessionStorage, "sent");
  write(sessionStorage, "sent", null);
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const refused = document.querySelector(".summary, .wrong, .message.error");
  if (sent && arrived && !refused && document.referrer === sent.page) write(localStorage, sent.key, null);

  const fields = (form) => [...form.elements].filter((field) => field.name && !UNKEPT.has(field.type));
  const choices = (field) => field.type === "checkbox" || field.type === "radio";
  const values = (form) => fields(form).map((field) => {
    if (choices(field)) return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, field.value];
  });
  const put = (form, kept) => {
    const left = [...kept];
    for (const field of fields(form)) {
      const place = left.findIndex(([name, value]) => name === field.name && (!choices(field) || value === field.value));
      if (place < 0) continue;
      const [, value, checked] = left.splice(place, 1)[0];
      if (choices(field)) field.checked = checked;
      else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const hidden = (form, test) => [...form.elements].filter((field) => field.type === "hidden" && test(field.name));
  const isVersion = (name) => /version$/.test(name);
  const keyOf = (form) => {
    const address = new URL(form.getAttribute("action") || location.href, location.href);
    const others = hidden(form, (name) => !isVersion(name) && !["csrfmiddlewaretoken", "once"].includes(name));
    const record = others.map((field) => `${field.name}=${field.value}`).join("&");
    return `${PREFIX}${words.user}:${address.pathname}${address.search}:${record}`;
  };
  const versionOf = (form) => hidden(form, isVersion).map((field) => field.value).join();

  const tell = (form, text, ...presses) => {
    const note = document.createElement("p");
    note.className = "message draft";
    note.setAttribute("role", "status");
    note.append(text);
    for (const [label, act] of presses) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = label;
      button.addEventListener("click", () => {
        note.remove();
        act();
      });
      note.append(" ", button);
    }
    form.before(note);
    for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  };

  const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) => (
    fields(form).length && !form.matches("[data-line], [data-upload], .filters, .views form")
    && !form.querySelector("[type=password]")
  ));
  const keys = forms.map(keyOf);
  forms.forEach((form, place) => {
    const key = keys[place];
    // Forms that cannot be told apart are left alone: nothing may land in the wrong one.
    if (keys.filter((other) => other === key).length > 1) return;
    // A refused form comes back with what was typed; as long as it is not accepted that is no draft to drop.
    const first = JSON.stringify(values(form));
    const stands = !form.querySelector(".summary");
    const keep = () => {
      const now = values(form);
      const draft = { at: Date.now(), version: versionOf(form), values: now };
      write(localStorage, key, stands && JSON.stringify(now) === first ? null : draft);
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => write(sessionStorage, "sent", { key, page: location.href.split("#")[0] }));

    const draft = read(localStorage, key);
    if (!draft || JSON.stringify(draft.values) === first) return;
    const discard = () => {
      write(localStorage, key, null);
      form.reset();
    };
    const restore = () => {
      put(form, draft.values);
      tell(form, words.restored, [words.discard, discard]);
    };
    if (draft.version === versionOf(form)) restore();
    else tell(form, words.changed, [words.restore, restore], [words.discard, discard]);
  });
})();
