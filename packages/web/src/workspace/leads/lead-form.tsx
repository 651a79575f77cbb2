import { useState } from 'react';
import type { Request } from '@entente/contracts/client';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { toMajor, toMinor } from '../deals/kit/money.ts';
import { CurrencySelect } from '../deals/kit/pickers.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { orNull } from '../partners/kit/text-list.ts';
import { regionNames } from '../partners/words.ts';
import { type Lead, leadNumber } from './words.ts';

const NONE = 'none';
export type LeadFields = Omit<Request<'leads.create'>['body'], 'route'>;

/** What is typed, as text; turned into the shape of the contract when it is sent. */
export type Typed = {
  companyName: string;
  customerDomain: string;
  contactName: string;
  contactEmail: string;
  contactPhone: string;
  country: string;
  region: string;
  productId: string;
  amount: number;
  currency: string;
  story: string;
  source: string;
  sourceDetail: string;
};
export const typedOf = (lead?: Lead): Typed => ({
  companyName: lead?.companyName ?? '',
  customerDomain: lead?.customerDomain ?? '',
  contactName: lead?.contactName ?? '',
  contactEmail: lead?.contactEmail ?? '',
  contactPhone: lead?.contactPhone ?? '',
  country: lead?.country ?? '',
  region: lead?.region ?? NONE,
  productId: lead?.productId ?? NONE,
  amount: toMajor(lead?.amountMinor ?? null, lead?.currency ?? 'EUR'),
  currency: lead?.currency ?? 'EUR',
  story: lead?.story ?? '',
  source: lead?.source ?? '',
  sourceDetail: lead?.sourceDetail ?? '',
});
export function fieldsOf(typed: Typed): LeadFields {
  const amountMinor = toMinor(typed.amount, typed.currency);
  return {
    companyName: typed.companyName.trim(),
    customerDomain: orNull(typed.customerDomain),
    contactName: orNull(typed.contactName),
    contactEmail: orNull(typed.contactEmail),
    contactPhone: orNull(typed.contactPhone),
    country: orNull(typed.country),
    region: typed.region === NONE ? null : typed.region,
    productId: typed.productId === NONE ? null : typed.productId,
    amountMinor,
    currency: amountMinor === null ? null : typed.currency,
    story: orNull(typed.story),
    source: typed.source.trim(),
    sourceDetail: orNull(typed.sourceDetail),
  };
}

/** What routing looks at: shared by the form and by the test bench. */
export function RoutedFields({ typed, put }: { typed: Typed; put: (changes: Partial<Typed>) => void }) {
  const products = useApi('products.list', {}, { staleTime: 5 * 60_000 });
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <TextField label={t('leads.country')} value={typed.country} onChange={(country) => put({ country })} maxLength={80} />
        <Select
          label={t('leads.region')}
          value={typed.region}
          onChange={(region) => put({ region })}
          options={[{ id: NONE, label: t('leads.any') }, ...regionNames.map((id) => ({ id, label: id }))]}
        />
      </div>
      <Select
        label={t('leads.product')}
        value={typed.productId}
        onChange={(productId) => put({ productId })}
        options={[{ id: NONE, label: t('leads.any') }, ...(products.data?.items ?? []).map((product) => ({ id: product.id, label: product.name }))]}
      />
      <div className="grid grid-cols-[1fr_7rem] gap-4">
        <NumberField label={t('work.value')} value={typed.amount} onChange={(amount) => put({ amount })} minValue={0} />
        <CurrencySelect value={typed.currency} onChange={(currency) => put({ currency })} />
      </div>
    </>
  );
}

export function LeadForm({ lead, onClose, onSaved, onReload }: { lead?: Lead; onClose: () => void; onSaved: (lead: Lead) => void; onReload?: () => void }) {
  const [typed, setTyped] = useState<Typed>(() => typedOf(lead));
  const [routed, setRouted] = useState(true);
  const [tried, setTried] = useState(false);
  const touched = ['leads.list', 'leads.get', 'leads.summary'] as const;
  const create = useApiMutation('leads.create', { invalidates: touched });
  const update = useApiMutation('leads.update', { invalidates: touched });
  const put = (changes: Partial<Typed>) => setTyped((before) => ({ ...before, ...changes }));
  const missing = (text: string, sentence: 'work.name.missing' | 'leads.source.missing') => (tried && text.trim() === '' ? t(sentence) : undefined);

  function submit() {
    setTried(true);
    if (typed.companyName.trim() === '' || typed.source.trim() === '') return;
    const fields = fieldsOf(typed);
    if (lead === undefined)
      create.mutate(
        { body: { ...fields, route: routed } },
        {
          onSuccess: (saved) => {
            toast(t('leads.created', { number: leadNumber(saved.number) }));
            onSaved(saved);
          },
        },
      );
    else {
      const { source: _source, sourceDetail: _detail, ...rest } = fields;
      update.mutate({ params: { id: lead.id }, body: rest, ifVersion: lead.version }, { onSuccess: onSaved });
    }
  }
  return (
    <FormDrawer
      title={t(lead === undefined ? 'leads.create' : 'leads.edit')}
      verb={t(lead === undefined ? 'leads.create' : 'ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending || update.isPending}
      error={create.error ?? update.error}
      onReload={onReload}
    >
      <TextField
        label={t('leads.company')}
        value={typed.companyName}
        onChange={(companyName) => put({ companyName })}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        error={missing(typed.companyName, 'work.name.missing')}
      />
      <TextField
        label={t('leads.source')}
        value={typed.source}
        onChange={(source) => put({ source })}
        isRequired
        validationBehavior="aria"
        isDisabled={lead !== undefined}
        maxLength={60}
        description={t('leads.source.note')}
        error={missing(typed.source, 'leads.source.missing')}
      />
      {lead === undefined && (
        <TextField label={t('leads.sourceDetail')} value={typed.sourceDetail} onChange={(sourceDetail) => put({ sourceDetail })} maxLength={200} />
      )}
      <TextField label={t('leads.domain')} value={typed.customerDomain} onChange={(customerDomain) => put({ customerDomain })} maxLength={253} />
      <div className="grid gap-4 md:grid-cols-2">
        <TextField label={t('leads.contact')} value={typed.contactName} onChange={(contactName) => put({ contactName })} maxLength={200} />
        <TextField label={t('work.phone')} type="tel" value={typed.contactPhone} onChange={(contactPhone) => put({ contactPhone })} maxLength={60} />
      </div>
      <TextField label={t('work.email')} type="email" value={typed.contactEmail} onChange={(contactEmail) => put({ contactEmail })} validationBehavior="aria" />
      <RoutedFields typed={typed} put={put} />
      <TextField
        label={t('leads.story')}
        value={typed.story}
        onChange={(story) => put({ story })}
        rows={4}
        maxLength={4000}
        description={t('leads.story.note')}
      />
      {lead === undefined && (
        <Switch isSelected={routed} onChange={setRouted}>
          {t('leads.routeNow')}
        </Switch>
      )}
    </FormDrawer>
  );
}
