// About how many bytes the pictures of each sheet take in a PDF: JPEG stays as it is, all else becomes pixels.
() => {
  const bytes = image => image.naturalWidth * image.naturalHeight * (/\.jpe?g$/i.test(image.currentSrc) ? 0.5 : 3);
  const pixels = sheet => [...sheet.querySelectorAll("img")].filter(image => !/\.svg$/i.test(image.currentSrc));
  const sheets = [...document.querySelectorAll(".slides > .slide")];
  return sheets.map(sheet => Math.round(pixels(sheet).reduce((sum, image) => sum + bytes(image), 0)));
}
