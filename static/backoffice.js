"use strict";

/* The search boxes of the back office take the place of a select but not of its name: give it to them, and read
   what is chosen after it. */
const nameBoxes = () => {
  document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!box || box.hasAttribute("aria-label")) return;
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim().replace(/[:：]$/, "");
    if (!name) return;
    box.id ||= `${select.id}-box`;
    box.setAttribute("aria-label", name);
    box.setAttribute("aria-labelledby", `${box.id} ${box.getAttribute("aria-labelledby") || ""}`.trim());
    box.querySelectorAll("input, [role=textbox]").forEach((part) => part.setAttribute("aria-label", name));
  });
};
new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
  if (added.some((node) => node.classList?.contains("select2-container"))) nameBoxes();
}).observe(document.body, { childList: true, subtree: true });
