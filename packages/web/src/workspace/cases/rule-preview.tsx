import { formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import type { Effect } from './preview.ts';

const tones: Readonly<Record<Effect['claim'], Tone>> = { kept: 'ok', ended: 'bad', vendor: 'ok', none: 'neutral' };

export function RulePreview({ effects, text }: { effects: readonly Effect[] | null; text: string }) {
  return (
    <aside aria-label={t('cases.preview')} className="flex flex-col gap-3 rounded-card border border-line bg-desk p-4 md:sticky md:top-0">
      <h3 className="font-semibold">{t('cases.preview')}</h3>
      {effects === null ? (
        <p className="text-muted">{t('cases.preview.none')}</p>
      ) : (
        <ul className="flex flex-col gap-3" aria-live="polite">
          {effects.map((effect) => (
            <li key={effect.letter} className="flex flex-col gap-1">
              <p className="font-medium">
                <bdi>{t('cases.preview.side', { letter: effect.letter, name: effect.name })}</bdi>
              </p>
              <p className="flex flex-wrap items-center gap-2">
                <Badge tone={tones[effect.claim]}>{t(effect.claim === 'none' ? 'cases.preview.noClaim' : `cases.preview.${effect.claim}`)}</Badge>
                {effect.shareBasisPoints !== null && (
                  <span className="text-12 text-muted">{t('cases.preview.credit', { share: formatPercent(effect.shareBasisPoints / 10_000, 2) })}</span>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
      <p className="text-12 text-muted">{t('cases.preview.seller')}</p>
      <div className="flex flex-col gap-1 border-t border-line pt-3">
        <p className="text-12 font-medium">{t('cases.preview.both')}</p>
        <p className={text === '' ? 'text-muted' : 'whitespace-pre-wrap'}>
          <bdi>{text === '' ? t('cases.preview.noText') : text}</bdi>
        </p>
      </div>
    </aside>
  );
}
