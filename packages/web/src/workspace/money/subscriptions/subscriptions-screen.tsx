import { useState } from 'react';
import { Plus, Upload } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { NotOpen } from './bits.tsx';
import { ChargesTab } from './charges-tab.tsx';
import { EventsDialog } from './events-dialog.tsx';
import { cleared } from './filters.tsx';
import { GrantForm } from './grant-form.tsx';
import { GrantsTab } from './grants-tab.tsx';
import { ListTab } from './list-tab.tsx';
import { MeterForm } from './meter-form.tsx';
import { MetersTab } from './meters-tab.tsx';
import { NewSubscription } from './new-subscription.tsx';
import { OutcomeForm } from './outcome-form.tsx';
import { OutcomesTab } from './outcomes-tab.tsx';
import { RefusedTab } from './refused-tab.tsx';
import { subscriptionReads } from './words.ts';

const tabs = ['subscriptions', 'charges', 'meters', 'refused', 'credit', 'outcomes'] as const;
type Open = 'subscription' | 'meter' | 'events' | 'grant' | 'outcome';

/** What customers subscribed to, what they used of it, and each amount they owe for both. */
export function SubscriptionsScreen() {
  const session = useSession();
  if (session !== undefined && !allows(session, 'subscriptions:read')) return <NotOpen />;
  return <Readable />;
}

function Readable() {
  const url = useUrlState();
  const mayWrite = useCan('subscriptions:write');
  const mayMeter = useCan('meters:write');
  const [open, setOpen] = useState<Open>();
  const tab = url.oneOf('tab', tabs) ?? 'subscriptions';
  const close = () => setOpen(undefined);
  const run = useApiMutation('charges.runNow', { invalidates: subscriptionReads, onDone: ({ charges }) => toast(t('subs.charges.ran', { n: charges })) });
  const charge = () => run.mutate({}, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) });
  useRegisterActions(
    () => [
      { id: 'subs.charges.run', label: 'subs.charges.run', scope: 'screen', permission: 'subscriptions:write', run: charge },
      { id: 'subs.new', label: 'subs.new', scope: 'screen', shortcut: 'c', permission: 'subscriptions:write', run: () => setOpen('subscription') },
      { id: 'subs.meter.new', label: 'subs.meter.new', scope: 'screen', permission: 'meters:write', run: () => setOpen('meter') },
      { id: 'subs.events.report', label: 'subs.events.report', scope: 'screen', shortcut: 'u', permission: 'meters:write', run: () => setOpen('events') },
      { id: 'subs.grant.add', label: 'subs.grant.add', scope: 'screen', permission: 'subscriptions:write', run: () => setOpen('grant') },
      { id: 'subs.outcome.propose', label: 'subs.outcome.propose', scope: 'screen', permission: 'subscriptions:write', run: () => setOpen('outcome') },
    ],
    [],
  );
  const primary = (id: Open, label: string, may: boolean) => (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} isDisabled={!may} onPress={() => setOpen(id)}>
      {label}
    </Button>
  );
  const ofMeters = tab === 'meters' || tab === 'refused';
  const may = ofMeters ? mayMeter : mayWrite;
  const newSubscription = primary('subscription', t('subs.new'), mayWrite);
  const newMeter = primary('meter', t('subs.meter.new'), mayMeter);
  const newGrant = primary('grant', t('subs.grant.add'), mayWrite);
  const newOutcome = primary('outcome', t('subs.outcome.propose'), mayWrite);
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('money.subscriptions')}
        tabs={
          <Tabs
            label={t('money.subscriptions')}
            value={tab}
            onChange={(id) => url.set({ ...cleared, tab: id === 'subscriptions' ? undefined : id })}
            items={tabs.map((id) => ({ id, label: t(`subs.tab.${id}`) }))}
          />
        }
        actions={
          <>
            {!may && <span className="text-12 text-muted">{t(ofMeters ? 'subs.mayNotMeter' : 'subs.mayNotWrite')}</span>}
            {(tab === 'charges' || tab === 'subscriptions') && (
              <Button isDisabled={!mayWrite} isPending={run.isPending} onPress={charge}>
                {t('subs.charges.run')}
              </Button>
            )}
            {ofMeters && (
              <Button icon={<Upload size={15} strokeWidth={1.75} aria-hidden />} isDisabled={!mayMeter} onPress={() => setOpen('events')}>
                {t('subs.events.report')}
              </Button>
            )}
            {tab === 'subscriptions' && newSubscription}
            {ofMeters && newMeter}
            {tab === 'credit' && newGrant}
            {tab === 'outcomes' && newOutcome}
          </>
        }
      />
      {tab === 'subscriptions' && <ListTab create={newSubscription} />}
      {tab === 'charges' && <ChargesTab />}
      {tab === 'meters' && <MetersTab create={newMeter} />}
      {tab === 'refused' && <RefusedTab />}
      {tab === 'credit' && <GrantsTab create={newGrant} />}
      {tab === 'outcomes' && <OutcomesTab create={newOutcome} />}
      {open === 'subscription' && <NewSubscription onClose={close} />}
      {open === 'meter' && <MeterForm onClose={close} />}
      {open === 'events' && <EventsDialog onClose={close} />}
      {open === 'grant' && <GrantForm onClose={close} />}
      {open === 'outcome' && <OutcomeForm onClose={close} />}
    </>
  );
}
