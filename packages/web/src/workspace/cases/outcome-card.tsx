import { Gavel } from 'lucide-react';
import { formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/page.tsx';
import type { Case } from './words.ts';

export function OutcomeCard({ entry, outcome }: { entry: Case; outcome: NonNullable<Case['outcome']> }) {
  const mediates = useCan('cases:mediate');
  const winners = entry.sides.filter((side) => outcome.inFavourOf.includes(side.letter));
  return (
    <Card
      title={t('cases.outcome')}
      note={
        <>
          {outcome.by} · <InstantText at={outcome.at} />
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="flex flex-wrap items-center gap-2 text-15 font-semibold">
          <Gavel size={16} aria-hidden />
          {winners.length === 0
            ? t('cases.outcome.nobody')
            : t('cases.outcome.for', {
                names: new Intl.ListFormat(document.documentElement.lang).format(winners.map((side) => `${side.letter} (${side.name})`)),
              })}
          {outcome.shares.length > 1 &&
            outcome.shares.map((share) => (
              <Badge key={share.letter} tone="accent">
                {t('cases.outcome.share', { letter: share.letter, share: formatPercent(share.basisPoints / 10_000, 1) })}
              </Badge>
            ))}
        </p>
        <dl className="grid gap-3 md:grid-cols-2">
          <div>
            <dt className="text-12 text-muted">{t('cases.partnerText')}</dt>
            <dd className="whitespace-pre-wrap">
              <bdi>{outcome.partnerText}</bdi>
            </dd>
          </div>
          {mediates && (
            <div>
              <dt className="text-12 text-muted">{t('cases.reason')}</dt>
              <dd className="whitespace-pre-wrap">
                <bdi>{outcome.reason}</bdi>
              </dd>
            </div>
          )}
        </dl>
        <Appeal entry={entry} />
      </div>
    </Card>
  );
}

function Appeal({ entry }: { entry: Case }) {
  if (entry.appeal !== null)
    return (
      <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
        {t(entry.state === 'closed' ? 'cases.appeal.over' : 'cases.appeal.open', {
          by: entry.appeal.by,
          mediator: entry.appeal.mediatorName ?? t('cases.noMediator'),
        })}{' '}
        <InstantText at={entry.appeal.at} />
      </p>
    );
  if (entry.state === 'ruled' && entry.appealUntil !== null)
    return (
      <p className="rounded-popover bg-hover px-3 py-2">
        {t('cases.appeal.may')} <InstantText at={entry.appealUntil} />
      </p>
    );
  return <p className="text-muted">{t('cases.appeal.none')}</p>;
}
