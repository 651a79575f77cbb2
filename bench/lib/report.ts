export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Null where the figure only explains another. */
  readonly bar: number | null;
  readonly holds: boolean | null;
  readonly bound?: 'at most' | 'at least';
};
type Extra = Readonly<Record<string, unknown>>;

const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

function print(figure: Figure, extra: Extra): void {
  console.log(JSON.stringify({ ...figure, value: rounded(figure.value), ...extra }));
}

/** `right` is false when what was measured did not do its work: a fast failure never holds. */
export const atMost = (name: string, value: number, unit: string, bar: number, extra: Extra = {}, right = true): void =>
  print({ name, value, unit, bar, holds: right && value <= bar, bound: 'at most' }, extra);

export const atLeast = (name: string, value: number, unit: string, bar: number, extra: Extra = {}, right = true): void =>
  print({ name, value, unit, bar, holds: right && value >= bar, bound: 'at least' }, extra);

/** A figure without a bar, which helps to read one that has one. */
export const beside = (name: string, value: number, unit: string, extra: Extra = {}): void => print({ name, value, unit, bar: null, holds: null }, extra);

/** The nearest rank, so that it is a time that was really seen. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const p50 = (values: readonly number[]): number => quantile(values, 0.5);
export const p95 = (values: readonly number[]): number => quantile(values, 0.95);

/** The figures for reading. */
export function table(figures: readonly Figure[]): string {
  const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 });
  const rows = figures.map(({ name, value, unit, bar, holds, bound }) => [
    name,
    `${number(value)} ${unit}`,
    bar === null ? '' : `${bound === 'at least' ? '≥' : '≤'} ${number(bar)} ${unit}`,
    holds === null ? '' : holds ? 'holds' : 'MISSED',
  ]);
  const all = [['What', 'Measured', 'Bar', ''], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map(([name = '', value = '', bar = '', holds = '']) =>
      `${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${bar.padStart(widths[2] ?? 0)}  ${holds}`.trimEnd(),
    )
    .join('\n');
}
