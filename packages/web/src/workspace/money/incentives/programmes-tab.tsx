import type { ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { toast } from '../../../ui/toast.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { RuleOrder } from '../rules/rule-order.tsx';
import { RuleState } from '../rules/rule-state.tsx';
import { incentiveReads, kinds, ordered, type Programme } from './words.ts';

/** Programmes by kind; where the first that holds decides, they stand in that order. */
export function ProgrammesTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('incentives:write');
  const retired = url.text('retired') === 'true';
  const q = url.text('q');
  const rules = useApi('incentives.rules', { query: { q, retired: retired ? 'true' : 'false' } }, { keepPrevious: true });
  const update = useApiMutation('incentives.updateRule', { invalidates: incentiveReads });
  const items = (rules.data?.items ?? []).toSorted((one, other) => one.position - other.position);
  const move = (rule: Programme, position: number) =>
    update.mutate(
      { params: { id: rule.id }, body: { position }, ifVersion: rule.version },
      {
        onSuccess: () => toast(t('rules.moved', { name: rule.name })),
        onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
      },
    );
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-4 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('incentives.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <Switch isSelected={retired} onChange={(on) => url.set({ retired: on ? true : undefined })}>
          {t('incentives.showRetired')}
        </Switch>
      </div>
      {rules.error !== null && rules.data === undefined ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rules.data === undefined ? (
        <SkeletonRows what={t('incentives.tab.programmes')} />
      ) : (
        <PageBody className="flex flex-col gap-4">
          {items.length === 0 &&
            (q === undefined ? (
              <EmptyState title={t('incentives.none')} detail={t('incentives.none.detail')} action={create} />
            ) : (
              <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} />
            ))}
          {kinds.map((kind) => {
            const own = items.filter((rule) => rule.kind === kind);
            if (own.length === 0) return null;
            return (
              <Card key={kind} title={t(`incentives.kind.${kind}`)} note={ordered.includes(kind) ? t('incentives.ordered') : t('incentives.besides')} flush>
                {ordered.includes(kind) ? (
                  <RuleOrder
                    label={t(`incentives.kind.${kind}`)}
                    rules={own}
                    isDisabled={!mayWrite || q !== undefined}
                    onMove={move}
                    onOpen={(rule) => void navigate({ to: '/money/incentives/$programmeId', params: { programmeId: rule.id } })}
                  >
                    {(rule) => <Line rule={rule} />}
                  </RuleOrder>
                ) : (
                  <ul>
                    {own.map((rule) => (
                      <li key={rule.id} className="border-b border-line last:border-b-0">
                        <Link
                          to="/money/incentives/$programmeId"
                          params={{ programmeId: rule.id }}
                          className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 hover:bg-hover"
                        >
                          <Line rule={rule} />
                        </Link>
                      </li>
                    ))}
                  </ul>
                )}
              </Card>
            );
          })}
        </PageBody>
      )}
    </>
  );
}

function Line({ rule }: { rule: Programme }) {
  return (
    <>
      <bdi className="min-w-0 flex-1 truncate font-medium">{rule.name}</bdi>
      {rule.partners > 0 && <span className="num text-12 text-muted">{t('incentives.enrolledCount', { n: rule.partners })}</span>}
      <RuleState rule={rule} />
    </>
  );
}
