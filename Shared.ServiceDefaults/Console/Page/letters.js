// Entries that a service could not handle: to be handled again, or deleted.

import { announce, byId, el, keyed, say } from './dom.js';
import { permissions } from './access.js';
import { whenChanged } from './changed.js';
import { moment } from './format.js';
import { problem } from './requests.js';
import { figuresOf, stations } from './stations.js';

const most = 20;

export function lettersPanel(services, access, requests) {
  const empty = el('p', { class: 'muted' });
  const rows = el('tbody');
  const columns = ['Given up', 'By', 'Why', 'Tries', 'Fields', 'Act'].map(name => el('th', { scope: 'col' }, name));
  const table = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Dead letters' },
    el('table', {}, el('thead', {}, el('tr', {}, ...columns)), rows));
  byId('letters').append(empty, table);

  const halves = stations.filter(station => station.kind === 'deadLetters').map(station => {
    const half = { station, service: services[station.of], letters: [] };
    half.fetching = whenChanged(async () => {
      const read = await half.service.read(`dead-letters?limit=${most}`);
      if (read) half.letters = read.map(letter => ({ ...letter, service: half.service, refresh: half.fetching.now }));
      draw();
    });
    return half;
  });

  const draw = () => {
    const letters = halves.flatMap(half => half.letters);
    table.hidden = letters.length === 0;
    empty.hidden = !table.hidden;
    say(empty, access.reason(permissions.letters) || 'None. What cannot be handled ends here, and nothing is dropped.');
    keyed(rows, letters, letter => letter.service.name + letter.id, letter => makeLetter(letter, requests), () => {});
  };

  return {
    show() {
      for (const half of halves) {
        const figures = half.service.state === 'live' ? figuresOf(half.service, half.station) : null;
        if (figures && access.allows(permissions.letters)) half.fetching.see(figures.waiting);
      }
      draw();
    },
  };
}

function makeLetter(letter, requests) {
  const { service, id } = letter;
  const outcome = el('p', { class: 'muted' });
  const act = el('td', { class: 'acts' });

  const send = async (request, done) => {
    for (const button of act.querySelectorAll('button')) button.disabled = true;
    const reply = await requests.send(service, request, { tell: () => done });
    say(outcome, reply === null ? `${service.title} does not answer.` : reply.isOk ? done : problem(reply));
    announce(outcome.textContent);
    offer();
    await letter.refresh();
  };
  const button = (text, act, kind = '') => el('button', { type: 'button', class: `small ${kind}`, onclick: act }, text);

  const redrive = () => send({ method: 'POST', path: `dead-letters/${id}/redrive` }, 'It is handled.');
  const remove = () => send({ method: 'DELETE', path: `dead-letters/${id}` }, 'It is deleted.');
  const offer = () => act.replaceChildren(button('Redrive', redrive), ' ', button('Delete', ask), outcome);
  // What is deleted is gone, so it is asked twice.
  const ask = () => {
    const sure = button('Delete for good', remove, 'danger');
    act.replaceChildren(sure, ' ', button('Keep', () => { offer(); act.querySelector('button').focus(); }), outcome);
    sure.focus();
  };
  offer();

  return el('tr', {},
    el('td', { class: 'figure' }, moment(letter.time)),
    el('td', {}, service.title),
    el('th', { scope: 'row' }, letter.reason),
    el('td', { class: 'figure' }, String(letter.deliveries)),
    el('td', {}, el('dl', { class: 'fields' }, ...Object.entries(letter.fields)
      .flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))),
    act);
}
