import { useEffect, useState } from 'react';
import { Pencil, Upload } from 'lucide-react';
import { useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { rememberRecent } from '../../../lib/search.ts';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { MeterState, none, NotOpen, ViewLink } from './bits.tsx';
import { EventsDialog } from './events-dialog.tsx';
import { MeterForm } from './meter-form.tsx';
import { RatingCard } from './rating-card.tsx';
import { SubjectsCard } from './subjects-card.tsx';
import { UsageCard } from './usage-card.tsx';
import type { Meter } from './words.ts';

/** One meter: what came in, who used it, and what a quantity would cost. */
export function MeterPage() {
  const { meterId } = useParams({ from: '/workspace/money/subscriptions/meters/$meterId' });
  const session = useSession();
  const query = useApi('meters.get', { params: { id: meterId } }, { enabled: allows(session, 'subscriptions:read') });
  if (session !== undefined && !allows(session, 'subscriptions:read')) return <NotOpen />;
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('subs.meter')}>
        {(meter) => <One key={meter.id} meter={meter} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

function One({ meter, onReload }: { meter: Meter; onReload: () => void }) {
  const mayWrite = useCan('meters:write');
  const [open, setOpen] = useState<'edit' | 'events'>();
  const close = () => setOpen(undefined);
  useEffect(
    () => rememberRecent({ id: meter.id, label: meter.name, note: meter.key, to: `/money/subscriptions/meters/${meter.id}` }),
    [meter.id, meter.name, meter.key],
  );
  useRegisterActions(
    () => [
      { id: 'subs.meter.edit', label: 'subs.meter.edit', scope: 'record', shortcut: 'e', permission: 'meters:write', run: () => setOpen('edit') },
      { id: 'subs.events.report', label: 'subs.events.report', scope: 'record', shortcut: 'u', permission: 'meters:write', run: () => setOpen('events') },
    ],
    [],
  );
  return (
    <>
      <PageHeader
        title={meter.name}
        crumbs={[{ label: t('money.subscriptions'), to: '/money/subscriptions' }, { label: meter.key }]}
        badges={<MeterState active={meter.active} />}
        actions={
          <>
            {!mayWrite && <span className="text-12 text-muted">{t('subs.mayNotMeter')}</span>}
            <Button icon={<Upload size={15} strokeWidth={1.75} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('events')}>
              {t('subs.events.report')}
            </Button>
            <Button icon={<Pencil size={14} aria-hidden />} keyHint="e" isDisabled={!mayWrite} onPress={() => setOpen('edit')}>
              {t('subs.meter.edit')}
            </Button>
          </>
        }
        facts={
          <Facts
            items={[
              { label: t('subs.aggregation'), value: t(`subs.aggregation.${meter.aggregation}`) },
              { label: t('subs.unit'), value: meter.unit },
              { label: t('subs.dimensions'), value: meter.dimensions.length === 0 ? none : meter.dimensions.join(', ') },
              { label: t('subs.product'), value: meter.productName ?? none },
              { label: t('subs.grace'), value: t('subs.hours', { n: meter.graceHours }) },
              { label: t('subs.latest'), value: t('subs.days', { n: meter.latestDays }) },
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_30rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <UsageCard meter={meter} />
            <SubjectsCard meter={meter} />
            <p className="text-12">
              <ViewLink search={{ tab: 'refused', q: meter.key }}>{t('subs.refused.ofMeter')}</ViewLink>
            </p>
          </div>
          <RatingCard unit={meter.unit} />
        </div>
      </PageBody>
      {open === 'edit' && <MeterForm meter={meter} onClose={close} onReload={onReload} />}
      {open === 'events' && <EventsDialog meter={meter.key} onClose={close} />}
    </>
  );
}
