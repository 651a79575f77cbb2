import { useState } from 'react';
import { Download } from 'lucide-react';
import type { Result } from '@entente/contracts/client';
import { api, problemSentence, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';
import { SearchBox } from '../partners/kit/search-box.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { changesBetween, csvOf } from './changes.ts';
import { download } from './download.ts';

type Entry = Result<'audit.list'>['items'][number];
const recordTypes = ['deal', 'partner', 'account', 'contact', 'play', 'run', 'act', 'member', 'api_key', 'import'] as const;
/** An export ends somewhere; beyond this the API is the better way. */
const EXPORT_ROWS = 10_000;

async function collect(query: { recordType?: string; actor?: string }): Promise<Entry[]> {
  const rows: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await api('audit.list', { query: { ...query, limit: 200, cursor } });
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows.length < EXPORT_ROWS);
  return rows;
}

export function Audit() {
  const url = useUrlState();
  const [busy, setBusy] = useState(false);
  const query = { recordType: url.text('recordType'), actor: url.text('actor') };
  const list = useApiPages('audit.list', { query }, { keepPrevious: true });

  async function exportCsv() {
    setBusy(true);
    try {
      const rows = await collect(query);
      const head = ['at', 'actor_kind', 'actor', 'on_behalf_of', 'operation', 'record_type', 'record_id', 'reason', 'before', 'after'];
      download(
        'audit.csv',
        'text/csv;charset=utf-8',
        csvOf([
          head,
          ...rows.map((row) => [
            row.at,
            row.actorKind,
            row.actorName,
            row.onBehalfOf ?? '',
            row.operation,
            row.recordType,
            row.recordId,
            row.reason ?? '',
            JSON.stringify(row.before ?? null),
            JSON.stringify(row.after ?? null),
          ]),
        ]),
      );
      toast(t('settings.audit.exported', { n: rows.length }));
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card
      title={t('settings.audit')}
      flush
      actions={
        <span className="flex flex-wrap items-center gap-2">
          <Select
            label={t('settings.audit.record')}
            hideLabel
            value={query.recordType ?? 'all'}
            onChange={(id) => url.set({ recordType: id === 'all' ? undefined : id })}
            options={[{ id: 'all', label: t('settings.audit.all') }, ...recordTypes.map((id) => ({ id: id as string, label: t(`settings.record.${id}`) }))]}
            className="w-44"
          />
          <SearchBox label={t('settings.audit.actor')} value={query.actor ?? ''} onSearch={(actor) => url.set({ actor })} />
          <Button icon={<Download size={14} aria-hidden />} isPending={busy} onPress={() => void exportCsv()}>
            {t('settings.audit.export')}
          </Button>
        </span>
      }
    >
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={10} height={52} what={t('settings.audit')} />
      ) : list.rows.length === 0 ? (
        <Nothing>{t('settings.audit.none')}</Nothing>
      ) : (
        <ul>
          {list.rows.map((entry) => (
            <AuditLine key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <p className="p-3 text-center">
          <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Card>
  );
}

function AuditLine({ entry }: { entry: Entry }) {
  const changes = changesBetween(entry.before, entry.after);
  return (
    <li className="border-b border-line last:border-b-0">
      <details>
        <summary className="flex min-h-12 cursor-default flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover">
          <code dir="ltr" className="min-w-44 font-mono text-12">
            {entry.operation}
          </code>
          <span className="min-w-40 flex-1">
            <bdi className="font-medium">{entry.actorName}</bdi>
            {entry.onBehalfOf !== null && (
              <span className="text-12 text-muted">
                {' '}
                <bdi>{t('settings.audit.onBehalf', { name: entry.onBehalfOf })}</bdi>
              </span>
            )}
          </span>
          <Badge>{entry.recordType}</Badge>
          <span className="text-12 text-muted">
            <InstantText at={entry.at} />
          </span>
        </summary>
        <div className="overflow-auto px-4 pb-3">
          {entry.reason !== null && (
            <p className="mb-2">
              <bdi>{entry.reason}</bdi>
            </p>
          )}
          <p className="mb-2 text-12 text-muted">
            <code dir="ltr" className="font-mono">
              {entry.recordId}
            </code>
          </p>
          {changes.length === 0 ? (
            <p className="text-muted">{t('settings.audit.noDiff')}</p>
          ) : (
            <table className="w-full text-12">
              <thead className="text-muted">
                <tr>
                  <th scope="col" className="py-1 pe-4 text-start font-medium">
                    {t('settings.audit.field')}
                  </th>
                  <th scope="col" className="pe-4 text-start font-medium">
                    {t('settings.audit.before')}
                  </th>
                  <th scope="col" className="text-start font-medium">
                    {t('settings.audit.after')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={change.field} className="border-t border-line align-top">
                    <th scope="row" className="py-1.5 pe-4 text-start font-normal">
                      <code dir="ltr" className="font-mono">
                        {change.field}
                      </code>
                    </th>
                    <td className="max-w-80 pe-4 break-words text-bad">
                      {change.before === null ? (
                        t('work.none')
                      ) : (
                        <del>
                          <bdi>{change.before}</bdi>
                        </del>
                      )}
                    </td>
                    <td className="max-w-80 break-words text-ok">
                      {change.after === null ? (
                        t('work.none')
                      ) : (
                        <ins className="no-underline">
                          <bdi>{change.after}</bdi>
                        </ins>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </details>
    </li>
  );
}
