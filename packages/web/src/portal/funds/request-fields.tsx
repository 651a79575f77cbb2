import { useEffect, useState } from 'react';
import { ApiProblem, problemSentence, useApi } from '../../lib/api/index.ts';
import { Choose, TextBox, TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { currencies } from '../money/names.ts';
import { t } from '../text.ts';
import { costOf, type Fault, type Faults, mostOf, requestedOf, type RequestDraft } from './request-model.ts';
import { type Fund, moneyWords, rateWords } from './words.tsx';

const sentences: Record<Fault, () => string> = {
  missing: () => t('portal.missing'),
  order: () => t('portal.funds.fault.order'),
  amount: () => t('portal.amount.wrong'),
  cost: () => t('portal.funds.fault.cost'),
  count: () => t('portal.funds.fault.count'),
};
type Props = {
  draft: RequestDraft;
  onChange: (draft: RequestDraft) => void;
  funds: readonly Fund[];
  fund: Fund | undefined;
  faults: Faults;
  /** It was begun in this fund and stays in it. */ fixedFund: boolean;
};

export function RequestFields({ draft, onChange, funds, fund, faults, fixedFund }: Props) {
  const set = (part: Partial<RequestDraft>): void => onChange({ ...draft, ...part });
  const errorOf = (key: keyof RequestDraft): string | undefined => {
    const fault = faults[key];
    return fault && sentences[fault]();
  };
  return (
    <>
      <Panel title={t('portal.funds.activity')}>
        <div className="flex flex-col gap-4 pt-1">
          {(funds.length > 1 || fund === undefined) && (
            <Choose
              label={t('portal.funds.fund')}
              choices={funds.map((one) => ({ id: one.allocationId, label: `${one.name} · ${one.currency}` }))}
              value={draft.allocationId}
              onChange={(allocationId) =>
                set({ allocationId, activityType: '', localCurrency: funds.find((one) => one.allocationId === allocationId)?.currency ?? draft.localCurrency })
              }
              emptyLabel={t('portal.funds.fund.choose')}
              error={errorOf('allocationId')}
              disabled={fixedFund}
              required
            />
          )}
          <div className="flex flex-wrap gap-4">
            <Choose
              label={t('portal.funds.form.type')}
              choices={fund?.terms.activityTypes.map(({ key, name }) => ({ id: key, label: name })) ?? []}
              value={draft.activityType}
              onChange={(activityType) => set({ activityType })}
              emptyLabel={t('portal.funds.form.type.choose')}
              error={errorOf('activityType')}
              className="min-w-56 flex-1"
              required
            />
            <Choose
              label={t('portal.funds.form.how')}
              choices={[
                { id: 'inPerson', label: t('portal.funds.form.inPerson') },
                { id: 'digital', label: t('portal.funds.form.digital') },
              ]}
              value={draft.inPerson ? 'inPerson' : 'digital'}
              onChange={(how) => set({ inPerson: how === 'inPerson' })}
              className="w-44 max-md:w-full"
            />
          </div>
          <TextInput
            label={t('portal.funds.form.name')}
            note={t('portal.funds.form.name.note')}
            value={draft.name}
            onChange={(name) => set({ name })}
            maxLength={200}
            error={errorOf('name')}
            required
          />
          <TextBox
            label={t('portal.funds.form.description')}
            value={draft.description}
            onChange={(description) => set({ description })}
            rows={4}
            maxLength={4000}
            error={errorOf('description')}
            required
          />
          <div className="flex flex-wrap gap-4">
            <TextInput
              label={t('portal.funds.form.startsOn')}
              type="date"
              value={draft.startsOn}
              // One day is the usual length.
              onChange={(startsOn) => set({ startsOn, ...(draft.endsOn === '' || draft.endsOn === draft.startsOn ? { endsOn: startsOn } : {}) })}
              className="w-44 max-md:w-full"
              error={errorOf('startsOn')}
              required
            />
            <TextInput
              label={t('portal.funds.form.endsOn')}
              type="date"
              min={draft.startsOn || undefined}
              value={draft.endsOn}
              onChange={(endsOn) => set({ endsOn })}
              className="w-44 max-md:w-full"
              error={errorOf('endsOn')}
              required
            />
            <TextInput
              label={t('portal.funds.form.place')}
              note={t('portal.funds.form.place.note')}
              value={draft.place}
              onChange={(place) => set({ place })}
              maxLength={200}
              className="min-w-48 flex-1"
            />
          </div>
        </div>
      </Panel>
      <Panel title={t('portal.funds.money')}>
        <Amounts draft={draft} set={set} fund={fund} errorOf={errorOf} />
      </Panel>
      <Panel title={t('portal.funds.form.optional')}>
        <div className="flex flex-wrap gap-4 pt-1">
          <TextInput
            label={t('portal.funds.form.campaign')}
            note={t('portal.funds.form.campaign.note')}
            value={draft.campaign}
            onChange={(campaign) => set({ campaign })}
            maxLength={200}
            className="min-w-56 flex-1"
          />
          <TextInput
            label={t('portal.funds.form.contacts')}
            inputMode="numeric"
            dir="ltr"
            value={draft.contacts}
            onChange={(contacts) => set({ contacts })}
            className="w-40 max-md:w-full"
            error={errorOf('contacts')}
          />
          <TextInput
            label={t('portal.funds.form.pipeline', { currency: fund?.currency ?? draft.localCurrency })}
            inputMode="decimal"
            dir="ltr"
            value={draft.pipeline}
            onChange={(pipeline) => set({ pipeline })}
            className="w-56 max-md:w-full"
            error={errorOf('pipeline')}
          />
        </div>
      </Panel>
    </>
  );
}

type AmountProps = {
  draft: RequestDraft;
  set: (part: Partial<RequestDraft>) => void;
  fund: Fund | undefined;
  errorOf: (key: keyof RequestDraft) => string | undefined;
};

function Amounts({ draft, set, fund, errorOf }: AmountProps) {
  const [choices] = useState(() => currencies(fund ? [fund.currency] : []));
  const currency = draft.localCurrency;
  const cost = costOf(draft);
  const requested = requestedOf(draft);
  return (
    <div className="flex flex-col gap-4 pt-1">
      <div className="flex flex-wrap gap-4">
        <Choose
          label={t('portal.funds.form.currency')}
          choices={choices}
          value={currency}
          onChange={(localCurrency) => set({ localCurrency })}
          emptyLabel={t('portal.funds.currency')}
          error={errorOf('localCurrency')}
          className="w-64 max-md:w-full"
          required
        />
        <TextInput
          label={t('portal.funds.form.cost', { currency })}
          note={t('portal.funds.form.cost.note')}
          value={draft.cost}
          onChange={(text) => set({ cost: text })}
          inputMode="decimal"
          dir="ltr"
          className="w-64 max-md:w-full"
          error={errorOf('cost')}
          required
        />
        <TextInput
          label={t('portal.funds.form.requested', { currency })}
          note={
            fund === undefined || cost === undefined
              ? undefined
              : t('portal.funds.form.requested.note', { amount: moneyWords(mostOf(cost, fund.terms.costShareBp), currency) })
          }
          value={draft.requested}
          onChange={(text) => set({ requested: text })}
          inputMode="decimal"
          dir="ltr"
          className="w-64 max-md:w-full"
          error={errorOf('requested')}
          required
        />
      </div>
      {cost !== undefined && requested !== undefined && requested <= cost && (
        <p className="text-muted">{t('portal.funds.form.bear', { amount: moneyWords(cost - requested, currency) })}</p>
      )}
      {fund !== undefined && requested !== undefined && requested > 0 && currency !== fund.currency && (
        <Worth fund={fund} currency={currency} amountMinor={requested} />
      )}
    </div>
  );
}

const WAITS_MS = 400;
/** What it is worth in the fund, once the typing rests. */
function Worth({ fund, currency, amountMinor }: { fund: Fund; currency: string; amountMinor: number }) {
  const [asked, setAsked] = useState({ currency, amountMinor });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ currency, amountMinor }), WAITS_MS);
    return () => clearTimeout(timer);
  }, [currency, amountMinor]);
  const { data, error } = useApi('portalFunds.quote', { params: { id: fund.allocationId }, query: asked }, { staleTime: 60_000 });
  if (asked.currency !== currency || asked.amountMinor !== amountMinor) return <p className="h-5" />;
  if (error) return <p className="text-warn">{error instanceof ApiProblem ? problemSentence(error, error.message) : t('portal.offline.detail')}</p>;
  if (!data?.rate) return <p className="h-5" />;
  return (
    <p aria-live="polite" className="text-muted">
      {t('portal.funds.form.worth', { amount: moneyWords(data.amountMinor, data.currency), rate: rateWords(data.rate) })}
    </p>
  );
}
