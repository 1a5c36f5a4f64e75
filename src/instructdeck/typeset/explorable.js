// Asks an explorable, at build time, what it takes and how it looks; it follows explorable.js and the script itself.
(() => {
  const escape = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
  const written = node => typeof node === 'string' ? escape(node) : `<${node.name}${
    node.name === 'svg' ? ' xmlns="http://www.w3.org/2000/svg"' : ''}${
    Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escape(String(value))}"`).join('')
  }>${node.children.map(written).join('')}</${node.name}>`;
  globalThis.declared = values => {
    const [name] = JSON.parse(values);
    return JSON.stringify(explorables[name].parameters);
  };
  globalThis.pictured = values => {
    const [name, parameters] = JSON.parse(values);
    const parts = explorables[name];
    try {
      const result = parts.compute(parts.start(parameters));
      return JSON.stringify({wide: written(parts.picture(result, 'wide')), narrow: written(parts.picture(result, 'narrow'))});
    } catch (error) {
      if (error instanceof Refused) return JSON.stringify({key: error.key, refused: error.message});
      throw error;
    }
  };
  // What a test compares with a computation of its own.
  globalThis.computed = values => {
    const [name, parameters, changes] = JSON.parse(values);
    const parts = explorables[name];
    const change = (state, [key, value]) => parts.change ? parts.change(state, key, value) : {...state, [key]: value};
    return JSON.stringify(parts.compute(changes.reduce(change, parts.start(parameters))));
  };
})();
