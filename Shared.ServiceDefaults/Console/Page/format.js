// Figures as people read them.

const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const count = number => number < 100000 ? whole.format(number) : short.format(number);

export const money = amount => cents.format(amount);

export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

export function rate(perSecond) {
  if (perSecond === null) return '';
  return `${perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))}/s`;
}

export function age(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

// How long after another moment.
export function after(start, end) {
  const ms = Date.parse(end) - Date.parse(start);
  return ms < 1000 ? `+${Math.max(0, ms)} ms` : `+${age(ms / 1000)}`;
}

export function clock(moment) {
  const time = new Date(moment);
  return `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function moment(when) {
  const time = new Date(when);
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? clock(when) : `${time.toLocaleDateString('en-GB')} ${time.toLocaleTimeString('en-GB')}`;
}

export const share = part => `${Math.round(part * 100)} %`;
