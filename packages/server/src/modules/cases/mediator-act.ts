import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CasesPorts } from './ports.ts';
import { mediatorOf, type Case } from './store.ts';

/** The inbox of who has to rule; of an admin where nobody was named. Whatever of the case was there before is closed. */
export async function askForRuling(tx: Tx, ports: CasesPorts, context: Context, row: Case, why: string): Promise<void> {
  const mediator = mediatorOf(row);
  await ports.closeActs(tx, context, row.id, 'replaced');
  await ports.openAct(tx, context, {
    kind: 'case_ruling',
    title: `${mediator === null ? 'Name a mediator for' : row.appealed_at === null ? 'Rule on' : 'Rule on the appeal of'} case C-${row.number}: ${row.title}`,
    detail: why,
    dealId: row.deal_id,
    partnerId: null,
    assigneeId: mediator,
    assigneeRole: mediator === null ? 'admin' : null,
    dueAt: row.rule_by,
    recordId: row.id,
  });
}
