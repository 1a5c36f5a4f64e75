// The filter of the evidence page. What is chosen stands in the address, so that the view can be shared.
"use strict";

(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const rows = [...document.querySelectorAll(".row")];
  const parts = [...document.querySelectorAll(".source-page, .source")];
  const choices = [...form.querySelectorAll("select")];
  const status = form.querySelector("[role=status]");
  const reset = form.querySelector("button");
  const none = document.querySelector(".none-shown");

  const fits = row => choices.every(each => !each.value || row.dataset[each.name] === each.value);

  function show() {
    const chosen = choices.some(each => each.value);
    for (const row of rows) row.hidden = !fits(row);
    // A page of the source without a row, and a source without a page, leave no heading behind.
    for (const part of parts) part.hidden = chosen && !part.querySelector(".row:not([hidden])");
    for (const link of document.querySelectorAll(".pages a")) {
      link.parentElement.hidden = document.getElementById(link.hash.slice(1)).parentElement.hidden;
    }
    const count = rows.filter(row => !row.hidden).length;
    status.textContent = `${count} ${form.dataset.of} ${rows.length} ${form.dataset.shown}`;
    none.hidden = count > 0;
    reset.hidden = !chosen;
  }

  function read() {
    const asked = new URLSearchParams(location.search);
    for (const each of choices) {
      const value = asked.get(each.name) || "";
      each.value = [...each.options].some(option => option.value === value) ? value : "";
    }
  }

  function write() {
    const query = new URLSearchParams(choices.filter(each => each.value).map(each => [each.name, each.value]));
    const address = new URL(location.href);
    address.search = query;
    history.replaceState(null, "", address);
  }

  function change() {
    show();
    write();
  }

  // An address that names a row shows it, whatever else it says.
  function showTarget() {
    const name = decodeURIComponent(location.hash.slice(1));
    const row = rows.find(each => each.id === name);
    if (!row?.hidden) return;
    for (const each of choices) each.value = "";
    change();
    row.scrollIntoView();
  }

  form.addEventListener("change", change);
  reset.addEventListener("click", () => {
    for (const each of choices) each.value = "";
    change();
    choices[0].focus();
  });
  addEventListener("hashchange", showTarget);
  form.hidden = false;
  read();
  show();
  showTarget();
})();
