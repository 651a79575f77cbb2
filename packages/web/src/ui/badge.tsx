import type { ReactNode } from 'react';
import type { DealStage } from '@entente/kernel';
import { t } from '../lib/i18n/i18n.ts';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

const tones: Record<Tone, string> = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={cx('inline-flex h-5 items-center align-middle gap-1 rounded-full px-2 text-12 font-medium whitespace-nowrap', tones[tone])}>
      {icon}
      {children}
    </span>
  );
}

const stageTones: Record<DealStage, Tone> = {
  prospect: 'neutral',
  qualified: 'accent',
  technical: 'accent',
  business: 'warn',
  committed: 'ok',
  won: 'ok',
  lost: 'neutral',
};
const stageSteps: readonly DealStage[] = ['prospect', 'qualified', 'technical', 'business', 'committed'];

/** The stage in words, with small steps that show how far along the deal is. */
export function StageBadge({ stage }: { stage: DealStage }) {
  const reached = stage === 'won' ? stageSteps.length : stageSteps.indexOf(stage) + 1;
  return (
    <Badge
      tone={stageTones[stage]}
      icon={
        stage !== 'lost' && (
          <span aria-hidden className="flex gap-px">
            {stageSteps.map((step, index) => (
              <span key={step} className={cx('h-2 w-[3px] rounded-[1px] bg-current', index >= reached && 'opacity-25')} />
            ))}
          </span>
        )
      }
    >
      {t(`stage.${stage}`)}
    </Badge>
  );
}
