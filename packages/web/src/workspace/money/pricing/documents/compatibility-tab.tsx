import { useState } from 'react';
import { Check, CircleAlert } from 'lucide-react';
import { useApi, useApiMutation, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button } from '../../../../ui/button.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { RadioGroup } from '../../../../ui/radio-group.tsx';
import { ErrorState } from '../../../../ui/states.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { ChosenSet } from '../kit/chosen-set.tsx';
import { useProducts } from '../use-products.ts';
import { type CompatibilityDefinition, listWords } from '../words.ts';
import { DocumentsTab, type FormProps } from './documents-tab.tsx';

const invalidates = ['pricing.compatibility', 'pricing.compatibilityRule', 'pricing.check'] as const;

/** What goes only together, and what never does, each with the reason sellers are told. */
export function CompatibilityTab() {
  const list = useApiPages('pricing.compatibility', { query: { limit: 100 } });
  const add = useApiMutation('pricing.addCompatibility', { invalidates });
  const amend = useApiMutation('pricing.amendCompatibility', { invalidates });
  const end = useApiMutation('pricing.endCompatibility', { invalidates });
  const { nameOf } = useProducts();
  const [trying, setTrying] = useState(false);
  return (
    <>
      <DocumentsTab
        kind={{
          id: 'rule',
          list,
          fresh: (): CompatibilityDefinition => ({ kind: 'requires', productId: '', otherIds: [], reason: '' }),
          isReady: ({ productId, otherIds, reason }) => productId !== '' && otherIds.length > 0 && !otherIds.includes(productId) && reason.trim() !== '',
          sentence: ({ kind, productId, otherIds }) =>
            t(`pricing.rule.${kind}.words`, { product: nameOf(productId), others: listWords(otherIds.map(nameOf), 'disjunction') }),
          Form: CompatibilityForm,
          View: ReasonView,
          add: (body) => add.mutateAsync({ body }),
          amend: (id, body, ifVersion) => amend.mutateAsync({ params: { id }, body, ifVersion }),
          end: (id, body, ifVersion) => end.mutateAsync({ params: { id }, body, ifVersion }),
          extra: <Button onPress={() => setTrying(true)}>{t('pricing.try')}</Button>,
        }}
      />
      {trying && <CheckDialog onClose={() => setTrying(false)} />}
    </>
  );
}

function ReasonView({ value }: { value: CompatibilityDefinition }) {
  return (
    <p className="text-muted">
      <bdi>{value.reason}</bdi>
    </p>
  );
}

function CompatibilityForm({ value, onChange }: FormProps<CompatibilityDefinition>) {
  const { products, isLoading } = useProducts();
  const options = products.map((product) => ({ id: product.productId, label: product.productName }));
  return (
    <>
      <RadioGroup
        label={t('pricing.rule.kind')}
        options={[
          { id: 'requires', label: t('pricing.rule.requires') },
          { id: 'excludes', label: t('pricing.rule.excludes') },
        ]}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      <ComboBox
        key={isLoading ? 'wait' : 'ready'}
        label={t('pricing.product')}
        options={options}
        value={value.productId === '' ? null : value.productId}
        onChange={(productId) => onChange({ ...value, productId: productId ?? '' })}
        isRequired
      />
      <ChosenSet
        label={t(value.kind === 'requires' ? 'pricing.rule.oneOf' : 'pricing.rule.noneOf')}
        options={options.filter(({ id }) => id !== value.productId)}
        value={value.otherIds}
        onChange={(otherIds) => onChange({ ...value, otherIds })}
      />
      <TextField
        label={t('pricing.rule.reason')}
        description={t('pricing.rule.reason.note')}
        value={value.reason}
        onChange={(reason) => onChange({ ...value, reason })}
        rows={2}
        isRequired
      />
    </>
  );
}

function CheckDialog({ onClose }: { onClose: () => void }) {
  const { products, nameOf } = useProducts();
  const [ids, setIds] = useState<readonly string[]>([]);
  const checked = useApi('pricing.check', { body: { productIds: [...ids] } }, { enabled: ids.length > 0, keepPrevious: true });
  return (
    <Dialog title={t('pricing.check')} isOpen onClose={onClose} footer={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <ChosenSet
        label={t('pricing.product')}
        options={products.map((product) => ({ id: product.productId, label: product.productName }))}
        value={ids}
        onChange={setIds}
      />
      <div aria-live="polite" className="mt-4">
        {checked.error !== null && <ErrorState compact error={checked.error} />}
        {ids.length > 0 && checked.data?.ok === true && (
          <p className="flex items-center gap-2 text-ok">
            <Check size={16} aria-hidden />
            {t('pricing.check.ok')}
          </p>
        )}
        {ids.length > 0 && checked.data?.ok === false && (
          <ul className="flex flex-col gap-2">
            {checked.data.refusals.map((refusal) => (
              <li key={`${refusal.ruleId}/${refusal.productId}`} className="flex gap-2 rounded-popover bg-bad-soft px-3 py-2 text-bad">
                <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
                <span>
                  <bdi className="block">{refusal.reason}</bdi>
                  <span className="text-12">
                    {t(`pricing.rule.${refusal.kind}.words`, {
                      product: nameOf(refusal.productId),
                      others: listWords(refusal.otherIds.map(nameOf), 'disjunction'),
                    })}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
