// Calls KaTeX, and lifts the styles off the tree that it gives.
(() => {
  const hyphenate = name => name.replace(/([A-Z])/g, '-$1').toLowerCase();
  const escape = text => text.replace(/[^A-Za-z0-9-]/g, c => c === '.' ? '_' : `_${c.charCodeAt(0).toString(16)}_`);
  // A part that `terms.marked` marked: its number as a class, and how far it reaches above and below its line.
  const markPart = (node, take) => {
    const deepest = Math.max(0, ...(node.children || []).map(layers));
    node.classes.push('term', `hue-${(node.attributes['data-term'] - 1) % 6 + 1}`, 'fragment');
    node.attributes['data-fragment-index'] = String(node.attributes['data-term'] - 1);
    take('--up', node.height.toFixed(2) + 'em');
    take('--down', node.depth.toFixed(2) + 'em');
    if (deepest) take('--layer', String(deepest));
  };
  // How many parts lie within each other in a node, itself counted.
  const layers = node => Math.max(0, ...(node.children || []).map(layers)) + ('data-term' in (node.attributes || {}));
  const lift = (node, lifted) => {
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
    if ('data-term' in attributes) markPart(node, take);
    if (attributes.style) {
      for (const part of attributes.style.split(';')) {
        const colon = part.indexOf(':');
        if (colon > 0) take(part.slice(0, colon).trim(), part.slice(colon + 1).trim());
      }
      delete attributes.style;
    }
    if (names.length && node.classes) node.classes = node.classes.concat(names);
    else if (names.length) attributes.class = [attributes.class, ...names].filter(Boolean).join(' ');
    for (const child of node.children || []) lift(child, lifted);
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
