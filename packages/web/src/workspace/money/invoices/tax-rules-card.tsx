import { useState } from 'react';
import { Download, Plus } from 'lucide-react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { download } from '../../settings/download.ts';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { TaxRuleForm } from './tax-rule-form.tsx';
import { invoiceReads, type TaxRule, today } from './words.ts';

const holds = (rule: TaxRule, day: string): 'coming' | 'holds' | 'ended' =>
  rule.from > day ? 'coming' : rule.to !== null && rule.to <= day ? 'ended' : 'holds';
const tones = { coming: 'accent', holds: 'ok', ended: 'neutral' } as const;

/** Rates by country and category, each with the days for which it holds; what was issued keeps its rate. */
export function TaxRulesCard() {
  const mayWrite = useCan('invoices:write');
  const [country, setCountry] = useState('');
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<TaxRule>();
  const rules = useApi('invoices.taxRules', { query: {} });
  const now = today();
  const shown = (rules.data?.items ?? []).filter((rule) => country.trim() === '' || rule.country === country.trim().toUpperCase());
  return (
    <Card
      title={t('invoices.taxRules')}
      flush
      actions={
        <>
          <Button
            kind="quiet"
            size="compact"
            icon={<Download size={14} strokeWidth={1.75} aria-hidden />}
            isDisabled={shown.length === 0}
            onPress={() => download('tax-rules.csv', 'text/csv', csvOf(ruleFile, shown))}
          >
            {t('invoices.csv')}
          </Button>
          <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setAdding(true)}>
            {t('invoices.taxRules.add')}
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-end gap-3 border-b border-line px-4 py-2">
        <TextField label={t('invoices.taxRules.filter')} placeholder="DE" maxLength={2} value={country} onChange={setCountry} className="w-40" />
        <p className="min-w-60 flex-1 text-12 text-muted">{t('invoices.taxRules.note')}</p>
      </div>
      {rules.error !== null && rules.data === undefined ? (
        <ErrorState compact error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rules.data === undefined ? (
        <SkeletonRows rows={4} what={t('invoices.taxRules')} />
      ) : shown.length === 0 ? (
        <Nothing>{t(country.trim() === '' ? 'invoices.taxRules.none' : 'work.noMatch')}</Nothing>
      ) : (
        <ScrollArea label={t('invoices.taxRules')} className="relative overflow-x-auto">
          <table className="w-full">
            <thead className="text-12 text-muted">
              <tr className="border-b border-line [&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium [&>th]:whitespace-nowrap">
                <th scope="col" className="text-start">
                  {t('invoices.party.country')}
                </th>
                <th scope="col" className="text-start">
                  {t('invoices.taxCategory')}
                </th>
                <th scope="col" className="text-start">
                  {t('invoices.taxCode')}
                </th>
                <th scope="col" className="text-end">
                  {t('invoices.rate')}
                </th>
                <th scope="col" className="text-start">
                  {t('invoices.from')}
                </th>
                <th scope="col" className="text-start">
                  {t('invoices.until')}
                </th>
                <th scope="col">
                  <span className="sr-only">{t('invoices.line.act')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((rule) => (
                <tr key={rule.id} className="border-b border-line align-top last:border-b-0 [&>*]:px-4 [&>*]:py-1.5">
                  <th scope="row" className="text-start font-medium">
                    {rule.country === '*' ? t('invoices.taxRules.others') : rule.country}
                  </th>
                  <td>{rule.category}</td>
                  <td>
                    {t(`invoices.taxCode.${rule.code}`)}
                    {rule.exemptionReason !== null && (
                      <span className="block text-12 text-muted">
                        <bdi>{rule.exemptionReason}</bdi>
                      </span>
                    )}
                  </td>
                  <td className="text-end">
                    <bdi dir="ltr" className="num whitespace-nowrap">
                      {rule.rate} %
                    </bdi>
                  </td>
                  <td className="whitespace-nowrap">
                    <DateText date={rule.from} />
                  </td>
                  <td className="whitespace-nowrap">
                    {rule.to === null ? '–' : <DateText date={rule.to} />}{' '}
                    <Badge tone={tones[holds(rule, now)]}>{t(`invoices.taxRules.${holds(rule, now)}`)}</Badge>
                  </td>
                  <td className="text-end">
                    {rule.to === null && (
                      <Button
                        size="compact"
                        isDisabled={!mayWrite}
                        aria-label={t('invoices.taxRules.endOf', { country: rule.country, category: rule.category })}
                        onPress={() => setEnding(rule)}
                      >
                        {t('invoices.taxRules.end')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      {adding && <TaxRuleForm onClose={() => setAdding(false)} />}
      {ending && <EndRule rule={ending} onClose={() => setEnding(undefined)} />}
    </Card>
  );
}

function EndRule({ rule, onClose }: { rule: TaxRule; onClose: () => void }) {
  const end = useApiMutation('invoices.endTaxRule', {
    invalidates: ['invoices.taxRules', ...invoiceReads],
    onDone: () => {
      toast(t('invoices.taxRules.ended.done'));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('invoices.taxRules.endOf', { country: rule.country, category: rule.category })}
      verb={t('invoices.taxRules.end')}
      body={t('invoices.taxRules.end.ask')}
      reason={false}
      day={{ label: t('invoices.taxRules.firstWithout'), isRequired: true, initial: '' }}
      isPending={end.isPending}
      error={end.error}
      onClose={onClose}
      onDone={(_reason, to) => end.mutate({ params: { id: rule.id }, body: { to }, ifVersion: rule.version })}
    />
  );
}

const ruleFile: readonly CsvColumn<TaxRule>[] = [
  ['country', (rule) => rule.country],
  ['category', (rule) => rule.category],
  ['code', (rule) => rule.code],
  ['rate', (rule) => rule.rate, 'plain'],
  ['exemption_reason', (rule) => rule.exemptionReason ?? ''],
  ['from', (rule) => rule.from],
  ['to', (rule) => rule.to ?? ''],
];
