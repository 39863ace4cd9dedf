"use strict";

/* The wall display: one panel after another, fresh figures every minute, the last ones with their age when the network is gone. */
(() => {
  const TURN = 15000;
  const REFRESH = 60000;
  const TICK = 5000;
  const MINUTE = 60000;
  const words = document.body.dataset;
  const panels = document.getElementById("panels");
  const state = document.getElementById("state");
  const stamp = document.getElementById("stamp");
  const place = document.getElementById("place");
  const pause = document.getElementById("pause");
  // Whoever asked for less motion turns the panels by hand.
  let running = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let shown = 0;
  let fetched = Date.now();
  let trouble = "";
  let asking = false;

  const show = (index) => {
    const all = [...panels.querySelectorAll(".panel")];
    shown = (index + all.length) % all.length;
    all.forEach((panel, number) => panel.classList.toggle("is-shown", number === shown));
    place.textContent = `${shown + 1} / ${all.length}`;
  };
  const label = () => {
    pause.textContent = running ? words.pause : words.go;
  };
  const tell = () => {
    const minutes = String(Math.floor((Date.now() - fetched) / MINUTE));
    document.body.classList.toggle("is-old", trouble !== "");
    const text = trouble ? trouble.replace("{n}", minutes) : words.fresh;
    if (state.textContent !== text) state.textContent = text;
  };

  const refresh = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(30000) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("panels");
      if (!answer.ok) throw new Error(String(answer.status));
      if (fresh) {
        panels.replaceChildren(...document.importNode(fresh, true).childNodes);
        stamp.textContent = page.getElementById("stamp").textContent;
        fetched = Date.now();
        trouble = "";
        show(shown);
      } else {
        trouble = words.out;
      }
    } catch {
      trouble = words.old;
    }
    asking = false;
    tell();
  };

  document.getElementById("next").addEventListener("click", () => show(shown + 1));
  document.getElementById("back").addEventListener("click", () => show(shown - 1));
  pause.addEventListener("click", () => {
    running = !running;
    label();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(shown + 1);
    if (event.key === "ArrowLeft") show(shown - 1);
  });
  window.addEventListener("offline", () => {
    trouble = words.old;
    tell();
  });
  window.addEventListener("online", refresh);
  setInterval(() => running && show(shown + 1), TURN);
  setInterval(refresh, REFRESH);
  setInterval(tell, TICK);

  document.body.classList.add("is-running");
  label();
  show(0);
})();
