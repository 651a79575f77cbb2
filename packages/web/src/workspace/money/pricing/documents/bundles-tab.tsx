import { useApiMutation, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { isDecimal, isPositive } from '../model/check.ts';
import { useProducts } from '../use-products.ts';
import { type BundleDefinition, listWords } from '../words.ts';
import { formatExact } from '../../../disbursements/exact-money.tsx';
import { BundleForm, BundleView } from './bundle-form.tsx';
import { DocumentsTab } from './documents-tab.tsx';

const invalidates = ['pricing.bundles', 'pricing.bundle'] as const;

/** Shares are compared exactly: thirds written to twelve places need not come to 100 by floats. */
function sharesAdd(parts: BundleDefinition['parts']): boolean {
  const stated = parts.filter(({ allocationPercent }) => allocationPercent !== null);
  return stated.length === 0 || (stated.length === parts.length && stated.every(({ allocationPercent }) => isDecimal(allocationPercent ?? '')));
}

const isReady = ({ price, parts }: BundleDefinition): boolean =>
  parts.some(({ required }) => required) &&
  parts.every(({ productId, quantity }) => productId !== '' && isPositive(quantity)) &&
  sharesAdd(parts) &&
  (price.kind === 'fixed'
    ? price.amounts.length > 0 && price.amounts.every(({ amountMinor }) => amountMinor > 0)
    : isDecimal(price.percent) && Number(price.percent) <= 100);

/** Several products sold as one with one price. */
export function BundlesTab() {
  const list = useApiPages('pricing.bundles', { query: { limit: 100 } });
  const add = useApiMutation('pricing.addBundle', { invalidates });
  const amend = useApiMutation('pricing.amendBundle', { invalidates });
  const end = useApiMutation('pricing.endBundle', { invalidates });
  const { nameOf } = useProducts();
  const sentence = ({ price, parts }: BundleDefinition): string =>
    t('pricing.bundle.words', {
      price:
        price.kind === 'fixed'
          ? listWords(price.amounts.map(({ amountMinor, currency }) => formatExact(amountMinor, currency)))
          : t('pricing.bundle.off', { percent: price.percent }),
      parts: listWords(parts.map(({ productId }) => nameOf(productId))),
    });
  return (
    <DocumentsTab
      kind={{
        id: 'bundle',
        list: { ...list },
        fresh: (): BundleDefinition => ({
          productId: null,
          price: { kind: 'fixed', amounts: [{ currency: 'EUR', amountMinor: 0 }] },
          parts: [],
          optionalLowersPrice: true,
        }),
        isReady,
        sentence,
        Form: BundleForm,
        View: BundleView,
        add: (body) => add.mutateAsync({ body }),
        amend: (id, body, ifVersion) => amend.mutateAsync({ params: { id }, body, ifVersion }),
        end: (id, body, ifVersion) => end.mutateAsync({ params: { id }, body, ifVersion }),
      }}
    />
  );
}
