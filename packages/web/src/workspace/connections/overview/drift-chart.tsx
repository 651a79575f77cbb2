import { formatDate, formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';

const WIDTH = 240;
const HEIGHT = 56;

/** Small columns, oldest first; the same figures stand in the text beside it and in the spoken label. */
export function DriftChart({ points }: { points: readonly { at: string; off: number; compared: number }[] }) {
  const share = (point: { off: number; compared: number }): number => (point.compared === 0 ? 0 : point.off / point.compared);
  const most = Math.max(...points.map(share), Number.EPSILON);
  const band = WIDTH / points.length;
  const spoken = points.map((point) =>
    t('connections.drift.spoken', { date: formatDate(point.at), off: formatNumber(point.off), compared: formatNumber(point.compared) }),
  );
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={spoken.join('. ')} direction="ltr" className="max-w-full">
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" />
      {points.map((point, index) => {
        const height = point.off === 0 ? 1 : Math.max(2, (share(point) / most) * (HEIGHT - 4));
        return (
          <rect
            key={point.at}
            x={index * band + band * 0.2}
            y={HEIGHT - height}
            width={Math.min(14, band * 0.6)}
            height={height}
            fill={point.off === 0 ? 'var(--ok)' : 'var(--warn)'}
          >
            <title>{spoken[index]}</title>
          </rect>
        );
      })}
    </svg>
  );
}
