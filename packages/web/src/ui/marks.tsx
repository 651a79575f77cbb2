import { cx } from './cx.ts';

/** Small marks for lists and tiles. Each is decoration for a number written beside it, or carries `label`. */
const spoken = (label?: string) => (label === undefined ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label });

export function Ring({ share, size = 14, color = 'var(--accent)', label }: { share: number; size?: number; color?: string; label?: string }) {
  const r = 6;
  const length = 2 * Math.PI * r;
  const part = Math.min(1, Math.max(0, share));
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" className="shrink-0" {...spoken(label)}>
      <circle cx="8" cy="8" r={r} fill="none" stroke={color} strokeOpacity=".28" strokeWidth="2.5" />
      {part > 0 && (
        <circle
          cx="8"
          cy="8"
          r={r}
          fill="none"
          stroke={color}
          strokeWidth="2.5"
          strokeDasharray={`${length * part} ${length}`}
          strokeLinecap="butt"
          transform="rotate(-90 8 8)"
        />
      )}
    </svg>
  );
}

export function Sparkline({
  values,
  width = 80,
  height = 20,
  color = 'var(--accent)',
  label,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
  color?: string;
  label?: string;
}) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map(
    (value, index) =>
      `${(1.5 + (index / Math.max(1, values.length - 1)) * (width - 5)).toFixed(1)},${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}`,
  );
  const last = points.at(-1)?.split(',') ?? ['0', '0'];
  return (
    <svg width={width} height={height} className="shrink-0" direction="ltr" {...spoken(label)}>
      <polyline points={points.join(' ')} fill="none" stroke={color} strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      <circle cx={last[0]} cy={last[1]} r="2" fill={color} />
    </svg>
  );
}

export type BarPart = { id: string; value: number; color: string; label: string };

/** One bar of parts (shares of a whole). The parts' names and numbers are read aloud. */
export function Bar({ parts, total, height = 8, className }: { parts: readonly BarPart[]; total?: number; height?: number; className?: string }) {
  const whole = total ?? parts.reduce((sum, part) => sum + part.value, 0);
  // Without parts there is nothing to tell of it.
  if (parts.length === 0) return <span aria-hidden className={cx('flex w-full rounded-full bg-hover', className)} style={{ height }} />;
  return (
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing made of several elements, which an img cannot hold
      role="img"
      aria-label={parts.map((part) => part.label).join(', ')}
      className={cx('flex w-full gap-px overflow-hidden rounded-full bg-hover', className)}
      style={{ height }}
    >
      {parts.map((part) => (
        <span key={part.id} style={{ width: `${whole === 0 ? 0 : (part.value / whole) * 100}%`, background: part.color }} />
      ))}
    </span>
  );
}
