// Counters and histograms from the text format of Prometheus, and what they grew by since they were read last.

const line = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export function parse(text) {
  return text.split('\n').map(one => line.exec(one)).filter(Boolean).map(([, name, labels, value]) => ({
    name,
    labels: Object.fromEntries([...(labels ?? '').matchAll(label)].map(([, key, of]) => [key, of])),
    value: Number(value.replace('+Inf', 'Infinity')),
  }));
}

// By the value of a label, added up.
export function sums(samples, name, key) {
  const found = new Map();
  for (const sample of samples.filter(one => one.name === name)) {
    const by = sample.labels[key];
    found.set(by, (found.get(by) ?? 0) + sample.value);
  }
  return found;
}

// How much each grew; a process that began anew begins from zero.
export function growth(before, now) {
  const since = (key, value) => before.get(key) > value ? value : value - (before.get(key) ?? 0);
  return new Map([...now].map(([key, value]) => [key, since(key, value)]));
}

// The bound below which a share of what was measured lies; null when nothing was.
export function quantile(buckets, share) {
  const sorted = [...buckets].map(([bound, value]) => [bound === '+Inf' ? Infinity : Number(bound), value])
    .sort(([one], [other]) => one - other);
  const all = sorted.at(-1)?.[1] ?? 0;
  if (all <= 0) return null;
  let [floor, below] = [0, 0];
  for (const [bound, value] of sorted) {
    if (value >= share * all) {
      return bound === Infinity ? floor : floor + (bound - floor) * (share * all - below) / (value - below || 1);
    }
    [floor, below] = [bound, value];
  }
  return floor;
}
