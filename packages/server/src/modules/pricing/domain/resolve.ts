import type { PriceModel } from '@entente/contracts';
import { divide, explained, fraction, rounded, times, type Explanation, type Fraction } from '@entente/kernel';
import { inMinor, moneyText, plain, rate, safeMinor, step } from '../../../platform/rating/index.ts';

export type PricePer = 'once' | 'month' | 'year' | 'term';
export type Book = {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly regions: 'everywhere' | readonly string[];
  readonly tiers: 'everyone' | readonly string[];
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly position: number;
};
/** The version of an entry that holds on the day; null where the entry has none on it. */
export type Price = {
  readonly entryId: string;
  readonly bookId: string;
  readonly productId: string;
  readonly termMonths: number | null;
  readonly holding: { readonly version: number; readonly per: PricePer; readonly model: PriceModel } | null;
};
export type Asked = {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: Fraction;
  readonly currency: string;
  readonly region: string | null;
  /** Tier of the partner it is sold through; null without a partner or tier. */
  readonly tier: string | null;
  readonly termMonths: number | null;
  readonly day: string;
  /** What the catalogue says where no book has a price. */
  readonly catalogue: { readonly listPriceMinor: number; readonly currency: string } | null;
};
type Other = { readonly bookId: string; readonly bookName: string; readonly entryId: string | null; readonly reason: string };
export type Resolved = {
  readonly amountMinor: bigint;
  readonly source: 'price_book' | 'catalogue';
  readonly book: Book | null;
  readonly price: { readonly entryId: string; readonly version: number } | null;
  readonly per: PricePer;
  readonly model: PriceModel;
  readonly explanation: Explanation;
  readonly others: readonly Other[];
};
export type Resolution = { readonly ok: true; readonly value: Resolved } | { readonly ok: false; readonly sentence: string; readonly others: readonly Other[] };

const sameWord = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** The first book in order that fits and has a price decides; within it the asked term goes before any term. */
export function resolvePrice(asked: Asked, books: readonly Book[], prices: readonly Price[]): Resolution {
  const others: Other[] = [];
  let decided: { book: Book; price: Price; holding: NonNullable<Price['holding']> } | null = null;
  for (const book of [...books].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))) {
    const pass = (reason: string, entryId: string | null = null): void => void others.push({ bookId: book.id, bookName: book.name, entryId, reason });
    const unfit = whyNot(book, asked);
    const own = prices.filter(({ bookId, productId }) => bookId === book.id && productId === asked.productId);
    if (unfit) {
      if (own.length > 0) pass(unfit);
      continue;
    }
    for (const price of [...own].sort((a, b) => rank(a, asked) - rank(b, asked) || (a.entryId < b.entryId ? -1 : 1))) {
      if (price.termMonths !== null && price.termMonths !== asked.termMonths) pass(`It is for a term of ${price.termMonths} months.`, price.entryId);
      else if (!price.holding) pass(`No version of it holds on ${asked.day}.`, price.entryId);
      else if (decided)
        pass(decided.book.id === book.id ? 'The price for this very term goes first.' : `“${decided.book.name}” goes before it.`, price.entryId);
      else decided = { book, price, holding: price.holding };
    }
    if (own.length === 0) pass('It has no price of this product.');
  }
  if (decided) {
    const { book, price, holding } = decided;
    const worked = priceFor(asked, holding.per, holding.model, { name: book.name, id: price.entryId, version: holding.version, type: 'price_entry' });
    return {
      ok: true,
      value: {
        ...worked,
        source: 'price_book',
        book,
        price: { entryId: price.entryId, version: holding.version },
        per: holding.per,
        model: holding.model,
        others,
      },
    };
  }
  const { catalogue } = asked;
  if (catalogue && catalogue.currency === asked.currency) {
    const model: PriceModel = {
      kind: 'unit',
      unitPrice: plain(divide(fraction(BigInt(catalogue.listPriceMinor)), inMinor(fraction(1n), asked.currency))),
      freeUnits: '0',
    };
    const worked = priceFor(asked, 'once', model, { name: 'List price of the catalogue', id: asked.productId, version: null, type: 'product' });
    return { ok: true, value: { ...worked, source: 'catalogue', book: null, price: null, per: 'once', model, others } };
  }
  return { ok: false, sentence: `Nothing says what ${asked.productName} costs in ${asked.currency} on ${asked.day}.`, others };
}

