// The places where an order waits, what each is, and when it asks for attention. The thresholds are those of
// deploy/observability/alerts.yml; an alert has the name of a section of docs/runbook.md.

import { age, count, share } from './format.js';

export const thresholds = {
  PaymentsOverdue: 60,
  OutboxStuck: 60,
  ConsumerBehind: 1000,
  DeadLetters: 0,
  LoopStalled: 30,
  OrdersSlow: 5,
  OrdersRefused: 0.5,
};

export const stations = [
  { key: 'queue', of: 'payment', kind: 'queue', name: 'payment_queue',
    title: 'Payment queue', note: 'to be paid', text: 'Accepted orders whose money is still to be taken.' },
  { key: 'paid', of: 'payment', kind: 'outbox', name: 'order_completed',
    title: 'Outbox', short: 'Payment outbox', note: 'paid, no receipt',
    text: 'Paid orders that Inventory has not yet answered for good.' },
  { key: 'take', of: 'inventory', kind: 'consumer', name: 'order_completed',
    title: 'Take the stock', note: 'unread or in hand', text: 'Paid orders that Inventory has still to handle.' },
  { key: 'refused', of: 'inventory', kind: 'outbox', name: 'refund_order',
    title: 'Outbox', short: 'Inventory outbox', note: 'refused, no receipt',
    text: 'Refused orders whose refund Payment has not yet confirmed.' },
  { key: 'refund', of: 'payment', kind: 'consumer', name: 'refund_order',
    title: 'Refund', note: 'unread or in hand', text: 'Refused orders that Payment has still to refund.' },
  { key: 'paymentLetters', of: 'payment', kind: 'deadLetters', name: 'refund_order',
    title: 'Dead letters', text: 'Entries that Payment could not handle.' },
  { key: 'inventoryLetters', of: 'inventory', kind: 'deadLetters', name: 'order_completed',
    title: 'Dead letters', text: 'Entries that Inventory could not handle.' },
];

export const figuresOf = (service, station) =>
  service.flow?.stations.find(one => one.kind === station.kind && one.name === station.name) ?? null;

const rules = {
  queue: figures => over(figures.oldestSeconds, 'PaymentsOverdue', 'critical',
    `A payment has waited for ${age(figures.oldestSeconds ?? 0)}`),
  outbox: figures => over(figures.oldestSeconds, 'OutboxStuck', 'critical',
    `An entry for ${figures.name} has waited for ${age(figures.oldestSeconds ?? 0)}`),
  consumer: figures => over(figures.waiting, 'ConsumerBehind', 'warning',
    `${count(figures.waiting)} entries of ${figures.name} are to be handled`),
  deadLetters: figures => over(figures.waiting, 'DeadLetters', 'warning',
    `${count(figures.waiting)} of ${figures.name} could not be handled`),
};

// What is wrong with a station: { alert, level, text }, or nothing.
export const troubleOf = figures => figures && (rules[figures.kind]?.(figures) ?? null);

// What is wrong with a service itself.
export function troublesOf(service) {
  if (service.state === 'away') return [critical('ServiceDown', service.trouble.replace(/\.$/, ''))];
  if (service.state !== 'live') return [];
  const { health, loops } = service.flow;
  const servers = [['store', 'StoreAway'], ['broker', 'BrokerAway'], ['deadLetters', 'DeadLettersFull']]
    .filter(([check]) => (health.checks[check] ?? 'Healthy') !== 'Healthy')
    .map(([check, alert]) => critical(alert, `${service.title}, ${check}: ${health.checks[check]}`));
  const stalled = loops.filter(loop => loop.ageSeconds > thresholds.LoopStalled)
    .map(loop => critical('LoopStalled', `${loop.name} of ${service.title} stands still for ${age(loop.ageSeconds)}`));
  return [...servers, ...stalled];
}

// What is wrong with the orders of the last minutes: how long the slowest of a hundred took, and the share of them that
// was refused.
export const troublesOfOrders = (slowest, refused) => [
  over(slowest, 'OrdersSlow', 'warning', `One order in a hundred takes ${age(slowest ?? 0)} or longer`),
  over(refused, 'OrdersRefused', 'warning', `Inventory refuses ${share(refused ?? 0)} of the paid orders`),
].filter(Boolean);

const critical = (alert, text) => ({ alert, level: 'critical', text });

const over = (figure, alert, level, text) => figure > thresholds[alert] ? { alert, level, text } : null;
