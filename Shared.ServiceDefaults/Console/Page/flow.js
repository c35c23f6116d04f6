// The picture of the flow, with live figures at each station; and the same figures as a table.

import { el, svg, say, keyed, byId } from './dom.js';
import { age, count, plural, rate } from './format.js';
import { narrow, wide } from './layout.js';
import { stations, figuresOf, troubleOf, troublesOf } from './stations.js';

const isNarrow = matchMedia('(max-width: 56rem)');

export function flowPanel(services, rates, graphs) {
  const host = byId('flow');
  const frame = el('div', { class: 'picture' });
  const notices = el('ul', { class: 'notices', 'aria-live': 'polite', 'aria-label': 'What asks for attention' });
  const rows = el('tbody');
  host.append(frame, notices, table(rows));

  let picture;
  const draw = () => {
    picture = drawing(isNarrow.matches ? narrow : wide, services);
    frame.replaceChildren(picture.node);
  };
  draw();

  const show = () => {
    const seen = stations.map(station => see(station, services, rates));
    picture.show(seen);
    keyed(rows, seen, one => one.station.key, row, showRow);
    const found = [
      ...Object.values(services).flatMap(troublesOf),
      ...seen.map(one => one.trouble).filter(Boolean),
      ...graphs.troubles(),
    ];
    keyed(notices, found, one => one.alert + one.text.replace(/[\d.,]+ ?(s|min|h|days)?/g, ''), notice, showNotice);
  };
  isNarrow.addEventListener('change', () => { draw(); show(); });
  return { show };
}

// What is known of a station now.
function see(station, services, rates) {
  const service = services[station.of];
  const found = service.state === 'live' ? figuresOf(service, station) : null;
  const figures = found?.waiting == null ? null : found; // The Redis that would know is away.
  return { station, figures, trouble: troubleOf(figures), perSecond: figures && rates.of(station.key) };
}

function drawing(layout, services) {
  const node = svg('svg', {
    viewBox: `0 0 ${layout.size.join(' ')}`, role: 'img',
    'aria-label': 'POST /orders leads to the payment queue and the outbox of Payment, over the stream order_completed '
      + 'to Inventory, which takes the stock, or refuses and sends refund_order back. The table below has the figures.',
  });
  node.append(arrowHead());
  const panels = layout.panels.map(panel => drawPanel(panel, services[panel.of]));
  const receipts = layout.receipts.map(path => svg('path', { d: path, class: 'receipt' }));
  const flows = layout.flows.map(flow => ({ ...flow, dots: svg('path', { d: flow.path, class: 'dots' }) }));
  const lines = flows.flatMap(flow => [svg('path', { d: flow.path, class: 'line' }), flow.dots]);
  const labels = layout.labels.map(label => svg('text', {
    x: label.at[0], y: label.at[1], class: label.kind, 'text-anchor': label.anchor,
  }, label.text));
  const cards = stations.filter(station => layout.cards[station.key])
    .map(station => drawCard(station, layout.cards[station.key], layout.card));
  node.append(...panels.map(panel => panel.node), ...receipts, ...lines, ...labels, ...cards.map(card => card.node));

  return {
    node,
    show(seen) {
      const byKey = Object.fromEntries(seen.map(one => [one.station.key, one]));
      panels.forEach(panel => panel.show(byKey[`${panel.of}Letters`]));
      cards.forEach(card => card.show(byKey[card.key]));
      flows.forEach(flow => flow.dots.classList.toggle('moving', byKey[flow.of].perSecond > 0));
    },
  };
}

function arrowHead() {
  return svg('defs', {}, svg('marker', {
    id: 'head', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse',
  }, svg('path', { d: 'M0 0L8 4L0 8z', class: 'head' })));
}

function drawPanel({ of, at, size, title, letters }, service) {
  const state = svg('tspan', { class: 'note', dx: 8 });
  const dead = svg('text', { x: letters.at[0], y: letters.at[1], 'text-anchor': letters.anchor, class: 'note' });
  const node = svg('g', { class: 'panel' },
    svg('rect', { x: at[0], y: at[1], width: size[0], height: size[1], rx: 14 }),
    svg('text', { x: title[0], y: title[1], class: 'title' }, service.title, state),
    dead);
  return {
    of,
    node,
    show(seen) {
      node.classList.toggle('gone', service.state !== 'live');
      say(state, stateOf(service));
      say(dead, seen.figures ? plural(seen.figures.waiting, 'dead letter') : '');
      dead.classList.toggle('warning', seen.trouble !== null && seen.figures !== null);
    },
  };
}

const stateOf = service => ({
  live: () => service.flow.health.status.toLowerCase(),
  away: () => 'away',
  stopped: () => 'stopped',
  unknown: () => 'no address',
  asked: () => '',
})[service.state]();

function drawCard(station, [x, y], [width, height]) {
  const text = (dx, dy, kind, anchor) => svg('text', { x: x + dx, y: y + dy, class: kind, 'text-anchor': anchor });
  const [number, speed, oldest] = [
    text(14, 60, 'number'), text(width - 14, 44, 'figure', 'end'), text(width - 14, 61, 'figure', 'end'),
  ];
  const [title, note] = [text(14, 24, 'name'), text(14, 80, 'note')];
  title.append(station.title);
  note.append(station.note);
  const node = svg('g', { class: 'card' },
    svg('rect', { x, y, width, height, rx: 10 }), title, note, number, speed, oldest);
  return {
    key: station.key,
    node,
    show({ figures, trouble, perSecond }) {
      node.setAttribute('class', `card ${figures ? trouble?.level ?? '' : 'gone'}`);
      say(number, figures ? count(figures.waiting) : '–');
      say(speed, figures ? rate(perSecond) : '');
      say(oldest, figures?.oldestSeconds > 0 ? age(figures.oldestSeconds) : '');
    },
  };
}

const table = rows => el('details', {},
  el('summary', {}, 'What the figures mean'),
  el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The stations' },
    el('table', {}, el('thead', {}, el('tr', {},
      ...['Service', 'Station', 'What waits there'].map(name => el('th', { scope: 'col' }, name)),
      ...['Waiting', 'Oldest', 'Rate'].map(name => el('th', { scope: 'col', class: 'number' }, name)))), rows)));

const row = ({ station }) => el('tr', {},
  el('td', {}, station.of === 'payment' ? 'Payment' : 'Inventory'),
  el('th', { scope: 'row' }, station.title),
  el('td', {}, station.text),
  el('td', { class: 'number' }), el('td', { class: 'number' }), el('td', { class: 'number' }));

function showRow(node, { figures, perSecond }) {
  const [waiting, oldest, speed] = [...node.children].slice(3);
  say(waiting, figures ? count(figures.waiting) : '');
  say(oldest, figures?.oldestSeconds ? age(figures.oldestSeconds) : '');
  say(speed, figures ? rate(perSecond) : '');
}

// The figure in a notice changes each second, and is not read out each second.
const notice = ({ alert, level }) => el('li', { class: level },
  el('b', {}, alert), ' ', el('span', { 'aria-live': 'off' }),
  ' ', el('a', { href: `runbook.md#:~:text=${alert}`, target: '_blank', rel: 'noopener' }, 'What to do'));

const showNotice = (node, { text }) => say(node.children[1], `${text}.`);
