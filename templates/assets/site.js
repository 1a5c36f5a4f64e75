// The button for light or dark on the pages.
"use strict";

(() => {
  const button = document.querySelector(".theme-toggle");
  const show = () => button.setAttribute("aria-pressed", String(theme.isDark()));
  button.addEventListener("click", () => { theme.toggle(); show(); });
  theme.onChange(show);
  show();
  button.hidden = false;
})();
