import { majorOf, type ExplainedStep } from '@entente/kernel';

type Amounts = readonly { readonly amountMinor: number; readonly currency: string }[];
export const amountIn = (amounts: Amounts, currency: string): bigint | null => {
  const found = amounts.find((one) => one.currency === currency);
  return found ? BigInt(found.amountMinor) : null;
};
export const written = (minor: bigint, currency: string): string => `${majorOf(minor, currency)} ${currency}`;

export type Cap = { readonly label: string; readonly amounts: Amounts; readonly given: bigint };
export type Limited =
  | { readonly ok: true; readonly amountMinor: bigint; readonly sentence: string | null; readonly steps: readonly ExplainedStep[] }
  | { readonly ok: false; readonly sentence: string };

/** Nothing goes above a cap, whatever came before it in whatever order; what was taken back makes room again. */
export function limit(amountMinor: bigint, currency: string, caps: readonly Cap[]): Limited {
  let left = amountMinor;
  let sentence: string | null = null;
  const steps: ExplainedStep[] = [];
  for (const cap of caps) {
    const most = amountIn(cap.amounts, currency);
    if (most === null) return { ok: false, sentence: `The most ${cap.label} is not said in ${currency}. Add it to the programme, and try again.` };
    const room = most > cap.given ? most - cap.given : 0n;
    if (left <= room) continue;
    left = room;
    sentence =
      room === 0n
        ? `The most ${cap.label} (${written(most, currency)}) was reached before.`
        : `Limited to what was left of the most ${cap.label} (${written(most, currency)}).`;
    steps.push({
      label: `Most ${cap.label}`,
      formula: `${written(most, currency)} − ${written(cap.given, currency)} given before`,
      resultMinor: Number(room),
      currency,
    });
  }
  return { ok: true, amountMinor: left, sentence, steps };
}

/** A limit that is not said in the currency lets nothing pass by itself. */
export const waits = (approveAbove: Amounts | null, amountMinor: bigint, currency: string): boolean => {
  if (approveAbove === null || amountMinor <= 0n) return false;
  const most = amountIn(approveAbove, currency);
  return most === null || amountMinor > most;
};
export const WAITS = 'It waits for an approval.';
