import { Link } from '@tanstack/react-router';
import { problemSentence, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts, PageBody } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { billingReads, type Source } from './words.ts';

const columnNames = [
  'key',
  'action',
  'type',
  'amount',
  'currency',
  'occurredAt',
  'invoice',
  'agreement',
  'offer',
  'disbursement',
  'buyerAccount',
  'buyerName',
  'product',
] as const;

export function SourcesTab({ sources, start, onUpload }: { sources: readonly Source[]; start: React.ReactNode; onUpload: (marketplace: string) => void }) {
  if (sources.length === 0) return <EmptyState title={t('disbursements.sources.none')} detail={t('disbursements.sources.none.detail')} action={start} />;
  return (
    <PageBody className="flex flex-col gap-4 *:shrink-0">
      {sources.map((source) => (
        <SourceCard key={source.id} source={source} onUpload={onUpload} />
      ))}
    </PageBody>
  );
}

function SourceCard({ source, onUpload }: { source: Source; onUpload: (marketplace: string) => void }) {
  const mayWrite = useCan('disbursements:write');
  const read = useApiMutation('disbursements.read', { invalidates: billingReads, onDone: ({ added }) => toast(t('disbursements.readDone', { n: added })) });
  const { connectionId } = source;
  return (
    <Card
      title={source.marketplace}
      actions={
        <>
          <Badge>{t(connectionId === null ? 'disbursements.source.file' : 'disbursements.source.feed')}</Badge>
          {connectionId === null ? (
            <Button
              size="compact"
              isDisabled={!mayWrite}
              aria-label={t('disbursements.source.uploadOf', { marketplace: source.marketplace })}
              onPress={() => onUpload(source.marketplace)}
            >
              {t('disbursements.source.upload')}
            </Button>
          ) : (
            <Button
              size="compact"
              isDisabled={!mayWrite}
              isPending={read.isPending}
              aria-label={t('disbursements.source.readNowOf', { marketplace: source.marketplace })}
              onPress={() =>
                read.mutate({ params: { id: source.id } }, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) })
              }
            >
              {t('disbursements.source.readNow')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {source.sentence !== null && (
          <p className="flex flex-wrap gap-x-3 gap-y-1 rounded-popover bg-warn-soft px-3 py-2 text-warn">
            <bdi>{source.sentence}</bdi>
            {connectionId !== null && (
              <Link to="/connections/$connectionId" params={{ connectionId }} className="link underline underline-offset-2">
                {t('disbursements.source.connection')}
              </Link>
            )}
          </p>
        )}
        <Facts
          items={[
            { label: t('disbursements.lines'), value: <Num value={source.lines} /> },
            { label: t('disbursements.unmatched'), value: <Num value={source.unmatched} /> },
            { label: t('disbursements.source.read'), value: source.readAt === null ? t('work.never') : <RelativeTime at={source.readAt} /> },
            ...(source.nextReadAt === null ? [] : [{ label: t('disbursements.source.next'), value: <RelativeTime at={source.nextReadAt} /> }]),
          ]}
        />
        {source.mapping !== null && (
          <section aria-label={t('disbursements.source.columns')}>
            <ul className="flex flex-wrap gap-1.5">
              {columnNames.map((what) => {
                const column = source.mapping?.[what];
                return column === undefined ? null : (
                  <li key={what} className="rounded-control border border-line px-2 py-0.5 text-12">
                    <bdi>{t('disbursements.source.column', { what: t(`disbursements.column.${what}`), column })}</bdi>
                  </li>
                );
              })}
            </ul>
          </section>
        )}
      </div>
    </Card>
  );
}
