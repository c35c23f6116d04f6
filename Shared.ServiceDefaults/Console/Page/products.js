// The products and their stock.

import { el, byId, keyed, say } from './dom.js';
import { count, money } from './format.js';
import { movement, whenChanged } from './changed.js';

const [shown, most] = [6, 50];

export function productsPanel(inventory, changed) {
  const rows = el('tbody');
  const empty = el('p', { class: 'muted' });
  const table = el('table', {}, el('thead', {}, el('tr', {},
    el('th', { scope: 'col' }, 'Product'),
    el('th', { scope: 'col', class: 'number' }, 'Price'),
    el('th', { scope: 'col', class: 'number' }, 'In stock'))), rows);
  byId('products').append(empty, table);
  let products = [];

  const fetching = whenChanged(async () => {
    products = await inventory.read(`products?limit=${most}`) ?? products;
    changed();
  });

  return {
    all: () => products,
    find: id => products.find(product => product.id === id),
    refresh: fetching.now,
    show() {
      if (inventory.state === 'live') fetching.see(movement(inventory));
      table.hidden = products.length === 0;
      empty.hidden = !table.hidden;
      say(empty, inventory.flow ? 'Nothing is on offer yet. Add a product.' : 'Only Inventory knows.');
      keyed(rows, products.slice(0, shown), product => product.id, make, showProduct);
    },
  };
}

const make = () => el('tr', {},
  el('th', { scope: 'row' }), el('td', { class: 'number' }), el('td', { class: 'number' }));

function showProduct(node, { name, price, quantity }) {
  const [title, cost, stock] = node.children;
  say(title, name);
  say(cost, money(price));
  say(stock, count(quantity));
}
