// Calls KaTeX, and lifts the styles off the tree that it gives.
(() => {
  const hyphenate = name => name.replace(/([A-Z])/g, '-$1').toLowerCase();
  const escape = text => text.replace(/[^A-Za-z0-9-]/g, c => c === '.' ? '_' : `_${c.charCodeAt(0).toString(16)}_`);
  // A part that `terms.marked` marked: its number as a class, and how far it reaches above and below its line.
  // Its line and number stand below it, or above it where something of the formula is below it, as in a numerator;
  // where there is something on both sides the number stands below all of the formula.
  const markPart = (node, take, spot) => {
    const deepest = Math.max(0, ...(node.children || []).map(layers));
    node.classes.push('term', `hue-${(node.attributes['data-term'] - 1) % 6 + 1}`, 'fragment');
    node.attributes['data-fragment-index'] = String(node.attributes['data-term'] - 1);
    take('--up', node.height.toFixed(2) + 'em');
    take('--down', node.depth.toFixed(2) + 'em');
    if (deepest) take('--layer', String(deepest));
    const above = spot.above && (spot.raised || !spot.below);
    if (above) node.classes.push('above');
    if (!spot.below && !above) {
      node.classes.push('far');
      take('--reach', ((spot.bottom + spot.rise) / spot.scale).toFixed(2) + 'em');
    }
  };
  // How many parts lie within each other in a node, itself counted.
  const layers = node => Math.max(0, ...(node.children || []).map(layers)) + ('data-term' in (node.attributes || {}));
  // KaTeX's sizes 1 to 11, as parts of the type size.
  const SIZES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];
  // Where a node's children stand: whether there is room above and below them, whether they are a power, how far they
  // are above the formula's line and how deep it reaches, both in its own em, and how large that of the children is.
  const WHOLE = {above: true, below: true, rise: 0, bottom: 0, scale: 1, raised: false, within: ''};
  const spotsIn = (node, spot) => {
    const classes = node.classes || [];
    const inner = {...spot};
    if (classes.includes('katex-html')) inner.bottom = node.depth;
    if (classes.includes('msupsub')) inner.within = 'script';
    if (classes.includes('sqrt')) inner.within = 'root';
    if (classes.some(name => name.startsWith('col-align-'))) inner.within = 'cell';
    const [from, to] = [/^reset-size(\d+)$/, /^size(\d+)$/].map(size => classes.map(name => name.match(size)).find(Boolean)?.[1]);
    if (from && to) inner.scale *= SIZES[to - 1] / SIZES[from - 1];
    if (!classes.includes('vlist')) return () => inner;
    const rises = new Map(node.children.map(row => [row, riseOf(row)]));
    return row => {
      const rise = rises.get(row);
      // A root has its bar above, and lines of a formula have as much between them as the author gives them.
      if (spot.within === 'root') return {...inner, within: '', above: false};
      const others = spot.within === 'cell' ? [] : [...rises.values()].filter(each => each !== rise);
      return {
        ...inner, within: '', rise: spot.rise + rise * spot.scale,
        raised: spot.raised || (spot.within === 'script' && rise > 0),
        above: spot.above && !others.some(each => each > rise), below: spot.below && !others.some(each => each < rise),
      };
    };
  };
  const riseOf = row => -parseFloat(row.style?.top || 0) - parseFloat(row.children?.[0]?.style?.height || 0);
  const lift = (node, lifted, spot = WHOLE) => {
    const spots = spotsIn(node, spot);
    const names = [];
    const take = (property, value) => {
      const name = 'k-' + escape(property) + '-' + escape(value);
      lifted[name] = [property, value];
      names.push(name);
    };
    const style = node.style || {};
    if (node.italic > 0) { take('margin-right', node.italic.toFixed(4).replace(/\.?0+$/, '') + 'em'); node.italic = 0; }
    for (const key of Object.keys(style)) if (style[key]) take(hyphenate(key), String(style[key]));
    if (node.style) node.style = {};
    const attributes = node.attributes || {};
    if ('data-term' in attributes) markPart(node, take, spot);
    if (attributes.style) {
      for (const part of attributes.style.split(';')) {
        const colon = part.indexOf(':');
        if (colon > 0) take(part.slice(0, colon).trim(), part.slice(colon + 1).trim());
      }
      delete attributes.style;
    }
    if (names.length && node.classes) node.classes = node.classes.concat(names);
    else if (names.length) attributes.class = [attributes.class, ...names].filter(Boolean).join(' ');
    for (const child of node.children || []) lift(child, lifted, spots(child));
  };
  // Without this KaTeX writes what it does not trust in red, and says nothing.
  // Marks of our own come into a formula only after it was set without them, so that no author can write them.
  const isMark = ({attributes}) => Object.entries(attributes || {}).every(([name, value]) => name === 'data-term' && /^\d+$/.test(value));
  const distrust = (tex, marked) => context => {
    const {command} = context;
    if (marked && command === '\\htmlData' && isMark(context)) return true;
    throw {rawMessage: `${command} is off`, position: Math.max(tex.indexOf(command), 0), length: command.length};
  };
  globalThis.formula = (values) => {
    const [tex, display, marked] = JSON.parse(values);
    try {
      const tree = katex.__renderToDomTree(tex, {
        displayMode: display, throwOnError: true, output: 'htmlAndMathml', trust: distrust(tex, marked),
        strict: 'ignore', maxExpand: 1000, maxSize: 40,
      });
      const lifted = {};
      lift(tree, lifted);
      return JSON.stringify({html: tree.toMarkup(), lifted});
    } catch (error) {
      return JSON.stringify({error: error.rawMessage || String(error), position: error.position, length: error.length});
    }
  };
})();
