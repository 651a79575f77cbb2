import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatMoney } from '../../../../lib/i18n/format.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { formatExact } from '../../../disbursements/exact-money.tsx';
import { type Bar, colourOf, fitted, reachOf, wrapped } from './bars.ts';
import { barName, barNote } from './words.ts';

const [TOP, GROUND, HEIGHT] = [22, 190, 240];
const NARROWEST = 62;
const SIGN = 6.1;

/** The room there is, in pixels: texts keep their size whatever the width of the card. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

const spoken = (bar: Bar, currency: string): string => {
  const values = { name: barName(bar), amount: formatExact(bar.amountMinor, currency), after: formatExact(bar.toMinor, currency) };
  const said = t(bar.isTotal ? 'settlement.bar.total' : 'settlement.bar.change', values);
  const note = barNote(bar);
  return note === null ? said : t('settlement.bar.noted', { said, note });
};

/** Connected bars from the list price to our net. Arrows move along them, Enter opens one. The table below holds the same figures. */
export function WaterfallChart({ bars: all, currency, label, onOpen }: { bars: readonly Bar[]; currency: string; label: string; onOpen: (bar: Bar) => void }) {
  const { box, width: room } = useWidth();
  const bars = fitted(all, Math.max(8, Math.floor(room / NARROWEST)));
  const [at, setAt] = useState(0);
  const buttons = useRef(new Map<number, HTMLButtonElement>());
  const band = Math.max(NARROWEST, room / Math.max(1, bars.length));
  const column = Math.min(52, Math.round(band * 0.62));
  const width = Math.round(band * bars.length);
  const { low, high } = reachOf(bars);
  const y = (amount: number): number => GROUND - ((amount - low) / (high - low)) * (GROUND - TOP);
  const current = Math.min(at, bars.length - 1);

  function move(event: KeyboardEvent) {
    // The chart reads from the list price on the left in every language.
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(to, 0), bars.length - 1);
    setAt(next);
    buttons.current.get(next)?.focus();
  }

  return (
    <div ref={box} className="overflow-x-auto" dir="ltr">
      {room > 0 && (
        // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is on one of its buttons
        <div role="toolbar" aria-label={label} aria-orientation="horizontal" onKeyDown={move} className="relative" style={{ width, height: HEIGHT }}>
          <svg width={width} height={HEIGHT} aria-hidden className="absolute inset-0">
            <line x1={0} x2={width} y1={y(0)} y2={y(0)} stroke="var(--line-strong)" />
            {bars.map((bar, index) => {
              const x = band * index + (band - column) / 2;
              const [top, bottom] = [Math.min(y(bar.fromMinor), y(bar.toMinor)), Math.max(y(bar.fromMinor), y(bar.toMinor))];
              const middle = band * (index + 0.5);
              const lines = wrapped(barName(bar), Math.floor((band - 6) / SIGN), 3);
              return (
                <g key={bar.id}>
                  {index < bars.length - 1 && (
                    <line x1={x + column} x2={x + band} y1={y(bar.toMinor)} y2={y(bar.toMinor)} stroke="var(--line-strong)" strokeDasharray="2 2" />
                  )}
                  <rect x={x} width={column} y={top} height={Math.max(2, bottom - top)} rx={1.5} fill={colourOf(bar)} />
                  <text x={middle} y={top - 6} textAnchor="middle" className="num fill-[var(--text)] text-11">
                    {formatMoney({ amountMinor: bar.amountMinor, currency }, 'compact')}
                  </text>
                  {lines.map((line, row) => (
                    <text key={row} x={middle} y={GROUND + 17 + row * 14} textAnchor="middle" direction="ltr" className="fill-[var(--text-muted)] text-11">
                      {line}
                    </text>
                  ))}
                </g>
              );
            })}
          </svg>
          {bars.map((bar, index) => (
            <button
              key={bar.id}
              ref={(element) => {
                if (element === null) buttons.current.delete(index);
                else buttons.current.set(index, element);
              }}
              type="button"
              tabIndex={index === current ? 0 : -1}
              aria-label={spoken(bar, currency)}
              title={barName(bar)}
              onFocus={() => setAt(index)}
              onClick={() => onOpen(bar)}
              className="absolute top-0 rounded-control -outline-offset-2 hover:bg-ink/5"
              style={{ left: band * index + 1, width: band - 2, height: HEIGHT }}
            />
          ))}
        </div>
      )}
    </div>
  );
}
