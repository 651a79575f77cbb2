import { Bot, Lock, Store, User } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { eventWords, type Registration } from '../words.ts';

const icons = { vendor: User, partner: Store, system: Bot } as const;

/** Everything that happened, the latest first. What the partner never sees carries a lock and says so. */
export function HistoryCard({ events, onNote }: { events: Registration['events']; onNote: () => void }) {
  const mayWrite = useCan('registrations:write');
  return (
    <Card
      title={t('registrations.history')}
      actions={
        mayWrite && (
          <Button size="compact" onPress={onNote}>
            {t('registrations.note')}
          </Button>
        )
      }
    >
      <Timeline
        entries={events.map((event) => {
          const Icon = icons[event.side];
          return {
            id: event.id,
            at: event.at,
            title: eventWords(event.kind),
            by: event.by,
            icon: <Icon size={14} strokeWidth={1.75} aria-hidden />,
            detail:
              event.partnerSentence === null && event.privateNote === null ? undefined : (
                <div className="flex flex-col gap-1">
                  {event.partnerSentence !== null && (
                    <p>
                      <bdi>{event.partnerSentence}</bdi>
                    </p>
                  )}
                  {event.privateNote !== null && (
                    <p className="flex items-start gap-1.5 rounded-popover bg-warn-soft px-2 py-1 text-warn">
                      <Lock size={12} className="mt-1 shrink-0" aria-hidden />
                      <span>
                        <span className="font-medium">{t('registrations.private')}</span> <bdi>{event.privateNote}</bdi>
                      </span>
                    </p>
                  )}
                </div>
              ),
          };
        })}
      />
    </Card>
  );
}

export function ProtectionCard({ registration, onExtend, onRefuse }: { registration: Registration; onExtend: () => void; onRefuse: () => void }) {
  const { protections, extensionAsked } = registration;
  const mayDecide = useCan('registrations:decide');
  const extend = registration.steps.find((step) => step.key === 'extend');
  if (protections.length === 0 && extensionAsked === null) return null;
  return (
    <Card title={t('registrations.protection')} note={registration.extensions > 0 ? t('registrations.extended', { n: registration.extensions }) : undefined}>
      {extensionAsked !== null && (
        <section aria-label={t('registrations.extension')} className="mb-3 flex flex-col gap-2 rounded-popover border border-warn p-3">
          <p className="font-medium">{t('registrations.extension.asked', { partner: registration.partnerName, n: extensionAsked.days })}</p>
          {extensionAsked.reason !== '' && (
            <p>
              <bdi>{extensionAsked.reason}</bdi>
            </p>
          )}
          <p className="flex flex-wrap gap-2">
            <Button kind="primary" onPress={onExtend} isDisabled={extend?.allowed !== true}>
              {t('registrations.extension.grant')}
            </Button>
            <Button onPress={onRefuse} isDisabled={!mayDecide}>
              {t('registrations.extension.refuse')}
            </Button>
          </p>
          {extend?.allowed !== true && <p className="text-12 text-muted">{extend?.why ?? t('registrations.why.role')}</p>}
        </section>
      )}
      <ol className="flex flex-col gap-2">
        {protections.map((one) => (
          <li key={one.id} className="flex flex-col">
            <span className="font-medium">
              <InstantText at={one.startsAt} />
              <span aria-hidden> – </span>
              <InstantText at={one.endsAt} />
            </span>
            <span className="text-12 text-muted">
              <bdi>{t('registrations.grantedBy', { name: one.grantedBy })}</bdi>
              {one.endedWhy !== null && (
                <>
                  {' '}
                  <bdi>{t('registrations.endedWhy', { why: one.endedWhy })}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
