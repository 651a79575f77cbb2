import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { callApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { AccountPicker } from '../../deals/kit/pickers.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { lastDayOfMonthBefore } from '../payouts/words.ts';
import { runGroups } from './amounts.ts';
import { InvoiceLink } from './bits.tsx';
import { invoiceReads, type OpenCharge, type RunAnswer, today } from './words.ts';

const PAGE = 200;
const MOST_PAGES = 25;

/** Open charges until a day, as many as a preview can bear to read. */
async function openCharges(until: string, accountId: string | null): Promise<{ charges: OpenCharge[]; isAll: boolean }> {
  const charges: OpenCharge[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await callApi('charges.list', { query: { state: 'open', to: until, accountId: accountId ?? undefined, limit: PAGE, cursor } });
    charges.push(...answer.items);
    if (answer.nextCursor === null) return { charges, isAll: true };
    cursor = answer.nextCursor;
  }
  return { charges, isAll: false };
}

/** A draft, or an invoice at once, for each account and currency that has open charges. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const [until, setUntil] = useState(lastDayOfMonthBefore(today()));
  const [accountId, setAccountId] = useState<string | null>(null);
  const [how, setHow] = useState<'draft' | 'issue'>('draft');
  const [tried, setTried] = useState(false);
  const [answer, setAnswer] = useState<RunAnswer>();
  const run = useApiMutation('invoices.run', { invalidates: invoiceReads, onDone: setAnswer });
  function submit() {
    setTried(true);
    if (until !== '') run.mutate({ body: { until, issue: how === 'issue', ...(accountId === null ? {} : { accountId }) } });
  }
  if (answer !== undefined) return <Answer answer={answer} onClose={onClose} />;
  return (
    <FormDrawer
      title={t('invoices.run')}
      verb={t(how === 'issue' ? 'invoices.run.issue' : 'invoices.run.draft')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={run.isPending}
      error={run.error}
    >
      <p className="text-muted">{t('invoices.run.note')}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField
          label={t('invoices.run.until')}
          description={t('invoices.run.until.note')}
          isRequired
          validationBehavior="aria"
          value={until}
          onChange={setUntil}
          error={tried && until === '' ? t('invoices.fillIn') : undefined}
        />
        <AccountPicker label={t('invoices.run.account')} description={t('invoices.run.account.note')} value={accountId} onChange={setAccountId} />
      </div>
      <RadioGroup
        label={t('invoices.run.how')}
        look="cards"
        value={how}
        onChange={setHow}
        options={(['draft', 'issue'] as const).map((id) => ({ id, label: t(`invoices.run.how.${id}`), note: t(`invoices.run.how.${id}.note`) }))}
      />
      {until !== '' && <Preview until={until} accountId={accountId} />}
    </FormDrawer>
  );
}

function Preview({ until, accountId }: { until: string; accountId: string | null }) {
  const preview = useQuery({ queryKey: ['charges.list', 'run', until, accountId], queryFn: () => openCharges(until, accountId) });
  if (preview.error !== null) return <ErrorState compact error={preview.error} onRetry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <SkeletonRows rows={4} what={t('invoices.run.preview')} />;
  const groups = runGroups(preview.data.charges);
  if (groups.length === 0) return <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t('invoices.run.nothing')}</p>;
  return (
    <section aria-label={t('invoices.run.preview')} className="overflow-x-auto rounded-popover border border-line">
      <table className="w-full">
        <caption className="border-b border-line px-3 py-1.5 text-start text-12 font-medium">{t('invoices.run.preview')}</caption>
        <thead className="text-12 text-muted">
          <tr className="[&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col" className="text-start">
              {t('work.account')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.charges')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.net')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={`${group.accountId} ${group.currency}`} className="border-t border-line [&>*]:px-3 [&>*]:py-1.5">
              <th scope="row" className="text-start font-normal">
                <bdi>{group.accountName}</bdi> {group.netMinor <= 0 && <Badge tone="warn">{t('invoices.run.waits')}</Badge>}
              </th>
              <td className="text-end">
                <Num value={group.charges} />
              </td>
              <td className="text-end">
                <ExactMoney value={{ amountMinor: group.netMinor, currency: group.currency }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!preview.data.isAll && (
        <p className="border-t border-line px-3 py-1.5 text-12 text-warn">{t('invoices.run.more', { n: preview.data.charges.length })}</p>
      )}
    </section>
  );
}

function Answer({ answer, onClose }: { answer: RunAnswer; onClose: () => void }) {
  const { made, waiting } = answer;
  return (
    <Dialog
      title={t('invoices.run')}
      isOpen
      onClose={onClose}
      size="wide"
      footer={
        <Button kind="primary" onPress={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <output className="font-medium">{t('invoices.run.made', { n: made.length, issued: made.filter((one) => one.number !== null).length })}</output>
        {made.length > 0 && (
          <ul aria-label={t('invoices.run.made.list')} className="rounded-popover border border-line">
            {made.map((one) => (
              <li key={one.invoiceId} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0">
                <InvoiceLink id={one.invoiceId} onGo={onClose}>
                  {one.number ?? t('invoices.draft')}
                </InvoiceLink>
                <span className="min-w-40 flex-1">
                  <bdi>{one.accountName}</bdi>
                  {one.obstacle !== null && (
                    <span className="block text-12 text-warn">
                      <bdi>{one.obstacle}</bdi>
                    </span>
                  )}
                </span>
                <ExactMoney value={{ amountMinor: one.totalMinor, currency: one.currency }} />
              </li>
            ))}
          </ul>
        )}
        {waiting.length > 0 && (
          <section aria-label={t('invoices.run.waiting')}>
            <h3 className="mb-1.5 font-medium">{t('invoices.run.waiting')}</h3>
            <ul className="rounded-popover border border-line">
              {waiting.map((one) => (
                <li
                  key={`${one.accountId} ${one.currency}`}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
                >
                  <span className="min-w-40 flex-1">
                    <bdi className="font-medium">{one.accountName}</bdi>
                    <span className="block text-12 text-muted">
                      <bdi>{one.sentence}</bdi>
                    </span>
                  </span>
                  <ExactMoney value={{ amountMinor: one.netMinor, currency: one.currency }} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}
