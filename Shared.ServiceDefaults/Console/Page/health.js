// How each service is, by the instance that answers: its checks, and when each of its loops last turned.

import { byId, el, keyed, say } from './dom.js';
import { age } from './format.js';
import { thresholds } from './stations.js';

export function healthPanel(services) {
  const cards = Object.values(services).map(card);
  byId('health').append(el('div', { class: 'halves' }, ...cards.map(one => one.node)));
  return { show: () => cards.forEach(one => one.show()) };
}

function card(service) {
  const state = el('p', { class: 'state' });
  const [checks, loops] = [list(`Checks of ${service.title}`), list(`Loops of ${service.title}`)];
  return {
    node: el('section', { class: 'health', 'aria-label': service.title },
      el('h3', {}, service.title), state, checks, loops),
    show() {
      const flow = service.state === 'live' ? service.flow : null;
      say(state, flow ? `${flow.health.status}, as ${flow.instance} says.` : service.trouble || 'Not connected.');
      state.className = `state ${flow?.health.status.toLowerCase() ?? 'away'}`;
      entries(checks, Object.entries(flow?.health.checks ?? {}), ([, word]) => [word, word === 'Healthy']);
      entries(loops, (flow?.loops ?? []).map(loop => [loop.name, loop]),
        ([, loop]) => [age(loop.ageSeconds), loop.ageSeconds <= thresholds.LoopStalled]);
    },
  };
}

const list = name => el('dl', { 'aria-label': name });

function entries(node, items, read) {
  keyed(node, items, ([name]) => name, ([name]) => el('div', {}, el('dt', {}, name), el('dd')), (entry, item) => {
    const [text, isGood] = read(item);
    say(entry.lastChild, text);
    entry.className = isGood ? '' : 'bad';
  });
}
