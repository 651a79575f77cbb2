import { CircleAlert, TriangleAlert } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import type { Issue } from '../words.ts';

type Named = Pick<Issue, 'field' | 'sentence'> & { severity?: Issue['severity'] };

/** What stands against it, in sentences; where `onGo` is given each leads to its field. */
export function IssueList({ issues, onGo }: { issues: readonly Named[]; onGo?: (field: string) => void }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {issues.map((issue, index) => (
        <IssueRow key={index} issue={issue} onGo={onGo} />
      ))}
    </ul>
  );
}

function IssueRow({ issue, onGo }: { issue: Named; onGo?: (field: string) => void }) {
  const warns = issue.severity === 'warning';
  const Icon = warns ? TriangleAlert : CircleAlert;
  const { field } = issue;
  return (
    <li className={cx('flex items-start gap-2 rounded-popover px-3 py-2', warns ? 'bg-warn-soft' : 'bg-bad-soft')}>
      <Icon size={16} strokeWidth={1.75} className={cx('mt-0.5 shrink-0', warns ? 'text-warn' : 'text-bad')} aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="sr-only">{t(warns ? 'offers.issue.warning' : 'offers.issue.blocks')} </span>
        <bdi>{issue.sentence}</bdi>
      </span>
      {onGo && field !== null && (
        <button type="button" className="link shrink-0 text-12 font-medium" onClick={() => onGo(field)}>
          {t('offers.issue.go')}
        </button>
      )}
    </li>
  );
}

/** The first sentence about a field or anything inside it, to stand below it. */
export function sentenceFor(issues: readonly Named[], field: string): string | undefined {
  return issues.find((issue) => issue.severity !== 'warning' && (issue.field === field || issue.field?.startsWith(`${field}.`)))?.sentence;
}
