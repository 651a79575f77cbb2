import { createHash } from 'node:crypto';
import type { World } from '../../core/simulator.ts';
import type { AwsAccounts } from '../wire/accounts.ts';
import type { JsonObject } from '../wire/json.ts';
import type { CosellEvents } from './events.ts';
import type { Opportunity } from './model.ts';
import { conflict, notFound } from './refusals.ts';
import type { CosellStore } from './store.ts';

/** What every operation works on. */
export type Cosell = { readonly world: World; readonly accounts: AwsAccounts; readonly store: CosellStore; readonly events: CosellEvents };
/** One request, after validation. */
export type Call = { readonly account: string; readonly catalog: string; readonly input: JsonObject };

export const nowOf = (cosell: Cosell): number => cosell.world.clock.now().getTime();
/** Milliseconds and no finer: what a client gets it must be able to send back. */
export const instant = (ms: number): string => new Date(ms).toISOString();
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);
/** An ARN or an identifier: the identifier. */
export const identifier = (value: unknown): string => text(value).split('/').at(-1) ?? '';

/** The caller's own opportunity as it is. Somebody else's does not exist for this caller. */
export function ownOpportunity(cosell: Cosell, call: Call, id: unknown): Opportunity {
  const record = cosell.store.opportunities.get(text(id));
  if (record === undefined || record.account !== call.account || record.catalog !== call.catalog) throw notFound('The opportunity', text(id));
  return record;
}

const tokenKeptMs = 24 * 3_600_000;
const withoutToken = (input: JsonObject): JsonObject => Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'ClientToken'));

/**
 * The same client token with the same body gets the first answer again; with another body it is refused.
 * @throws {AwsError} ConflictException
 */
export function once<T extends object>(cosell: Cosell, call: Call, operation: string, run: () => T): T {
  const { tokens } = cosell.store;
  const now = nowOf(cosell);
  for (const [key, remembered] of tokens) {
    if (now - remembered.at < tokenKeptMs) break;
    tokens.delete(key);
  }
  const key = `${call.account}/${call.catalog}/${operation}/${text(call.input.ClientToken)}`;
  const digest = createHash('sha256')
    .update(JSON.stringify(withoutToken(call.input)))
    .digest('base64url');
  const known = tokens.get(key);
  if (known !== undefined) {
    if (known.digest !== digest) throw conflict('Conflicting client token submitted for a new request body');
    return known.result as T;
  }
  const result = run();
  tokens.set(key, { digest, at: now, result });
  return result;
}

export type Page<T> = { readonly items: readonly T[]; readonly NextToken?: string };

/** One page of a list; the token is the identifier after which it goes on. */
export function pageOf<T>(all: readonly T[], idOf: (item: T) => string, input: JsonObject, standard = 20): Page<T> {
  const size = typeof input.MaxResults === 'number' ? input.MaxResults : standard;
  const after = typeof input.NextToken === 'string' ? Buffer.from(input.NextToken, 'base64url').toString('utf8') : undefined;
  const start = after === undefined ? 0 : all.findIndex((item) => idOf(item) === after) + 1;
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  const more = last !== undefined && start + size < all.length;
  return { items, ...(more ? { NextToken: Buffer.from(idOf(last), 'utf8').toString('base64url') } : {}) };
}

export const isDescending = (input: JsonObject): boolean => (input.Sort as { SortOrder?: string } | undefined)?.SortOrder === 'DESCENDING';
