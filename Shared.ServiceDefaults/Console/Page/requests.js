// What the page sent last, as a command to copy, and what was answered.

import { el, say, announce } from './dom.js';
import { curl } from './curl.js';

export function requestsPanel(access) {
  const [command, answer] = [el('code'), el('p', { class: 'answer' })];
  const copy = el('button', { type: 'button', class: 'small', onclick: () => copyText(command, copy) }, 'Copy');
  const node = el('div', { class: 'sent', hidden: true },
    el('div', { class: 'bar' }, el('h3', {}, 'What was sent'), copy),
    el('pre', { tabindex: 0, 'aria-label': 'The request as a curl command' }, command), answer);

  return {
    node,
    // Sends a request, shows it, and says in a sentence what came of it.
    async send(service, request, { tell, times = 1 } = {}) {
      node.hidden = false;
      say(command, curl(service, request, access.token !== '', times));
      say(answer, '');
      try {
        const reply = await service.send(request);
        const said = reply.isOk ? tell?.(reply) ?? '' : problem(reply);
        say(answer, `${reply.status} in ${reply.ms} ms. ${said}`);
        announce(said);
        return reply;
      } catch (fault) {
        if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
        say(answer, `${service.title} does not answer.`);
        announce(answer.textContent);
        return null;
      }
    },
    say(text) {
      say(answer, text);
    },
  };
}

export const problem = ({ data }) => data?.detail ?? data?.title ?? 'It was refused.';

// The clipboard is only there on https and on this machine; elsewhere the text is marked, to be copied by hand.
async function copyText(node, button) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(node.textContent);
    say(button, 'Copied');
    announce('Copied.');
  } else {
    getSelection().selectAllChildren(node);
    say(button, 'Marked');
  }
  setTimeout(() => say(button, 'Copy'), 2000);
}
