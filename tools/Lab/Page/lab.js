// The lab's part of the page, beside the console: what its host tells twice a second, and what its buttons send.

import { breakPanel } from './break.js';
import { events } from './events.js';
import { ledgerPanel } from './ledger.js';
import { storyPanel } from './story.js';

const pause = 2000;

// Whether the host did it; not where something else strikes the same already, or where the lab is closed.
async function send(method, path) {
  try {
    return (await fetch(path, { method })).ok;
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    return false;
  }
}

const ledger = ledgerPanel();
const panels = [ledger, storyPanel(send), breakPanel(send)];

document.title = 'Lab';
let watching = null;
document.addEventListener('visibilitychange', attend);
attend();

// A page that nobody looks at asks for nothing.
function attend() {
  watching?.abort();
  watching = document.hidden ? null : new AbortController();
  if (watching) follow(watching.signal);
}

async function follow(signal) {
  while (!signal.aborted) {
    try {
      const response = await fetch('state', { headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal });
      for await (const data of events(response.body)) {
        const state = JSON.parse(data);
        for (const panel of panels) panel.show(state);
      }
    } catch (fault) {
      if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
    }
    if (!signal.aborted) {
      ledger.close();
      await new Promise(done => setTimeout(done, pause));
    }
  }
}
