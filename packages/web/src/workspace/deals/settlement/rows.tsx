import type { ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { formatNumber, formatPercent } from '../../../lib/i18n/format.ts';
import { RoleGlyph } from '../../../ui/role-glyph.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import type { Money, Option } from '../room/money/bars.ts';
import type { Best } from './best.ts';

export type Way = Option & { money: Money };
export type Row = {
  readonly id: string;
  readonly label: string;
  /** Heads the rows from here on. */
  readonly group?: string;
  readonly glyph?: ReactNode;
  readonly strong?: boolean;
  /** Sentences rather than figures. */
  readonly isText?: boolean;
  readonly best?: Best;
  readonly value?: (way: Way) => number | null;
  readonly show: (way: Way) => ReactNode;
};

const nothing = <span className="text-faint">–</span>;
const amount = (way: Way, amountMinor: number): ReactNode => <ExactMoney value={{ amountMinor, currency: way.currency }} />;

/** What is compared, row by row. The ways are columns on a desk and cards on a phone. */
export function rowsOf(ways: readonly Way[]): Row[] {
  return [
    {
      id: 'buyer',
      label: t('settlement.step.buyer_price'),
      best: 'lowest',
      value: ({ money }) => money.buyerMinor,
      show: (way) => amount(way, way.money.buyerMinor),
    },
    { id: 'fee', label: t('settlement.step.fee'), best: 'lowest', value: ({ money }) => money.feeMinor, show: (way) => <Fee way={way} /> },
    ...partyRows(ways),
    { id: 'incentive', label: t('settlement.step.incentive'), show: (way) => amount(way, way.money.incentiveMinor) },
    {
      id: 'net',
      label: t('settlement.step.net'),
      strong: true,
      best: 'highest',
      value: ({ money }) => money.netMinor,
      show: (way) => amount(way, way.money.netMinor),
    },
    {
      id: 'drawdown',
      label: t('settlement.drawdown'),
      group: t('settlement.group.beside'),
      best: 'highest',
      value: drawn,
      show: (way) => <Drawdown way={way} />,
    },
    ...creditRows(ways),
    {
      id: 'signature',
      label: t('settlement.days.signature'),
      group: t('settlement.group.time'),
      best: 'shortest',
      value: (way) => way.expectedToSignature.days,
      show: (way) => <Days of={way.expectedToSignature} />,
    },
    {
      id: 'cash',
      label: t('settlement.days.cash'),
      best: 'shortest',
      value: (way) => way.expectedToCash.days,
      show: (way) => <Days of={way.expectedToCash} />,
    },
    {
      id: 'assumptions',
      isText: true,
      label: t('settlement.assumptions'),
      group: t('settlement.group.said'),
      show: (way) => <Said sentences={way.assumptions} />,
    },
    { id: 'warnings', isText: true, label: t('settlement.warnings'), show: (way) => <Said sentences={way.warnings} /> },
  ];
}

const drawn = (way: Way): number | null =>
  way.drawdown.length === 0 ? null : way.drawdown.reduce((sum, one) => sum + (one.drawsDown ? one.amountMinor : 0), 0);

function partyRows(ways: readonly Way[]): Row[] {
  const partners = new Map(
    ways.flatMap(({ money }) =>
      money.parties.flatMap((one) => (one.party === 'partner' && one.partnerId !== null ? [[one.partnerId, one.name] as const] : [])),
    ),
  );
  return [...partners].map(([partnerId, name], index) => ({
    id: `party:${partnerId}`,
    label: name,
    ...(index === 0 ? { group: t('settlement.group.parties') } : {}),
    show: (way) => {
      const party = way.money.parties.find((one) => one.partnerId === partnerId);
      if (party === undefined) return nothing;
      const parts = [
        [t('settlement.party.margin'), party.marginMinor],
        [t('settlement.party.split'), party.splitMinor],
        [t('settlement.party.incentive'), party.incentiveMinor],
      ] as const;
      const told = parts.filter(([, minor]) => minor !== 0);
      return (
        <>
          {amount(way, party.totalMinor)}
          <span className="block text-12 text-muted">{t('settlement.ofPrice', { share: formatPercent(Number(party.sharePercent) / 100, 2) })}</span>
          {told.map(([label, minor]) => (
            <span key={label} className="block text-12 text-muted">
              {label} {told.length > 1 && amount(way, minor)}
            </span>
          ))}
        </>
      );
    },
  }));
}

function creditRows(ways: readonly Way[]): Row[] {
  const credited = new Map(ways.flatMap((way) => way.credit.map((one) => [`${one.partnerId} ${one.role}`, one] as const)));
  return [...credited].map(([key, { name, role }], index) => ({
    id: `credit:${key}`,
    label: name,
    glyph: <RoleGlyph role={role} size={14} />,
    ...(index === 0 ? { group: t('settlement.group.credit') } : {}),
    show: (way) => {
      const credit = way.credit.find((one) => `${one.partnerId} ${one.role}` === key);
      if (credit === undefined || credit.shareBp === null) return nothing;
      return (
        <>
          <bdi className="num">{formatPercent(credit.shareBp / 10_000, 2)}</bdi>
          {credit.amountMinor !== null && <span className="block text-12 text-muted">{amount(way, credit.amountMinor)}</span>}
          {credit.sells && <span className="block text-12 text-muted">{t('settlement.sells')}</span>}
        </>
      );
    },
  }));
}

/** Rate, base and bearer as the terms of the day have them. */
function Fee({ way }: { way: Way }) {
  const { feeMinor, feePercent, feeBase, feeSellerMinor } = way.money;
  return (
    <>
      {amount(way, feeMinor)}
      {feePercent !== null && feeBase !== null && (
        <>
          <span className="block text-12 text-muted">
            {t('settlement.fee.of', { percent: formatPercent(Number(feePercent) / 100, 2), base: t(`settlement.base.${feeBase}`) })}
          </span>
          <span className="block text-12 text-muted">
            {feeSellerMinor === 0
              ? t('settlement.fee.us')
              : feeSellerMinor === feeMinor
                ? t('settlement.fee.seller')
                : t('settlement.fee.both', { amount: formatExact(feeSellerMinor, way.currency) })}
          </span>
        </>
      )}
    </>
  );
}

function Drawdown({ way }: { way: Way }) {
  if (way.drawdown.length === 0) return <span className="text-muted">{t('settlement.drawdown.none')}</span>;
  return way.drawdown.map((one) => (
    <span key={`${one.programme} ${one.fromOn}`} className="mb-1 block last:mb-0">
      <bdi>{one.programme}</bdi>{' '}
      {one.drawsDown ? (
        <ExactMoney value={{ amountMinor: one.amountMinor, currency: one.currency }} />
      ) : (
        <span className="text-muted">{t('settlement.drawdown.not')}</span>
      )}
      <span className="block text-12 text-muted">
        <DateText date={one.fromOn} />
        {' – '}
        <DateText date={one.untilOn} />
        {one.remainingMinor !== null && (
          <>
            {' · '}
            {t('settlement.drawdown.left')} <ExactMoney value={{ amountMinor: one.remainingMinor, currency: one.currency }} />
          </>
        )}
      </span>
      {one.reasons.map((reason) => (
        <bdi key={reason.code} className="block text-12 text-muted">
          {reason.sentence}
        </bdi>
      ))}
    </span>
  ));
}

function Days({ of }: { of: Option['expectedToCash'] }) {
  return (
    <>
      <bdi className="num">{t('settlement.days', { n: of.days })}</bdi>
      <span className="block text-12 text-muted">
        {of.source === 'history'
          ? t('settlement.days.history', { n: formatNumber(of.deals) })
          : of.deals === 0
            ? t('settlement.days.none')
            : t('settlement.days.few', { n: of.deals })}
      </span>
    </>
  );
}

function Said({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return nothing;
  return (
    <ul className="flex flex-col gap-1 text-12">
      {sentences.map((sentence, index) => (
        <li key={index}>
          <bdi>{sentence}</bdi>
        </li>
      ))}
    </ul>
  );
}
