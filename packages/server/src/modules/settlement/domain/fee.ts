import { applyBasisPoints, basisPoints, explained, fraction, times, toDecimal, type Explanation } from '@entente/kernel';
import { inMajor, moneyText, plain, step } from '../../../platform/rating/index.ts';
import type { Candidate, FeeBasisPoints, Marketplace, Settings } from './facts.ts';

type Terms = Settings['feeTerms'][number];
export type Fee = {
  readonly basisPoints: number;
  readonly totalMinor: bigint;
  /** What of it goes from the reseller's proceeds; the rest from ours. */
  readonly sellerMinor: bigint;
  readonly terms: Terms;
  /** Where no reseller buys from us, what it would pay is what the buyer pays. */
  readonly base: Terms['base'];
  readonly explanation: Explanation;
  readonly assumptions: readonly string[];
};
export type FeeAsked = {
  readonly marketplace: Marketplace;
  readonly kind: Candidate['kind'];
  readonly renewal: boolean;
  readonly on: string;
  readonly currency: string;
  readonly buyerMinor: bigint;
  readonly listMinor: bigint;
  readonly wholesaleMinor: bigint;
};

/** Of entries that have begun the latest, and one that names the marketplace before one for all. */
export function feeTermsOn(terms: readonly Terms[], marketplaceId: string, on: string): Terms {
  const fits = terms.filter((one) => one.from <= on && (one.marketplaceId === null || one.marketplaceId === marketplaceId));
  const best = fits.toSorted((a, b) => Number(b.marketplaceId !== null) - Number(a.marketplaceId !== null) || (a.from < b.from ? 1 : -1))[0];
  return best ?? { from: '0001-01-01', marketplaceId: null, base: 'buyer_price', bearer: 'us', upliftBearer: 'us' };
}

const bases = { buyer_price: 'what the buyer pays', list_price: 'the list price', wholesale: 'what the reseller pays us' } as const;
const percentOf = (bp: number): string => toDecimal(times(basisPoints(bp), fraction(100n)), 2).replace(/\.?0+$/, '');

/** Null where the marketplace's table says nothing for the day. The band is that of the whole price, and the fee is rounded once. */
export function feeFor(asked: FeeAsked, settings: Settings, rate: FeeBasisPoints): Fee | null {
  const { marketplace, on, currency } = asked;
  const terms = feeTermsOn(settings.feeTerms, marketplace.id, on);
  const own = asked.renewal ? 'replacement' : 'private';
  const at = (kind: string): number | null => rate(marketplace.feeTable, { day: on, kind, currency, amountMinor: Number(asked.buyerMinor) });
  const channel = asked.kind === 'channel_private_offer';
  const bp = at(channel ? 'channel' : own);
  if (bp === null) return null;
  const of = terms.base === 'wholesale' && !channel ? 'buyer_price' : terms.base;
  const base = { buyer_price: asked.buyerMinor, list_price: asked.listMinor, wholesale: asked.wholesaleMinor }[of];
  const totalMinor = applyBasisPoints(base, BigInt(bp));
  const without = channel ? (at('private') ?? bp) : bp;
  const upliftMinor = channel && bp > without ? totalMinor - applyBasisPoints(base, BigInt(without)) : 0n;
  const sellerMinor = channel ? (terms.bearer === 'seller' ? totalMinor - upliftMinor : 0n) + (terms.upliftBearer === 'seller' ? upliftMinor : 0n) : 0n;
  const who = { us: 'us', seller: 'the reseller' } as const;
  const assumptions = channel
    ? [
        `The fee of ${marketplace.name} is borne by ${who[terms.bearer]}${upliftMinor > 0n ? `, the ${percentOf(bp - without)} points more for a channel offer by ${who[terms.upliftBearer]}` : ''}: an assumption of the settings, since the marketplace does not state it.`,
      ]
    : [];
  return {
    basisPoints: bp,
    totalMinor,
    sellerMinor,
    terms,
    base: of,
    assumptions,
    explanation: explained(`${marketplace.name} keeps ${percentOf(bp)} % of ${bases[of]}.`, {
      rule: { name: `Fee table of ${marketplace.name}`, id: marketplace.id, version: marketplace.version },
      inputs: [
        { label: 'Rate', value: `${percentOf(bp)} %`, from: { type: 'marketplace', id: marketplace.id } },
        { label: 'Base', value: bases[of] },
        { label: 'Price that decides the band', value: moneyText(asked.buyerMinor, currency) },
        {
          label: 'Borne by',
          value: sellerMinor === 0n ? 'us' : sellerMinor === totalMinor ? 'the reseller' : `the reseller ${moneyText(sellerMinor, currency)}, us the rest`,
        },
      ],
      steps: [
        step(
          'Fee',
          `${moneyText(base, currency)} × ${plain(times(basisPoints(bp), fraction(100n)))} %`,
          times(inMajor(base, currency), basisPoints(bp)),
          currency,
        ),
      ],
    }),
  };
}
