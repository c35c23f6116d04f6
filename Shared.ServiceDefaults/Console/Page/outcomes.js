// What became of the orders that this page placed last, added up.

import { el, announce, keyed, say } from './dom.js';
import { count, plural } from './format.js';

export const stateOf = order => order.confirmedAt ? 'confirmed' : order.status;

export const isFinal = order => !['pending', 'completed'].includes(stateOf(order));

const describe = order => order.reason ? `${stateOf(order)}, ${order.reason}` : stateOf(order);

export function outcomesPanel() {
  const [title, list] = [el('h3'), el('ul', { class: 'tally' })];
  const node = el('div', { class: 'outcomes', hidden: true }, title, list);
  let batch = new Map();
  let isTold = true;

  const tally = () => {
    const sums = new Map();
    for (const order of batch.values()) sums.set(describe(order), (sums.get(describe(order)) ?? 0) + 1);
    return [...sums].sort(([one], [other]) => one.localeCompare(other));
  };

  const show = () => {
    node.hidden = batch.size === 0;
    say(title, batch.size === 1 ? 'Your order' : `Your ${plural(batch.size, 'order')}`);
    keyed(list, tally(), ([state]) => state,
      ([state]) => el('li', { class: `state ${state.split(',')[0]}` }),
      (item, [state, number]) => say(item, `${count(number)} ${state}`));
    if (isTold || batch.size === 0 || ![...batch.values()].every(isFinal)) return;
    isTold = true;
    announce(`${plural(batch.size, 'order')}: ${tally().map(([state, number]) => `${number} ${state}`).join('; ')}.`);
  };

  return {
    node,
    open: () => [...batch.values()].filter(order => !isFinal(order)),
    begin() {
      batch = new Map();
      const mine = batch;
      isTold = false;
      show();
      return {
        get count() { return mine.size; },
        add(order) {
          mine.set(order.id, order);
          show();
        },
      };
    },
    see(orders) {
      for (const order of orders) if (batch.has(order.id)) batch.set(order.id, order);
      show();
    },
  };
}
