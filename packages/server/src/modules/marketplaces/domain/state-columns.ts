import type { Definition } from './definition.ts';

const NAMES = {
  offer: ['offer', 'offer id', 'external id', 'listing order', 'order', 'order id'],
  deal: ['deal', 'deal number', 'deal no', 'opportunity number'],
  state: ['state', 'status', 'stage'],
  on: ['date', 'on', 'changed on', 'accepted on', 'state date'],
} as const;
type Column = keyof typeof NAMES;
export type StateRow = { readonly offer: string | null; readonly dealNumber: number | null; readonly state: string; readonly on: string | null };
type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly sentence: string };

const folded = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');

/** A file names its offers by themselves or by their deal, and says a state by its key or its label. */
export function readStateColumns(
  headers: readonly string[],
):
  | { readonly ok: true; readonly read: (cells: readonly string[], definition: Definition) => Read<StateRow> }
  | { readonly ok: false; readonly sentence: string } {
  const index = (column: Column): number => headers.findIndex((header) => (NAMES[column] as readonly string[]).includes(folded(header)));
  const at = { offer: index('offer'), deal: index('deal'), state: index('state'), on: index('on') };
  if (at.state < 0) return { ok: false, sentence: 'No column says the state. Name one “state”.' };
  if (at.offer < 0 && at.deal < 0) return { ok: false, sentence: 'No column says which offer it is. Name one “offer” or “deal number”.' };
  const cell = (cells: readonly string[], column: number): string => (column < 0 ? '' : (cells[column] ?? '').trim());
  return {
    ok: true,
    read: (cells, definition) => {
      const said = folded(cell(cells, at.state));
      const state = definition.states.find((one) => folded(one.key) === said || folded(one.label) === said);
      if (!state) return { ok: false, sentence: said === '' ? 'The state is missing.' : `There is no state “${cell(cells, at.state)}”.` };
      const offer = cell(cells, at.offer);
      const deal = cell(cells, at.deal).replace(/^#/, '');
      if (offer === '' && !/^\d+$/.test(deal))
        return { ok: false, sentence: deal === '' ? 'It names neither an offer nor a deal.' : `“${deal}” is no deal number.` };
      const on = cell(cells, at.on);
      if (on !== '' && !isDay(on)) return { ok: false, sentence: `“${on}” is no date; write it as 2027-01-31.` };
      return {
        ok: true,
        value: { offer: offer === '' ? null : offer, dealNumber: offer === '' ? Number(deal) : null, state: state.key, on: on === '' ? null : on },
      };
    },
  };
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
