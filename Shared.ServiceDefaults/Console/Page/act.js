// The buttons: orders that go well, orders that do not, and goods that come in.

import { el, say, byId } from './dom.js';
import { permissions } from './access.js';
import { count, plural } from './format.js';

const samples = [['Espresso cup', 19.99, 500], ['Desk lamp', 49.5, 40], ['Notebook', 6.8, 1200]];
const atOnce = 5; // A browser opens six connections to a service, and one of them is the stream.

export function actPanel(services, access, requests, goods, outcomes) {
  const { payment, inventory } = services;
  const choice = el('select', { id: 'product', onchange: () => show() });
  const note = el('p', { class: 'muted', id: 'off' });
  const product = () => goods.find(choice.value);

  const order = (change = {}) => ({
    method: 'POST',
    path: 'orders',
    headers: change.headers,
    body: { productId: product()?.id ?? hex(16), quantity: 1, price: product()?.price ?? 1, ...change.body },
  });

  const place = (request, times = 1, tell = reply => `Placed ${reply.data.id}.`) => async () => {
    const told = outcomes.begin(times);
    const first = await send(request(), tell, told, times);
    if (times === 1 || !first?.isOk) return;
    let left = times - 1;
    await Promise.all(Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const reply = await payment.send(request()).catch(silent);
        if (!reply?.isOk) return;
        told.add(reply.data);
        requests.say(`${plural(told.count, 'order')} placed.`);
      }
    }));
  };
  const send = async (request, tell, told, times = 1) => {
    const reply = await requests.send(payment, request, { tell, times });
    if (reply?.isOk) told.add(reply.data);
    return reply;
  };

  const twice = async () => {
    const request = order({ headers: { 'Idempotency-Key': hex(16) } });
    const told = outcomes.begin(1);
    const first = await send(request, () => 'The first.', told);
    if (!first?.isOk) return;
    await send(request, reply => `Sent twice, one order: the second answer shows ${reply.data.id} again.`, told);
  };

  const restock = () => requests.send(inventory, {
    method: 'POST', path: `products/${product().id}/stock`, body: { delta: 100 },
  }, { tell: reply => `${reply.data.name}: ${count(reply.data.quantity)} in stock.` }).then(goods.refresh);

  const add = async () => {
    const [name, price, quantity] = samples[goods.all().length % samples.length];
    const reply = await requests.send(inventory, { method: 'POST', path: 'products', body: { name, price, quantity } },
      { tell: ({ data }) => `${data.name} is on offer.` });
    await goods.refresh();
    if (reply?.isOk) choice.value = reply.data.id;
    show();
  };

  const buttons = [
    button('1 order', orders(payment, true), place(order)),
    button('10 orders', orders(payment, true), place(order, 10)),
    button('100 orders', orders(payment, true), place(order, 100)),
    button('Oversell', orders(payment, true),
      place(() => order({ body: { quantity: Math.min(product().quantity + 1, 1e6) } })), 'More than there is'),
    button('Wrong price', orders(payment, true),
      place(() => order({ body: { price: Number((product().price + 1).toFixed(2)) } })), 'Not what it costs'),
    button('Unknown product', orders(payment, false), place(() => order({ body: { productId: hex(16) } })),
      'A product that Inventory does not have'),
    button('Same key twice', orders(payment, true), twice, 'One request sent twice with its Idempotency-Key'),
    button('Restock 100', products(inventory, true), restock),
    button('Add a product', products(inventory, false), add),
  ];
  const group = (title, ...some) => el('div', { class: 'group', role: 'group', 'aria-label': title },
    el('span', { class: 'muted' }, title), ...some.map(one => one.node));
  byId('act').append(
    el('label', { class: 'field', for: 'product' }, el('span', { class: 'muted' }, 'Product'), choice),
    group('Orders that go well', ...buttons.slice(0, 3)),
    group('Orders that are met differently', ...buttons.slice(3, 7)),
    group('Goods', ...buttons.slice(7)),
    note, outcomes.node, requests.node);

  function show() {
    const all = goods.all();
    const options = all.map(one => `${one.id} ${one.name}`).join('\n');
    if (choice.shown !== options) {
      const chosen = choice.value;
      choice.replaceChildren(...all.map(one => el('option', { value: one.id }, one.name)));
      if (all.some(one => one.id === chosen)) choice.value = chosen;
      choice.shown = options;
    }
    choice.disabled = all.length === 0;
    const reasons = new Set(buttons.map(one => one.show()).filter(Boolean));
    say(note, [...reasons].join(' '));
  }

  // Why a button is off; empty when it is on.
  function orders(service, needsProduct) {
    return () => reason(service, permissions.orders, needsProduct);
  }
  function products(service, needsProduct) {
    return () => reason(service, permissions.products, needsProduct);
  }
  function reason(service, permission, needsProduct) {
    if (service.state === 'stopped') return service.trouble;
    if (!service.address) return `${service.title} is not connected.`;
    return access.reason(permission) || (needsProduct && !product() ? 'There is no product yet: add one first.' : '');
  }

  function button(title, why, act, hint) {
    let isBusy = false;
    const node = el('button', {
      type: 'button', title: hint, 'aria-describedby': 'off',
      async onclick() {
        isBusy = true;
        show();
        try {
          await act();
        } finally {
          isBusy = false;
          show();
        }
      },
    }, title);
    return {
      node,
      show() {
        const text = why();
        node.disabled = isBusy || text !== '';
        return text;
      },
    };
  }

  show();
  return { show };
}

// One of a hundred that does not get through ends its part of them; the count says how many were placed.
function silent(fault) {
  if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
  return null;
}

const hex = bytes => [...crypto.getRandomValues(new Uint8Array(bytes))]
  .map(byte => byte.toString(16).padStart(2, '0')).join('');
