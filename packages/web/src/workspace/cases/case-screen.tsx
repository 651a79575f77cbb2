import { useEffect, useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { rememberRecent } from '../../lib/search.ts';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { AssignMediator, CloseCase } from './case-dialogs.tsx';
import { CaseTimeline } from './case-timeline.tsx';
import { Deadlines } from './deadlines.tsx';
import { MediatorNotes } from './mediator-notes.tsx';
import { OutcomeCard } from './outcome-card.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { SideCard, Unsided } from './side-card.tsx';
import { type Case, caseNumber, caseTone, clockOf, stateName } from './words.ts';

type Open = 'assign' | 'rule' | 'close';

export function CaseScreen() {
  const { caseId } = useParams({ from: '/workspace/cases/$caseId' });
  const query = useApi('cases.get', { params: { id: caseId } });
  return (
    <RecordPage query={query} what={t('cases.title')}>
      {(entry) => <CaseRecord key={entry.id} entry={entry} onReload={() => void query.refetch()} />}
    </RecordPage>
  );
}

function CaseRecord({ entry, onReload }: { entry: Case; onReload: () => void }) {
  const [open, setOpen] = useState<Open>();
  const mediates = useCan('cases:mediate');
  const live = entry.state !== 'closed';
  const toRule = entry.state === 'evidence' || entry.state === 'ruling' || entry.state === 'appealed';
  const close = () => setOpen(undefined);
  useEffect(
    () => rememberRecent({ id: entry.id, label: entry.title, note: caseNumber(entry.number), to: `/cases/${entry.id}` }),
    [entry.id, entry.title, entry.number],
  );
  useRegisterActions(
    () => [
      {
        id: 'case.rule',
        label: 'cases.rule',
        scope: 'record',
        shortcut: 'r',
        permission: 'cases:mediate',
        isEnabled: () => toRule && entry.mayRule,
        run: () => setOpen('rule'),
      },
      {
        id: 'case.assign',
        label: 'cases.assign',
        scope: 'record',
        shortcut: 'a',
        permission: 'cases:mediate',
        isEnabled: () => toRule,
        run: () => setOpen('assign'),
      },
    ],
    [entry.version, entry.state, entry.mayRule],
  );
  const due = clockOf(entry);
  const [first, second] = entry.sides;
  const facts = [
    { label: t('cases.mediator'), value: entry.mediatorName ?? t('cases.noMediator') },
    {
      label: t('work.account'),
      value:
        entry.accountId === null ? (
          (entry.accountName ?? t('work.none'))
        ) : (
          <Link to="/accounts/$accountId" params={{ accountId: entry.accountId }} className="link">
            {entry.accountName}
          </Link>
        ),
    },
    {
      label: t('work.deal'),
      value:
        entry.dealId === null ? (
          t('work.none')
        ) : (
          <Link to="/deals/$dealId" params={{ dealId: entry.dealId }} className="link">
            {`D-${entry.dealNumber ?? ''}`}
          </Link>
        ),
    },
    { label: t('cases.openedBy'), value: entry.openedBy },
    { label: t('inbox.opened'), value: <InstantText at={entry.openedAt} /> },
  ];
  return (
    <>
      <PageHeader
        title={entry.title}
        crumbs={[{ label: t('cases.title'), to: '/cases' }, { label: caseNumber(entry.number) }]}
        badges={
          <>
            <Badge tone={caseTone[entry.state]}>{stateName(entry.state)}</Badge>
            {due !== null && <SlaClock dueAt={due} startedAt={entry.openedAt} />}
          </>
        }
        actions={
          live &&
          (mediates ? (
            <>
              {toRule && <Button onPress={() => setOpen('close')}>{t('cases.settle')}</Button>}
              {toRule && <Button onPress={() => setOpen('assign')}>{t(entry.mediatorId === null ? 'cases.assign' : 'cases.reassign')}</Button>}
              {toRule && (
                <Button kind="primary" keyHint="r" isDisabled={!entry.mayRule} onPress={() => setOpen('rule')}>
                  {t(entry.appeal === null ? 'cases.rule' : 'cases.ruleAgain')}
                </Button>
              )}
            </>
          ) : (
            <span className="text-12 text-muted">{t('cases.whoMediates')}</span>
          ))
        }
        facts={
          <div className="flex flex-col gap-3">
            <Facts items={facts} />
            <Deadlines entry={entry} />
            {toRule && mediates && !entry.mayRule && entry.whyNot !== null && (
              <p className="max-w-200 rounded-popover bg-hover px-3 py-2">
                <span className="font-medium">{t('cases.mayNotRule')}</span> <bdi>{entry.whyNot}</bdi>
              </p>
            )}
          </div>
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {entry.outcome !== null && <OutcomeCard entry={entry} outcome={entry.outcome} />}
            <div className="grid items-stretch gap-4 lg:grid-cols-2">
              {[first, second].map((side) => side !== undefined && <SideCard key={side.id} entry={entry} side={side} />)}
            </div>
            <Unsided entry={entry} />
            <MediatorNotes entry={entry} />
          </div>
          <CaseTimeline entry={entry} />
        </div>
      </PageBody>
      {open === 'assign' && <AssignMediator entry={entry} onClose={close} onReload={onReload} />}
      {open === 'rule' && <RuleDialog entry={entry} onClose={close} onReload={onReload} />}
      {open === 'close' && <CloseCase entry={entry} onClose={close} onReload={onReload} />}
    </>
  );
}
