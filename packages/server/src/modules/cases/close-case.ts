import { Problem } from '@entente/kernel';
import { clearClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { caseFile, factsOf } from './case-file.ts';
import { step } from './domain/machine.ts';
import { whyNotNeutral } from './domain/neutral.ts';
import type { CasesPorts } from './ports.ts';
import { addEntries, changeCase, lockCase, requireVersion, type Case } from './store.ts';
import { tellSides } from './tell-sides.ts';

/** The sides have settled it themselves: nothing changes for their claims, except that a ruling that was appealed stands. */
export async function closeCase(tx: Tx, ports: CasesPorts, context: Context, at: { id: string; ifVersion: number | null }, reason: string): Promise<Case> {
  requireScope(context, 'cases:mediate');
  const row = await lockCase(tx, context.tenantId, at.id);
  const file = await caseFile(tx, ports, row);
  const moved = step(row.state, 'settle', factsOf(row, file.parties, [], context.now));
  if (!moved.ok)
    throw new Problem('conflict', row.state === 'ruled' ? 'It has been ruled on; it closes by itself when the time to appeal has passed.' : moved.sentence, {
      reason: `state_${row.state}`,
    });
  requireVersion(row, at.ifVersion);
  const partial = context.actor.memberId === null ? 'A person closes a case; a key cannot.' : whyNotNeutral(context.actor.memberId, file.involvement, null);
  if (partial !== null) throw new Problem('not_allowed', partial, { reason: 'not_neutral' });
  const said = row.state === 'appealed' ? 'The case was closed: the sides settled it, and the ruling stands.' : 'The case was closed: the sides settled it.';
  await addEntries(tx, context, row.id, [
    { kind: 'event', visibleTo: 'all', body: said },
    { kind: 'note', visibleTo: 'mediators', body: reason },
  ]);
  const closed = await changeCase(tx, context, row, { state: moved.state, closed_at: context.now.toISOString() }, { operation: 'cases.close', kind: 'closed' });
  await ports.closeActs(tx, context, row.id, 'closed');
  await clearClocks(tx, context.tenantId, row.id, ['case.evidence', 'case.rule', 'case.appeal']);
  await tellSides(tx, context, file, closed, 'closed', () => said);
  return closed;
}
