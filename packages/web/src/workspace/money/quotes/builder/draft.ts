import { isDecimal, isPositive } from '../../pricing/model/check.ts';
import type { Quote, Refusal } from '../words.ts';

export type Request = Quote['request'];
export type Selection = Request['selections'][number];
export type Discount = Request['discount'];
/** What is typed so far; the key keeps a row its own while others come and go. */
export type Draft = Omit<Request, 'selections'> & { readonly rows: readonly { readonly key: string; readonly selection: Selection }[] };

export const newKey = (): string => crypto.randomUUID();
export const draftOf = ({ selections, ...rest }: Request): Draft => ({ ...rest, rows: selections.map((selection) => ({ key: newKey(), selection })) });
export const emptyRequest = (currency: string, partnerId: string | null, region: string | null): Request => ({
  currency,
  region,
  partnerId,
  competitive: false,
  selections: [],
  discount: null,
  discountReason: null,
  fx: null,
  terms: null,
});
export const requestOf = ({ rows, ...rest }: Draft): Request => ({
  ...rest,
  discountReason: blank(rest.discountReason),
  terms: blank(rest.terms),
  selections: rows.map(({ selection }) => ({ ...selection, discountReason: selection.discount === null ? null : blank(selection.discountReason) })),
});
const blank = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim());

export const product = (productId: string, termMonths: number | null): Selection => ({
  kind: 'product',
  productId,
  quantity: '1',
  termMonths,
  discount: null,
  discountReason: null,
});
export const bundle = (bundleId: string, termMonths: number | null): Selection => ({
  kind: 'bundle',
  bundleId,
  quantity: 1,
  optionalProductIds: [],
  termMonths,
  discount: null,
  discountReason: null,
});

const discountReady = (discount: Discount): boolean =>
  discount === null || (discount.kind === 'percent' ? isDecimal(discount.percent) && Number(discount.percent) <= 100 : discount.amountMinor > 0);

/** Whether it can be priced; the server says the rest. */
export function isReady(request: Request): boolean {
  const { selections, discount, fx } = request;
  return (
    selections.length > 0 &&
    selections.every((one) => (one.kind === 'bundle' ? one.quantity >= 1 : isPositive(one.quantity)) && discountReady(one.discount)) &&
    discountReady(discount) &&
    (fx === null || (isPositive(fx.rate) && fx.source.trim() !== ''))
  );
}

/** Parts of a bundle that always go with it, and those that may. */
export type BundleParts = { readonly id: string; readonly required: readonly string[]; readonly optional: readonly string[] };
export type Cure = { readonly kind: 'add' | 'remove'; readonly productId: string } | { readonly kind: 'removeBundle'; readonly bundleId: string };

/** What would cure a refusal: one of the products that are missing, or one of the two sides taken out. */
export function curesOf(refusal: Pick<Refusal, 'kind' | 'productId' | 'otherIds'>, selections: readonly Selection[], bundles: readonly BundleParts[]): Cure[] {
  const takeOut = (productId: string): Cure[] =>
    selections.flatMap((one): Cure[] => {
      if (one.kind === 'product') return one.productId === productId ? [{ kind: 'remove', productId }] : [];
      if (one.optionalProductIds.includes(productId)) return [{ kind: 'remove', productId }];
      const required = bundles.find(({ id }) => id === one.bundleId)?.required.includes(productId) ?? false;
      return required ? [{ kind: 'removeBundle', bundleId: one.bundleId }] : [];
    });
  const cures = [
    ...(refusal.kind === 'requires' ? refusal.otherIds.map((productId): Cure => ({ kind: 'add', productId })) : refusal.otherIds.flatMap(takeOut)),
    ...takeOut(refusal.productId),
  ];
  return [...new Map(cures.map((cure) => [JSON.stringify(cure), cure])).values()];
}

/** The rows with the cure carried out: an optional part is ticked in its bundle rather than bought beside it. */
export function cured(rows: Draft['rows'], cure: Cure, bundles: readonly BundleParts[], termMonths: number | null): Draft['rows'] {
  if (cure.kind === 'removeBundle') return rows.filter(({ selection }) => selection.kind !== 'bundle' || selection.bundleId !== cure.bundleId);
  const { productId } = cure;
  if (cure.kind === 'remove')
    return rows
      .filter(({ selection }) => selection.kind !== 'product' || selection.productId !== productId)
      .map(({ key, selection }) => ({
        key,
        selection:
          selection.kind === 'bundle' ? { ...selection, optionalProductIds: selection.optionalProductIds.filter((id) => id !== productId) } : selection,
      }));
  const home = rows.find(
    ({ selection }) => selection.kind === 'bundle' && bundles.some(({ id, optional }) => id === selection.bundleId && optional.includes(productId)),
  );
  if (home === undefined) return [...rows, { key: newKey(), selection: product(productId, termMonths) }];
  return rows.map(({ key, selection }) => ({
    key,
    selection: key === home.key && selection.kind === 'bundle' ? { ...selection, optionalProductIds: [...selection.optionalProductIds, productId] } : selection,
  }));
}
