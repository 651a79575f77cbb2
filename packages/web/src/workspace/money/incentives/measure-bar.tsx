/** A length for the eye only; the figures stand beside it as text, and nothing is added up from it. */
const length = (text: string | null | undefined): number => (text === null || text === undefined ? 0 : Math.max(0, Number(text)));

/** How far something is: achieved, projected behind it, and marks where the target and the next band lie. The table beside it is its twin. */
export function MeasureBar({ achieved, projected, target, next }: { achieved: string; projected: string; target: string | null; next: string | null }) {
  const most = Math.max(length(achieved), length(projected), length(target), length(next)) * 1.05 || 1;
  const x = (text: string | null): number => (length(text) / most) * 200;
  return (
    <svg viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden className="h-4 w-full rtl:-scale-x-100">
      <rect x="0" y="5" width="200" height="6" rx="3" className="fill-hover" />
      <rect x="0" y="5" width={x(projected)} height="6" rx="3" className="fill-accent opacity-35" />
      <rect x="0" y="5" width={x(achieved)} height="6" rx="3" className="fill-accent" />
      {next !== null && <rect x={x(next) - 0.75} y="1" width="1.5" height="14" className="fill-warn" />}
      {target !== null && <rect x={x(target) - 0.75} y="1" width="1.5" height="14" className="fill-text" />}
    </svg>
  );
}
