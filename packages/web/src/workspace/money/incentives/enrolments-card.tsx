import { useState } from 'react';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import type { Enrolment } from './words.ts';

/** On the page of a programme: who is enrolled, and what is missing of what it asks for. */
export function EnrolmentsCard({ ruleId }: { ruleId: string }) {
  const mayWrite = useCan('incentives:write');
  const list = useApiPages('incentives.enrolments', { query: { ruleId, limit: 50 } });
  const [open, setOpen] = useState<Enrolment | 'new'>();
  return (
    <Card
      title={t('incentives.tab.enrolments')}
      flush
      actions={
        <Button size="compact" isDisabled={!mayWrite} onPress={() => setOpen('new')}>
          {t('incentives.enrol')}
        </Button>
      }
    >
      {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
      {!list.isLoading && list.rows.length === 0 && <Nothing>{t('incentives.enrolments.none')}</Nothing>}
      <ul>
        {list.rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
            {mayWrite ? (
              <button type="button" className="link text-start" onClick={() => setOpen(row)}>
                <bdi>{row.partnerName}</bdi>
              </button>
            ) : (
              <bdi>{row.partnerName}</bdi>
            )}
            <span className="text-12 text-muted">
              <DateText date={row.from} />
            </span>
            {row.missing !== null && <bdi className="basis-full text-12 text-warn">{row.missing}</bdi>}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <p className="p-2 text-center">
          <Button size="compact" isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
      {open !== undefined && <EnrolDialog ruleId={ruleId} {...(open === 'new' ? {} : { of: open })} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}
