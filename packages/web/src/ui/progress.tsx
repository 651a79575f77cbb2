import { Label, ProgressBar } from 'react-aria-components';
import { formatNumber } from '../lib/i18n/format.ts';
import { t } from '../lib/i18n/i18n.ts';

/** `total` unknown shows a moving bar and only the count done. */
export function Progress({ label, done, total }: { label: string; done: number; total?: number }) {
  const share = total === undefined || total === 0 ? undefined : Math.min(100, (done / total) * 100);
  const words = total === undefined ? formatNumber(done) : t('ui.progress.of', { done: formatNumber(done), total: formatNumber(total) });
  return (
    <ProgressBar value={share} isIndeterminate={share === undefined} valueLabel={words} className="flex flex-col gap-1.5">
      <span className="flex justify-between gap-3 text-12">
        <Label className="font-medium">{label}</Label>
        <bdi className="num text-muted">{words}</bdi>
      </span>
      <span className="block h-1.5 overflow-hidden rounded-full bg-hover">
        <span className="block h-full rounded-full bg-accent transition-[width] duration-[var(--motion-panel)]" style={{ width: `${share ?? 35}%` }} />
      </span>
    </ProgressBar>
  );
}
