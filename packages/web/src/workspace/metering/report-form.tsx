import { useState } from 'react';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { typedQuantity } from './quantity.ts';
import type { Entitlement, Totals } from './words.ts';

const OTHER = ' other';
const HOUR_MS = 3_600_000;
/** As the browser's field writes a moment, read as UTC. */
const lastHour = (): string => new Date(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS).toISOString().slice(0, 16);

function nameOf(entitlement: Entitlement): string {
  const values = { marketplace: entitlement.marketplaceName, buyer: entitlement.buyerAccount ?? t('metering.report.noBuyer') };
  return entitlement.dealNumber === null
    ? t('metering.report.entitlementNamed', { ...values, state: t(`metering.entitlement.${entitlement.state}`) })
    : t('metering.report.deal', { ...values, number: entitlement.dealNumber });
}

/** One record by hand: what a source that failed did not tell. Its key is made once, so that sending twice counts once. */
export function ReportForm({ totals, onClose }: { totals: Totals | undefined; onClose: () => void }) {
  const entitlements = useApi('entitlements.list', { query: { limit: 200 } });
  const listings = useApi('listings.list', { query: { limit: 200 } }, { staleTime: 60_000 });
  const [entitlementId, setEntitlement] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [other, setOther] = useState('');
  const [at, setAt] = useState(lastHour);
  const [quantity, setQuantity] = useState('');
  const [key, setKey] = useState(() => `manual-${crypto.randomUUID()}`);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string>();
  const report = useApiMutation('metering.report', {
    invalidates: ['metering.lines', 'metering.totals'],
    onDone: ({ refused: [first] }) => {
      if (first) setRefused(first.sentence);
      else {
        toast(t('metering.report.done'));
        onClose();
      }
    },
  });
  const items = entitlements.data?.items ?? [];
  const entitlement = items.find((one) => one.id === entitlementId);
  const known = [
    ...new Set([
      ...(entitlement?.dimensions.map((one) => one.key) ?? []),
      ...(listings.data?.items ?? [])
        .filter((one) => one.marketplaceId === entitlement?.marketplaceId)
        .flatMap((one) => one.dimensions.map((each) => each.key)),
      ...(totals?.dimensions ?? []).filter((one) => one.marketplace === entitlement?.marketplaceName).map((one) => one.dimension),
    ]),
  ];
  const dimension = chosen === OTHER || known.length === 0 ? other.trim() : (chosen ?? '');
  const exact = typedQuantity(quantity);
  const missing = (empty: boolean) => (tried && empty ? t('metering.report.missing') : undefined);
  function submit() {
    setTried(true);
    setRefused(undefined);
    if (entitlement === undefined || dimension === '' || at === '' || exact === null || key.trim() === '') return;
    report.mutate({ body: { records: [{ key: key.trim(), entitlement: entitlement.id, dimension, at: `${at}:00Z`, quantity: exact }] } });
  }
  return (
    <FormDrawer
      title={t('metering.report')}
      verb={t('metering.report')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={report.isPending}
      error={report.error ?? entitlements.error}
    >
      {refused !== undefined && (
        <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
          <bdi>{refused}</bdi>
        </p>
      )}
      {entitlements.data !== undefined && items.length === 0 && <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t('metering.report.none')}</p>}
      <ComboBox
        // Options that come later would not be taken over by the field.
        key={items.length}
        label={t('metering.report.entitlement')}
        isRequired
        options={items.map((one) => ({ id: one.id, label: nameOf(one) }))}
        value={entitlementId}
        onChange={(id) => {
          setEntitlement(id);
          setChosen(null);
        }}
        error={missing(entitlement === undefined)}
      />
      {known.length > 0 && (
        <Select
          label={t('metering.dimension')}
          isRequired
          options={[...known.map((id) => ({ id, label: id })), { id: OTHER, label: t('metering.report.other') }]}
          value={chosen}
          onChange={setChosen}
          error={missing(chosen === null)}
        />
      )}
      {(chosen === OTHER || known.length === 0) && (
        <TextField
          label={t('metering.report.otherName')}
          isRequired
          validationBehavior="aria"
          maxLength={100}
          value={other}
          onChange={setOther}
          error={missing(other.trim() === '')}
        />
      )}
      <TextField
        label={t('metering.report.at')}
        description={t('metering.report.at.note')}
        isRequired
        validationBehavior="aria"
        type={'datetime-local' as 'text'}
        value={at}
        onChange={setAt}
        error={missing(at === '')}
      />
      <TextField
        label={t('metering.quantity')}
        isRequired
        validationBehavior="aria"
        inputMode="decimal"
        value={quantity}
        onChange={setQuantity}
        error={tried && exact === null ? t('metering.quantity.wrong') : undefined}
      />
      <TextField
        label={t('metering.key')}
        description={t('metering.report.key.note')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={key}
        onChange={setKey}
        error={missing(key.trim() === '')}
      />
    </FormDrawer>
  );
}
