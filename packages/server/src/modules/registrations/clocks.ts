import type { ClockHandlers } from '../../platform/clocks.ts';
import { setClocks } from '../../platform/clocks.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { endClaim } from './decide.ts';
import { dayInWords } from './domain/words.ts';
import { nextReminder } from './moments.ts';
import type { RegistrationsPorts } from './ports.ts';
import { change, lockRegistration, type Registration } from './store.ts';

const protects = (row: Registration): boolean => row.state === 'approved' || row.state === 'extended';
const waits = (row: Registration): boolean => row.state === 'submitted' && row.held_by === 'vendor';

/** What happens to a registration when nobody does anything. Each looks at it as it is now: a decision in the same second wins. */
export function registrationClocks(ports: RegistrationsPorts): ClockHandlers {
  const on =
    (work: (tx: Tx, fired: { row: Registration; context: ReturnType<typeof systemContext>; dueAt: Date }) => Promise<unknown>): ClockHandlers[string] =>
    async (tx, { tenantId, recordId, dueAt, now }) => {
      const row = await lockRegistration(tx, tenantId, recordId);
      await work(tx, { row, context: systemContext(tenantId, 'Registration clock', now), dueAt });
    };
  return {
    'registration.warn': on(async (tx, { row, context }) => {
      if (!waits(row) || row.warned_at !== null) return;
      await change(
        tx,
        context,
        row,
        { warned_at: context.now.toISOString() },
        {
          operation: 'registrations.warn',
          kind: 'warned',
          partnerSentence: null,
          privateNote: `To be decided by ${row.decide_by ?? ''}.`,
          payload: { decideBy: row.decide_by },
        },
      );
    }),
    'registration.escalate': on(async (tx, { row, context }) => {
      if (!waits(row) || row.escalated_at !== null) return;
      const program = await ports.programOf(tx, context.tenantId, row.program_id);
      const role = program.definition.decision.escalateToRole;
      await change(
        tx,
        context,
        row,
        { escalated_at: context.now.toISOString() },
        {
          operation: 'registrations.escalate',
          kind: 'escalated',
          partnerSentence: 'The promised time has passed; it went to somebody higher.',
          privateNote: `Went to ${role.replaceAll('_', ' ')}.`,
          payload: { role },
        },
      );
      await ports.openAct(tx, context, {
        kind: 'escalation',
        title: `Late: decide registration R-${row.number}, ${row.company_name}`,
        detail: 'The time to decide has passed.',
        dealId: row.deal_id,
        partnerId: row.partner_id,
        assigneeId: null,
        assigneeRole: role,
        dueAt: row.decide_by,
        recordId: row.id,
      });
    }),
    'registration.remind': on(async (tx, { row, context }) => {
      if (!protects(row) || row.protected_until === null) return;
      const program = await ports.programOf(tx, context.tenantId, row.program_id);
      const reminded = await change(
        tx,
        context,
        row,
        {},
        {
          operation: 'registrations.remind',
          kind: 'expiring',
          partnerSentence: `Protection ends on ${dayInWords(row.protected_until)}. Ask for an extension, or close the deal by then.`,
          payload: { protectedUntil: row.protected_until },
        },
      );
      const next = nextReminder(new Date(row.protected_until), program.definition.protection.remindBeforeDays, context.now);
      if (next) await setClocks(tx, context.tenantId, [{ kind: 'registration.remind', recordId: reminded.id, dueAt: next }]);
    }),
    'registration.expire': on(async (tx, { row, context, dueAt }) => {
      if (!protects(row)) return;
      // It was extended after this moment had been set.
      if (row.protected_until !== null && Date.parse(row.protected_until) > dueAt.getTime()) return;
      await endClaim(tx, ports, context, row, {
        state: 'expired',
        operation: 'registrations.expire',
        kind: 'expired',
        partnerSentence: `Protection ended on ${dayInWords(row.protected_until)}.`,
        endRole: false,
      });
    }),
    'registration.update_warn': on(async (tx, { row, context }) => {
      if (!protects(row)) return;
      const program = await ports.programOf(tx, context.tenantId, row.program_id);
      await change(
        tx,
        context,
        row,
        {},
        {
          operation: 'registrations.updateWarn',
          kind: 'update_due',
          partnerSentence: `Nothing was reported for ${program.definition.protection.updateWarnDays} days. Say how the deal stands to keep its protection.`,
        },
      );
    }),
    'registration.update_review': on(async (tx, { row, context }) => {
      if (!protects(row)) return;
      const partner = await ports.partner(tx, context.tenantId, row.partner_id);
      const program = await ports.programOf(tx, context.tenantId, row.program_id);
      await change(
        tx,
        context,
        row,
        {},
        {
          operation: 'registrations.updateReview',
          kind: 'silent',
          partnerSentence: `Nothing was reported for ${program.definition.protection.updateReviewDays} days. Your partner manager looks at the protection.`,
        },
      );
      await ports.openAct(tx, context, {
        kind: 'silent_registration',
        title: `No news of R-${row.number}, ${row.company_name}`,
        detail: 'Revoke its protection, or hear from the partner.',
        dealId: row.deal_id,
        partnerId: row.partner_id,
        assigneeId: partner?.managerId ?? null,
        assigneeRole: partner?.managerId ? null : 'partner_manager',
        dueAt: new Date(context.now.getTime() + 5 * 86_400_000).toISOString(),
        recordId: row.id,
      });
    }),
  };
}
