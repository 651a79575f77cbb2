import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Card } from '../../../ui/page.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { fieldsOf, RoutedFields, type Typed, typedOf } from '../lead-form.tsx';
import { PassedRows } from '../offers.tsx';
import { leadNumber, type Routing } from '../words.ts';

/** Where a lead would go under the routing as it stands in the editor, and why everybody else was passed over. Nothing is offered. */
export function TestBench({ draft }: { draft: Routing }) {
  const [way, setWay] = useState<'lead' | 'typed'>('typed');
  const [leadId, setLead] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [typed, setTyped] = useState<Typed>(() => ({ ...typedOf(), companyName: t('leads.bench.company'), source: 'web' }));
  const q = useSettled(text);
  const leads = useApi('leads.list', { query: { limit: 20, q: q === '' ? undefined : q } }, { keepPrevious: true, enabled: way === 'lead' });
  const attempt = useApiMutation('leadRouting.try');
  const put = (changes: Partial<Typed>) => setTyped((before) => ({ ...before, ...changes }));
  const isReady = way === 'lead' ? leadId !== null : typed.companyName.trim() !== '' && typed.source.trim() !== '';
  return (
    <Card title={t('leads.bench')}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('leads.bench.note')}</p>
        <RadioGroup
          label={t('leads.bench.way')}
          hideLabel
          value={way}
          onChange={setWay}
          options={[
            { id: 'typed', label: t('leads.bench.typed') },
            { id: 'lead', label: t('leads.bench.lead') },
          ]}
        />
        {way === 'lead' ? (
          <ComboBox
            label={t('leads.one')}
            value={leadId}
            onChange={setLead}
            onSearch={setText}
            options={(leads.data?.items ?? []).map((lead) => ({ id: lead.id, label: lead.companyName, note: leadNumber(lead.number) }))}
          />
        ) : (
          <>
            <div className="grid gap-4 md:grid-cols-2">
              <TextField label={t('leads.company')} value={typed.companyName} onChange={(companyName) => put({ companyName })} />
              <TextField label={t('leads.source')} value={typed.source} onChange={(source) => put({ source })} />
            </div>
            <RoutedFields typed={typed} put={put} />
          </>
        )}
        <Button
          className="self-start"
          isDisabled={!isReady}
          isPending={attempt.isPending}
          onPress={() => attempt.mutate({ body: { definition: draft, ...(way === 'lead' ? { leadId } : { lead: fieldsOf(typed) }) } })}
        >
          {t('leads.bench.try')}
        </Button>
        <RefusalNote error={attempt.error} />
        {attempt.data !== undefined && <Outcome result={attempt.data} />}
      </div>
    </Card>
  );
}

function Outcome({ result }: { result: Result<'leadRouting.try'> }) {
  return (
    <div className="flex flex-col gap-3">
      <output className="font-medium">
        <bdi>{result.sentence}</bdi>
      </output>
      {result.routeName !== null && (
        <p className="text-12 text-muted">
          {t('leads.bench.route')} <bdi className="font-medium text-text">{result.routeName}</bdi>
        </p>
      )}
      {result.chosen.length > 0 && (
        <ul aria-label={t('leads.bench.chosen')} className="rounded-popover border border-line">
          {result.chosen.map((one) => (
            <li key={one.partnerId} className="border-b border-line px-3 py-2 last:border-b-0">
              <Link to="/partners/$partnerId" params={{ partnerId: one.partnerId }} className="font-medium hover:underline">
                <bdi>{one.partnerName}</bdi>
              </Link>
              <bdi className="block text-muted">{one.why}</bdi>
            </li>
          ))}
        </ul>
      )}
      {result.passedOver.length > 0 && (
        <details>
          <summary className="min-h-6 font-medium">{t('leads.bench.passed', { n: result.passedOver.length })}</summary>
          <div className="mt-1 -mx-4 border-t border-line">
            <PassedRows rows={result.passedOver} />
          </div>
        </details>
      )}
    </div>
  );
}
