// The buttons that break something, what is broken now, and what happened.

import { announce, byId, el, keyed, say } from './dom.js';
import { age, clock } from './format.js';

export function breakPanel(send) {
  const buttons = new Map();
  const groups = el('div', { class: 'groups' });
  const broken = el('ul', { class: 'broken', 'aria-label': 'What is broken now' });
  const notes = el('ol');
  const log = el('div', { class: 'log', role: 'log', 'aria-label': 'What happened', tabindex: 0 }, notes);
  const speed = el('output', { for: 'rate' });
  const rate = el('input', {
    id: 'rate', type: 'range', min: 0, max: 300, step: 5,
    oninput: () => say(speed, `${rate.value} a second`),
    onchange: () => send('PUT', `rate/${rate.value}`),
  });
  const audit = el('button', { type: 'button', onclick: () => send('POST', 'audit') }, 'Mend all and audit');
  byId('break').append(el('div', { class: 'lab' },
    el('div', {},
      el('label', { class: 'rate', for: 'rate' }, el('span', { class: 'muted' }, 'Customers order'), speed, rate),
      groups),
    el('div', {}, el('div', { class: 'bar' }, el('h3', {}, 'What happened'), audit), broken, log)));
  draw();

  return {
    show(state) {
      for (const [id, button] of buttons) button.disabled = state.broken.some(one => one.id === id);
      if (document.activeElement !== rate) {
        rate.value = state.rate;
        say(speed, `${state.rate} a second`);
      }
      keyed(broken, state.broken, one => one.id, makeBroken, showBroken);
      keyed(notes, state.notes, note => note.id, makeNote, () => {});
    },
  };

  async function draw() {
    const faults = await (await fetch('faults')).json();
    for (const [group, some] of Map.groupBy(faults, one => one.group)) {
      groups.append(el('div', { class: 'group', role: 'group', 'aria-label': group },
        el('span', { class: 'muted' }, group), ...some.map(makeButton)));
    }
  }

  function makeButton({ id, title }) {
    const strike = async () => {
      if (!await send('POST', `faults/${id}`)) announce(`${title}: something strikes that already.`);
    };
    const button = el('button', { type: 'button', class: 'small', onclick: strike }, title);
    buttons.set(id, button);
    return button;
  }

  function makeBroken({ id, done, heal }) {
    return el('li', {}, el('span', {}, done), el('span', { class: 'muted number' }),
      el('button', { type: 'button', class: 'small', onclick: () => send('DELETE', `faults/${id}`) }, heal));
  }
}

const showBroken = (node, { since }) => say(node.children[1], age(Math.max(0, Date.now() - Date.parse(since)) / 1000));

const makeNote = ({ at, kind, text }) => el('li', { class: kind }, el('span', { class: 'muted number' }, clock(at).slice(0, 8)), ' ', text);
