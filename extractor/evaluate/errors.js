"use strict";
(() => {
  const selects = [...document.querySelectorAll(".filters select")];
  const show = () => {
    for (const row of document.querySelectorAll(".error")) {
      row.hidden = selects.some((s) => s.value && row.dataset[s.dataset.field] !== s.value);
    }
    for (const part of document.querySelectorAll("section")) {
      part.hidden = !part.querySelector(".error:not([hidden])");
    }
  };
  for (const select of selects) select.addEventListener("change", show);
})();
