import { isRole, scopes as allScopes, scopesOfRole, type Scope } from '@entente/contracts/permissions';
import { createHash, timingSafeEqual } from 'node:crypto';

/** ent_<prefix>_<secret>: the prefix finds the row and may be shown; the secret is 32 random bytes. */
const FORMAT = /^ent_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$/;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

export function makeApiKey(random: Uint8Array): { key: string; prefix: string; hash: Buffer } {
  if (random.length !== 40) throw new RangeError('an API key is made of 40 random bytes');
  const prefix = Array.from(random.subarray(0, 8), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  const key = `ent_${prefix}_${Buffer.from(random.subarray(8)).toString('base64url')}`;
  return { key, prefix, hash: hashOf(key) };
}

export const prefixOf = (key: string): string | null => FORMAT.exec(key)?.[1] ?? null;
/** Plain SHA-256 is enough: nobody guesses 32 random bytes, and each request must be checked. */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
export const hashMatches = (stored: Buffer, key: string): boolean => stored.length === 32 && timingSafeEqual(stored, hashOf(key));

export type KeyState = { readonly role: string; readonly scopes: readonly string[]; readonly expires_at: string | null; readonly revoked_at: string | null };
export const isUsable = (key: KeyState, now: Date): boolean =>
  key.revoked_at === null && (key.expires_at === null || Date.parse(key.expires_at) > now.getTime());

/** What the key names and its role still allows: when a role loses a right, its keys lose it too. */
export function scopesOfKey(key: Pick<KeyState, 'role' | 'scopes'>): Scope[] {
  const allowed = isRole(key.role) ? scopesOfRole[key.role] : [];
  return allScopes.filter((scope) => allowed.includes(scope) && key.scopes.includes(scope));
}
