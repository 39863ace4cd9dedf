"use strict";

/* The menu on a phone. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle]");
  if (!button) return;
  const part = document.getElementById(button.dataset.toggle);
  const open = part.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
});

/* A second press sends nothing for a moment, which is long enough for a double click; what is sent again later is
   told apart by its mark. A file to save leaves the page as it is: after the moment the buttons work again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
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

/* A day is typed in any spelling or picked from the browser's calendar, which a button beside it opens. */
const asDay = (text) => {
  const found = text.normalize("NFKC").trim().match(/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$|^(\d{4})(\d{2})(\d{2})$/);
  if (!found) return "";
  const [year, month, day] = found.slice(1).filter(Boolean);
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(written) ? written : "";
};
document.querySelectorAll("input[data-day]").forEach((field) => {
  field.addEventListener("change", () => {
    field.value = asDay(field.value) || field.value;
  });
  if (!("showPicker" in HTMLInputElement.prototype)) return;
  const calendar = document.createElement("input");
  calendar.type = "date";
  calendar.max = field.dataset.latest ?? "";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  const label = field.labels[0]?.firstChild.textContent.trim() || field.getAttribute("aria-label");
  button.setAttribute("aria-label", [field.dataset.day, label].filter(Boolean).join(" "));
  button.title = field.dataset.day;
  const both = document.createElement("span");
  both.className = "day";
  field.replaceWith(both);
  both.append(field, calendar, button);
  button.addEventListener("click", () => {
    calendar.value = asDay(field.value);
    calendar.showPicker();
  });
  calendar.addEventListener("change", () => {
    field.value = calendar.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    button.focus();
  });
});

/* A table wider than its place is scrolled by the keyboard too: it can be focused as long as it is too wide. */
const watchWidth = new ResizeObserver((entries) => {
  entries.forEach(({ target }) => {
    const isWide = target.scrollWidth > target.clientWidth;
    if (isWide) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  });
});
document.querySelectorAll(".table-wrap").forEach((wrap) => watchWidth.observe(wrap));
