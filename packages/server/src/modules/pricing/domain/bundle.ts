import type { BundleDefinition } from '@entente/contracts';
import {
  Problem,
  applyRate,
  decimal,
  divide,
  explained,
  fraction,
  minus,
  percent,
  splitByWeights,
  times,
  type Explanation,
  type Fraction,
} from '@entente/kernel';
import { moneyText, plain, safeMinor, step } from '../../../platform/rating/index.ts';
import type { Resolution } from './resolve.ts';

export type BundleAsked = {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly definition: BundleDefinition;
  readonly quantity: number;
  readonly optionalProductIds: readonly string[];
  readonly currency: string;
};
export type BundlePart = {
  readonly productId: string;
  readonly quantity: Fraction;
  readonly standaloneMinor: bigint;
  readonly listMinor: bigint;
  readonly price: { readonly entryId: string; readonly version: number } | null;
  readonly explanation: Explanation;
};
type Weighed = {
  readonly part: BundleDefinition['parts'][number];
  readonly taken: boolean;
  readonly quantity: Fraction;
  readonly standalone: bigint | null;
  readonly resolution: Resolution | null;
};

/** One price for the bundle, allocated to its parts by standalone price unless it is stated: whole minor units that sum to the price. */
export function priceBundle(asked: BundleAsked, priceOf: (productId: string, quantity: Fraction) => Resolution): BundlePart[] {
  const { definition, currency } = asked;
  const unknown = asked.optionalProductIds.filter((id) => !definition.parts.some((part) => part.productId === id && !part.required));
  if (unknown.length > 0) throw refused('An optional part that was chosen is not in the bundle.', 'unknown_part');
  const parts = definition.parts.map((part): Weighed => {
    const quantity = times(decimal(part.quantity), fraction(BigInt(asked.quantity)));
    const stated = part.standalone.find((each) => each.currency === currency);
    const resolution = stated ? null : priceOf(part.productId, quantity);
    const standalone = stated ? BigInt(stated.amountMinor) * BigInt(asked.quantity) : resolution?.ok ? resolution.value.amountMinor : null;
    return { part, taken: part.required || asked.optionalProductIds.includes(part.productId), quantity, standalone, resolution };
  });
  const allocated = definition.price.kind === 'fixed' ? fixedPrice(asked, parts) : offStandalone(asked, parts, definition.price.percent);
  return parts
    .filter(({ taken }) => taken)
    .map(({ part, quantity, standalone, resolution }) => {
      const listMinor = allocated.amounts.get(part.productId) ?? 0n;
      const standaloneMinor = standalone ?? listMinor;
      safeMinor(listMinor);
      return {
        productId: part.productId,
        quantity,
        standaloneMinor,
        listMinor,
        price: resolution?.ok ? resolution.value.price : null,
        explanation: explained(`${moneyText(listMinor, currency)} of “${asked.name}”, version ${asked.version}, belong to this part ${allocated.by}.`, {
          rule: { name: asked.name, id: asked.id, version: asked.version },
          inputs: [
            { label: 'Price of the bundle', value: moneyText(allocated.totalMinor, currency), from: { type: 'bundle', id: asked.id } },
            {
              label: 'Standalone price',
              value: standalone === null ? 'not known' : moneyText(standalone, currency),
              ...(resolution?.ok && resolution.value.price ? { from: { type: 'price_entry', id: resolution.value.price.entryId } } : {}),
            },
            ...(part.allocationPercent === null ? [] : [{ label: 'Stated share', value: `${part.allocationPercent} %` }]),
          ],
          steps: [...(resolution?.ok ? resolution.value.explanation.steps : []), share(allocated, part.productId, currency, listMinor)],
        }),
      };
    });
}

type Allocated = {
  readonly totalMinor: bigint;
  readonly amounts: ReadonlyMap<string, bigint>;
  readonly weights: readonly { key: string; weight: bigint }[];
  readonly by: string;
};
function share({ totalMinor, weights }: Allocated, productId: string, currency: string, listMinor: bigint) {
  const sum = weights.reduce((total, { weight }) => total + weight, 0n);
  const weight = weights.find(({ key }) => key === productId)?.weight ?? 0n;
  const exact = fraction(totalMinor * weight, sum);
  const rounding = plain(minus(fraction(listMinor), exact));
  return {
    ...step('Share of the price', `${totalMinor} × ${weight} ÷ ${sum}, largest remainder`, fraction(0n), currency),
    resultMinor: safeMinor(listMinor),
    ...(rounding === '0' ? {} : { rounding }),
  };
}

function fixedPrice(asked: BundleAsked, parts: readonly Weighed[]): Allocated {
  const { definition, currency, quantity } = asked;
  if (definition.price.kind !== 'fixed') throw new TypeError('not a fixed price');
  const amount = definition.price.amounts.find((each) => each.currency === currency);
  if (!amount) throw refused(`“${asked.name}” has no price in ${currency}.`, 'no_price');
  const whole = BigInt(amount.amountMinor) * BigInt(quantity);
  const taken = parts.filter((part) => part.taken);
  const over = definition.optionalLowersPrice ? parts : taken;
  const weights = weightsOf(asked, over);
  const amounts = splitByWeights(whole, weights);
  // A part that is not taken takes its share of the price with it.
  const totalMinor = taken.reduce((sum, { part }) => sum + (amounts.get(part.productId) ?? 0n), 0n);
  return { totalMinor: definition.optionalLowersPrice ? whole : totalMinor, amounts, weights, by: byOf(asked) };
}

function offStandalone(asked: BundleAsked, parts: readonly Weighed[], off: string): Allocated {
  const taken = parts.filter((part) => part.taken);
  const sum = taken.reduce((total, { standalone, resolution }) => {
    if (standalone === null) throw refused(resolution && !resolution.ok ? resolution.sentence : 'A part has no price.', 'no_price');
    return total + standalone;
  }, 0n);
  const totalMinor = applyRate(sum, minus(fraction(1n), percent(off)));
  const weights = weightsOf(asked, taken);
  return { totalMinor, amounts: splitByWeights(totalMinor, weights), weights, by: `${byOf(asked)}, ${off} % below standalone prices` };
}

const byOf = ({ definition }: BundleAsked): string => (definition.parts[0]?.allocationPercent === null ? 'by standalone price' : 'by its stated share');

/** Percentages up to twelve places as whole numbers; else standalone prices in minor units. */
function weightsOf(asked: BundleAsked, parts: readonly Weighed[]): { key: string; weight: bigint }[] {
  const weights = parts.map(({ part, standalone, resolution }) => {
    if (part.allocationPercent !== null) {
      const scaled = divide(decimal(part.allocationPercent), fraction(1n, 10n ** 12n));
      return { key: part.productId, weight: scaled.numerator / scaled.denominator };
    }
    if (standalone === null)
      throw refused(`${resolution && !resolution.ok ? resolution.sentence : 'A part has no price.'} The bundle’s price cannot be allocated.`, 'no_price');
    return { key: part.productId, weight: standalone };
  });
  if (weights.every(({ weight }) => weight === 0n))
    throw refused(`Every part of “${asked.name}” costs nothing on its own: state how its price is allocated.`, 'no_allocation');
  return weights;
}

const refused = (sentence: string, reason: string): Problem => new Problem('invalid_input', sentence, { reason });
