"use strict";

/* The menu on a phone. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle]");
  if (!button) return;
  const part = document.getElementById(button.dataset.toggle);
  const open = part.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
});

/* A second press of the same button sends nothing; the browser's back button frees it again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

/* A select or date marked so sends its form at once. */
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-submit]");
  if (field) field.form.requestSubmit();
});

/* The stroke leads to the search box from everywhere but a field. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.getElementById("search");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/* Escape leaves the search box, back to the page. */
document.getElementById("search")?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.blur();
});

/* What drops down closes with Escape and when another part of the page is pressed. */
const closeDrops = (except) => document.querySelectorAll("details.drop[open]").forEach((part) => {
  if (part !== except) part.open = false;
});
document.addEventListener("click", (event) => closeDrops(event.target.closest("details.drop")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.drop[open]");
  closeDrops(null);
  open?.querySelector("summary").focus();
});

/* After a refused form the summary of what is wrong is read first. */
document.querySelector(".summary")?.focus();
