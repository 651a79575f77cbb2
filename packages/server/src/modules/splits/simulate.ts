import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem, type Receipt } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { MARKETPLACE, US } from './domain/allocate.ts';
import type { RuleVersion } from './domain/choose-rule.ts';
import { problemsOf } from './domain/document.ts';
import { divideReceipt } from './divide.ts';
import { requireNamed } from './named.ts';
import type { SplitsPorts } from './ports.ts';
import { shaped, sharesOf } from './read-splits.ts';
import { partnerNames, partsOf } from './store.ts';

const MOST_RECEIPTS = 2_000;
const MOST_EXAMPLES = 5;

/** A document held against receipts that were divided: what each party had, and would have had. */
export async function simulate(tx: Tx, ports: SplitsPorts, tenantId: string, body: Parsed<'splits.simulate'>['body']): Promise<Result<'splits.simulate'>> {
  const problems = problemsOf(body.document);
  if (problems.length > 0)
    throw new Problem('invalid_input', problems[0]?.sentence ?? 'This rule cannot be tried.', {
      fields: problems.map(({ path, sentence }) => ({ path: `document.${path}`, code: 'rule', sentence })),
    });
  await requireNamed(tx, tenantId, body.document, 'document');
  if (body.dealId !== undefined && (await ports.dealLines(tx, tenantId, body.dealId)) === null) throw notFound('deal');
  const { rows } = await sql<{ id: string; receipt_id: string; deal_name: string | null }>`
    select s.id, s.receipt_id, d.name as deal_name from split s left join deal d on d.tenant_id = s.tenant_id and d.id = s.deal_id
    where s.tenant_id = ${tenantId}::uuid and s.reverses_receipt_id is null and s.received_on >= ${body.from}::date and s.received_on < ${body.to}::date
      ${body.dealId === undefined ? sql`` : sql`and s.deal_id = ${body.dealId}::uuid`}
    order by s.received_on desc, s.id desc limit ${MOST_RECEIPTS}`.execute(tx);
  // In force always: what is asked is what it would have done, not whether it was there.
  const version: RuleVersion = {
    ruleId: newId(),
    name: 'The document that is tried',
    position: 1,
    number: 0,
    effectiveFrom: '0001-01-01',
    document: body.document,
  };
  const totals = new Map<string, { pool: bigint; parties: Map<string, { before: bigint; after: bigint }> }>();
  const examples: Result<'splits.simulate'>['examples'] = [];
  let apart = 0;
  for (const row of rows) {
    const receipt = await ports.receipt(tx, tenantId, row.receipt_id);
    const divided = receipt === null ? null : await divideReceipt(tx, ports, tenantId, receipt, version);
    if (!receipt || !divided?.ok) {
      apart += 1;
      if (divided && examples.length < MOST_EXAMPLES)
        examples.push({ splitId: row.id, dealName: row.deal_name, currency: receipt?.currency ?? '', sentence: divided.ok ? '' : divided.sentence });
      continue;
    }
    const total = totals.get(receipt.currency) ?? { pool: 0n, parties: new Map() };
    totals.set(receipt.currency, total);
    total.pool += divided.poolMinor;
    for (const [side, parts] of [
      ['before', await partsOf(tx, tenantId, [row.id])],
      ['after', divided.parts],
    ] as const)
      for (const [party, amount] of sharesOf(parts)) {
        if (party === MARKETPLACE) continue;
        const known = total.parties.get(party) ?? { before: 0n, after: 0n };
        total.parties.set(party, { ...known, [side]: known[side] + amount });
      }
  }
  const names = await partnerNames(
    tx,
    tenantId,
    [...totals.values()].flatMap(({ parties }) => [...parties.keys()].filter((party) => party !== US)),
  );
  return {
    receipts: rows.length,
    apart,
    currencies: [...totals].map(([currency, { pool, parties }]) => ({
      currency,
      poolMinor: Number(pool),
      parties: [...parties]
        .map(([party, { before, after }]) => ({
          party: party === US ? ('us' as const) : ('partner' as const),
          partnerId: party === US ? null : party,
          partnerName: names.get(party) ?? null,
          beforeMinor: Number(before),
          afterMinor: Number(after),
        }))
        .sort((a, b) => Math.abs(b.afterMinor - b.beforeMinor) - Math.abs(a.afterMinor - a.beforeMinor)),
    })),
    examples,
  };
}

/** What an amount that came for a deal today would become. */
export async function preview(
  tx: Tx,
  ports: SplitsPorts,
  tenantId: string,
  today: string,
  receipt: Pick<Receipt, 'dealId' | 'source' | 'currency' | 'netMinor' | 'feeMinor' | 'lines'>,
): Promise<Result<'splits.preview'>> {
  const divided = await divideReceipt(tx, ports, tenantId, { ...receipt, id: newId(), accountId: null, receivedOn: today, taxMinor: 0, reverses: null });
  const base = { currency: receipt.currency, netMinor: receipt.netMinor, feeMinor: receipt.feeMinor, poolMinor: receipt.netMinor - receipt.feeMinor };
  if (!divided.ok)
    return {
      ...base,
      ruleId: divided.rule?.ruleId ?? null,
      ruleName: divided.rule?.name ?? null,
      ruleNumber: divided.rule?.number ?? null,
      held: divided.sentence,
      shares: [],
    };
  const names = await partnerNames(
    tx,
    tenantId,
    divided.parts.map(({ party }) => party).filter((party) => party !== US && party !== MARKETPLACE),
  );
  return {
    ...base,
    ruleId: divided.rule.ruleId,
    ruleName: divided.rule.name,
    ruleNumber: divided.rule.number,
    held: null,
    shares: sharesOf(divided.parts).map(([party, amount]) => ({
      party: party === US || party === MARKETPLACE ? party : 'partner',
      partnerId: party === US || party === MARKETPLACE ? null : party,
      partnerName: names.get(party) ?? null,
      amountMinor: Number(amount),
      explanation: shaped(divided.explanations[party]),
    })),
  };
}
