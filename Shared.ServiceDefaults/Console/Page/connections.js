// Where the two services are, what they say of it, and the token.

import { announce, byId, el, say } from './dom.js';

export function connectionsPanel(services, access, changed) {
  const chips = Object.values(services).map(chip);
  const token = el('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  const use = event => {
    event.preventDefault();
    access.use(token.value);
    token.value = '';
    for (const service of Object.values(services)) service.again();
    announce(access.token ? 'The token is used.' : 'No token is sent any more.');
    changed();
  };
  const details = el('details', { class: 'token' }, el('summary', {}, 'Token'),
    el('form', { onsubmit: use },
      el('label', { for: 'token' }, 'A token for both services, kept until this page is closed or loaded anew'),
      el('div', { class: 'bar' }, token, el('button', {}, 'Use it'))));
  byId('connections').append(el('div', { class: 'chips' }, ...chips.map(one => one.node)), details);

  let isAsked = false;
  return {
    show() {
      for (const one of chips) one.show();
      const asks = Object.values(services).some(service => service.state === 'stopped');
      if (asks && !isAsked) details.open = true;
      isAsked = asks;
    },
  };
}

function chip(service) {
  const words = el('span');
  const trouble = el('p', { role: 'status' });
  const address = el('input', {
    type: 'url', required: true, placeholder: 'http://localhost:8000', 'aria-label': `Address of ${service.title}`,
  });
  const connect = event => {
    event.preventDefault();
    service.at(address.value);
    service.watch();
  };
  const form = el('form', { class: 'bar', onsubmit: connect }, address, el('button', {}, 'Connect'));
  const node = el('div', { class: 'chip' }, el('p', {}, el('b', {}, service.title), ' ', words), trouble, form);
  return {
    node,
    show() {
      const health = service.flow?.health.status.toLowerCase() ?? '';
      say(words, { live: health, unknown: 'not connected', asked: '…' }[service.state] ?? service.state);
      say(trouble, service.trouble);
      node.className = `chip ${service.state === 'live' ? health : service.state}`;
      form.hidden = service.state !== 'unknown' && !(service.isTyped && service.state === 'away');
      service.isTyped ||= service.state === 'unknown';
    },
  };
}
