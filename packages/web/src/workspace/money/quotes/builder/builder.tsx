import { type FormEvent, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { type Result, useApi, useApiMutation, useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button } from '../../../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../../../ui/page.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { DateField, TextField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { Refusal } from '../../../deals/kit/form-dialog.tsx';
import { CurrencySelect, PartnerPicker, useSettled } from '../../../deals/kit/pickers.tsx';
import { DecimalField } from '../../pricing/kit/decimal-field.tsx';
import { useProducts } from '../../pricing/use-products.ts';
import { knownRegions, todayText } from '../../pricing/words.ts';
import { addDaysTo, type Quote, quoteNumber, quoteReads } from '../words.ts';
import { DiscountFields } from './discount-fields.tsx';
import { cured, curesOf, draftOf, isReady, type Request, requestOf } from './draft.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { SelectionRows } from './selection-rows.tsx';
import { useBundles } from './use-bundles.ts';

type Deal = Result<'deals.get'>;

/** A quote as it is written, with what it comes to beside it; nothing is saved before it is said. */
export function Builder({
  deal,
  quote,
  start,
  onReload,
}: {
  deal: Deal;
  quote?: Quote;
  start: { request: Request; partnerName: string | null };
  onReload?: () => void;
}) {
  const navigate = useNavigate();
  const { nameOf } = useProducts();
  const bundles = useBundles();
  const [draft, setDraft] = useState(() => draftOf(start.request));
  const [name, setName] = useState(quote?.name ?? deal.name);
  const [expiresOn, setExpiresOn] = useState(() => (quote !== undefined && quote.expiresOn >= todayText() ? quote.expiresOn : addDaysTo(todayText(), 30)));
  const [term, setTerm] = useState<number | null>(() => start.request.selections[0]?.termMonths ?? 12);
  const request = requestOf(draft);
  const ready = isReady(request);
  const text = JSON.stringify(request);
  const settled = useSettled(text, 350);
  const asked = JSON.parse(settled) as Request;
  const preview = useApi('quotes.preview', { body: { dealId: deal.id, request: asked } }, { enabled: isReady(asked), keepPrevious: true });
  const create = useApiMutation('quotes.create', { invalidates: quoteReads });
  const change = useApiMutation('quotes.change', { invalidates: quoteReads });
  const books = useApiPages('pricing.books', { query: { limit: 200 } });
  const regions = [
    ...new Set<string>([
      ...knownRegions,
      ...(draft.region === null ? [] : [draft.region]),
      ...books.rows.flatMap((book) => (book.regions === 'everywhere' ? [] : book.regions)),
    ]),
  ];
  const isWhole = ready && name.trim() !== '' && expiresOn >= todayText();
  const foreign = draft.currency !== deal.currency;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isWhole || create.isPending || change.isPending) return;
    const done = {
      onSuccess: (saved: Quote) => {
        toast(t(quote === undefined ? 'quotes.created' : 'quotes.saved', { number: quoteNumber(saved.number) }));
        void navigate({ to: '/money/quotes/$quoteId', params: { quoteId: saved.id } });
      },
    };
    const body = { name: name.trim(), expiresOn, request };
    if (quote === undefined) create.mutate({ body: { ...body, dealId: deal.id } }, done);
    else change.mutate({ params: { id: quote.id }, body, ifVersion: quote.version }, done);
  }
  const title = quote === undefined ? t('quotes.new') : t('quotes.changeTitle', { number: quoteNumber(quote.number) });
  const back = () =>
    void (quote === undefined
      ? navigate({ to: '/deals/$dealId', params: { dealId: deal.id } })
      : navigate({ to: '/money/quotes/$quoteId', params: { quoteId: quote.id } }));
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title={title}
        crumbs={[
          { label: t('quotes.title'), to: '/money/quotes' },
          { label: deal.name, to: `/deals/${deal.id}` },
        ]}
        actions={
          <>
            <Button onPress={back}>{t('ui.cancel')}</Button>
            <Button kind="primary" type="submit" isDisabled={!isWhole} isPending={create.isPending || change.isPending}>
              {t('quotes.saveDraft')}
            </Button>
          </>
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <Refusal error={create.error ?? change.error} {...(onReload === undefined ? {} : { onReload })} />
            {quote !== undefined && quote.sentAt !== null && (
              <p role="note" className="rounded-popover bg-accent-soft px-3 py-2 text-accent">
                {t('quotes.change.newVersion')}
              </p>
            )}
            <Card title={t('quotes.forWhom')}>
              <div className="grid gap-3 md:grid-cols-2">
                <TextField label={t('quotes.name')} value={name} onChange={setName} isRequired className="md:col-span-2" />
                <PartnerPicker
                  label={t('quotes.partner')}
                  description={t('quotes.partner.note')}
                  value={draft.partnerId}
                  given={start.partnerName}
                  onChange={(partnerId) => setDraft({ ...draft, partnerId })}
                />
                <Select
                  label={t('pricing.region')}
                  options={[{ id: '', label: t('quotes.region.none') }, ...regions.map((id) => ({ id, label: id }))]}
                  value={draft.region ?? ''}
                  onChange={(id) => setDraft({ ...draft, region: id === '' ? null : id })}
                />
                <CurrencySelect
                  value={draft.currency}
                  onChange={(currency) => setDraft({ ...draft, currency, fx: currency === deal.currency ? null : draft.fx })}
                />
                <DateField
                  label={t('quotes.expires')}
                  description={t('quotes.expires.note')}
                  value={expiresOn}
                  onChange={setExpiresOn}
                  isRequired
                  {...(expiresOn !== '' && expiresOn < todayText() ? { error: t('quotes.expires.past') } : {})}
                />
                <NumberField
                  label={t('quotes.term')}
                  description={t('quotes.term.note')}
                  value={term ?? Number.NaN}
                  minValue={1}
                  maxValue={600}
                  onChange={(months) => {
                    const next = Number.isNaN(months) ? null : Math.trunc(months);
                    setTerm(next);
                    setDraft({ ...draft, rows: draft.rows.map(({ key, selection }) => ({ key, selection: { ...selection, termMonths: next } })) });
                  }}
                />
                <Switch isSelected={draft.competitive} onChange={(competitive) => setDraft({ ...draft, competitive })} className="self-center">
                  {t('quotes.competitive')}
                </Switch>
              </div>
            </Card>
            <Card title={t('quotes.what')}>
              <SelectionRows rows={draft.rows} currency={draft.currency} term={term} onChange={(rows) => setDraft({ ...draft, rows })} />
            </Card>
            <Card title={t('quotes.conditions')}>
              <div className="flex flex-col gap-3">
                <DiscountFields
                  label={t('quotes.discount.whole')}
                  value={draft.discount}
                  reason={draft.discountReason}
                  currency={draft.currency}
                  onChange={(discount, discountReason) => setDraft({ ...draft, discount, discountReason })}
                />
                {foreign && (
                  <div className="grid gap-3 md:grid-cols-2">
                    <DecimalField
                      label={t('quotes.fx.rate', { from: deal.currency, to: draft.currency })}
                      optional
                      value={draft.fx?.rate ?? ''}
                      onChange={(rate) =>
                        setDraft({
                          ...draft,
                          fx: rate === '' ? null : { from: deal.currency, rate, source: draft.fx?.source ?? '', at: draft.fx?.at ?? new Date().toISOString() },
                        })
                      }
                    />
                    <TextField
                      label={t('quotes.fx.source')}
                      value={draft.fx?.source ?? ''}
                      isDisabled={draft.fx === null}
                      isRequired={draft.fx !== null}
                      onChange={(source) => draft.fx !== null && setDraft({ ...draft, fx: { ...draft.fx, source } })}
                    />
                  </div>
                )}
                <TextField label={t('quotes.terms')} value={draft.terms ?? ''} onChange={(terms) => setDraft({ ...draft, terms })} rows={3} />
              </div>
            </Card>
          </div>
          <div aria-live="polite" className="flex min-w-0 flex-col gap-4">
            <PreviewPanel
              preview={preview.data}
              error={preview.error}
              isReady={ready}
              isOld={settled !== text || preview.isFetching}
              nameOf={nameOf}
              bundleName={bundles.nameOf}
              cures={(refusal) => curesOf(refusal, request.selections, bundles.parts)}
              onCure={(cure) => setDraft({ ...draft, rows: cured(draft.rows, cure, bundles.parts, term) })}
              onRetry={() => void preview.refetch()}
            />
          </div>
        </div>
      </PageBody>
    </form>
  );
}
