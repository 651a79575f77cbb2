import { useState } from 'react';
import { dayIn } from '@entente/kernel';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { freshModel } from '../pricing/model/fresh.ts';
import { type ChangeDraft, changeOf } from './change-draft.ts';
import { ChangePreview } from './change-preview.tsx';
import { emptyItem } from './item-draft.ts';
import { ItemFields } from './item-fields.tsx';
import { SubscriptionPicker } from './pickers.tsx';
import { ReplaceFields } from './replace-fields.tsx';
import { type Change, changeKinds, type Subscription, subscriptionReads } from './words.ts';

/** Every change of a contract, with what it would cost before anybody says yes. */
export function ChangeDialog({ subscription, onClose, onReload }: { subscription: Subscription; onClose: () => void; onReload: () => void }) {
  // What ends already, today or later, is not changed any more.
  const live = subscription.items.filter((item) => item.to === null);
  const first = live[0];
  const [draft, setDraft] = useState<ChangeDraft>({
    kind: first === undefined ? 'add' : 'upgrade',
    itemId: first?.id ?? null,
    quantity: first?.quantity ?? '1',
    otherProduct: false,
    productId: null,
    description: '',
    otherPrice: false,
    price: first?.price ?? freshModel('unit'),
    item: emptyItem(1),
    withId: null,
    endsOn: '',
    anchorDay: null,
    when: 'today',
    day: '',
    reason: '',
  });
  const [tried, setTried] = useState(false);
  const put = (some: Partial<ChangeDraft>) => setDraft({ ...draft, ...some });
  const [today] = useState(() => dayIn(new Date(), subscription.timeZone));
  const wanted = changeOf(draft, live, today);
  const preview = usePreview(subscription.id, wanted);
  const change = useApiMutation('subscriptions.change', {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t('subs.change.done'));
      onClose();
    },
  });
  function submit() {
    setTried(true);
    if (wanted !== undefined) change.mutate({ params: { id: subscription.id }, ifVersion: subscription.version, body: wanted });
  }
  const replaces = draft.kind === 'upgrade' || draft.kind === 'downgrade';
  return (
    <FormDrawer
      title={t('subs.change')}
      verb={t('subs.change.verb')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={change.isPending}
      error={change.error}
      ownChecks
      onReload={onReload}
    >
      <Select
        label={t('subs.change.kind')}
        options={changeKinds.map((id) => ({ id, label: t(`subs.change.${id}`) }))}
        value={draft.kind}
        onChange={(kind) => put({ kind })}
        description={t(`subs.change.${draft.kind}.note`)}
      />
      {(replaces || draft.kind === 'remove') && (
        <Select
          label={t('subs.item')}
          options={live.map((item) => ({ id: item.id, label: item.description }))}
          value={draft.itemId}
          onChange={(itemId) => {
            const item = live.find(({ id }) => id === itemId);
            put({ itemId, ...(item ? { quantity: item.quantity, price: item.price } : {}) });
          }}
        />
      )}
      {replaces && <ReplaceFields draft={draft} item={live.find(({ id }) => id === draft.itemId)} currency={subscription.currency} onChange={put} />}
      {draft.kind === 'add' && <ItemFields value={draft.item} currency={subscription.currency} tried={tried} onChange={(item) => put({ item })} />}
      {draft.kind === 'co_term' ? (
        <CoTerm draft={draft} subscription={subscription} onChange={put} />
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <Select
            label={t('subs.when')}
            options={(['today', 'period_end', 'day'] as const).map((id) => ({ id, label: t(`subs.when.${id}`) }))}
            value={draft.when}
            onChange={(when) => put({ when })}
          />
          {draft.when === 'day' && <DateField label={t('subs.effectiveOn')} value={draft.day} onChange={(day) => put({ day })} />}
        </div>
      )}
      <TextField label={t('subs.reason')} rows={2} maxLength={4000} value={draft.reason} onChange={(reason) => put({ reason })} />
      {tried && wanted === undefined && (
        <p role="alert" className="text-12 text-bad">
          {t('subs.change.missing')}
        </p>
      )}
      <ChangePreview
        preview={wanted === undefined ? undefined : preview.data}
        error={wanted === undefined ? null : preview.error}
        isMissing={wanted === undefined}
        isFetching={preview.isFetching}
        onRetry={() => void preview.refetch()}
      />
    </FormDrawer>
  );
}

/** A moment after the last key: what it would cost. The reason costs nothing. */
function usePreview(id: string, wanted: Change | undefined) {
  const settled = useSettled(wanted === undefined ? '' : JSON.stringify({ ...wanted, reason: undefined }), 300);
  const asked = settled === '' ? undefined : (JSON.parse(settled) as Change);
  return useApi(
    'subscriptions.previewChange',
    { params: { id }, body: asked ?? { kind: 'co_term' } },
    { enabled: asked !== undefined && wanted !== undefined, keepPrevious: true },
  );
}

const ways = ['other', 'days'] as const;

function CoTerm({ draft, subscription, onChange }: { draft: ChangeDraft; subscription: Subscription; onChange: (some: Partial<ChangeDraft>) => void }) {
  const [how, setHow] = useState<(typeof ways)[number]>('other');
  function choose(next: (typeof ways)[number]) {
    setHow(next);
    onChange({ withId: null, endsOn: '', anchorDay: null });
  }
  return (
    <>
      <RadioGroup
        label={t('subs.change.with')}
        options={ways.map((id) => ({ id, label: t(`subs.change.with.${id}`), note: t(`subs.change.with.${id}.note`) }))}
        value={how}
        onChange={choose}
      />
      {how === 'other' ? (
        <SubscriptionPicker accountId={subscription.accountId} except={subscription.id} value={draft.withId} onChange={(withId) => onChange({ withId })} />
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <DateField label={t('subs.endsOn')} description={t('subs.endsOn.note')} value={draft.endsOn} onChange={(endsOn) => onChange({ endsOn })} />
          <NumberField
            label={t('subs.anchorDay')}
            minValue={1}
            maxValue={31}
            value={draft.anchorDay ?? Number.NaN}
            onChange={(day) => onChange({ anchorDay: Number.isNaN(day) ? null : Math.trunc(day) })}
          />
        </div>
      )}
    </>
  );
}
