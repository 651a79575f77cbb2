/**
 * Why an amount is what it is: what a bar of a waterfall, a line of a quote, an earning or a payout line opens to. Written once, when
 * the amount is computed, and kept beside it; nobody works it out again from today's rules.
 */
export type Explanation = {
  /** One sentence for a person who was not there. */
  readonly sentence: string;
  readonly rule: { readonly name: string; readonly id: string | null; readonly version: number | null } | null;
  readonly inputs: readonly ExplainedInput[];
  /** The arithmetic, in the order in which it was done; the last result is the amount. */
  readonly steps: readonly ExplainedStep[];
  readonly evidence: readonly ExplainedEvidence[];
  readonly approvedBy?: string | null | undefined;
};
/** `value` is written as people read it in a formula ('3.5 %', '1200.00 EUR'); `from` names the record it was read from. */
export type ExplainedInput = { readonly label: string; readonly value: string; readonly from?: { readonly type: string; readonly id: string } | undefined };
export type ExplainedStep = {
  readonly label: string;
  readonly formula: string;
  readonly resultMinor: number;
  readonly currency: string;
  /** What rounding added or took, as an exact decimal of a minor unit; absent where nothing was rounded. */
  readonly rounding?: string | undefined;
};
export type ExplainedEvidence = { readonly kind: string; readonly label: string; readonly type: string; readonly id: string; readonly at?: string | undefined };

export const explained = (sentence: string, parts: Partial<Omit<Explanation, 'sentence'>> = {}): Explanation => ({
  sentence,
  rule: parts.rule ?? null,
  inputs: parts.inputs ?? [],
  steps: parts.steps ?? [],
  evidence: parts.evidence ?? [],
  ...(parts.approvedBy === undefined ? {} : { approvedBy: parts.approvedBy }),
});
