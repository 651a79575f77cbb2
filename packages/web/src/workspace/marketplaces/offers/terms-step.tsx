import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { InstalmentsEditor } from '../kit/instalments-editor.tsx';
import { sumOf } from '../kit/instalments.ts';
import { sentenceFor } from '../kit/issue-list.tsx';
import { LinesEditor } from '../kit/lines-editor.tsx';
import { PercentField } from '../kit/percent-field.tsx';
import { useToday } from '../kit/use-today.ts';
import type { Listing, Marketplace, Offer } from '../words.ts';
import { EulaField } from './eula-field.tsx';
import { OwnFields } from './own-fields.tsx';
import type { TermsDraft } from './terms-draft.ts';

const heading = 'text-12 font-medium text-muted';

/** To whom, for how long, what at which price, paid when, under which licence and until when. */
export function TermsStep({
  offer,
  draft,
  checked,
  onChange,
  marketplace,
  listing,
}: {
  offer: Offer;
  draft: TermsDraft;
  /** As it was last checked: what has been typed since is not yet judged. */
  checked: TermsDraft;
  onChange: (part: Partial<TermsDraft>) => void;
  marketplace: Marketplace | undefined;
  listing: Listing | undefined;
}) {
  const today = useToday();
  const resold = offer.authorizationId !== null;
  const totalMinor = resold ? offer.amountMinor : sumOf(draft.lines);
  const told = (field: keyof TermsDraft) => (draft[field] === checked[field] ? sentenceFor(offer.issues, field) : undefined);
  const issues = (field: keyof TermsDraft) => (draft[field] === checked[field] ? offer.issues : []);
  const currency = sentenceFor(offer.issues, 'currency');
  const can = marketplace?.capabilities;
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <div data-field="name">
          <TextField
            label={t('offers.name')}
            value={draft.name}
            onChange={(name) => onChange({ name })}
            maxLength={can?.nameMaximum}
            error={told('name')}
            isRequired
          />
        </div>
        <div data-field="buyerAccount">
          <TextField
            label={t('offers.buyerAccount')}
            description={can?.buyerAccountLabel}
            value={draft.buyerAccount}
            onChange={(buyerAccount) => onChange({ buyerAccount })}
            error={told('buyerAccount')}
          />
        </div>
        <div data-field="termMonths">
          <NumberField
            label={t('offers.termMonths')}
            value={draft.termMonths ?? Number.NaN}
            minValue={1}
            maxValue={120}
            onChange={(months) => onChange({ termMonths: Number.isNaN(months) ? null : Math.round(months) })}
            error={told('termMonths')}
          />
        </div>
        <div data-field="startsOn">
          <DateField
            label={t('offers.startsOn')}
            description={t('offers.startsOn.note')}
            value={draft.startsOn}
            onChange={(startsOn) => onChange({ startsOn })}
            error={told('startsOn')}
          />
        </div>
        <div data-field="expiresOn">
          <DateField label={t('offers.expiresOn')} value={draft.expiresOn} onChange={(expiresOn) => onChange({ expiresOn })} error={told('expiresOn')} />
        </div>
      </div>
      <section aria-label={t('offers.lines')} className="flex flex-col gap-3 border-t border-line pt-4">
        <h3 className={heading}>{t('offers.lines')}</h3>
        {currency !== undefined && <p className="text-12 text-bad">{currency}</p>}
        {resold ? (
          <div data-field="markupBp" className="flex flex-wrap items-end gap-4">
            <PercentField label={t('offers.markup')} basisPoints={draft.markupBp} onChange={(markupBp) => onChange({ markupBp })} className="w-32" />
            <p className="pb-2 text-muted">
              {t('offers.markup.note')} <Money value={{ amountMinor: offer.amountMinor, currency: offer.currency }} />
            </p>
          </div>
        ) : (
          <LinesEditor
            lines={draft.lines}
            onChange={(lines) => onChange({ lines })}
            currency={offer.currency}
            dimensions={listing?.dimensions ?? []}
            issues={issues('lines')}
          />
        )}
      </section>
      <section aria-label={t('offers.instalments')} className="flex flex-col gap-3 border-t border-line pt-4">
        <h3 className={heading}>{t('offers.instalments')}</h3>
        <InstalmentsEditor
          rows={draft.instalments}
          onChange={(instalments) => onChange({ instalments })}
          totalMinor={totalMinor}
          currency={offer.currency}
          maximum={can?.instalmentsMaximum ?? 60}
          firstOn={draft.startsOn !== '' ? draft.startsOn : draft.expiresOn !== '' ? draft.expiresOn : today}
          error={told('instalments')}
        />
      </section>
      <section data-field="eula" aria-label={t('offers.eula')} className="border-t border-line pt-4">
        <EulaField value={draft.eula} onChange={(eula) => onChange({ eula })} offered={can?.eulas ?? []} error={told('eula')} />
      </section>
      {marketplace?.definition && marketplace.definition.fields.length > 0 && (
        <section aria-label={t('offers.fields')} className="flex flex-col gap-3 border-t border-line pt-4">
          <h3 className={heading}>{t('offers.fields')}</h3>
          <OwnFields
            definition={marketplace.definition}
            values={draft.fields}
            onChange={(fields) => onChange({ fields })}
            currency={offer.currency}
            issues={issues('fields')}
          />
        </section>
      )}
      <div data-field="description" className="border-t border-line pt-4">
        <TextField
          label={t('offers.noteToBuyer')}
          value={draft.description}
          onChange={(description) => onChange({ description })}
          rows={2}
          error={told('description')}
        />
      </div>
    </>
  );
}
