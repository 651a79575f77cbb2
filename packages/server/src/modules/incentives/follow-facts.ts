import type { Receipt } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { accrualKey, keep, reversalOf, rowOf } from './accrue.ts';
import { countReceipt, countRefund } from './count-volume.ts';
import { decide, gather, receiptFact, saleFact } from './decide-fact.ts';
import { takeBack, takeBackOfSale } from './domain/take-back.ts';
import type { IncentivesPorts } from './ports.ts';
import { ruleVersions } from './rule-store.ts';
import {
  accrualsOfFact,
  factState,
  keepFact,
  lockPartners,
  refundedOfDeal,
  refundsOf,
  reversalsOf,
  settleFact,
  type AccrualRow,
  type FactHead,
} from './store.ts';

/** Works out once what a receipt earns. What cannot be decided is held whole, and asks a person; it can be tried again. */
export async function followReceipt(tx: Tx, ports: IncentivesPorts, context: Context, receiptId: string): Promise<void> {
  const { tenantId } = context;
  const receipt = await ports.receipt(tx, tenantId, receiptId);
  if (!receipt) return;
  const head: FactHead = {
    type: 'receipt',
    id: receipt.id,
    dealId: receipt.dealId,
    on: receipt.receivedOn,
    currency: receipt.currency,
    netMinor: receipt.netMinor,
    reversesId: receipt.reverses,
  };
  const held = await once(tx, ports, context, head, () =>
    receipt.reverses === null ? accrueReceipt(tx, ports, context, receipt) : refund(tx, ports, context, { ...receipt, reverses: receipt.reverses }),
  );
  // A refund that came before its receipt was worked out has waited for this.
  if (held === null && receipt.reverses === null)
    for (const waiting of await refundsOf(tx, tenantId, receipt.id)) if (waiting.state === 'held') await followReceipt(tx, ports, context, waiting.id);
}

export async function followSale(tx: Tx, ports: IncentivesPorts, context: Context, dealId: string): Promise<void> {
  const sale = await ports.sale(tx, context.tenantId, dealId);
  if (!sale) return;
  const netMinor = Number(sale.lines.reduce((sum, line) => sum + line.netMinor, 0n));
  await once(tx, ports, context, { type: 'sale', id: dealId, dealId, on: sale.wonOn, currency: sale.currency, netMinor, reversesId: null }, async () => {
    const gathered = await gatherLocked(tx, ports, context, saleFact(sale), dealId);
    const decided = decide(gathered);
    if (!decided.ok) return decided.sentence;
    const { known } = gathered;
    await keep(
      tx,
      ports,
      context,
      decided.accruals.map((accrual) => rowOf(accrual, { ...known.fact, dealId, accountId: known.deal?.accountId ?? null })),
    );
    return null;
  });
}

/** Null: it is done; else why it is held. The same fact told twice changes nothing. */
async function once(tx: Tx, ports: IncentivesPorts, context: Context, head: FactHead, work: () => Promise<string | null>): Promise<string | null> {
  const at = context.now.toISOString();
  const { state, first } = await keepFact(tx, context.tenantId, head, at);
  if (state === 'done') return 'done before';
  const sentence = await work();
  await settleFact(tx, context.tenantId, head, sentence, at);
  if (sentence === null) await ports.closeActs(tx, context, head.id, 'Worked out');
  else if (first) {
    await recordChange(tx, context, {
      operation: 'incentives.hold',
      recordType: 'incentive_fact',
      recordId: head.id,
      after: { type: head.type, sentence },
      events: [{ type: 'incentive.held', dealId: head.dealId, payload: { type: head.type, sentence } }],
    });
    await ports.openAct(tx, context, {
      kind: 'incentive_held',
      title: head.type === 'receipt' ? 'Incentives of a receipt could not be worked out' : 'Incentives of a sale could not be worked out',
      detail: sentence,
      dealId: head.dealId,
      partnerId: null,
      assigneeId: null,
      assigneeRole: 'finance',
      dueAt: new Date(context.now.getTime() + 3 * 86_400_000).toISOString(),
      recordId: head.id,
    });
  }
  return sentence;
}

async function gatherLocked(tx: Tx, ports: IncentivesPorts, context: Context, fact: Parameters<typeof gather>[3], dealId: string | null) {
  const versions = await ruleVersions(tx, context.tenantId);
  const first = await gather(tx, ports, context.tenantId, fact, dealId, versions);
  if (first.partnerIds.length === 0) return first;
  // What was given before is counted after everybody else has finished.
  await lockPartners(tx, context.tenantId, first.partnerIds);
  return gather(tx, ports, context.tenantId, fact, dealId, versions);
}

