"use strict";

/* Writing a half-yearly report: every line is saved by itself; what is typed is kept on the device until it is. */
(() => {
  const page = document.querySelector("[data-autosave]");
  if (!page) return;
  const words = page.dataset;
  const PAUSE = 1200;
  const RETRY = 15000;
  const bar = page.querySelector("[data-save-state]");
  const lines = [...page.querySelectorAll("form[data-line]")].map((form) => ({
    form,
    box: form.elements.text,
    version: form.elements.version,
    state: form.querySelector("[data-state]"),
    key: `report:${words.user}:${words.report}:${form.dataset.line}`,
    stored: form.elements.text.value,
    busy: null,
    timer: 0,
    stopped: false,
  }));

  const tell = (line, text, kind = "") => {
    line.state.textContent = text;
    line.state.dataset.kind = kind;
  };
  const remember = (line) => {
    try {
      localStorage.setItem(line.key, JSON.stringify({ text: line.box.value, version: line.version.value }));
    } catch {
      /* A full or forbidden store costs only the safety net; saving goes on. */
    }
  };
  const forget = (line) => {
    try {
      localStorage.removeItem(line.key);
    } catch {
      /* As above. */
    }
  };
  const isDirty = (line) => line.box.value !== line.stored;

  const signedOut = (line) => {
    tell(line, words.signedOut, "bad");
    // Leaving the box to press the link saves again: the link being pressed must stay the same.
    if (bar.querySelector("a")) return;
    bar.replaceChildren(words.signedOut, " ");
    const link = document.createElement("a");
    link.href = words.login;
    link.textContent = words.signIn;
    bar.append(link);
  };

  const choice = (line, theirs) => {
    if (theirs.text === line.box.value) {
      // Our own sending whose answer was lost, or somebody wrote the very same.
      line.version.value = theirs.version;
      line.stored = theirs.text;
      forget(line);
      tell(line, words.saved, "good");
      return;
    }
    line.stopped = true;
    tell(line, words.conflict, "bad");
    const box = document.createElement("div");
    box.className = "rivals";
    const side = (title, text, button, choose) => {
      const part = document.createElement("div");
      const head = document.createElement("b");
      const body = document.createElement("p");
      const press = document.createElement("button");
      head.textContent = title;
      body.textContent = text;
      press.type = "button";
      press.className = "button small";
      press.textContent = button;
      press.addEventListener("click", () => {
        box.remove();
        line.stopped = false;
        line.version.value = theirs.version;
        line.stored = theirs.text;
        choose();
      });
      part.append(head, body, press);
      box.append(part);
    };
    const who = [words.theirs, theirs.by, theirs.at].filter(Boolean).join(" · ");
    side(who, theirs.text, words.takeTheirs, () => {
      line.box.value = theirs.text;
      forget(line);
      tell(line, "");
    });
    side(words.mine, line.box.value, words.keepMine, () => save(line));
    line.form.querySelector(".rivals")?.remove();
    line.form.append(box);
  };

  const accepted = (line, text, answer) => {
    line.version.value = answer.version;
    line.stored = text;
    if (isDirty(line)) remember(line);
    else forget(line);
    tell(line, `${words.saved} ${answer.at}`, "good");
    bar.textContent = `${words.saved} ${answer.at}`;
    page.querySelector("[data-missing]").textContent = answer.missing;
    const mark = line.form.querySelector("[data-mark]");
    if (mark) {
      mark.textContent = answer.edited ? words.edited : words.automatic;
      mark.classList.toggle("warn", answer.edited);
    }
    line.form.querySelector("[data-required]")?.classList.toggle("bad", !text.trim());
  };

  const send = async (line) => {
    const text = line.box.value;
    const body = new FormData(line.form);
    tell(line, words.saving);
    let response;
    try {
      response = await fetch(line.form.action, {
        method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive: true,
      });
    } catch {
      tell(line, words.offline, "bad");
      bar.textContent = words.offline;
      line.timer = setTimeout(() => save(line), RETRY);
      return;
    }
    if (!response.headers.get("Content-Type")?.includes("json")) {
      signedOut(line);
      return;
    }
    const answer = await response.json();
    if (response.ok) accepted(line, text, answer);
    else if (response.status === 409) choice(line, answer);
    else tell(line, answer.error, "bad");
  };

  const save = (line) => {
    clearTimeout(line.timer);
    if (line.busy) return line.busy.then(() => save(line));
    if (line.stopped || !isDirty(line)) return Promise.resolve();
    line.busy = send(line).finally(() => {
      line.busy = null;
    });
    return line.busy;
  };
  const saveAll = () => Promise.all(lines.map(save));

  for (const line of lines) {
    line.box.addEventListener("input", () => {
      remember(line);
      if (!line.stopped) tell(line, words.unsaved);
      clearTimeout(line.timer);
      line.timer = setTimeout(() => save(line), PAUSE);
    });
    line.box.addEventListener("change", () => save(line));
    line.form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(line);
    });
  }
  window.addEventListener("online", saveAll);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveAll();
  });

  /* Leaving by a button of the page waits until everything is saved. */
  document.addEventListener("click", async (event) => {
    const way = event.target.closest("a[data-after-saving]");
    if (!way || !lines.some((line) => line.busy || isDirty(line))) return;
    event.preventDefault();
    await saveAll();
    if (!lines.some((line) => line.stopped || isDirty(line))) window.location.assign(way.href);
  });

  /* What an earlier visit could not save is put back. */
  let restored = false;
  for (const line of lines) {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(line.key));
    } catch {
      forget(line);
    }
    if (!kept) continue;
    if (kept.text === line.box.value) {
      forget(line);
      continue;
    }
    const current = { text: line.box.value, version: line.version.value, by: "", at: "" };
    line.box.value = kept.text;
    if (kept.version === line.version.value) {
      restored = true;
      save(line);
    } else choice(line, current);
  }
  if (restored) {
    const hint = document.createElement("p");
    hint.className = "message success";
    hint.setAttribute("role", "status");
    hint.textContent = words.restored;
    page.prepend(hint);
  }

  /* Files dropped on the card are attached as if they had been chosen; too large ones are not even sent. */
  const over = (event) => event.target.closest?.("[data-drop]");
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      const card = over(event);
      if (!card) return;
      event.preventDefault();
      card.classList.toggle("is-over", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      const field = card.querySelector("input[type=file][multiple]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  document.addEventListener("dragleave", (event) => over(event)?.classList.remove("is-over"));
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-upload]");
    if (!form) return;
    const large = [...event.target.files].find((file) => file.size > Number(form.dataset.max));
    form.querySelector("[data-upload-note]").textContent = large ? `${large.name}: ${form.dataset.tooLarge}` : "";
    if (!large) return;
    event.target.value = "";
    event.stopPropagation();
  }, true);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.responseURL.includes(words.login.split("?")[0])) {
      event.preventDefault();
      bar.textContent = words.signedOut;
    }
  });
})();
