// Calls Pele, and tells what the parts of a flowchart are called.
(() => {
  const BOLD = 1, MONO = 4; // bits of Pele's styles
  const MONO_WIDTH = 0.6;
  let letters; // how wide they are in the font of the page
  const widthOf = text => [...text].reduce((sum, letter) => sum + (letters.widths[letter] ?? letters.other), 0);
  const measurer = {
    width: (text, size, style) =>
      size * (style & MONO ? [...text].length * MONO_WIDTH : widthOf(text) * (style & BOLD ? letters.bold : 1)),
  };
  const options = {
    measurer, fontFamily: 'Inter', responsive: false, links: false, images: false,
    padding: 2, limit: 10000, outputLimit: 200000, maxEdges: 100,
  };
  const PHONE = 345;
  const SHRUNK = 1.2; // to which words can be shrunk before it is better to turn the diagram
  const narrow = { fontSize: 16 };
  const tight = { ...narrow, config: { flowchart: { rankSpacing: 24 } } };
  const wide = { fontSize: 23, config: { flowchart: { wrappingWidth: 300 } } }; // the size is the one in diagram.css

  // What the author can name: parts, groups with what stands in them, arrows with their ends. Of other kinds only the drawing tells.
  const kinds = {
    flowchart: model => ({
      nodes: [...model.nodes.keys()],
      groups: model.subgraphs.map(group => [group.id, [...group.nodes]]),
      edges: model.edges.map(edge => [edge.id, edge.start, edge.end]),
    }),
    state: ({ graph }) => ({
      nodes: graph.nodes.map(node => node.id),
      groups: graph.nodes.filter(node => node.isGroup).map(group => [
        group.id, graph.nodes.filter(node => node.parentId === group.id).map(node => node.id),
      ]),
      edges: graph.edges.map(edge => [edge.id, edge.start, edge.end]),
    }),
    // Messages and notes have no names of their own: they are counted.
    sequence: model => {
      const messages = [...model.messages].filter(each => each.from && each.to);
      return {
        nodes: [...model.actors.keys()],
        groups: messages.map((each, index) => [String(index + 1), [`i${each.id}`]]),
        edges: messages.map(each => [`i${each.id}`, each.from, each.to]),
      };
    },
  };
  const parts = model => (kinds[model.type] ?? (() => ({ nodes: [], groups: [], edges: [] })))(model);

  // Each group becomes one box with its title, and all arrows between two of them one arrow.
  const folded = model => {
    const home = new Map();
    for (const group of model.subgraphs) for (const name of group.nodes) home.set(name, group.id);
    const outermost = name => {
      for (let i = 0; i < 100 && home.has(name); i++) name = home.get(name);
      return name;
    };
    const nodes = new Map();
    for (const group of model.subgraphs) {
      if (!home.has(group.id)) nodes.set(group.id, { id: group.id, text: group.title, labelType: group.labelType, styles: [], classes: [] });
    }
    for (const [name, node] of model.nodes) if (!home.has(name) && !nodes.has(name)) nodes.set(name, node);
    const edges = new Map();
    for (const edge of model.edges) {
      const [start, end] = [outermost(edge.start), outermost(edge.end)];
      if (start !== end && !edges.has(`${start} ${end}`)) edges.set(`${start} ${end}`, { ...edge, start, end, text: '' });
    }
    return Object.assign(model, { nodes, edges: [...edges.values()], subgraphs: [] });
  };

  // In smaller type, and closer, it may fit; if not, what runs sideways is turned.
  const forPhone = draw => {
    const small = draw(tight);
    return (small.width > PHONE * SHRUNK ? draw({ ...narrow, maxWidth: PHONE, autoDirection: true }) : small).svg;
  };

  globalThis.diagram = values => {
    const [text, strip, known] = JSON.parse(values);
    letters = known;
    try {
      const model = pele.parse(text, options);
      const folds = strip && model.type === 'flowchart' && model.subgraphs.length > 0;
      const found = { ...parts(model), folds };
      const source = () => (folds ? folded(pele.parse(text, options)) : text);
      const draw = size => pele.render(source(), { ...options, ...size });
      const large = draw(wide);
      return JSON.stringify({ ...found, wide: large.svg, narrow: large.width > PHONE ? forPhone(draw) : '' });
    } catch (error) {
      return JSON.stringify({ error: String(error.message), line: error.line, column: error.column, code: error.code });
    }
  };
})();
