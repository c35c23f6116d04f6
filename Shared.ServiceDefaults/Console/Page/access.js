// The token, if the services ask for one. It is kept in memory only: a reload forgets it.

export const permissions = {
  'GET flow': 'metrics:read',
  orders: 'orders:place',
  products: 'products:write',
  letters: 'dead-letters',
};

export class Access {
  token = '';
  #scopes = null; // unknown without a token, or with one that only the services can read

  use(token) {
    this.token = token.trim();
    this.#scopes = this.token ? scopesOf(this.token) : null;
  }

  allows(permission) {
    return this.#scopes === null || this.#scopes.includes(permission);
  }

  // Why something is off; empty when it is not.
  reason(permission) {
    return this.allows(permission) ? '' : `The token does not allow ${permission}.`;
  }
}

// Some issuers call the claim scp. A token that is no JWT is for the services to judge.
function scopesOf(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const claims = JSON.parse(atob(payload));
    const scopes = claims.scope ?? claims.scp ?? [];
    return Array.isArray(scopes) ? scopes.flatMap(scope => scope.split(' ')) : scopes.split(' ');
  } catch (fault) {
    if (fault instanceof TypeError || fault instanceof SyntaxError || fault instanceof DOMException) return null;
    throw fault;
  }
}
