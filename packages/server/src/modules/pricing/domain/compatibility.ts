import type { CompatibilityDefinition } from '@entente/contracts';
import type { HoldingDocument } from '../../../platform/dated-documents/index.ts';

export type CompatibilityRule = HoldingDocument<CompatibilityDefinition>;
export type Refusal = {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly kind: 'requires' | 'excludes';
  readonly productId: string;
  readonly otherIds: string[];
  readonly reason: string;
};

/** Every rule that is broken, each with the reason its author gave; in the order of the rules. */
export function checkSelection(productIds: readonly string[], rules: readonly CompatibilityRule[]): { ok: boolean; refusals: Refusal[] } {
  const chosen = new Set(productIds);
  const refusals = rules.flatMap(({ id, name, definition: { kind, productId, otherIds, reason } }): Refusal[] => {
    if (!chosen.has(productId)) return [];
    const present = otherIds.filter((other) => chosen.has(other));
    const broken = kind === 'requires' ? present.length === 0 : present.length > 0;
    return broken ? [{ ruleId: id, ruleName: name, kind, productId, otherIds: kind === 'requires' ? [...otherIds] : present, reason }] : [];
  });
  return { ok: refusals.length === 0, refusals };
}
