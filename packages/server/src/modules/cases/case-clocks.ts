import { setClocks, type ClockHandlers } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { caseFile, factsOf, termsOf } from './case-file.ts';
import { step } from './domain/machine.ts';
import { askForRuling } from './mediator-act.ts';
import type { CasesPorts } from './ports.ts';
import { addEntries, changeCase, lockCaseIfFree, mediatorOf, type Case } from './store.ts';
import { tellSides } from './tell-sides.ts';

const SOON_MS = 1_000;

/** What happens to a case when nobody does anything. Each looks at it as it is now: a ruling in the same second wins. */
export function caseClocks(ports: CasesPorts): ClockHandlers {
  const handler =
    (kind: string, work: (tx: Tx, context: Context, row: Case) => Promise<void>): ClockHandlers[string] =>
    async (tx, { tenantId, recordId, now }) => {
      const row = await lockCaseIfFree(tx, tenantId, recordId);
      if (row === 'busy') return setClocks(tx, tenantId, [{ kind, recordId, dueAt: new Date(now.getTime() + SOON_MS) }]);
      if (row !== null) await work(tx, systemContext(tenantId, 'Case clock', now), row);
    };
  const passed = (moment: string | null, context: Context): boolean => moment !== null && Date.parse(moment) <= context.now.getTime();
  return {
    'case.evidence': handler('case.evidence', async (tx, context, row) => {
      if (row.state !== 'evidence' || !passed(row.evidence_until, context)) return;
      await addEntries(tx, context, row.id, [{ kind: 'event', visibleTo: 'all', body: 'The time to give evidence is over.' }]);
      const ruling = await changeCase(
        tx,
        context,
        row,
        { state: 'ruling' },
        { operation: 'cases.endEvidence', kind: 'evidence', payload: { over: true, dueAt: row.rule_by } },
      );
      await askForRuling(tx, ports, context, ruling, 'The time to give evidence is over.');
      await tellSides(
        tx,
        context,
        await caseFile(tx, ports, ruling),
        ruling,
        'evidence',
        () => `The time to give evidence is over; the ruling is due by ${row.rule_by.slice(0, 10)}.`,
        row.rule_by,
      );
    }),
    'case.rule': handler('case.rule', async (tx, context, row) => {
      if ((row.state !== 'ruling' && row.state !== 'appealed') || !passed(row.rule_by, context)) return;
      const file = await caseFile(tx, ports, row);
      const { escalateToRole } = await termsOf(tx, ports, file);
      await addEntries(tx, context, row.id, [{ kind: 'event', visibleTo: 'all', body: 'The ruling is late; it went to somebody higher.' }]);
      const late = await changeCase(tx, context, row, {}, { operation: 'cases.escalate', kind: 'escalated', payload: { role: escalateToRole } });
      await ports.openAct(tx, context, {
        kind: 'escalation',
        title: `Late: rule on case C-${row.number}, ${row.title}`,
        detail: mediatorOf(row) === null ? 'Nobody was named to mediate it.' : 'The time to rule has passed. Have it ruled, or name another mediator.',
        dealId: row.deal_id,
        partnerId: null,
        assigneeId: null,
        assigneeRole: escalateToRole,
        dueAt: row.rule_by,
        recordId: row.id,
      });
      await tellSides(tx, context, file, late, 'escalated', () => 'The ruling is late; it went to somebody higher.');
    }),
    'case.appeal': handler('case.appeal', async (tx, context, row) => {
      if (!passed(row.appeal_until, context)) return;
      const file = await caseFile(tx, ports, row);
      const moved = step(row.state, 'lapse', factsOf(row, file.parties, [], context.now));
      if (!moved.ok) return;
      const said = 'Nobody appealed; the ruling is final.';
      await addEntries(tx, context, row.id, [{ kind: 'event', visibleTo: 'all', body: said }]);
      const closed = await changeCase(
        tx,
        context,
        row,
        { state: moved.state, closed_at: context.now.toISOString() },
        { operation: 'cases.lapse', kind: 'closed' },
      );
      await tellSides(tx, context, file, closed, 'closed', () => said);
    }),
  };
}
