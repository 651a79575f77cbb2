import { Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { caseFile } from './case-file.ts';
import { askForRuling } from './mediator-act.ts';
import { requireMediator } from './open-case.ts';
import type { CasesPorts } from './ports.ts';
import { addEntries, changeCase, lockCase, requireVersion, type Case } from './store.ts';

export async function assignMediator(
  tx: Tx,
  ports: CasesPorts,
  context: Context,
  at: { id: string; ifVersion: number | null },
  memberId: string,
): Promise<Case> {
  requireScope(context, 'cases:mediate');
  const row = await lockCase(tx, context.tenantId, at.id);
  requireVersion(row, at.ifVersion);
  if (row.state === 'ruled' || row.state === 'closed') throw new Problem('conflict', 'There is nothing to rule on now.', { reason: `state_${row.state}` });
  const name = await requireMediator(tx, ports, context.tenantId, memberId, (await caseFile(tx, ports, row)).involvement);
  await addEntries(tx, context, row.id, [{ kind: 'event', visibleTo: 'mediators', body: `${name} mediates.` }]);
  const named = await changeCase(tx, context, row, row.appealed_at === null ? { mediator_id: memberId } : { appeal_mediator_id: memberId }, {
    operation: 'cases.assign',
    kind: 'assigned',
    payload: { mediatorName: name },
  });
  if (row.state !== 'evidence') await askForRuling(tx, ports, context, named, `Named by ${context.actor.name}.`);
  return named;
}
