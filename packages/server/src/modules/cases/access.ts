import type { Context } from '../../platform/context.ts';
import { factsOf, vendorPartyOf, type CaseFile } from './case-file.ts';
import { step } from './domain/machine.ts';
import { whyNotNeutral } from './domain/neutral.ts';
import type { Entry, Reader } from './domain/visibility.ts';
import { mediatorOf } from './store.ts';

/** What somebody of the workspace reads: who mediates or could reads all; the deal's owner, as the vendor's side, that side's evidence. */
export function readerOf(context: Context, file: CaseFile): Reader {
  const side = vendorPartyOf(file, context);
  const { memberId } = context.actor;
  if (side !== null || memberId === null || !context.actor.scopes.has('cases:mediate')) return { mediates: false, partyId: side?.id ?? null };
  const named = memberId === file.row.mediator_id || memberId === file.row.appeal_mediator_id;
  return { mediates: named || whyNotNeutral(memberId, file.involvement, null) === null, partyId: null };
}

/** Why this person cannot rule now, in one sentence; null when they can. */
export function whyNotRule(context: Context, file: CaseFile, entries: readonly Entry[], mediatorName: string | null): string | null {
  const { row } = file;
  if (!context.actor.scopes.has('cases:mediate')) return 'Your role does not include mediating cases.';
  const { memberId } = context.actor;
  if (memberId === null) return 'A person rules on a case; a key cannot.';
  // A second ruling on a case that takes none is told what became of it before anything else.
  const moved = step(row.state, row.state === 'appealed' ? 'rule_again' : 'rule', factsOf(row, file.parties, entries, context.now));
  if (!moved.ok && row.state !== 'evidence' && row.state !== 'appealed') return moved.sentence;
  const partial = whyNotNeutral(memberId, file.involvement, null);
  if (partial !== null) return partial;
  const named = mediatorOf(row);
  if (named !== null && named !== memberId) return `${mediatorName ?? 'Somebody else'} mediates this case. Name yourself first if you take it over.`;
  return moved.ok ? null : moved.sentence;
}
