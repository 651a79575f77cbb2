import { type FormEvent, useState } from 'react';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { TextBox, TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { toMinor, toText } from '../shared/amounts.ts';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

/** The partner's own notes of the deal: neither the vendor nor another partner reads them. */
export function OwnRecord({ deal }: { deal: Deal }) {
  const { record } = deal;
  const currency = record?.currency ?? deal.currency;
  const [reference, setReference] = useState(record?.reference ?? '');
  const [stage, setStage] = useState(record?.stage ?? '');
  const [amount, setAmount] = useState(toText(record?.amountMinor ?? null, currency));
  const [notes, setNotes] = useState(record?.notes ?? '');
  const why = useWhyNot()('portal:deals');
  const act = useAct('portalDeals.setRecord', { notice: t('portal.record.saved') });
  const amountMinor = amount.trim() === '' ? null : toMinor(amount, currency);
  function save(event: FormEvent): void {
    event.preventDefault();
    if (why !== undefined || amountMinor === undefined) return;
    void act.run({
      params: { id: deal.id },
      body: {
        reference: reference.trim() || null,
        stage: stage.trim() || null,
        amountMinor,
        currency: amountMinor === null ? null : currency,
        notes: notes.trim() || null,
        version: record?.version ?? 0,
      },
    });
  }
  const off = why !== undefined;
  return (
    <Panel title={t('portal.record.title')} note={t('portal.record.note', { vendor: portalName() })}>
      <form onSubmit={save} className="flex flex-col gap-3">
        <TextInput label={t('portal.record.reference')} value={reference} onChange={setReference} maxLength={120} disabled={off} />
        <div className="grid grid-cols-2 gap-3">
          <TextInput label={t('portal.record.stage')} value={stage} onChange={setStage} maxLength={60} disabled={off} />
          <TextInput
            label={t('portal.record.amount', { currency })}
            value={amount}
            onChange={setAmount}
            inputMode="decimal"
            dir="ltr"
            disabled={off}
            error={amountMinor === undefined ? t('portal.amount.wrong') : undefined}
          />
        </div>
        <TextBox label={t('portal.record.notes')} value={notes} onChange={setNotes} maxLength={4000} disabled={off} />
        <Refused sentence={act.refusal} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" busy={act.busy} why={why}>
            {t('ui.save')}
          </Button>
          {record !== null && (
            <span className="text-12 text-muted">
              <bdi>{record.updatedBy}</bdi> <RelativeTime at={record.updatedAt} />
            </span>
          )}
        </div>
      </form>
    </Panel>
  );
}
