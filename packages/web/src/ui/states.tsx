import type { ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { t } from '../lib/i18n/i18n.ts';
import { ProblemError } from '../lib/http.ts';
import { Button } from './button.tsx';

/** One sentence on what will be here, and one act. */
export function EmptyState({ title, detail, action, icon }: { title: string; detail?: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-100 flex-col items-center gap-2 px-6 py-16 text-center">
      {icon !== undefined && (
        <span className="mb-1 grid size-10 place-items-center rounded-card border border-line text-muted" aria-hidden>
          {icon}
        </span>
      )}
      <p className="text-15 font-semibold">{title}</p>
      {detail !== undefined && <p className="text-muted">{detail}</p>}
      {action !== undefined && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}

/** What happened, what was kept, what to do, and the reference to quote. */
export function ErrorState({ error, onRetry, compact = false }: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const problem = error instanceof ProblemError ? error.problem : undefined;
  return (
    <div
      role="alert"
      className={
        compact
          ? 'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-popover bg-bad-soft px-3 py-2'
          : 'mx-auto flex max-w-110 flex-col items-start gap-2 px-6 py-16'
      }
    >
      <p className="flex items-center gap-2 font-semibold text-bad">
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden />
        {problem?.title ?? t('ui.error.title')}
      </p>
      <p className={compact ? 'text-text' : 'text-muted'}>{problem?.detail ?? t('ui.error.detail')}</p>
      {problem?.reference !== undefined && (
        <p className="text-12 text-muted">
          <bdi className="font-mono">{t('ui.reference', { id: problem.reference })}</bdi>
        </p>
      )}
      {onRetry && (
        <Button size={compact ? 'compact' : 'normal'} onPress={onRetry}>
          {t('ui.retry')}
        </Button>
      )}
    </div>
  );
}

/** Ghost rows in the final layout; `widths` are the columns' shares. */
export function SkeletonRows({
  rows = 8,
  widths = [28, 18, 10, 12, 12],
  height = 40,
  what,
}: {
  rows?: number;
  widths?: readonly number[];
  height?: number;
  what: string;
}) {
  return (
    <output aria-label={t('ui.loading', { what })} className="block">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} aria-hidden className="flex items-center gap-6 border-b border-line px-4" style={{ height }}>
          {widths.map((width, column) => (
            <span key={column} className="ghost h-3" style={{ width: `${width - ((row * 7 + column * 3) % 5)}%` }} />
          ))}
        </span>
      ))}
    </output>
  );
}
