import { CircleAlert, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { Result } from '../../lib/api/index.ts';
import { t } from '../text.ts';

type Answer = Pick<Result<'portal.check'>, 'answer' | 'sentence'> & { company?: string | null };
export type CheckState = { kind: 'none' } | { kind: 'running' } | { kind: 'failed'; sentence: string } | { kind: 'answered'; answer: Answer };

const looks = {
  clear: { ground: 'bg-ok-soft', ink: 'text-ok', Icon: CircleCheck },
  needs_review: { ground: 'bg-warn-soft', ink: 'text-warn', Icon: CircleAlert },
  not_eligible: { ground: 'bg-bad-soft', ink: 'text-bad', Icon: CircleX },
} as const;

/** One of three words and its sentence, said aloud when it comes. */
export function CheckAnswer({ state, protectionDays }: { state: CheckState; protectionDays?: number }) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds text; the answer is made of paragraphs
    <div role="status" aria-live="polite" aria-label={t('portal.check.label')}>
      {state.kind === 'running' && (
        <p className="flex items-center gap-2 rounded-popover bg-hover px-3 py-2.5 text-muted">
          <LoaderCircle size={16} strokeWidth={1.75} aria-hidden className="motion-safe:animate-spin" />
          {t('portal.check.running')}
        </p>
      )}
      {state.kind === 'failed' && <p className="rounded-popover bg-warn-soft px-3 py-2.5 text-warn">{state.sentence}</p>}
      {state.kind === 'answered' && <Answered answer={state.answer} protectionDays={protectionDays} />}
    </div>
  );
}

function Answered({ answer, protectionDays }: { answer: Answer; protectionDays?: number }) {
  const { ground, ink, Icon } = looks[answer.answer];
  return (
    <div className={`flex gap-2.5 rounded-popover px-3 py-2.5 ${ground}`} data-answer={answer.answer}>
      <Icon size={18} strokeWidth={1.75} aria-hidden className={`mt-0.5 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p className="font-medium">
          <span className={ink}>{t(`portal.check.${answer.answer}`)}</span>
          {answer.company && (
            <>
              {' '}
              <bdi>{answer.company}</bdi>
            </>
          )}
        </p>
        <p dir="auto">{answer.sentence}</p>
        {answer.answer === 'clear' && protectionDays !== undefined && <p>{t('portal.check.protected', { n: protectionDays })}</p>}
      </div>
    </div>
  );
}