async function accrueReceipt(tx: Tx, ports: IncentivesPorts, context: Context, receipt: Receipt): Promise<string | null> {
  const gathered = await gatherLocked(tx, ports, context, receiptFact(receipt), receipt.dealId);
  const decided = decide(gathered);
  if (!decided.ok) return decided.sentence;
  const headline = {
    type: 'receipt' as const,
    id: receipt.id,
    dealId: receipt.dealId,
    accountId: receipt.accountId ?? gathered.known.deal?.accountId ?? null,
    on: receipt.receivedOn,
    currency: receipt.currency,
  };
  await keep(
    tx,
    ports,
    context,
    [...decided.accruals, ...(await countReceipt(tx, context, gathered))].map((accrual) => rowOf(accrual, headline)),
  );
  return null;
}

/** By what accrued on the receipt, and by nothing of today. */
async function refund(tx: Tx, ports: IncentivesPorts, context: Context, receipt: Receipt & { readonly reverses: string }): Promise<string | null> {
  const { tenantId } = context;
  if ((await factState(tx, tenantId, 'receipt', receipt.reverses)) !== 'done') return 'The receipt this takes from is not worked out yet.';
  const earlier = (await refundsOf(tx, tenantId, receipt.reverses)).filter(({ id }) => id !== receipt.id);
  const refunded = new Map<string, bigint>();
  const done: Receipt[] = [receipt];
  for (const { id, state } of earlier) {
    const one = state === 'done' ? await ports.receipt(tx, tenantId, id) : null;
    if (one) done.push(one);
  }
  for (const one of done)
    for (const line of one.lines) refunded.set(line.reversesLineId ?? '', (refunded.get(line.reversesLineId ?? '') ?? 0n) - BigInt(line.netMinor));
  const originals = (await accrualsOfFact(tx, tenantId, 'receipt', receipt.reverses)).filter(
    ({ reversesId, amountMinor }) => reversesId === null && amountMinor !== 0,
  );
  await lockPartners(
    tx,
    tenantId,
    originals.map(({ partnerId }) => partnerId),
  );
  const rows: AccrualRow[] = [];
  for (const original of originals) {
    const back = takeBack({ amountMinor: BigInt(original.amountMinor), lines: original.lines }, refunded, await takenOf(tx, tenantId, original.id));
    if (!back.ok) return back.sentence;
    rows.push(reversal(original, back.amountMinor, receipt));
  }
  const counted = await countRefund(tx, context, receipt, refunded);
  if (counted !== null) return counted;
  if (receipt.dealId !== null) {
    const dealId = receipt.dealId;
    const total = await refundedOfDeal(tx, tenantId, dealId, receipt.currency);
    for (const original of await accrualsOfFact(tx, tenantId, 'sale', dealId)) {
      if (original.reversesId !== null || original.amountMinor === 0 || original.currency !== receipt.currency) continue;
      const sold = original.lines.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n);
      rows.push(reversal(original, takeBackOfSale(BigInt(original.amountMinor), sold, total, await takenOf(tx, tenantId, original.id)), receipt));
    }
  }
  const all = new Map(
    [...originals, ...(receipt.dealId === null ? [] : await accrualsOfFact(tx, tenantId, 'sale', receipt.dealId))].map(({ id, earningKey }) => [
      id,
      earningKey,
    ]),
  );
  await keep(
    tx,
    ports,
    context,
    rows.filter(({ amountMinor }) => amountMinor !== 0),
    all,
  );
  return null;
}

const takenOf = async (tx: Tx, tenantId: string, id: string): Promise<bigint> =>
  (await reversalsOf(tx, tenantId, id)).reduce((sum, { amountMinor }) => sum - BigInt(amountMinor), 0n);

const reversal = (original: AccrualRow, amountMinor: bigint, receipt: Receipt): AccrualRow =>
  reversalOf(original, Number(amountMinor), {
    key: `${accrualKey(original.kind, { type: original.factType, id: original.factId }, original.ruleId, original.partnerId)}:back:${receipt.id}`,
    on: receipt.receivedOn,
    sentence: `Taken back: the customer was refunded on ${receipt.receivedOn}. You give back your part of all refunds so far, less what you gave back before.`,
    evidence: { type: 'receipt', id: receipt.id },
  });
