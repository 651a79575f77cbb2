import { useState } from 'react';
import { useApi, useApiMutation, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Button } from '../../../../ui/button.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { ErrorState } from '../../../../ui/states.tsx';
import { PartnerPicker } from '../../../deals/kit/pickers.tsx';
import { MarginParts } from '../kit/margin-parts.tsx';
import { isDecimal } from '../model/check.ts';
import { useProducts } from '../use-products.ts';
import type { MarginDefinition } from '../words.ts';
import { DocumentsTab } from './documents-tab.tsx';
import { MarginForm } from './margin-form.tsx';
import { MarginView, useMarginSentence } from './margin-view.tsx';

const invalidates = ['pricing.marginRules', 'pricing.marginRule', 'pricing.margin'] as const;
const share = (text: string): boolean => isDecimal(text) && Number(text) <= 100;
const named = (of: object): boolean => Object.values(of).some((list) => Array.isArray(list) && list.length > 0);

const isReady = ({ partners, products, base, extras, cap }: MarginDefinition): boolean =>
  (partners === 'everyone' || named(partners)) &&
  (products === 'everything' || named(products)) &&
  share(base.otherwise) &&
  Object.values(base.byTier).every(share) &&
  extras.every((extra) => extra.label.trim() !== '' && share(extra.percent) && (extra.kind !== 'specialisation' || extra.skills.length > 0)) &&
  (cap === null || share(cap));

/** What resellers keep: the first rule that fits partner and product decides. */
export function MarginsTab() {
  const list = useApiPages('pricing.marginRules', { query: { limit: 200 } });
  const add = useApiMutation('pricing.addMarginRule', { invalidates });
  const amend = useApiMutation('pricing.amendMarginRule', { invalidates });
  const end = useApiMutation('pricing.endMarginRule', { invalidates });
  const order = useApiMutation('pricing.orderMarginRules', { invalidates });
  const sentence = useMarginSentence();
  const [trying, setTrying] = useState(false);
  return (
    <>
      <DocumentsTab
        kind={{
          id: 'margin',
          list,
          fresh: (): MarginDefinition => ({
            partners: 'everyone',
            products: 'everything',
            of: 'list',
            base: { byTier: {}, otherwise: '0' },
            extras: [],
            combine: 'stacked',
            cap: null,
          }),
          isReady,
          sentence,
          Form: MarginForm,
          View: MarginView,
          add: (body) => add.mutateAsync({ body }),
          amend: (id, body, ifVersion) => amend.mutateAsync({ params: { id }, body, ifVersion }),
          end: (id, body, ifVersion) => end.mutateAsync({ params: { id }, body, ifVersion }),
          order: (ids) => order.mutateAsync({ body: { ids } }),
          extra: <Button onPress={() => setTrying(true)}>{t('pricing.margin.try')}</Button>,
        }}
      />
      {trying && <TryDialog onClose={() => setTrying(false)} />}
    </>
  );
}

function TryDialog({ onClose }: { onClose: () => void }) {
  const { products, isLoading } = useProducts();
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const [productId, setProductId] = useState<string | null>(null);
  const found = useApi(
    'pricing.margin',
    { query: { partnerId: partnerId ?? '', ...(productId === null ? {} : { productId }) } },
    { enabled: partnerId !== null, keepPrevious: true },
  );
  const result = partnerId === null ? undefined : found.data;
  return (
    <Dialog title={t('pricing.margin.try')} isOpen onClose={onClose} footer={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <form className="grid gap-3 md:grid-cols-2" onSubmit={(event) => event.preventDefault()}>
        <PartnerPicker label={t('pricing.partner')} value={partnerId} onChange={setPartnerId} isRequired />
        <ComboBox
          key={isLoading ? 'wait' : 'ready'}
          label={t('pricing.product')}
          options={products.map((product) => ({ id: product.productId, label: product.productName }))}
          value={productId}
          onChange={setProductId}
        />
      </form>
      <div aria-live="polite" className="mt-4 flex flex-col gap-3">
        {found.error !== null && partnerId !== null && <ErrorState compact error={found.error} />}
        {result !== undefined && (
          <>
            <p className="flex flex-wrap items-center gap-3">
              <bdi dir="ltr" className="num text-18 font-semibold">
                {result.percent} %
              </bdi>
              <span className="text-muted">{t(`pricing.of.${result.of}`)}</span>
              {result.capped && <Badge tone="warn">{t('pricing.capped')}</Badge>}
            </p>
            <p>
              <bdi>{result.sentence}</bdi>
            </p>
            <MarginParts parts={result.parts} />
            {result.ruleName !== null && (
              <p className="text-12 text-muted">
                {t('money.why.rule')}: <bdi>{result.ruleName}</bdi> · {t('money.why.version', { n: result.ruleVersion ?? 1 })}
              </p>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
