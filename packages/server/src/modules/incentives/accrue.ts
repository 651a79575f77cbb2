import { addDays, explained, isId, majorOf, newId, type Explanation, type NewEarning } from '@entente/kernel';
import { recordChanges, type Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { NewAccrual } from './domain/facts.ts';
import type { IncentivesPorts } from './ports.ts';
import { keepAccruals, type AccrualRow } from './store.ts';

export const KIND_TITLE: Readonly<Record<string, string>> = {
  commission: 'Commission',
  renewal: 'Renewal incentive',
  spiff: 'Spiff',
  rebate: 'Rebate',
  influence: 'Influence',
  adoption: 'Adoption incentive',
};
export type FactHeadline = {
  readonly type: 'receipt' | 'sale';
  readonly id: string;
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly on: string;
  readonly currency: string;
};

export const accrualKey = (kind: string, fact: { readonly type: string; readonly id: string }, ruleId: string, partnerId: string): string =>
  `${kind}:${fact.type}:${fact.id}:${ruleId}:${partnerId}`;

/** An accrual as it is kept, with why it is what it is. */
export function rowOf(accrual: NewAccrual, fact: FactHeadline): AccrualRow {
  const { rule, partnerId } = accrual;
  const { kind } = rule.document;
  const held = rule.document.holdDays > 0 ? addDays(fact.on, rule.document.holdDays) : null;
  return {
    id: newId(),
    ruleId: rule.ruleId,
    ruleNumber: rule.number,
    kind,
    partnerId,
    personId: accrual.personId,
    factType: fact.type,
    factId: fact.id,
    dealId: fact.dealId,
    accountId: fact.accountId,
    on: fact.on,
    currency: fact.currency,
    baseMinor: Number(accrual.baseMinor),
    quantity: accrual.quantity,
    amountMinor: Number(accrual.amountMinor),
    state: accrual.state,
    sentence: accrual.sentence,
    reversesId: null,
    earningKey: accrualKey(kind, fact, rule.ruleId, partnerId),
    heldUntil: held,
    clawbackUntil: null,
    lines: accrual.lines,
    explanation: explanationOf(accrual, fact),
    askedByMember: null,
  };
}

export function explanationOf(accrual: NewAccrual, fact: FactHeadline): Explanation {
  const { rule } = accrual;
  const what = fact.type === 'receipt' ? `what the customer paid on ${fact.on}` : `the sale of ${fact.on}`;
  return explained(
    `${KIND_TITLE[rule.document.kind] ?? 'Incentive'} on ${what}, by the programme “${rule.name}”.${accrual.sentence === null ? '' : ` ${accrual.sentence}`}`,
    {
      rule: { name: rule.name, id: rule.ruleId, version: rule.number },
      inputs: accrual.lines.map((line) => ({
        label: line.description,
        value: `${majorOf(line.netMinor, fact.currency)} ${fact.currency}`,
        ...(fact.type === 'receipt' && isId(line.lineId) ? { from: { type: 'invoice_line', id: line.lineId } } : {}),
      })),
      steps: accrual.steps,
      evidence: [
        {
          kind: fact.type,
          label: fact.type === 'receipt' ? 'Payment of the customer' : 'The deal that was won',
          type: fact.type === 'receipt' ? 'receipt' : 'deal',
          id: fact.id,
          at: fact.on,
        },
      ],
    },
  );
}

export const earningOf = (row: AccrualRow, reverses: string | null): NewEarning => ({
  key: row.earningKey,
  kind: row.kind as NewEarning['kind'],
  partnerId: row.partnerId,
  personId: row.personId,
  dealId: row.dealId,
  amountMinor: row.amountMinor,
  currency: row.currency,
  earnedOn: row.on,
  heldUntil: reverses === null ? row.heldUntil : null,
  title: `${KIND_TITLE[row.kind] ?? 'Incentive'}${reverses === null ? '' : ', taken back'}`,
  source: { type: 'incentive_accrual', id: row.id },
  reverses,
  bornBy: row.kind === 'rebate' ? 'rebate_accrual' : 'incentive_cost',
  explanation: row.explanation,
});

/** Keeps accruals, each once; what is earned becomes an earning in the same transaction, what waits asks somebody. */
export async function keep(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  rows: readonly AccrualRow[],
  keys: ReadonlyMap<string, string> = new Map(),
): Promise<AccrualRow[]> {
  const added = await keepAccruals(tx, context.tenantId, rows, context.now.toISOString());
  await ports.earn(
    tx,
    context,
    added
      .filter(({ state, amountMinor }) => state === 'earned' && amountMinor !== 0)
      .map((row) => earningOf(row, row.reversesId === null ? null : (keys.get(row.reversesId) ?? null))),
  );
  for (const row of added)
    if (row.state === 'waiting' && row.reversesId === null)
      await ports.openAct(tx, context, {
        kind: 'incentive_approval',
        title: `${KIND_TITLE[row.kind] ?? 'Incentive'} of ${majorOf(row.amountMinor, row.currency)} ${row.currency} waits for an approval`,
        detail: row.explanation.sentence,
        dealId: row.dealId,
        partnerId: row.partnerId,
        assigneeId: null,
        assigneeRole: 'finance',
        dueAt: new Date(context.now.getTime() + 5 * 86_400_000).toISOString(),
        recordId: row.id,
      });
  await recordChanges(
    tx,
    context,
    added
      .filter(({ state }) => state !== 'nothing')
      .map((row): Change => {
        const payload = {
          kind: row.kind,
          partnerId: row.partnerId,
          amountMinor: row.amountMinor,
          currency: row.currency,
          state: row.state,
          ruleId: row.ruleId,
          ruleNumber: row.ruleNumber,
        };
        return {
          operation: 'incentives.accrue',
          recordType: 'incentive_accrual',
          recordId: row.id,
          after: payload,
          events: [{ type: 'incentive.accrued', dealId: row.dealId, payload }],
        };
      }),
  );
  return added;
}

/** A row that takes back of another: of its kind, its rule's version and its state. */
export function reversalOf(
  original: AccrualRow,
  amountMinor: number,
  of: { readonly key: string; readonly on: string; readonly sentence: string; readonly evidence: { readonly type: string; readonly id: string } },
): AccrualRow {
  return {
    ...original,
    id: newId(),
    on: of.on,
    amountMinor,
    quantity: null,
    sentence: null,
    reversesId: original.id,
    earningKey: of.key,
    heldUntil: null,
    clawbackUntil: null,
    lines: [],
    askedByMember: null,
    explanation: explained(of.sentence, {
      rule: original.explanation.rule,
      inputs: [{ label: 'What was earned', value: `${majorOf(original.amountMinor, original.currency)} ${original.currency}` }],
      steps: [
        {
          label: 'Taken back',
          formula: 'by how much was refunded until now, less what was taken back before',
          resultMinor: amountMinor,
          currency: original.currency,
        },
      ],
      evidence: [{ kind: 'refund', label: 'Why', type: of.evidence.type, id: of.evidence.id, at: of.on }],
    }),
  };
}
