const DOMAIN = 'people.invalid';

/**
 * A person who was imported without an address still needs a unique one to be stored under. This one can never receive mail
 * (RFC 2606), is the same on each import, and is different in each workspace so that namesakes are never one person.
 */
export function placeholderAddress(name: string, tenantId: string, turn = 1): string {
  const slug =
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 80) || 'person';
  return `${slug}${turn > 1 ? `-${turn}` : ''}.${tenantId.slice(-12)}@${DOMAIN}`;
}
