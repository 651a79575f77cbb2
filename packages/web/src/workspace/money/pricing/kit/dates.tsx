import { t } from '../../../../lib/i18n/i18n.ts';
import { DateText } from '../../../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../../../ui/badge.tsx';
import { DateField, TextField } from '../../../../ui/text-field.tsx';
import { type Dated, standing, todayText } from '../words.ts';

export type Effect = { effectiveFrom: string; effectiveTo: string; note: string };
export const newEffect = (): Effect => ({ effectiveFrom: todayText(), effectiveTo: '', note: '' });
export const effectReady = ({ effectiveFrom, effectiveTo }: Effect): boolean => effectiveFrom !== '' && (effectiveTo === '' || effectiveTo > effectiveFrom);
export const effectBody = ({ effectiveFrom, effectiveTo, note }: Effect) => ({
  effectiveFrom,
  effectiveTo: effectiveTo === '' ? null : effectiveTo,
  ...(note.trim() === '' ? {} : { note: note.trim() }),
});

/** From which day a version holds; what has passed is never edited, a new version begins instead. */
export function EffectFields({ value, onChange, withNote = true }: { value: Effect; onChange: (value: Effect) => void; withNote?: boolean }) {
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2">
        <DateField
          label={t('pricing.from')}
          value={value.effectiveFrom}
          onChange={(effectiveFrom) => onChange({ ...value, effectiveFrom })}
          isRequired
          description={t('pricing.from.note')}
        />
        <DateField
          label={t('pricing.to')}
          value={value.effectiveTo}
          onChange={(effectiveTo) => onChange({ ...value, effectiveTo })}
          description={t('pricing.to.note')}
          {...(value.effectiveTo !== '' && value.effectiveTo <= value.effectiveFrom ? { error: t('pricing.to.wrong') } : {})}
        />
      </div>
      {withNote && <TextField label={t('pricing.note')} value={value.note} onChange={(note) => onChange({ ...value, note })} />}
    </>
  );
}

export function Span({ of }: { of: Dated }) {
  return (
    <span className="whitespace-nowrap">
      <DateText date={of.effectiveFrom} />
      {' – '}
      {of.effectiveTo === null ? t('pricing.open') : <DateText date={of.effectiveTo} />}
    </span>
  );
}

const tones: Record<ReturnType<typeof standing>, Tone> = { ahead: 'accent', now: 'ok', past: 'neutral' };
export function StandingBadge({ of }: { of: Dated }) {
  const state = standing(of, todayText());
  return <Badge tone={tones[state]}>{t(`pricing.standing.${state}`)}</Badge>;
}
