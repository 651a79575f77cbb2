import type { ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { ApiProblem } from '@entente/contracts/client';
import { ProblemError } from '../../lib/http.ts';
import { looksAsPartner } from '../session.ts';
import { t } from '../text.ts';
import { Button } from './button.tsx';

/** One sentence on what will be here, and one act. */
export function Empty({ title, detail, action }: { title: string; detail?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <p className="text-15 font-semibold">{title}</p>
      {detail !== undefined && <p className="max-w-110 text-muted">{detail}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}

const referenceOf = (error: unknown): string | undefined =>
  error instanceof ApiProblem ? error.requestId || undefined : error instanceof ProblemError ? error.problem.reference : undefined;
const statusOf = (error: unknown): number | undefined =>
  error instanceof ApiProblem ? error.status : error instanceof ProblemError ? error.problem.status : undefined;

/** What happened, what to do, and the reference to quote; a missing right says who can give it. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const status = statusOf(error);
  const reference = referenceOf(error);
  const denied = looksAsPartner() ? 'portal.viewAs.notShown' : 'portal.denied';
  const title = status === 403 ? t(`${denied}.title`) : status === 404 ? t('portal.notFound.title') : t('ui.error.title');
  const detail =
    status === 403
      ? t(`${denied}.detail`)
      : status === 404
        ? t('portal.notFound.detail')
        : status === undefined
          ? t('portal.offline.detail')
          : error instanceof Error
            ? error.message
            : t('ui.error.detail');
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-6 py-10">
      <p className="flex items-center gap-2 font-semibold">
        <CircleAlert size={18} strokeWidth={1.75} aria-hidden className="text-bad" />
        {title}
      </p>
      <p className="text-muted">{detail}</p>
      {reference !== undefined && (
        <p className="text-12 text-muted">
          <bdi className="font-mono">{t('ui.reference', { id: reference })}</bdi>
        </p>
      )}
      {onRetry && status !== 403 && status !== 404 && <Button onClick={onRetry}>{t('ui.retry')}</Button>}
    </div>
  );
}

/** Ghosts of the final size; nothing jumps when the answer comes. */
export function Ghosts({ what, rows = 4, height = 64 }: { what: string; rows?: number; height?: number }) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds text; this holds the shapes of rows to come
    <div role="status" aria-label={t('ui.loading', { what })} className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} aria-hidden className="flex flex-col justify-center gap-2 border-b border-line px-4 last:border-b-0" style={{ height }}>
          <span className="ghost h-3.5" style={{ width: `${52 - ((row * 9) % 20)}%` }} />
          {height >= 56 && <span className="ghost h-3" style={{ width: `${30 - ((row * 5) % 12)}%` }} />}
        </div>
      ))}
    </div>
  );
}

/** A refusal beside the form it came from. */
export function Refused({ sentence }: { sentence: string | undefined }) {
  return sentence === undefined ? null : (
    <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
      {sentence}
    </p>
  );
}
