// Tells the style sheets how wide each picture is for its height, which no rule of theirs can ask for: what is as high as its
// width wants, and then no wider than its height lets it be, has no empty room beside it.
"use strict";

document.addEventListener("load", ({ target }) => {
  if (target.matches?.(".figure img") && target.naturalHeight) target.style.setProperty("--ratio", target.naturalWidth / target.naturalHeight);
}, true);
