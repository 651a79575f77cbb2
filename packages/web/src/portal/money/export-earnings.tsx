import { useState } from 'react';
import { Download } from 'lucide-react';
import { callApi, type Request } from '../../lib/api/index.ts';
import { csvOf, everyPage } from '../../lib/csv.ts';
import { Button } from '../kit/button.tsx';
import { notify } from '../kit/notice.tsx';
import { toText } from '../shared/amounts.ts';
import { t } from '../text.ts';
import type { Earning } from './earning-row.tsx';
import { saveFile } from './files.ts';

const signed = (minor: number, currency: string): string => `${minor < 0 ? '-' : ''}${toText(Math.abs(minor), currency)}`;
const columns = () =>
  [
    [t('portal.money.earnedOn'), (row: Earning) => row.earnedOn],
    [t('portal.state'), (row: Earning) => t(`portal.money.estate.${row.state}`)],
    [t('portal.money.kind'), (row: Earning) => t(`portal.money.kind.${row.kind}`)],
    [t('portal.money.line'), (row: Earning) => row.title],
    [t('portal.money.deal'), (row: Earning) => (row.dealNumber === null ? '' : `${row.dealNumber} ${row.dealName ?? ''}`.trim())],
    [t('portal.money.person'), (row: Earning) => row.personName ?? ''],
    [t('portal.money.amount'), (row: Earning) => signed(row.amountMinor, row.currency), 'plain'],
    [t('portal.money.currency'), (row: Earning) => row.currency],
    [t('portal.money.heldUntil'), (row: Earning) => row.heldUntil ?? ''],
  ] as const;

/** Every line that the filter shows, not only those on the page. */
export function ExportEarnings({ query }: { query: Request<'portalMoney.earnings'>['query'] }) {
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      const rows = await everyPage((cursor) =>
        callApi('portalMoney.earnings', { query: { ...query, limit: 200, ...(cursor === undefined ? {} : { cursor }) } }),
      );
      saveFile({ fileName: 'earnings.csv', mediaType: 'text/csv', text: csvOf(columns(), rows) });
    } catch {
      notify(t('portal.offline.detail'));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button busy={busy} icon={<Download size={18} strokeWidth={1.75} aria-hidden />} onClick={() => void save()}>
      {t('portal.money.csv')}
    </Button>
  );
}
