import { Timeline } from '../../ui/timeline.tsx';
import { Panel } from '../kit/page.tsx';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import type { RequestDetail } from './words.tsx';

/** Who did what and when, the last first. */
export function History({ entries }: { entries: RequestDetail['history'] }) {
  return (
    <Panel title={t('portal.history')}>
      <Timeline
        entries={entries.toReversed().map((entry) => ({
          id: entry.id,
          at: entry.at,
          title: entry.sentence,
          by: entry.byPartner ? entry.by : t('portal.funds.ofVendor', { name: entry.by, vendor: portalName() }),
          ...(entry.note === null
            ? {}
            : {
                detail: <bdi className="[overflow-wrap:anywhere] whitespace-pre-line">{entry.note}</bdi>,
              }),
        }))}
      />
    </Panel>
  );
}

/** What the other side says: a question to answer, or the reason of a decision. */
export function Said({ title, text, asks = false }: { title: string; text: string; asks?: boolean }) {
  return (
    <blockquote className={`m-0 mt-4 rounded-popover px-3 py-2.5 ${asks ? 'bg-warn-soft' : 'border border-line'}`}>
      <span className={`block text-12 font-medium ${asks ? 'text-warn' : 'text-muted'}`}>{title}</span>
      <bdi className="[overflow-wrap:anywhere] whitespace-pre-line">{text}</bdi>
    </blockquote>
  );
}
