import { LoaderCircle } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, RelativeTime } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { actionWords, type Operation, operationTones } from '../words.ts';
import { IssueList } from './issue-list.tsx';

/** What was asked of the marketplace, by whom, and what came of it; a failure says in sentences what to mend. */
export function Operations({ operations, onGo }: { operations: readonly Operation[]; onGo?: (field: string) => void }) {
  return (
    <ul className="flex flex-col gap-3" aria-live="polite">
      {operations.map((operation) => {
        const runs = operation.state === 'reserved' || operation.state === 'pending';
        return (
          <li key={operation.id} className="flex flex-col gap-1.5 border-b border-line pb-3 last:border-b-0 last:pb-0">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {runs && <LoaderCircle size={14} className="text-accent motion-safe:animate-spin" aria-hidden />}
              <span className="font-medium">{actionWords(operation.action)}</span>
              <Badge tone={operationTones[operation.state]}>{t(`offers.operation.${operation.state}`)}</Badge>
              <span className="flex-1" />
              <span className="text-12 text-muted">
                <bdi>{operation.startedBy}</bdi> ·{' '}
                {operation.finishedAt === null ? <RelativeTime at={operation.startedAt} /> : <InstantText at={operation.finishedAt} />}
              </span>
            </span>
            {runs && <p className="text-12 text-muted">{t('offers.operation.runs')}</p>}
            {operation.sentence !== null && (
              <p className={operation.state === 'failed' ? 'text-bad' : 'text-muted'}>
                <bdi>{operation.sentence}</bdi>
              </p>
            )}
            {operation.issues.length > 0 && <IssueList issues={operation.issues} onGo={onGo} />}
          </li>
        );
      })}
    </ul>
  );
}
