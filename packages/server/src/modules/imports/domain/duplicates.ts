import { getDomain } from 'tldts';
import { companyKey, foldText } from './text.ts';
import type { FieldValue, Fields, KeyKind, Problem, Target, TargetKind } from './types.ts';

export type DuplicateKey = { readonly kind: KeyKind; readonly key: string };

const textOf = (value: FieldValue | undefined): string => (typeof value === 'string' ? value.trim() : '');
const referenceText = (value: FieldValue | undefined): string => (typeof value === 'object' && 'text' in value ? value.text : textOf(value));

/** Many companies share these: they say nothing about who somebody is. */
const SHARED_DOMAINS = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'aol.com',
  'gmx.de',
  'web.de',
  'proton.me',
  'linkedin.com',
  'facebook.com',
]);

function nameKey(kind: TargetKind, fields: Fields): string {
  switch (kind) {
    case 'account':
    case 'partner':
      return companyKey(textOf(fields['name']));
    case 'contact': {
      const name = foldText(textOf(fields['name']) || `${textOf(fields['firstName'])} ${textOf(fields['lastName'])}`);
      const account = companyKey(referenceText(fields['account']));
      // Two people of one name are common; only within one account are they taken for the same.
      return name !== '' && account !== '' ? `${name}|${account}` : '';
    }
    case 'deal':
    case 'past-outcome': {
      const name = foldText(textOf(fields['name']));
      const account = companyKey(referenceText(fields['account']));
      return name !== '' && account !== '' ? `${name}|${account}` : '';
    }
    default:
      return foldText(textOf(fields['name']));
  }
}

function keyText(kind: KeyKind, target: TargetKind, fields: Fields): string {
  switch (kind) {
    case 'external-id':
      return textOf(fields['externalId']);
    case 'domain': {
      const domain = getDomain(textOf(fields['domain']) || textOf(fields['website'])) ?? '';
      return SHARED_DOMAINS.has(domain) ? '' : domain;
    }
    case 'email':
      return textOf(fields['email']).toLowerCase();
    case 'name':
      return nameKey(target, fields);
  }
}

/** The keys a record has, in the order they are tried; the lookup port must build them with this same function. */
export function keysOf(target: Target, fields: Fields): DuplicateKey[] {
  return target.keys.map((kind) => ({ kind, key: keyText(kind, target.kind, fields) })).filter(({ key }) => key !== '');
}

/** One string per key, for maps and for the port. */
export const keyString = ({ kind, key }: DuplicateKey): string => `${kind}:${key}`;

/** Keys that disagree below a differing external id do not join: two opportunities may share a name. */
function decisiveKeys(keys: readonly DuplicateKey[]): readonly DuplicateKey[] {
  const [first] = keys;
  return first?.kind === 'external-id' ? [first] : keys;
}

export type DuplicateInFile = { readonly ofRow: number; readonly by: KeyKind };

/** Remembers the keys of a file; the first row of a key stands, later ones are told which row they repeat. */
export function createFileDuplicates(target: Target): (rowNumber: number, fields: Fields) => DuplicateInFile | null {
  const firstRow = new Map<string, number>();
  return (rowNumber, fields) => {
    const keys = decisiveKeys(keysOf(target, fields));
    for (const key of keys) {
      const earlier = firstRow.get(keyString(key));
      if (earlier !== undefined) return { ofRow: earlier, by: key.kind };
    }
    for (const key of keys) firstRow.set(keyString(key), rowNumber);
    return null;
  };
}

export type Candidate = { readonly id: string; readonly externalId: string | null };

/** Given key strings, the existing records that have them; several mean that the key does not decide. */
export type ExistingLookup = (target: TargetKind, keys: readonly string[]) => Promise<ReadonlyMap<string, readonly Candidate[]>>;

export type ExistingMatch = { readonly id: string; readonly by: KeyKind } | { readonly problem: Problem } | null;

/** Matches a batch with one call of the port. The first key that finds a record decides; a key that finds several is a problem. */
export async function matchExisting(target: Target, batch: readonly Fields[], lookup: ExistingLookup): Promise<ExistingMatch[]> {
  const keysOfRow = batch.map((fields) => keysOf(target, fields));
  const asked = [...new Set(keysOfRow.flat().map(keyString))];
  const found = asked.length > 0 ? await lookup(target.kind, asked) : new Map<string, readonly Candidate[]>();
  return keysOfRow.map((keys, index) => {
    const externalId = textOf(batch[index]?.['externalId']);
    for (const key of keys) {
      // Records with another external id are other records, however alike their names.
      const candidates = (found.get(keyString(key)) ?? []).filter(
        (candidate) => externalId === '' || candidate.externalId === null || candidate.externalId === externalId,
      );
      const [candidate] = candidates;
      if (candidate === undefined) continue;
      if (candidates.length === 1) return { id: candidate.id, by: key.kind };
      return {
        problem: {
          column: null,
          code: 'several-matches',
          severity: 'error' as const,
          sentence: `${candidates.length} existing ${target.plural} have the same ${key.kind.replace('-', ' ')}; merge them or give an external id.`,
        },
      };
    }
    return null;
  });
}
