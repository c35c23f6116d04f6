// Five steps for who is new here. Each is ticked once the page has seen it happen.

import { announce, byId, el, say } from './dom.js';

const kill = 'absence-inventory';
const flush = 'broker-flush-broker';
const [many, few, someMore] = [50, 25, 20];

const isBroken = state => state.broken.some(one => one.id === kill);

const steps = [
  {
    title: 'Orders come in',
    text: 'Customers order all the time. Each order ends confirmed, refunded or declined, mostly within a blink.',
    sees: ({ statement }) => statement.confirmed >= someMore,
  },
  {
    title: 'Kill Inventory',
    text: 'kill -9, both of its processes. Now nobody takes stock.',
    act: ['Kill it', 'POST', `faults/${kill}`],
    sees: isBroken,
  },
  {
    title: 'Watch it pile up',
    text: 'Payment goes on alone. What Inventory has not answered waits in Payment’s outbox, in the picture below.',
    sees: ({ statement }) => statement.inFlight >= many,
  },
  {
    title: 'Start it, watch it drain',
    text: 'Inventory catches up, and takes the stock of each order once.',
    act: ['Start it', 'DELETE', `faults/${kill}`],
    sees: state => !isBroken(state) && state.statement.inFlight < few,
  },
  {
    title: 'Flush the broker',
    text: 'FLUSHALL: the streams are gone. Payment still has what was not answered, and sends it again.',
    act: ['FLUSHALL', 'POST', `faults/${flush}`],
    begins: ({ notes, statement }) => notes.some(one => one.button === flush) ? statement.confirmed : null,
    sees: ({ statement }, confirmed) => statement.confirmed >= confirmed + someMore,
  },
];

export function storyPanel(send) {
  const nodes = steps.map(make);
  const end = el('p', { class: 'end muted' });
  byId('story').append(el('ol', { class: 'story' }, ...nodes.map(one => one.node)), end);
  let [current, begun] = [0, null];

  return {
    show(state) {
      if (!state.statement) return;
      const step = steps[current];
      if (step) {
        begun ??= step.begins ? step.begins(state) : 0;
        if (begun !== null && step.sees(state, begun)) {
          announce(`Step ${current + 1} is done: ${step.title}.`);
          current++;
          begun = null;
        }
      }
      nodes.forEach((one, place) => one.show(place < current ? 'done' : place === current ? 'now' : 'later'));
      say(end, current < steps.length || state.broke ? '' : 'Late, but never lost and never doubled. Now break what you like.');
    },
  };

  function make({ title, text, act }) {
    const state = el('span', { class: 'aside' });
    const button = act
      ? el('button', { type: 'button', class: 'small', onclick: () => send(act[1], act[2]) }, act[0]) : null;
    const node = el('li', {}, el('h3', {}, title, state), el('p', {}, text), button);
    return {
      node,
      show(how) {
        node.className = how;
        say(state, { done: ', done', now: ', now', later: '' }[how]);
        if (button) button.disabled = how !== 'now';
      },
    };
  }
}
