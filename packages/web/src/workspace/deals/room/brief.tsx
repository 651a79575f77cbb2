import { Printer } from 'lucide-react';
import { apiKey, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { sayRefusal } from '../kit/notify.ts';
import type { Deal } from './use-room.ts';

/** Every statement names where it comes from. On paper only the brief is left. */
export function Brief({ deal }: { deal: Deal }) {
  const mayRun = useCan('plays:run');
  const latest = useApi('brief.latest', { params: { id: deal.id } });
  const create = useApiMutation('brief.create', {
    onDone: (result, input, client) => client.setQueryData(apiKey('brief.latest', { params: { id: input.params.id } }), result),
  });
  const brief = latest.data;
  const partnerIds = [...new Set(deal.participants.filter((lane) => lane.until === null).map((lane) => lane.partnerId))].slice(0, 10);
  return (
    <Card
      title={t('deals.brief')}
      note={brief ? <RelativeTime at={brief.at} /> : undefined}
      actions={
        <>
          {brief && (
            <IconButton size="compact" label={t('deals.brief.print')} onPress={() => window.print()}>
              <Printer size={16} aria-hidden />
            </IconButton>
          )}
          <Button
            size="compact"
            isDisabled={!mayRun}
            isPending={create.isPending}
            onPress={() => create.mutate({ params: { id: deal.id }, body: { partnerIds } }, { onError: sayRefusal })}
          >
            {t(brief ? 'deals.brief.again' : 'deals.brief.write')}
          </Button>
        </>
      }
    >
      {latest.isPending && <SkeletonRows rows={4} what={t('deals.brief')} />}
      {latest.error !== null && <ErrorState compact error={latest.error} onRetry={() => void latest.refetch()} />}
      {brief === null && <p className="text-muted">{t('deals.brief.empty')}</p>}
      {brief && (
        <article className="print-only flex flex-col gap-4">
          <style>
            {
              '@media print { body * { visibility: hidden } .print-only, .print-only * { visibility: visible } .print-only { position: fixed; inset: 0; overflow: visible; background: #fff; color: #000; padding: 16mm } }'
            }
          </style>
          <header>
            <h3 className="text-15 font-semibold">
              <bdi>{brief.title}</bdi>
            </h3>
            <p className="text-12 text-muted">
              <InstantText at={brief.at} />
            </p>
          </header>
          {brief.sections.map((section) => (
            <section key={section.heading}>
              <h4 className="font-semibold">
                <bdi>{section.heading}</bdi>
              </h4>
              <ul className="mt-1 flex flex-col gap-1">
                {section.statements.map((statement, index) => (
                  <li key={index}>
                    <bdi>{statement.text}</bdi>{' '}
                    <cite className="text-12 text-muted not-italic">
                      [<bdi>{statement.source.label}</bdi>]
                    </cite>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {brief.agenda.length > 0 && (
            <section>
              <h4 className="font-semibold">{t('deals.agenda')}</h4>
              <ol className="mt-1 list-decimal ps-5">
                {brief.agenda.map((item) => (
                  <li key={item}>
                    <bdi>{item}</bdi>
                  </li>
                ))}
              </ol>
            </section>
          )}
          {brief.suggestion && (
            <section className="rounded-popover bg-accent-soft p-3">
              <Badge tone="accent">{t('deals.suggested')}</Badge>
              <p className="mt-1">
                <bdi>{brief.suggestion.text}</bdi>
              </p>
              <p className="text-12 text-muted">
                <bdi>{brief.suggestion.provider}</bdi>
              </p>
            </section>
          )}
        </article>
      )}
    </Card>
  );
}
