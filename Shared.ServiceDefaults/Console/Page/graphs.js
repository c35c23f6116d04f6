// The last minutes as lines: orders, refusals by reason, what waits, and how long an order takes.

import { byId, el, keyed, say, svg } from './dom.js';
import { movement, whenChanged } from './changed.js';
import { age, count, rate } from './format.js';
import { growth, parse, quantile, sums } from './metrics.js';
import { figuresOf, stations, troublesOfOrders } from './stations.js';

const minutes = 5;
const span = minutes * 60 * 1000;
const [width, height] = [300, 96];
const fewOrders = 20; // that say nothing about all

export function graphsPanel(services, rates) {
  const { payment, inventory } = services;
  const graphs = {
    orders: graph('Orders', rate),
    refusals: graph('Refused, by reason', rate),
    waiting: graph('Waiting', count),
    settle: graph('Until confirmed', age),
  };
  byId('graphs').append(el('div', { class: 'graphs' }, ...Object.values(graphs).map(one => one.node)));

  const [handled, taken] = [recent(), recent()];
  const outcomes = samples => sums(samples, 'inventory_orders_total', 'outcome');
  // How many are refused, all instances know together; why, each tells of its own.
  const refusals = reader(inventory, outcomes, grown => {
    grown.delete('reserved');
    const [all, perSecond] = [total(grown), rates.of('refused') ?? 0];
    if (all === 0 && perSecond > 0) return;
    for (const [reason, number] of grown) graphs.refusals.add(reason, number && perSecond * number / all);
  });
  let passed = new Map();
  const durations = samples => sums(
    samples.filter(one => one.labels.status === 'completed'), 'payment_settle_duration_seconds_bucket', 'le');
  const settled = reader(payment, durations, grown => {
    taken.add(grown);
    const [middle, slowest] = [quantile(grown, 0.5), quantile(grown, 0.99)];
    if (middle !== null) graphs.settle.add('median', middle);
    if (slowest !== null) graphs.settle.add('slowest 1 %', slowest);
  });

  return {
    // Once for each set of figures that a service tells.
    take(service) {
      for (const station of stations.filter(one => one.of === service.name && one.kind !== 'deadLetters')) {
        const figures = figuresOf(service, station);
        if (figures?.waiting != null) graphs.waiting.add(station.short ?? station.title, figures.waiting);
      }
      if (service === payment) graphs.orders.add('orders', rates.of('queue') ?? 0);
      if (service === inventory) {
        const now = new Map([...passed, ...passedOf(inventory)]); // What is not told now was told before.
        if (now.size === passed.size) handled.add(growth(passed, now));
        passed = now;
      }
      (service === payment ? settled : refusals).see(movement(service));
    },
    show() {
      for (const one of Object.values(graphs)) one.show();
    },
    troubles() {
      const { take = 0, refused = 0 } = Object.fromEntries(handled.sums());
      return troublesOfOrders(quantile(taken.sums(), 0.99), take < fewOrders ? null : refused / take);
    },
  };
}

const total = counts => [...counts.values()].reduce((one, other) => one + other, 0);

// How many orders Inventory has ever handled and refused, as far as its Redis servers say.
const passedOf = inventory => new Map(stations
  .filter(one => ['take', 'refused'].includes(one.key))
  .map(one => [one.key, figuresOf(inventory, one)?.passed])
  .filter(([, number]) => number != null));

// What counters have grown by in the last minutes.
function recent() {
  let seen = [];
  return {
    add(grown) { seen.push({ at: Date.now(), grown }); },
    sums() {
      seen = seen.filter(one => one.at > Date.now() - span);
      const all = new Map();
      for (const { grown } of seen) for (const [key, value] of grown) all.set(key, (all.get(key) ?? 0) + value);
      return all;
    },
  };
}

// Reads /metrics of a service when its figures have changed. They are those of the instance that answers, which may be
// another one each time: what has grown is told by what the same one said before.
function reader(service, select, take) {
  const before = new Map();
  return whenChanged(async () => {
    const text = await service.read('metrics');
    if (text === null) return;
    const samples = parse(text);
    const instance = samples.find(one => one.name === 'target_info')?.labels.service_instance_id;
    const [last, now] = [before.get(instance), select(samples)];
    if (last) take(growth(last, now));
    before.set(instance, now);
  });
}

function graph(title, format) {
  const lines = new Map(); // by name, in the order of their colours
  const [figure, legend, plot, top] = [
    el('span', { class: 'number' }), el('ul', { class: 'legend' }),
    svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': title }),
    el('span', { class: 'muted top' }),
  ];
  const node = el('figure', {}, el('figcaption', { class: 'bar' }, el('b', {}, title), figure),
    el('div', { class: 'plot' }, plot, top), legend);

  const since = () => Date.now() - span;
  return {
    node,
    add(name, value) {
      const points = (lines.get(name) ?? []).filter(point => point.at > since());
      points.push({ at: Date.now(), value });
      lines.set(name, points);
    },
    show() {
      const from = since();
      const seen = [...lines]
        .map(([name, points], place) => ({ name, place, points: points.filter(point => point.at > from) }));
      const highest = Math.max(...seen.flatMap(one => one.points.map(point => point.value)), 0);
      const x = point => (point.at - from) / span * width;
      const y = point => height - 2 - point.value / (highest || 1) * (height - 8);
      const at = point => `${x(point).toFixed(1)},${y(point).toFixed(1)}`;
      const figureOf = ({ points }) => points.length ? format(points.at(-1).value) : '–';
      keyed(plot, seen, one => one.name, one => svg('polyline', { class: `series s${one.place % 6}` }),
        (line, one) => line.setAttribute('points', one.points.map(at).join(' ')));
      keyed(legend, seen, one => one.name, one => el('li', { class: `s${one.place % 6}` }),
        (item, one) => say(item, `${one.name.replaceAll('_', ' ')} ${figureOf(one)}`));
      legend.hidden = seen.length < 2;
      say(figure, seen.length === 1 ? figureOf(seen[0]) : '');
      say(top, highest > 0 ? format(highest) : seen.length ? '' : 'nothing yet');
    },
  };
}
