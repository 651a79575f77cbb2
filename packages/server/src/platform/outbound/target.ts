import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Problem } from '@entente/kernel';
import { isPublicAddress } from './address.ts';

export type ResolvedAddress = { readonly address: string; readonly family: number };
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;
/** Where a message goes: the address as it was written, and the one network address that was checked and will be used. */
export type Target = { readonly url: URL; readonly address: ResolvedAddress };

export const resolveByDns: Resolve = (host) => lookup(host, { all: true, verbatim: true });

const refuse = (sentence: string): Problem => new Problem('invalid_input', sentence, { reason: 'address_refused' });

/** What can be said of an address by reading it. The parser of the web turns 2130706433 and 0x7f.1 into 127.0.0.1 by itself. */
export function readAddress(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw refuse('This is not an address.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) throw refuse('The address must begin with https://.');
  if (url.username !== '' || url.password !== '') throw refuse('The address must not hold a name or a password.');
  if (!allowPrivate && isIP(bare(url)) !== 0 && !isPublicAddress(bare(url))) throw refuse('This address is not on the public internet.');
  return url;
}

/**
 * Looks the name up and checks every address it has. The connection is then made to the one that is returned: a name that answers
 * differently the next time it is asked gains nothing by it.
 */
export async function checkTarget(text: string, options: { allowPrivate: boolean; trusted?: readonly string[]; resolve?: Resolve }): Promise<Target> {
  // Our own processes beside us, named by whoever started this one, are where they are.
  const allowPrivate = options.allowPrivate || (URL.canParse(text) && (options.trusted ?? []).includes(new URL(text).origin));
  const url = readAddress(text, allowPrivate);
  const host = bare(url);
  const family = isIP(host);
  if (family !== 0) return { url, address: { address: host, family } };
  let found: readonly ResolvedAddress[];
  try {
    found = await (options.resolve ?? resolveByDns)(host);
  } catch {
    throw refuse(`The name ${host} cannot be found.`);
  }
  const first = found[0];
  if (!first) throw refuse(`The name ${host} cannot be found.`);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address))) throw refuse('This address is not on the public internet.');
  return { url, address: first };
}

/** An IPv6 address stands in brackets within an address of the web. */
const bare = (url: URL): string => url.hostname.replaceAll(/^\[|\]$/g, '');
