import { explained, isId, majorOf, type Explanation, type Receipt } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { allocate, type Allocation, type Part } from './domain/allocate.ts';
import { ruleFor, type RuleFacts, type RuleVersion } from './domain/choose-rule.ts';
import type { DealFacts, SplitsPorts } from './ports.ts';
import { givenOnDeal, ruleVersions } from './store.ts';

export type Divided =
  | {
      readonly ok: true;
      readonly rule: RuleVersion;
      readonly parts: readonly Part[];
      readonly explanations: Readonly<Record<string, Explanation>>;
      readonly poolMinor: bigint;
    }
  | { readonly ok: false; readonly rule: RuleVersion | null; readonly sentence: string };

/** Looks up what a receipt is divided by, and divides it. `only`: by this version, whatever is in force. */
export async function divideReceipt(tx: Tx, ports: SplitsPorts, tenantId: string, receipt: Receipt, only?: RuleVersion): Promise<Divided> {
  const deal = receipt.dealId === null ? null : await ports.deal(tx, tenantId, receipt.dealId, receipt.receivedOn);
  const facts = ruleFacts(receipt, deal);
  const rule = ruleFor(only ? [only] : await ruleVersions(tx, tenantId), facts);
  if (!rule)
    return { ok: false, rule: null, sentence: 'No rule speaks of this receipt. Add one, or one for everyone at the end of the order, and try it again.' };
  const { document } = rule;
  const wants = (among: string): boolean => document.steps.some((step) => step.among === among);
  const result: Allocation = allocate(document, {
    currency: receipt.currency,
    lines: receipt.lines.map((line) => ({ lineId: line.lineId, vendorId: line.vendorId, netMinor: BigInt(line.netMinor), feeMinor: BigInt(line.feeMinor) })),
    participants: deal?.participants ?? [],
    credit: deal?.credit ?? null,
    usage:
      wants('usage') && receipt.dealId !== null
        ? await ports.usage(tx, tenantId, { dealId: receipt.dealId, currency: receipt.currency, until: receipt.receivedOn })
        : null,
    givenBefore: receipt.dealId !== null && limitsDeals(rule) ? await givenOnDeal(tx, tenantId, receipt.dealId, rule.ruleId) : new Map(),
  });
  if (!result.ok) return { ok: false, rule, sentence: result.sentence };
  const explanations: Record<string, Explanation> = {};
  for (const [party, steps] of result.steps)
    explanations[party] = explained(`Your share of what the customer paid on ${receipt.receivedOn}, by the rule “${rule.name}”.`, {
      rule: { name: rule.name, id: rule.ruleId, version: rule.number },
      inputs: inputsOf(receipt, party, result.parts),
      steps,
      evidence: [
        {
          kind: receipt.source,
          label: receipt.source === 'payment' ? 'Payment of the customer' : 'Payment through the marketplace',
          type: 'receipt',
          id: receipt.id,
          at: receipt.receivedOn,
        },
      ],
    });
  return { ok: true, rule, parts: result.parts, explanations, poolMinor: result.poolMinor };
}

const limitsDeals = ({ document }: RuleVersion): boolean =>
  document.steps.some((step) => (step.what.kind === 'fixed' && step.what.per === 'deal') || step.limits?.per === 'deal');

function ruleFacts(receipt: Receipt, deal: DealFacts | null): RuleFacts {
  return {
    on: receipt.receivedOn,
    source: receipt.source,
    currency: receipt.currency,
    region: deal?.region ?? null,
    routes: deal?.routes ?? [],
    roles: [...new Set(deal?.participants.map(({ role }) => role))],
    partnerIds: [...new Set([...(deal?.participants.map(({ partnerId }) => partnerId) ?? []), ...receipt.lines.flatMap(({ vendorId }) => vendorId ?? [])])],
    productIds: receipt.lines.flatMap(({ productId }) => productId ?? []),
  };
}

/** A partner is shown the lines its own money comes from, and the sum of the receipt; never what others have of it. */
function inputsOf(receipt: Receipt, party: string, parts: readonly Part[]): Explanation['inputs'] {
  const lines = new Set(parts.filter((part) => part.party === party).map(({ lineId }) => lineId));
  return receipt.lines
    .filter(({ lineId }) => lines.has(lineId))
    .map((line) => ({
      label: line.description,
      value: `${majorOf(line.netMinor, receipt.currency)} ${receipt.currency}`,
      ...(isId(line.lineId) ? { from: { type: 'invoice_line', id: line.lineId } } : {}),
    }));
}
