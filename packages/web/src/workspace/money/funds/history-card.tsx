import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import type { RequestDetail } from './words.ts';

/** Who did what and when, the last first. */
export function HistoryCard({ history }: { history: RequestDetail['history'] }) {
  return (
    <Card title={t('funds.history')}>
      <Timeline
        entries={history.toReversed().map((entry) => ({
          id: entry.id,
          at: entry.at,
          title: entry.sentence,
          by: entry.byPartner ? t('funds.ofPartner', { name: entry.by }) : entry.by,
          ...(entry.note === null ? {} : { detail: <bdi className="[overflow-wrap:anywhere] whitespace-pre-line">{entry.note}</bdi> }),
        }))}
      />
    </Card>
  );
}
