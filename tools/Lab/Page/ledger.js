// The headline: sums that add up at any moment, or turn red.

import { byId, el, say } from './dom.js';
import { age, count } from './format.js';

const stale = 4; // seconds; the books are read once a second

// Each line: what equals what. A term is an operator, a name, and where its figure comes from.
const lines = [
  ['Orders', ['', 'accepted', 'accepted'], ['=', 'confirmed', 'confirmed'], ['+', 'refunded', 'refunded'],
    ['+', 'declined', 'declined'], ['+', 'in flight', 'inFlight']],
  ['Stock', ['', 'units taken', 'taken'], ['=', 'of confirmed orders', 'unitsConfirmed'],
    ['+', 'of orders in flight', 'unitsUnderWay']],
  ['Money', ['', 'charged', 'charged'], ['−', 'refunded', 'moneyBack'], ['=', 'kept', 'kept']],
];

export function ledgerPanel() {
  const figures = [];
  const figure = (key, text) => {
    const number = el('span', { class: 'number' }, '–');
    figures.push(statement => say(number, count(Math.round(statement[key]))));
    return [number, el('span', { class: 'muted' }, text)];
  };
  const term = ([sign, text, key]) => el('li', {},
    sign ? el('span', { class: 'sign' }, sign) : null, el('span', { class: 'term' }, ...figure(key, text)));
  const rows = lines.map(([title, ...terms]) =>
    el('div', { class: 'sum' }, el('h3', {}, title), el('ul', {}, ...terms.map(term))));
  const zero = (key, text) => el('p', { class: `zero ${key}` }, ...figure(key, text));
  const verdict = el('p', { class: 'verdict', role: 'status' });
  const since = el('p', { class: 'muted since' });
  const panel = byId('ledger');
  panel.append(el('div', { class: 'sums' },
    el('div', {}, ...rows),
    el('div', { class: 'zeros' }, zero('lost', 'lost'), zero('doubled', 'doubled'), verdict, since)));

  return {
    show({ statement, broke, at, audit }) {
      if (!statement) return;
      for (const write of figures) write(statement);
      panel.classList.toggle('wrong', broke !== null);
      say(verdict, broke === null ? 'It adds up.' : `It does not add up: ${broke}.`);
      const seconds = (Date.now() - Date.parse(at)) / 1000;
      say(since, seconds > stale ? `As of ${age(seconds)} ago: a Redis that has to be read does not answer.`
        : audit ? `Audited at rest: ${count(audit.checked)} things by ${audit.rules} rules, ${audit.violations} violations.`
          : 'Read anew each second from both stores, and held against what the customers were told.');
    },
    close() {
      say(since, 'The lab does not answer. Is it closed?');
    },
  };
}
