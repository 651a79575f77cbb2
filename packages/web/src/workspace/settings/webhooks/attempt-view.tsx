import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { type OpenDelivery, readable } from './words.ts';

type Attempt = OpenDelivery['tries'][number];

/** Text of outside systems: shown as it came, never as markup. */
export function Block({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-12 font-medium">{label}</span>
      <pre
        dir="ltr"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="max-h-80 overflow-auto rounded-control border border-line bg-desk p-3 font-mono text-12 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
    </div>
  );
}

const lines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** One try: what was asked and what was answered. */
export function AttemptView({ attempt, hideError = false }: { attempt: Attempt; hideError?: boolean }) {
  const answered = Object.keys(attempt.responseHeaders).length > 0;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={attempt.error === null ? 'ok' : 'bad'}>{attempt.status ?? t('webhooks.attempt.noAnswer')}</Badge>
        <span className="num text-12 text-muted">{t('webhooks.ms', { ms: attempt.tookMs })}</span>
        <span className="text-12 text-muted">
          <InstantText at={attempt.at} />
        </span>
      </p>
      {attempt.error !== null && !hideError && (
        <p className="text-bad">
          <bdi>{attempt.error}</bdi>
        </p>
      )}
      {Object.keys(attempt.requestHeaders).length > 0 && <Block label={t('webhooks.attempt.request')} text={lines(attempt.requestHeaders)} />}
      {answered && <Block label={t('webhooks.attempt.answerHeaders')} text={lines(attempt.responseHeaders)} />}
      {attempt.responseBody !== null ? (
        <Block label={t('webhooks.attempt.answer')} text={readable(attempt.responseBody)} />
      ) : (
        attempt.status !== null && <p className="text-12 text-muted">{t('webhooks.attempt.answer.none')}</p>
      )}
    </div>
  );
}
