import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { kindName } from '../room/money/words.ts';
import type { Way } from './rows.tsx';

/** Kind, who it goes through, and whether it is the one that was chosen. */
export function WayHead({ way }: { way: Way }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-2 md:justify-end">
        <span className="font-semibold">{kindName(way.kind)}</span>
        {way.chosen && <Badge tone="accent">{t('settlement.chosen')}</Badge>}
      </span>
      <span className="mt-0.5 block text-12 font-normal text-muted">
        {way.through.length === 0 ? (
          t('settlement.through.nobody')
        ) : (
          <bdi>{new Intl.ListFormat(document.documentElement.lang, { style: 'short', type: 'unit' }).format(way.through.map(({ name }) => name))}</bdi>
        )}
      </span>
    </>
  );
}

export function WayActs({
  way,
  mayChoose,
  onChoose,
  onWhatIf,
  onShow,
}: {
  way: Way;
  mayChoose: boolean;
  onChoose: () => void;
  onWhatIf: () => void;
  onShow: () => void;
}) {
  const name = [kindName(way.kind), ...way.through.map((one) => one.name)].join(' · ');
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="compact"
        kind={way.chosen ? 'secondary' : 'primary'}
        isDisabled={!mayChoose}
        onPress={onChoose}
        aria-label={t(way.chosen ? 'settlement.choose.againThis' : 'settlement.choose.this', { name })}
      >
        {t(way.chosen ? 'settlement.choose.again' : 'settlement.choose')}
      </Button>
      <Button size="compact" onPress={onWhatIf} aria-label={t('settlement.whatIf.this', { name })}>
        {t('settlement.whatIf')}
      </Button>
      <Button size="compact" onPress={onShow} aria-label={t('settlement.waterfall.of', { name })}>
        {t('settlement.waterfall')}
      </Button>
    </div>
  );
}