const rank = (price: Price, asked: Asked): number =>
  price.termMonths !== null && price.termMonths === asked.termMonths ? 0 : price.termMonths === null ? 1 : 2;

function whyNot(book: Book, { currency, region, tier, day }: Asked): string | null {
  if (book.currency !== currency) return `It is in ${book.currency}.`;
  if (day < book.effectiveFrom) return `It begins on ${book.effectiveFrom}.`;
  if (book.effectiveTo !== null && day >= book.effectiveTo) return `It ended on ${book.effectiveTo}.`;
  if (book.regions !== 'everywhere' && !(region !== null && book.regions.some((one) => sameWord(one, region))))
    return `It is for ${book.regions.join(', ')}${region ? `, not ${region}` : ''}.`;
  if (book.tiers !== 'everyone' && !(tier !== null && book.tiers.some((one) => sameWord(one, tier))))
    return `It is for partners of tier ${book.tiers.join(', ')}${tier ? `, not ${tier}` : ''}.`;
  return null;
}

type Rule = { readonly name: string; readonly id: string; readonly version: number | null; readonly type: string };
function priceFor(asked: Asked, per: PricePer, model: PriceModel, rule: Rule): { amountMinor: bigint; explanation: Explanation } {
  const { currency, quantity, termMonths } = asked;
  // A percentage is of an expected amount: where it is sold, the quantity is that amount.
  const rated = rate(model, { quantity, base: quantity, measures: measuresOf(model, quantity) }, { currency });
  const periods = periodsOf(per, termMonths);
  const exact = times(rated.exact, periods);
  const amountMinor = rounded(inMinor(exact, currency));
  safeMinor(amountMinor);
  const whole = plain(periods) === '1' ? [] : [step(`For ${termMonths} months`, `${plain(rated.exact)} × ${plain(periods)}`, exact, currency)];
  const time = per === 'once' || termMonths === null ? '' : ` for ${termMonths} months`;
  return {
    amountMinor,
    explanation: explained(
      `${plain(quantity)} × ${asked.productName}${time} cost ${moneyText(amountMinor, currency)} by “${rule.name}”${rule.version === null ? '' : `, version ${rule.version}`}.`,
      {
        rule: { name: rule.name, id: rule.id, version: rule.version },
        inputs: [
          { label: 'Quantity', value: plain(quantity), from: { type: 'product', id: asked.productId } },
          { label: 'Price', value: describe(model, per), from: { type: rule.type, id: rule.id } },
          { label: 'Day', value: asked.day },
        ],
        steps: [...rated.steps, ...whole],
      },
    ),
  };
}

function periodsOf(per: PricePer, termMonths: number | null): Fraction {
  if (termMonths === null || per === 'once' || per === 'term') return fraction(1n);
  return per === 'month' ? fraction(BigInt(termMonths)) : fraction(BigInt(termMonths), 12n);
}

const PER: Readonly<Record<PricePer, string>> = { once: '', month: ' per month', year: ' per year', term: ' for the term' };
const describe = (model: PriceModel, per: PricePer): string =>
  `${model.kind === 'unit' ? `${model.unitPrice} per unit` : model.kind.replaceAll('_', ' ')}${PER[per]}`;
const measuresOf = (model: PriceModel, quantity: Fraction): Record<string, Fraction> =>
  model.kind === 'capacity' ? Object.fromEntries(model.measures.map(({ name }) => [name, quantity])) : {};
