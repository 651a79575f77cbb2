import type { ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { RuleOrder } from '../rules/rule-order.tsx';
import { RuleState } from '../rules/rule-state.tsx';
import { splitReads, type SplitRule } from './words.ts';

/** Rules in the order in which they are tried: the first that holds decides. */
export function RulesTab({ create }: { create: ReactNode }) {
  const navigate = useNavigate();
  const mayWrite = useCan('splits:write');
  const rules = useApi('splits.rules');
  const update = useApiMutation('splits.updateRule', { invalidates: splitReads });
  if (rules.error !== null && rules.data === undefined) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (rules.data === undefined) return <SkeletonRows what={t('splits.tab.rules')} />;
  const all = rules.data.items.toSorted((one, other) => one.position - other.position);
  const active = all.filter(({ retiredAt }) => retiredAt === null);
  const retired = all.filter(({ retiredAt }) => retiredAt !== null);
  const move = (rule: SplitRule, position: number) =>
    update.mutate(
      { params: { id: rule.id }, body: { position }, ifVersion: rule.version },
      {
        onSuccess: () => toast(t('rules.moved', { name: rule.name })),
        onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
      },
    );
  return (
    <PageBody className="flex flex-col gap-4">
      {all.length === 0 ? (
        <EmptyState title={t('splits.rules.none')} detail={t('splits.rules.none.detail')} action={create} />
      ) : (
        <>
          <p className="text-muted">{t('splits.rules.order')}</p>
          {active.length > 0 && (
            <Card title={t('splits.tab.rules')} flush>
              <RuleOrder
                label={t('splits.tab.rules')}
                rules={active}
                isDisabled={!mayWrite}
                onMove={move}
                onOpen={(rule) => void navigate({ to: '/money/splits/rules/$ruleId', params: { ruleId: rule.id } })}
              >
                {(rule) => (
                  <>
                    <bdi className="min-w-0 flex-1 truncate font-medium">{rule.name}</bdi>
                    <RuleState rule={rule} />
                  </>
                )}
              </RuleOrder>
            </Card>
          )}
          <p className="rounded-card border border-dashed border-line px-4 py-3 text-muted">{t('splits.rules.otherwise')}</p>
          {retired.length > 0 && (
            <Card title={t('rules.retired')} flush>
              <ul>
                {retired.map((rule) => (
                  <li key={rule.id} className="border-b border-line px-4 py-2 last:border-b-0">
                    <Link to="/money/splits/rules/$ruleId" params={{ ruleId: rule.id }} className="link">
                      <bdi>{rule.name}</bdi>
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </>
      )}
    </PageBody>
  );
}
