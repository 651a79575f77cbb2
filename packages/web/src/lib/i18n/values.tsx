import { useNow } from '../../ui/use-now.ts';
import { formatDate, formatInstant, formatMoney, formatNumber, formatPercent, formatRelative, type MoneyValue } from './format.ts';

// Every value stands in its own bidi island: "−€36.0k" must not become "€36.0k−" in Arabic.

export function Money({ value, look }: { value: MoneyValue; look?: 'plain' | 'compact' }) {
  return (
    <bdi dir="ltr" className="num whitespace-nowrap">
      {formatMoney(value, look)}
    </bdi>
  );
}

export function Num({ value }: { value: number | bigint }) {
  return <bdi className="num">{formatNumber(value)}</bdi>;
}

export function Percent({ share, digits }: { share: number; digits?: number }) {
  return <bdi className="num">{formatPercent(share, digits)}</bdi>;
}

export function DateText({ date }: { date: string }) {
  return (
    <bdi>
      <time dateTime={date} className="whitespace-nowrap">
        {formatDate(date)}
      </time>
    </bdi>
  );
}

export function InstantText({ at }: { at: string }) {
  return (
    <bdi>
      <time dateTime={at} className="whitespace-nowrap">
        {formatInstant(at)}
      </time>
    </bdi>
  );
}

export function RelativeTime({ at, now }: { at: string; now?: Date }) {
  const ticking = useNow();
  return (
    <bdi>
      <time dateTime={at} title={formatInstant(at)} className="whitespace-nowrap">
        {formatRelative(at, now ?? ticking)}
      </time>
    </bdi>
  );
}
