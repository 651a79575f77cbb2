import { cx } from './cx.ts';

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
};

/** `kind="company"` is square with one letter; the name must stand beside it or be its label. */
export function Avatar({
  name,
  kind = 'person',
  size = 24,
  labelled = false,
}: {
  name: string;
  kind?: 'person' | 'company';
  size?: 20 | 24 | 32 | 40;
  labelled?: boolean;
}) {
  const text = kind === 'company' ? (name.trim()[0] ?? '?').toUpperCase() : initials(name);
  return (
    <span
      {...(labelled ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true })}
      style={{ width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.4)) }}
      className={cx(
        'inline-grid shrink-0 place-items-center leading-none font-semibold select-none',
        kind === 'company' ? 'rounded-control bg-ink text-on-ink' : 'rounded-full bg-hover text-text',
      )}
    >
      {text}
    </span>
  );
}
