// Of the rules' parameters only those of the chosen rule are shown; without this script all are.
"use strict";
for (const form of document.querySelectorAll("form[data-rules]")) {
  const choice = form.querySelector("[name=rule]");
  const show = () => {
    for (const part of form.querySelectorAll("[data-rule]")) part.hidden = part.dataset.rule !== choice.value;
  };
  choice.addEventListener("change", show);
  show();
}
