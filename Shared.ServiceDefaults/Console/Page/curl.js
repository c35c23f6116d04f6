// A request as a command to copy. The token is left to the shell: it belongs neither on a screen nor in a history.

const quote = text => `'${text.replaceAll('\'', String.raw`'\''`)}'`;

export function curl(service, { method, path, headers = {}, body }, isGuarded, times = 1) {
  const isPost = method === 'POST' && body !== undefined;
  const parts = [
    'curl',
    isPost ? null : `-X ${method}`,
    quote(new URL(path, service.address).href),
    isGuarded ? '-H "Authorization: Bearer $TOKEN"' : null,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    body === undefined ? null : `--json ${quote(JSON.stringify(body))}`,
  ].filter(Boolean);
  const command = parts.join(' \\\n    ').replace(' \\\n    ', ' ');
  return times === 1 ? command : `for i in $(seq ${times}); do ${command}; done`;
}
