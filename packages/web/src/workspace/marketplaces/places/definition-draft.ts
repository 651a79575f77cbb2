import { t } from '../../../lib/i18n/i18n.ts';
import type { Definition, FeeTable } from '../words.ts';

export type StateDraft = Definition['states'][number];
export type FieldDraft = Definition['fields'][number];
export type FeeDraft = FeeTable[number];

/** A word that stands in files: small letters, digits and underscores, beginning with a letter. */
export function keyOf(label: string): string {
  const key = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 40);
  return key;
}

/** A key that none of the others has; labels in other scripts have no letters for one, so they are numbered. */
export function freeKey(label: string, taken: readonly string[], word: string): string {
  const base = keyOf(label) || word;
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n += 1) {
    const next = `${base.slice(0, 36)}_${n}`;
    if (!taken.includes(next)) return next;
  }
}

type Keyed = { readonly key: string; readonly label: string };
/** What was kept keeps its key, for files name it; what is new is called in files as it is called on the page. */
export function keysOf(entries: readonly Keyed[], kept: readonly Keyed[], word: string): Map<string, string> {
  const fixed = new Set(kept.map((entry) => entry.key));
  const taken = entries.filter((entry) => fixed.has(entry.key)).map((entry) => entry.key);
  return new Map(
    entries.map(({ key, label }) => {
      if (fixed.has(key)) return [key, key];
      const own = freeKey(label, taken, word);
      taken.push(own);
      return [key, own];
    }),
  );
}

export function withKeys(definition: Definition, kept: Definition | null): Definition {
  const states = keysOf(definition.states, kept?.states ?? [], 'state');
  const fields = keysOf(definition.fields, kept?.fields ?? [], 'field');
  const named = (key: string): string => states.get(key) ?? key;
  return {
    initial: named(definition.initial),
    states: definition.states.map((state) => ({ ...state, key: named(state.key), next: state.next.map(named) })),
    fields: definition.fields.map((field) => ({ ...field, key: fields.get(field.key) ?? field.key })),
  };
}

/** Taking a state away takes the moves to it away as well. */
export const withoutState = (definition: Definition, key: string): Definition => ({
  ...definition,
  states: definition.states.filter((state) => state.key !== key).map((state) => ({ ...state, next: state.next.filter((next) => next !== key) })),
});

/** The shortest life an offer can have, in words to be replaced by the marketplace's own. */
export const startingDefinition = (): Definition => ({
  initial: 'draft',
  states: [
    { key: 'draft', label: t('marketplaces.start.draft'), means: 'draft', next: ['submitted', 'withdrawn'] },
    { key: 'submitted', label: t('marketplaces.start.submitted'), means: 'released', next: ['accepted', 'expired', 'withdrawn'] },
    { key: 'accepted', label: t('marketplaces.start.accepted'), means: 'accepted', next: [] },
    { key: 'expired', label: t('marketplaces.start.expired'), means: 'expired', next: ['submitted'] },
    { key: 'withdrawn', label: t('marketplaces.start.withdrawn'), means: 'withdrawn', next: [] },
  ],
  fields: [],
});
