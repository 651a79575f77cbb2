import type { ReactNode } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { DealLink, LineStateBadge } from './hour-columns.tsx';
import { Quantity } from './quantity-text.tsx';
import { formatHour, type Line, may, outcomeWord } from './words.ts';

export type LineAct = 'retry' | 'correct' | 'writeOff';

/** Everything about one hour, as a sum that can be checked, with what may be done about it. */
export function HourSheet({
  line,
  mayWrite,
  isPending,
  onAct,
  onClose,
}: {
  line: Line;
  mayWrite: boolean;
  isPending: boolean;
  onAct: (act: LineAct) => void;
  onClose: () => void;
}) {
  const acts = mayWrite ? line.acts : [];
  return (
    <Sheet
      title={t('metering.detail')}
      isOpen
      onClose={onClose}
      footer={
        acts.length === 0 ? undefined : (
          <>
            {may(line, 'write_off') && (
              <Button kind="danger" isDisabled={isPending} onPress={() => onAct('writeOff')}>
                {t('metering.writeOff')}
              </Button>
            )}
            {may(line, 'correct') && (
              <Button isDisabled={isPending} onPress={() => onAct('correct')}>
                {t('metering.correct')}
              </Button>
            )}
            {may(line, 'retry') && (
              <Button kind="primary" isDisabled={isPending} onPress={() => onAct('retry')}>
                {t('metering.retry')}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <header className="flex flex-col gap-1.5">
          <span className="flex flex-wrap items-center gap-2">
            <LineStateBadge state={line.state} />
            <span className="text-12 text-muted">
              <bdi className="num">{formatHour(line.hour)}</bdi> UTC
            </span>
          </span>
          <h3 className="text-18 font-semibold">
            <bdi>{line.entitlementName}</bdi>
          </h3>
          {line.sentence !== null && (
            <p className={line.state === 'rejected' || line.state === 'expired' ? 'rounded-popover bg-warn-soft px-3 py-2 text-text' : 'text-muted'}>
              <bdi>{line.sentence}</bdi>
            </p>
          )}
        </header>
        <table className="w-full">
          <caption className="sr-only">{t('metering.quantity')}</caption>
          <tbody>
            <Part label={t('metering.ingested')}>
              <Quantity value={line.ingested} />
            </Part>
            <Part label={t('metering.corrected')}>
              <Quantity value={line.corrected} />
            </Part>
            <Part label={t('metering.included')}>
              <Quantity value={line.included === '0' ? '0' : `-${line.included}`} />
            </Part>
          </tbody>
          <tfoot>
            <tr className="border-t border-line-strong font-medium">
              <th scope="row" className="py-1.5 text-start font-medium">
                {t('metering.toSend')} <bdi className="font-normal text-muted">{line.dimension}</bdi>
              </th>
              <td className="text-end">
                <Quantity value={line.quantity} />
              </td>
            </tr>
          </tfoot>
        </table>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
          <Fact label={t('metering.deal')}>
            <DealLink line={line} />
          </Fact>
          <Fact label={t('metering.marketplace')}>{line.marketplace}</Fact>
          {line.agreementKey !== null && (
            <Fact label={t('metering.agreement')}>
              <code className="font-mono text-12 break-all">{line.agreementKey}</code>
            </Fact>
          )}
          <Fact label={t('metering.records')}>
            <Num value={line.records} />
          </Fact>
          <Fact label={t('metering.readyAt')}>
            <InstantText at={line.readyAt} />
          </Fact>
          <Fact label={t('metering.expiresAt')}>
            <InstantText at={line.expiresAt} />
          </Fact>
          {line.outcome !== null && <Fact label={t('metering.outcome')}>{outcomeWord(line.outcome)}</Fact>}
          {line.remoteId !== null && (
            <Fact label={t('metering.remoteId')}>
              <code className="font-mono text-12 break-all">{line.remoteId}</code>
            </Fact>
          )}
          {line.settledReason !== null && (
            <Fact label={t('metering.settledBy')}>{t('metering.settled', { name: line.settledBy ?? '', reason: line.settledReason })}</Fact>
          )}
        </dl>
        {acts.length === 0 && (
          <p className="rounded-popover bg-hover px-3 py-2 text-muted">{t(mayWrite || line.acts.length === 0 ? 'metering.noActs' : 'metering.mayNot')}</p>
        )}
      </div>
    </Sheet>
  );
}

function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 text-start font-normal text-muted">
        {label}
      </th>
      <td className="text-end">{children}</td>
    </tr>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">
        <bdi>{children}</bdi>
      </dd>
    </>
  );
}
