// Elements are made here and nowhere else. What a service says becomes text, never markup.

const vector = 'http://www.w3.org/2000/svg';

export const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

export const svg = (name, attributes, ...children) =>
  fill(document.createElementNS(vector, name), attributes, children);

export const byId = id => document.getElementById(id);

// Writes only what is new, so that a selection and a screen reader are left alone.
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Outcomes are read to those who do not see them; figures, which change each second, are not.
export const announce = text => say(byId('announcer'), text);

// Shows items in order and keeps the node of each that was shown before.
export function keyed(parent, items, keyOf, make, show) {
  const known = parent.known ?? new Map();
  parent.known = new Map(items.map(item => [keyOf(item), known.get(keyOf(item)) ?? make(item)]));
  for (const [key, node] of known) if (!parent.known.has(key)) node.remove();
  items.forEach((item, place) => {
    const node = parent.known.get(keyOf(item));
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
    show(node, item);
  });
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}
