import { useEffect, useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { Link, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Facts, PageHeader } from '../../../ui/page.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { Allocate } from './allocation-forms.tsx';
import { Allocations } from './allocations.tsx';
import { BalanceCard } from './balance-card.tsx';
import { ChangeBudget, NewTerms } from './budget-form.tsx';
import { ExportMenu } from './export-menu.tsx';
import { Minor } from './marks.tsx';
import { TermsTab } from './terms-tab.tsx';
import { useFundAct } from './use-fund-act.ts';
import type { BudgetDetail } from './words.ts';

const tabs = ['allocations', 'terms'] as const;

export function BudgetPage() {
  const { budgetId } = useParams({ from: '/workspace/money/funds/$budgetId' });
  const query = useApi('funds.budget', { params: { id: budgetId } });
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('funds.budget')}>
        {(budget) => <BudgetRecord key={budget.id} budget={budget} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

type Open = 'allocate' | 'change' | 'terms' | 'close';

function BudgetRecord({ budget, onReload }: { budget: BudgetDetail; onReload: () => void }) {
  const url = useUrlState();
  const tab = url.oneOf('tab', tabs) ?? 'allocations';
  const mayWrite = useCan('funds:write');
  const [open, setOpen] = useState<Open>();
  const close = useFundAct('funds.closeBudget');
  const isOpen = budget.closedAt === null;
  const shut = () => setOpen(undefined);
  useEffect(() => rememberRecent({ id: budget.id, label: budget.name, note: t('funds.budget'), to: `/money/funds/${budget.id}` }), [budget.id, budget.name]);
  useRegisterActions(
    () => [
      {
        id: 'funds.allocate',
        label: 'funds.allocate',
        scope: 'record',
        shortcut: 'a',
        permission: 'funds:write',
        isEnabled: () => isOpen,
        run: () => setOpen('allocate'),
      },
    ],
    [isOpen],
  );
  return (
    <>
      <PageHeader
        title={budget.name}
        crumbs={[{ label: t('money.funds'), to: '/money/funds' }, { label: t('funds.budget') }]}
        badges={
          <>
            <Badge tone={isOpen ? 'ok' : 'neutral'}>{t(isOpen ? 'funds.open' : 'funds.closed')}</Badge>
            <Badge>{t(`funds.kind.${budget.kind}`)}</Badge>
          </>
        }
        actions={
          <>
            {!mayWrite && <span className="text-12 text-muted">{t('funds.mayNotWrite')}</span>}
            <ExportMenu budgetId={budget.id} />
            {isOpen && (
              <Button kind="primary" isDisabled={!mayWrite} onPress={() => setOpen('allocate')}>
                {t('funds.allocate')}
              </Button>
            )}
            {isOpen && (
              <Menu
                label={t('ui.more')}
                placement="bottom end"
                groups={[
                  {
                    id: 'more',
                    items: [
                      { id: 'change', label: t('funds.budget.change'), isDisabled: !mayWrite, onAction: () => setOpen('change') },
                      { id: 'terms', label: t('funds.terms.new'), isDisabled: !mayWrite, onAction: () => setOpen('terms') },
                      { id: 'close', label: t('funds.budget.close'), tone: 'bad', isDisabled: !mayWrite, onAction: () => setOpen('close') },
                    ],
                  },
                ]}
              >
                <IconButton label={t('ui.more')}>
                  <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </Menu>
            )}
          </>
        }
        facts={
          <Facts
            items={[
              { label: t('funds.budgeted'), value: <Minor amountMinor={budget.amountMinor} currency={budget.currency} /> },
              { label: t('funds.startsOn'), value: <DateText date={budget.startsOn} /> },
              { label: t('funds.endsOn'), value: <DateText date={budget.endsOn} /> },
              { label: t('funds.owner'), value: budget.ownerName ?? t('work.none') },
              { label: t('funds.terms'), value: t('funds.terms.version', { n: budget.policyNumber }) },
              {
                label: t('funds.tab.requests'),
                value: (
                  <Link to="/money/funds" search={{ tab: 'requests', budget: budget.id, state: 'all' }} className="link">
                    {t('funds.requests.show')}
                  </Link>
                ),
              },
            ]}
          />
        }
      />
      <BalanceCard budget={budget} />
      <div className="flex min-h-10 shrink-0 items-center border-y border-line bg-surface px-3 md:px-4">
        <Tabs
          label={budget.name}
          value={tab}
          onChange={(id) => url.set({ tab: id === 'allocations' ? undefined : id, open: undefined })}
          items={tabs.map((id) => ({ id, label: t(`funds.budget.tab.${id}`) }))}
        />
      </div>
      {tab === 'allocations' ? <Allocations budget={budget} onAllocate={() => setOpen('allocate')} /> : <TermsTab budget={budget} />}
      {open === 'allocate' && <Allocate budget={budget} onClose={shut} />}
      {open === 'change' && <ChangeBudget budget={budget} onClose={shut} onReload={onReload} />}
      {open === 'terms' && <NewTerms budget={budget} onClose={shut} onReload={onReload} />}
      {open === 'close' && (
        <ReasonDialog
          title={t('funds.budget.close')}
          verb={t('funds.budget.close')}
          body={t('funds.budget.close.ask')}
          isPending={close.isPending}
          error={close.error}
          onClose={shut}
          onDone={(reason) => close.mutate({ params: { id: budget.id }, body: { reason }, ifVersion: budget.version }, { onSuccess: shut })}
        />
      )}
    </>
  );
}
