import { type FormEvent, useState } from 'react';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { TextBox, TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { dayOf } from '../register/dates.ts';
import { t } from '../text.ts';

const MOST_BYTES = 1_500_000;

/** The month before this one: what is usually reported. */
function lastMonth(today: Date): { from: string; to: string } {
  return { from: dayOf(new Date(today.getFullYear(), today.getMonth() - 1, 1)), to: dayOf(new Date(today.getFullYear(), today.getMonth(), 0)) };
}

export function UploadReport({ onClose }: { onClose: () => void }) {
  const [usual] = useState(() => lastMonth(new Date()));
  const [from, setFrom] = useState(usual.from);
  const [to, setTo] = useState(usual.to);
  const [fileName, setFileName] = useState('');
  const [csv, setCsv] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('portalReports.upload', {
    notice: (report) => t('portal.reports.uploaded', { matched: report.matched, lines: report.lines }),
    onDone: (report) => go(`/portal/reports/${report.id}`),
  });
  const tooLarge = csv.length > MOST_BYTES;
  const wrongPeriod = from === '' || to === '' || from > to;

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    setFileName(file.name);
    setCsv(await file.text());
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (csv.trim() === '' || tooLarge || wrongPeriod) return;
    void act.run({ body: { fileName: fileName || t('portal.reports.pasted'), periodFrom: from, periodTo: to, csv } });
  }
  return (
    <Panel title={t('portal.reports.upload')} className="mb-6">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 pt-1">
        <div className="flex flex-wrap gap-4">
          <TextInput label={t('portal.reports.from')} type="date" value={from} onChange={setFrom} className="w-44" required />
          <TextInput
            label={t('portal.reports.to')}
            type="date"
            value={to}
            onChange={setTo}
            className="w-44"
            error={tried && wrongPeriod ? t('portal.reports.wrongPeriod') : undefined}
            required
          />
        </div>
        <label className="flex flex-col gap-1">
          <span className="font-medium">{t('portal.reports.file')}</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => void read(event.target.files?.[0])}
            className="rounded-control border border-control bg-surface p-2 file:me-3 file:h-8 file:rounded-control file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:text-text"
          />
        </label>
        <TextBox
          label={t('portal.reports.paste')}
          note={t('portal.reports.columns')}
          value={csv}
          onChange={setCsv}
          rows={6}
          dir="ltr"
          spellCheck={false}
          error={tooLarge ? t('portal.reports.tooLarge') : tried && csv.trim() === '' ? t('portal.missing') : undefined}
        />
        <Refused sentence={act.refusal} />
        <div className="flex gap-2">
          <Button type="submit" look="main" busy={act.busy}>
            {t('portal.reports.send')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Panel>
  );
}
