import type { Result } from '@entente/contracts';
import type { Candidate, Facts } from './facts.ts';
import { marketplaceOf, partnersOf } from './facts.ts';

/** What a plan was made from, as far as a change of it makes the plan old. */
export type Basis = {
  readonly currency: string;
  readonly quote: { readonly id: string; readonly number: number; readonly version: number } | null;
  /** Product, quantity and price of each line, in order. */
  readonly lines: readonly string[];
  readonly participants: readonly string[];
  readonly fees: Readonly<Record<string, number>>;
  readonly settings: number;
};
export type Outdated = Result<'settlement.plan'>['outOfDate'][number];
type QuoteId = Basis['quote'];

export function basisOf(facts: Facts, quote: QuoteId): Basis {
  return {
    currency: facts.currency,
    quote,
    lines: facts.lines.map((line) => [line.productId ?? line.description, line.quantity ?? '', line.listMinor, line.netMinor].join('|')),
    participants: facts.participants.map(({ partnerId, role, shareBp }) => [partnerId, role, shareBp ?? ''].join('|')).toSorted(),
    fees: Object.fromEntries(facts.marketplaces.map(({ id, version }) => [id, version])),
    settings: facts.settingsVersion,
  };
}

/** What has changed since, one sentence each. */
export function changedSince(before: Basis, now: Basis, candidate: Candidate, routeFollows: boolean, nameOf: (partnerId: string) => string): Outdated[] {
  const changes: Outdated[] = [];
  const told = (what: Outdated['what'], sentence: string): void => void changes.push({ what, sentence });
  if (before.currency !== now.currency) told('currency', `The deal is now in ${now.currency} and not in ${before.currency}.`);
  const sameQuote = before.quote?.id === now.quote?.id && before.quote?.version === now.quote?.version;
  if (!sameQuote) told('quote', quoteSentence(before.quote, now.quote));
  else if (before.lines.join('\n') !== now.lines.join('\n')) told('lines', linesSentence(before.lines, now.lines));
  if (before.participants.join() !== now.participants.join()) {
    const ids = (rows: readonly string[]): Set<string> => new Set(rows.map((row) => row.split('|')[0] ?? ''));
    const [old, young] = [ids(before.participants), ids(now.participants)];
    const joined = [...young].filter((id) => !old.has(id)).map(nameOf);
    const left = [...old].filter((id) => !young.has(id)).map(nameOf);
    const words = [...(joined.length > 0 ? [`${joined.join(', ')} joined`] : []), ...(left.length > 0 ? [`${left.join(', ')} left`] : [])];
    told('participants', words.length > 0 ? `Participants changed: ${words.join('; ')}.` : 'Roles or shares of participants changed.');
  }
  const marketplaceId = marketplaceOf(candidate);
  if (marketplaceId !== null && before.fees[marketplaceId] !== now.fees[marketplaceId]) told('fees', 'The marketplace or its fee table was changed.');
  const sells = partnersOf(candidate).length > 0 || marketplaceId !== null;
  if (sells && before.settings !== now.settings) told('settings', 'The terms of settlement were set anew.');
  if (!routeFollows) told('route', 'The deal is settled by another route than the plan’s.');
  return changes;
}

function quoteSentence(before: QuoteId, now: QuoteId): string {
  if (now === null) return 'The quote it was made from does not stand any more.';
  if (before === null) return `There is now a quote: ${now.number}, version ${now.version}.`;
  return before.id === now.id
    ? `Quote ${now.number} is at version ${now.version}; the plan was made from version ${before.version}.`
    : `Quote ${now.number} stands instead of ${before.number}.`;
}
function linesSentence(before: readonly string[], now: readonly string[]): string {
  const changed = now.filter((line) => !before.includes(line)).length;
  return before.length === now.length ? `${changed} of ${now.length} lines changed.` : `There are ${now.length} lines, and there were ${before.length}.`;
}
