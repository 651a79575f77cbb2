import { explained, majorOf, type Explanation, type Receipt } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { MARKETPLACE, US, type Part } from './domain/allocate.ts';
import { reverse, type TakenBack } from './domain/reverse.ts';
import type { SplitsPorts } from './ports.ts';
import { partsOf, reversalsOf, splitOfReceipt, versionOf } from './store.ts';

export type TakenBackSplit =
  | {
      readonly ok: true;
      readonly parts: readonly Part[];
      readonly explanations: Readonly<Record<string, Explanation>>;
      readonly ruleId: string | null;
      readonly ruleNumber: number | null;
    }
  | { readonly ok: false; readonly sentence: string };

/** Divides a refund by the split of the receipt it takes from, and by nothing of today. */
export async function takeBack(tx: Tx, ports: SplitsPorts, tenantId: string, refund: Receipt & { readonly reverses: string }): Promise<TakenBackSplit> {
  // Locked: two refunds of one receipt are divided one after the other.
  const original = await splitOfReceipt(tx, tenantId, refund.reverses);
  if (!original || original.state === 'held') return { ok: false, sentence: 'The receipt this takes from is not divided yet.' };
  const before = (await reversalsOf(tx, tenantId, refund.reverses)).filter(({ receiptId }) => receiptId !== refund.id);
  if (before.some(({ state }) => state === 'held')) return { ok: false, sentence: 'An earlier refund of the same receipt is not divided yet.' };
  const document = original.rule_id !== null && original.rule_number !== null ? await versionOf(tx, tenantId, original.rule_id, original.rule_number) : null;
  const taken = new Map<string, TakenBack>();
  for (const { receiptId } of before)
    for (const line of (await ports.receipt(tx, tenantId, receiptId))?.lines ?? []) {
      const lineId = line.reversesLineId ?? '';
      const known = taken.get(lineId);
      taken.set(lineId, { lineId, netMinor: (known?.netMinor ?? 0n) - BigInt(line.netMinor), feeMinor: (known?.feeMinor ?? 0n) - BigInt(line.feeMinor) });
    }
  const result = reverse({
    original: await partsOf(tx, tenantId, [original.id]),
    earlier: await partsOf(
      tx,
      tenantId,
      before.map(({ id }) => id),
    ),
    takenBefore: taken,
    now: summed(refund).filter(({ netMinor, feeMinor }) => netMinor !== 0n || feeMinor !== 0n),
    keptFee: document?.keptFee ?? 'us',
  });
  if (!result.ok) return result;
  const explanations: Record<string, Explanation> = {};
  for (const party of new Set(result.parts.map((part) => part.party))) {
    if (party === US || party === MARKETPLACE) continue;
    const own = result.parts.filter((part) => part.party === party);
    explanations[party] = explained(
      `Taken back: the customer was refunded on ${refund.receivedOn}. You give back your part of all refunds so far, less what you gave back before.`,
      {
        rule: original.rule_id === null ? null : { name: 'The split of the receipt', id: original.rule_id, version: original.rule_number },
        inputs: [{ label: 'Refund before tax', value: `${majorOf(-refund.netMinor, refund.currency)} ${refund.currency}` }],
        steps: own.map((part) => ({
          label: part.stepName,
          formula: 'by the split of the receipt it takes from',
          resultMinor: Number(part.amountMinor),
          currency: refund.currency,
        })),
        evidence: [
          { kind: 'refund', label: 'Refund', type: 'receipt', id: refund.id, at: refund.receivedOn },
          { kind: 'payment', label: 'The receipt it takes from', type: 'receipt', id: refund.reverses, at: original.received_on },
        ],
      },
    );
  }
  return { ok: true, parts: result.parts, explanations, ruleId: original.rule_id, ruleNumber: original.rule_number };
}

/** By line of the receipt that came first; what is taken back is positive here. */
function summed(refund: Receipt): TakenBack[] {
  const found = new Map<string, TakenBack>();
  for (const line of refund.lines) {
    const lineId = line.reversesLineId ?? '';
    const known = found.get(lineId);
    found.set(lineId, { lineId, netMinor: (known?.netMinor ?? 0n) - BigInt(line.netMinor), feeMinor: (known?.feeMinor ?? 0n) - BigInt(line.feeMinor) });
  }
  return [...found.values()];
}
