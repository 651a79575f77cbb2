import type { EarningState } from '@entente/kernel';
import type { Result } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { RowLink } from '../shared/rows.tsx';
import { t } from '../text.ts';

export type Earning = Result<'portalMoney.earnings'>['items'][number];
const tones: Record<EarningState, Tone> = { held: 'warn', due: 'accent', claimed: 'accent', paid: 'ok', returned: 'bad', cancelled: 'neutral' };

export const EarningBadge = ({ state }: { state: EarningState }) => <Badge tone={tones[state]}>{t(`portal.money.estate.${state}`)}</Badge>;

/** Where nobody gave a reason the server says the day again; once is enough. */
export const reasonOf = ({ heldUntil, holdReason }: Pick<Earning, 'heldUntil' | 'holdReason'>): string | null =>
  holdReason === null || holdReason === `Held until ${heldUntil}` ? null : holdReason;

/** Until when it is held and why. */
export function HoldNote({ earning }: { earning: Pick<Earning, 'heldUntil' | 'holdReason'> }) {
  const reason = reasonOf(earning);
  return (
    <span className="flex flex-wrap gap-x-2 text-13">
      <span>
        {earning.heldUntil === null ? (
          t('portal.money.heldOpen')
        ) : (
          <>
            {t('portal.money.heldUntil')} <DateText date={earning.heldUntil} />
          </>
        )}
      </span>
      <span dir="auto" className="text-muted">
        {reason ?? t('portal.money.heldByRule')}
      </span>
    </span>
  );
}

export function EarningRow({ earning }: { earning: Earning }) {
  return (
    <RowLink
      to={`/portal/money/earnings/${earning.id}`}
      title={earning.title}
      state={
        <>
          <EarningBadge state={earning.state} />
          {earning.disputeId !== null && <Badge tone="warn">{t('portal.money.disputed')}</Badge>}
        </>
      }
      meta={
        <>
          <span>{t(`portal.money.kind.${earning.kind}`)}</span>
          <DateText date={earning.earnedOn} />
          {earning.dealNumber !== null && (
            <bdi>
              {t('portal.deals.number', { number: earning.dealNumber })} {earning.dealName}
            </bdi>
          )}
          {earning.personName !== null && <bdi>{earning.personName}</bdi>}
        </>
      }
      aside={
        <span className="font-medium">
          <Money value={earning} />
        </span>
      }
    >
      {earning.state === 'held' && <HoldNote earning={earning} />}
    </RowLink>
  );
}
