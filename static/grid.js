"use strict";

/* Scores are saved cell by cell; what somebody else wrote meanwhile is shown, never overwritten. */
for (const grid of document.querySelectorAll("[data-grid]")) {
  const words = grid.dataset;
  const live = document.querySelector("[data-live]");
  const RETRY = 15000;
  const cells = [...grid.querySelectorAll("[data-cell]")].filter((cell) => cell.querySelector("[data-points]"));

  const parts = (cell) => ({ points: cell.querySelector("[data-points]"), reason: cell.querySelector("[data-reason]") });
  const key = (cell) => { const { points, reason } = parts(cell); return `${points.value.trim()}|${reason.value.trim()}`; };
  const tell = (cell, text, kind = "") => {
    const state = cell.querySelector("[data-state]");
    state.replaceChildren(text);
    state.dataset.kind = kind;
    if (live && text) live.textContent = text;
  };
  const openReason = (cell) => {
    const { points, reason } = parts(cell);
    const value = Number(points.value);
    const away = points.value !== "" && (value < Number(cell.dataset.full) || (cell.dataset.proposed !== "" && value !== Number(cell.dataset.proposed)));
    if (away) reason.hidden = false;
  };
  const stored = (cell, answer) => {
    cell.dataset.version = answer.version;
    cell.dataset.stored = `${answer.points}|${answer.reason}`;
  };
  const choice = (cell, theirs) => {
    tell(cell, `${theirs.by} ${words.conflict} ${theirs.points} ${theirs.reason}`, "bad");
    const press = (text, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = text;
      button.addEventListener("click", act);
      cell.querySelector("[data-state]").append(" ", button);
    };
    cell.dataset.stopped = "yes";
    press(words.take, () => {
      const { points, reason } = parts(cell);
      points.value = theirs.points;
      reason.value = theirs.reason;
      delete cell.dataset.stopped;
      stored(cell, theirs);
      tell(cell, "");
    });
    press(words.keep, () => { delete cell.dataset.stopped; stored(cell, theirs); save(cell); });
  };

  const send = async (cell) => {
    const { points, reason } = parts(cell);
    const sent = key(cell);
    const body = new FormData();
    const values = { criterion: cell.dataset.criterion, unit: cell.dataset.unit, column: words.column, points: points.value, reason: reason.value, version: cell.dataset.version };
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    tell(cell, words.saving);
    let response;
    try {
      response = await fetch(words.url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": words.token }, redirect: "manual", keepalive: true });
    } catch {
      tell(cell, words.offline, "bad");
      setTimeout(() => save(cell), RETRY);
      return;
    }
    if (!response.headers.get("Content-Type")?.includes("json")) {
      tell(cell, words.signedOut, "bad");
      return;
    }
    const answer = await response.json();
    if (response.ok) {
      cell.dataset.version = answer.version;
      cell.dataset.stored = sent;
      tell(cell, `${words.saved} ${answer.at}`, "good");
    } else if (response.status === 409) choice(cell, answer);
    else {
      tell(cell, answer.error, "bad");
      if (answer.field === "reason") { reason.hidden = false; reason.focus(); }
    }
  };
  const busy = new Map();
  const save = (cell) => {
    if (busy.has(cell)) return busy.get(cell).then(() => save(cell));
    if (cell.dataset.stopped || key(cell) === cell.dataset.stored) return Promise.resolve();
    const work = send(cell).finally(() => busy.delete(cell));
    busy.set(cell, work);
    return work;
  };

  const go = (cell, down, across) => {
    const here = cell.closest("td");
    let row = here?.parentElement;
    let target = here;
    while (target) {
      if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      target = down ? row?.cells[here.cellIndex] : (across > 0 ? target.nextElementSibling : target.previousElementSibling);
      const field = target?.querySelector("[data-points]");
      if (field) { field.focus(); return; }
    }
  };

  for (const cell of cells) {
    const { points, reason } = parts(cell);
    cell.dataset.stored = key(cell);
    points.addEventListener("focus", () => points.select());
    points.addEventListener("input", () => openReason(cell));
    points.addEventListener("change", () => save(cell));
    reason.addEventListener("change", () => save(cell));
    cell.addEventListener("keydown", (event) => {
      const inPoints = event.target === points;
      const whole = inPoints && (points.selectionStart === 0 && points.selectionEnd === points.value.length);
      if (event.key === "Escape") [points.value, reason.value] = cell.dataset.stored.split(/\|(.*)/s);
      else if (event.key === "Enter" || (event.key === "ArrowDown" && inPoints)) { save(cell); go(cell, 1, 0); }
      else if (event.key === "ArrowUp" && inPoints) go(cell, -1, 0);
      else if (event.key === "ArrowRight" && whole) go(cell, 0, 1);
      else if (event.key === "ArrowLeft" && whole) go(cell, 0, -1);
      else return;
      event.preventDefault();
    });
  }
}
