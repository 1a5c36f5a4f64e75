// Compiles a Vega-Lite specification and draws it as SVG; nothing is loaded, and words are as wide as in the page's font.
(() => {
  const refuse = address => { throw new Error(`'${address}' is not loaded`); };
  const loader = {load: refuse, sanitize: refuse, http: refuse, file: refuse};
  const measure = ({widths, other, bold}) => (item, text) => {
    const words = String(text ?? item.text ?? '');
    let sum = 0;
    for (const letter of words) sum += widths[letter] ?? other;
    const size = item.fontSize ?? 11;
    const wide = sum * size * (item.fontWeight === 'bold' || item.fontWeight >= 600 ? bold : 1);
    return item.limit > 0 ? Math.min(item.limit, wide) : wide;
  };
  globalThis.chart = values => {
    const [specification, letters] = JSON.parse(values);
    try {
      vega.resetSVGDefIds();
      vega.textMetrics.width = measure(letters);
      const warnings = [], failures = [];
      const into = list => (...words) => { list.push(words.map(word => word && word.message || word).join(' ')); return logger; };
      const logger = {level: () => logger, error: into(failures), warn: into(warnings), info: () => logger, debug: () => logger};
      const compiled = vegaLite.compile(specification, {logger});
      const view = new vega.View(vega.parse(compiled.spec), {renderer: 'none', loader, logger});
      view.run();
      // Vega goes on where a part of it fails, and draws what is left.
      if (failures.length) return JSON.stringify({error: failures[0]});
      const picture = new vega.SVGStringRenderer(loader);
      const {left, right, top, bottom} = view.padding();
      const width = Math.max(0, view._viewWidth + left + right), height = Math.max(0, view._viewHeight + top + bottom);
      const origin = [view._origin[0] + left, view._origin[1] + top];
      picture.initialize(null, width, height, origin).render(view.scenegraph().root);
      return JSON.stringify({svg: picture.svg(), warnings: warnings.map(String)});
    } catch (error) {
      return JSON.stringify({error: String(error && error.message || error)});
    }
  };
})();
