import { addDays, newId, type Explanation, type NewEarning, type Receipt } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { MARKETPLACE, US, type Part } from './domain/allocate.ts';
import { divideReceipt } from './divide.ts';
import type { SplitsPorts } from './ports.ts';
import { keepParts, reversalsOf, splitOfReceipt, versionOf } from './store.ts';
import { takeBack } from './take-back.ts';

type Outcome =
  | { readonly held: string; readonly ruleId: null; readonly ruleNumber: null }
  | {
      readonly held: null;
      readonly parts: readonly Part[];
      readonly explanations: Readonly<Record<string, Explanation>>;
      readonly ruleId: string | null;
      readonly ruleNumber: number | null;
    };

/**
 * Divides a receipt once: the shares of partners become earnings in the same transaction. What cannot be decided is held, and asks a
 * person; it can be tried again. The same receipt told twice changes nothing.
 */
export async function splitReceipt(tx: Tx, ports: SplitsPorts, context: Context, receiptId: string): Promise<string | null> {
  const { tenantId, now } = context;
  const receipt = await ports.receipt(tx, tenantId, receiptId);
  if (!receipt) return null;
  const id = newId();
  const at = now.toISOString();
  // Whoever comes first keeps it; another that is told of the same receipt waits here, and then finds it.
  await sql`
    insert into split (tenant_id, id, receipt_id, source, deal_id, received_on, currency, net_minor, fee_minor, pool_minor, state, sentence, reverses_receipt_id, at)
    values (${tenantId}::uuid, ${id}::uuid, ${receipt.id}::uuid, ${receipt.source}, ${receipt.dealId}::uuid, ${receipt.receivedOn}::date, ${receipt.currency}, ${receipt.netMinor}, ${receipt.feeMinor},
      ${receipt.netMinor - receipt.feeMinor}, 'held', 'It is being divided.', ${receipt.reverses}::uuid, ${at}::timestamptz)
    on conflict (tenant_id, receipt_id) do nothing`.execute(tx);
  const kept = await splitOfReceipt(tx, tenantId, receipt.id);
  if (!kept || kept.state === 'allocated') return kept?.id ?? null;
  const outcome = await outcomeOf(tx, ports, tenantId, receipt);
  if (outcome.held !== null) {
    await tx.updateTable('split').set({ sentence: outcome.held, at }).where('tenant_id', '=', tenantId).where('id', '=', kept.id).execute();
    if (kept.id === id) await askPerson(tx, ports, context, kept.id, receipt, outcome.held);
    return kept.id;
  }
  const partners = outcome.parts.filter(({ party }) => party !== US && party !== MARKETPLACE);
  const partnersMinor = partners.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  await keepParts(tx, tenantId, kept.id, outcome.parts, new Map(receipt.lines.map((line) => [line.reversesLineId ?? line.lineId, line.description])));
  await tx
    .updateTable('split')
    .set({
      state: 'allocated',
      sentence: null,
      partners_minor: Number(partnersMinor),
      rule_id: outcome.ruleId,
      rule_number: outcome.ruleNumber,
      explanations: JSON.stringify(outcome.explanations),
      at,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', kept.id)
    .execute();
  const holdDays =
    outcome.ruleId !== null && outcome.ruleNumber !== null ? ((await versionOf(tx, tenantId, outcome.ruleId, outcome.ruleNumber))?.holdDays ?? 0) : 0;
  await ports.earn(tx, context, earningsOf(kept.id, receipt, partners, outcome.explanations, holdDays));
  await recordChange(tx, context, {
    operation: 'splits.allocate',
    recordType: 'split',
    recordId: kept.id,
    after: {
      receiptId: receipt.id,
      currency: receipt.currency,
      netMinor: receipt.netMinor,
      partnersMinor: Number(partnersMinor),
      ruleId: outcome.ruleId,
      ruleNumber: outcome.ruleNumber,
    },
    events: [
      {
        type: 'split.allocated',
        dealId: receipt.dealId,
        payload: { splitId: kept.id, currency: receipt.currency, netMinor: receipt.netMinor, partnersMinor: Number(partnersMinor) },
      },
    ],
  });
  await ports.closeActs(tx, context, kept.id, 'Divided');
  // A refund that came before its receipt was divided has waited for this.
  if (receipt.reverses === null)
    for (const waiting of await reversalsOf(tx, tenantId, receipt.id)) if (waiting.state === 'held') await splitReceipt(tx, ports, context, waiting.receiptId);
  return kept.id;
}

async function outcomeOf(tx: Tx, ports: SplitsPorts, tenantId: string, receipt: Receipt): Promise<Outcome> {
  if (receipt.reverses !== null) {
    const back = await takeBack(tx, ports, tenantId, { ...receipt, reverses: receipt.reverses });
    return back.ok ? { held: null, ...back } : { held: back.sentence, ruleId: null, ruleNumber: null };
  }
  const divided = await divideReceipt(tx, ports, tenantId, receipt);
  return divided.ok
    ? { held: null, parts: divided.parts, explanations: divided.explanations, ruleId: divided.rule.ruleId, ruleNumber: divided.rule.number }
    : { held: divided.sentence, ruleId: null, ruleNumber: null };
}

/** One earning a partner and receipt; a refund's names the one it takes from. */
function earningsOf(
  splitId: string,
  receipt: Receipt,
  parts: readonly Part[],
  explanations: Readonly<Record<string, Explanation>>,
  holdDays: number,
): NewEarning[] {
  const totals = new Map<string, bigint>();
  for (const { party, amountMinor } of parts) totals.set(party, (totals.get(party) ?? 0n) + amountMinor);
  return [...totals].flatMap(([partnerId, amount]) => {
    const explanation = explanations[partnerId];
    if (amount === 0n || !explanation) return [];
    return [
      {
        key: `split:${receipt.id}:${partnerId}`,
        kind: 'split' as const,
        partnerId,
        personId: null,
        dealId: receipt.dealId,
        amountMinor: Number(amount),
        currency: receipt.currency,
        earnedOn: receipt.receivedOn,
        heldUntil: holdDays > 0 && receipt.reverses === null ? addDays(receipt.receivedOn, holdDays) : null,
        title: receipt.reverses === null ? 'Share of a receipt' : 'Share of a refund',
        source: { type: 'split', id: splitId },
        reverses: receipt.reverses === null ? null : `split:${receipt.reverses}:${partnerId}`,
        bornBy: 'partner_cost' as const,
        explanation,
      },
    ];
  });
}

async function askPerson(tx: Tx, ports: SplitsPorts, context: Context, splitId: string, receipt: Receipt, sentence: string): Promise<void> {
  await recordChange(tx, context, {
    operation: 'splits.hold',
    recordType: 'split',
    recordId: splitId,
    after: { receiptId: receipt.id, sentence },
    events: [{ type: 'split.held', dealId: receipt.dealId, payload: { splitId, sentence } }],
  });
  await ports.openAct(tx, context, {
    kind: 'split_held',
    title: 'A receipt could not be divided',
    detail: sentence,
    dealId: receipt.dealId,
    partnerId: null,
    assigneeId: null,
    assigneeRole: 'finance',
    dueAt: new Date(context.now.getTime() + 3 * 86_400_000).toISOString(),
    recordId: splitId,
  });
}
