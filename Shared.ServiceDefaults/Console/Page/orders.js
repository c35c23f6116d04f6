// The last orders, each as a timeline.

import { el, byId, keyed, say } from './dom.js';
import { after, clock, money } from './format.js';
import { movement, whenChanged } from './changed.js';
import { stateOf } from './outcomes.js';

const [shown, most, askedOneByOne] = [10, 100, 5];

export function ordersPanel(payment, goods, outcomes) {
  const list = el('ol', { class: 'orders' });
  const empty = el('p', { class: 'muted' });
  byId('orders').append(empty, list);
  let orders = [];

  const fetching = whenChanged(async () => {
    const open = outcomes.open();
    const answer = await payment.read(`orders?limit=${open.length > shown ? most : shown}`);
    if (!answer) return;
    orders = answer.slice(0, shown);
    outcomes.see([...answer, ...await missing(open, answer)]);
    show();
  });

  // Orders of this page that others have pushed off the list.
  const missing = async (open, found) => {
    const known = new Set(found.map(order => order.id));
    const some = open.filter(order => !known.has(order.id)).slice(0, askedOneByOne);
    return (await Promise.all(some.map(order => payment.read(`orders/${order.id}`)))).filter(Boolean);
  };

  const show = () => {
    say(empty, orders.length ? '' : payment.flow ? 'None yet. Place one.' : '');
    empty.hidden = orders.length > 0;
    keyed(list, orders, order => order.id, make, (node, order) => showOrder(node, order, goods));
  };

  return {
    show() {
      if (payment.state === 'live') fetching.see(movement(payment));
      show();
    },
    refresh: fetching.now,
  };
}

const make = order => el('li', {},
  el('div', { class: 'bar' }, el('span', { class: 'what' }), el('span', { class: 'number' }, money(order.total))),
  el('ol', { class: 'steps' }),
  el('div', { class: 'ids' }, el('span', {}, `order ${order.id}`), el('span')));

function showOrder(node, order, goods) {
  const [bar, steps, ids] = node.children;
  const trace = order.traceId?.split('-')[1];
  say(bar.firstChild, `${order.quantity} × ${goods.find(order.productId)?.name ?? 'unknown product'}`);
  say(ids.lastChild, trace ? `trace ${trace}` : '');
  keyed(steps, stepsOf(order), step => step.state, makeStep, showStep);
}

// The steps that an order has taken, and the one that it waits for.
function stepsOf(order) {
  const state = stateOf(order);
  const steps = [{ state: 'pending', time: clock(order.createdAt) }];
  const at = moment => after(order.createdAt, moment);
  if (order.completedAt) steps.push({ state: 'completed', title: 'paid', time: at(order.completedAt) });
  if (state === 'confirmed') steps.push({ state, time: at(order.confirmedAt) });
  if (state === 'refunded') steps.push({ state, time: at(order.refundedAt), reason: order.reason });
  if (state === 'declined') steps.push({ state, reason: order.reason });
  if (state === 'pending') steps.push({ state: 'wait', title: 'to be paid …' });
  if (state === 'completed') steps.push({ state: 'wait', title: 'Inventory is told …' });
  return steps;
}

const makeStep = ({ state, title, reason }) => el('li', { class: `state ${state}` },
  el('span', {}, title ?? state, reason ? `, ${reason}` : ''), ' ', el('span', { class: 'muted' }));

const showStep = (node, { title, time, state }) => {
  say(node.lastChild, time ?? '');
  if (state === 'wait') say(node.firstChild, title);
};
