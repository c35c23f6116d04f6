// Rates from counts that only grow: over the last few seconds, as a single one is too nervous to read.

const span = 5;

export class Rates {
  #seen = new Map();

  add(key, at, passed) {
    if (passed === null || passed === undefined) return;
    const points = this.#seen.get(key) ?? [];
    const last = points.at(-1);
    if (last && passed < last.passed) points.length = 0; // The store began anew.
    if (!last || at > last.at) points.push({ at, passed });
    this.#seen.set(key, points.slice(-span - 1));
  }

  // Per second; null while it cannot be known.
  of(key) {
    const points = this.#seen.get(key) ?? [];
    if (points.length < 2) return null;
    const [first, last] = [points[0], points.at(-1)];
    return (last.passed - first.passed) * 1000 / (last.at - first.at);
  }
}
