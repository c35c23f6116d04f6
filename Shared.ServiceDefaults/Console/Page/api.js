// One of the two services: the requests to it, and the one stream by which it tells how its stations are.

import { events } from './events.js';

const silence = 15000; // Figures come each second; after this long without any the connection is taken for dead.
const [firstPause, longestPause] = [1000, 10000];

export class Service {
  flow = null; // what it told last
  state = 'unknown'; // until somebody says where it is; then asked, live, away or stopped
  trouble = ''; // why it is not live
  #access;
  #told;
  #watching = null;

  constructor(name, access, told) {
    Object.assign(this, { name, title: name[0].toUpperCase() + name.slice(1), address: null });
    this.#access = access;
    this.#told = told;
  }

  at(address) {
    this.rest();
    this.address = new URL(address.endsWith('/') ? address : `${address}/`);
    this.#is('asked');
  }

  // Sends a request, and says how it was answered. A service that does not answer throws a TypeError.
  async send({ method = 'GET', path, headers = {}, body }) {
    const start = performance.now();
    const response = await this.#fetch(path, {
      method,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30000),
    });
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.includes('json');
    return {
      status: response.status,
      isOk: response.ok,
      headers: response.headers,
      data: isJson && text ? JSON.parse(text) : text,
      ms: Math.round(performance.now() - start),
    };
  }

  // The answer's body, or nothing where there is none to show: whether the service is there, its stream says.
  async read(path) {
    if (!this.address || this.state === 'stopped') return null;
    try {
      const answer = await this.send({ path });
      return answer.isOk ? answer.data : null;
    } catch (fault) {
      if (fault instanceof TypeError || fault instanceof DOMException) return null;
      throw fault;
    }
  }

  watch() {
    if (this.#watching || !this.address || this.state === 'stopped') return;
    this.#watching = new AbortController();
    this.#follow(this.#watching.signal);
  }

  rest() {
    this.#watching?.abort();
    this.#watching = null;
  }

  // Begins anew, as with another token.
  again() {
    this.rest();
    if (this.address) this.#is('asked');
    this.watch();
  }

  async #follow(resting) {
    for (let pause = firstPause; !resting.aborted; pause = Math.min(2 * pause, longestPause)) {
      await this.#listen(resting, () => (pause = firstPause));
      if (resting.aborted || this.state === 'stopped') return;
      this.#is('away', `${this.title} does not answer.`);
      await sleep(pause, resting);
    }
  }

  async #listen(resting, alive) {
    const quiet = new AbortController();
    let timer = setTimeout(() => quiet.abort(), silence);
    try {
      const response = await this.#fetch('flow', {
        headers: { Accept: 'text/event-stream' },
        signal: AbortSignal.any([resting, quiet.signal]),
      });
      if (response.status === 403) this.#stop('The token does not allow metrics:read, so there are no figures.');
      if (!response.ok) return;
      for await (const data of events(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => quiet.abort(), silence);
        alive();
        this.flow = JSON.parse(data);
        this.#is('live');
      }
    } catch (fault) {
      // It is not there, it went away, it fell silent, or nobody looks any more: all are met by asking again later.
      if (!(fault instanceof TypeError || fault instanceof DOMException)) throw fault;
    } finally {
      clearTimeout(timer);
    }
  }

  async #fetch(path, request) {
    const authorization = this.#access.token ? { Authorization: `Bearer ${this.#access.token}` } : {};
    const response = await fetch(new URL(path, this.address), {
      ...request,
      headers: { ...request.headers, ...authorization },
      cache: 'no-store',
      credentials: 'omit',
    });
    if (response.status === 401) {
      this.#stop(this.#access.token
        ? `${this.title} does not take this token.`
        : `${this.title} asks for a token. Paste one to go on.`);
    }
    return response;
  }

  #stop(trouble) {
    this.#is('stopped', trouble);
    this.rest();
  }

  #is(state, trouble = '') {
    Object.assign(this, { state, trouble });
    this.#told(this);
  }
}

const sleep = (ms, signal) => new Promise(done => {
  const timer = setTimeout(done, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
});
