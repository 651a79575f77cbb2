import { type FormEvent, useState } from 'react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { InstantText, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { useAct } from '../act.ts';
import { Go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextBox } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { HolderNote } from '../shared/holder.tsx';
import { caseTone } from '../shared/states.ts';
import { t } from '../text.ts';

type Case = Result<'portalCases.get'>;

export function CasePage({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalCases.get', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/cases', label: t('portal.cases.title') };
  if (!data)
    return (
      <Page title={t('portal.cases.title')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.cases.title')} rows={6} />}</Panel>
      </Page>
    );
  return (
    <Page
      title={data.title}
      back={back}
      meta={
        <>
          <bdi className="num">{t('portal.cases.number', { number: data.number })}</bdi>
          <Badge tone={caseTone[data.state]}>{t(`portal.cstate.${data.state}`)}</Badge>
          {data.registrationId !== null && (
            <Go to={`/portal/registrations/${data.registrationId}`} className="link">
              {t('portal.cases.toRegistration')}
            </Go>
          )}
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          {data.outcome !== null && <Outcome one={data} outcome={data.outcome} />}
          <Panel title={t('portal.cases.evidence')} note={t('portal.cases.evidence.note')}>
            <Entries one={data} />
            {data.mayAddEvidence && <AddEvidence one={data} />}
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Panel title={t('portal.registration.now')}>
            <HolderNote holder={data.holder} vendor={portalName()} />
            <p dir="auto" className="mt-3">
              {data.mySide}
            </p>
            {data.mediatorName !== null && <p className="mt-1 text-muted">{t('portal.cases.mediator', { name: data.mediatorName })}</p>}
          </Panel>
          <Panel title={t('portal.cases.deadlines')}>
            <Deadlines one={data} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function Deadlines({ one }: { one: Case }) {
  const rows = [
    ['portal.cases.evidenceUntil', one.evidenceUntil, one.state === 'evidence'],
    ['portal.cases.ruleBy', one.ruleBy, one.state === 'evidence' || one.state === 'ruling' || one.state === 'appealed'],
    ...(one.appealUntil === null ? [] : [['portal.cases.appealUntil', one.appealUntil, one.mayAppeal] as const]),
  ] as const;
  return (
    <ul className="flex flex-col gap-2.5">
      {rows.map(([label, at, running]) => (
        <li key={label} className="flex flex-wrap items-center justify-between gap-x-3">
          <span>
            <span className="block text-muted">{t(label)}</span>
            <InstantText at={at} />
          </span>
          {running && <SlaClock dueAt={at} />}
        </li>
      ))}
    </ul>
  );
}

function Entries({ one }: { one: Case }) {
  if (one.entries.length === 0) return <p className="text-muted">{t('portal.cases.noEntries')}</p>;
  return (
    <ul aria-label={t('portal.cases.evidence')} className="flex flex-col gap-3">
      {one.entries.map((entry) => (
        <li key={entry.id} className="border-b border-line pb-3 last:border-b-0">
          <p className="flex flex-wrap gap-x-2 text-12 text-muted">
            <bdi className="font-medium text-text">{entry.mine ? t('portal.cases.yours', { name: entry.by }) : entry.by}</bdi>
            <RelativeTime at={entry.at} />
          </p>
          <p dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-line">
            {entry.body}
          </p>
        </li>
      ))}
    </ul>
  );
}

function AddEvidence({ one }: { one: Case }) {
  const [body, setBody] = useState('');
  const [tried, setTried] = useState(false);
  const why = useWhyNot()('portal:register');
  const act = useAct('portalCases.addEvidence', { notice: t('portal.cases.added'), onDone: () => setBody('') });
  function add(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (body.trim() !== '' && why === undefined) void act.run({ params: { id: one.id }, body: { body } }).then((result) => result && setTried(false));
  }
  return (
    <form onSubmit={add} className="mt-4 flex flex-col gap-2">
      <TextBox
        label={t('portal.cases.add.label')}
        note={t('portal.cases.add.note')}
        value={body}
        onChange={setBody}
        rows={4}
        maxLength={4000}
        disabled={why !== undefined}
        error={tried && body.trim() === '' ? t('portal.missing') : undefined}
      />
      <Refused sentence={act.refusal} />
      <Button type="submit" look="main" busy={act.busy} why={why} className="self-start">
        {t('portal.cases.add')}
      </Button>
    </form>
  );
}

function Outcome({ one, outcome }: { one: Case; outcome: NonNullable<Case['outcome']> }) {
  const [appealing, setAppealing] = useState(false);
  const why = useWhyNot()('portal:register');
  return (
    <Panel title={t('portal.cases.outcome')}>
      <p className="mb-1 flex flex-wrap items-center gap-x-2.5">
        <Badge tone={outcome.inMyFavour ? 'ok' : 'neutral'}>{t(outcome.inMyFavour ? 'portal.cases.forUs' : 'portal.cases.notForUs')}</Badge>
        <span className="text-12 text-muted">
          <InstantText at={outcome.at} />
        </span>
      </p>
      <p dir="auto">{outcome.sentence}</p>
      {one.mayAppeal && (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button why={why} onClick={() => setAppealing(true)}>
            {t('portal.step.appeal')}
          </Button>
          <span className="text-12 text-muted">{t('portal.cases.appealOnce')}</span>
        </div>
      )}
      {appealing && <Appeal one={one} onClose={() => setAppealing(false)} />}
    </Panel>
  );
}

function Appeal({ one, onClose }: { one: Case; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const short = reason.trim().length < 10;
  const act = useAct('portalCases.appeal', { notice: t('portal.cases.appealed'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.cases.appeal.title')}
      verb={t('portal.step.appeal')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!short) void act.run({ params: { id: one.id }, body: { reason }, ifVersion: one.version });
      }}
    >
      <p>{t('portal.cases.appeal.note')}</p>
      <TextBox
        label={t('portal.reason')}
        value={reason}
        onChange={setReason}
        rows={4}
        error={tried && short ? t('portal.cases.appeal.short') : undefined}
        maxLength={4000}
        required
      />
    </FormDialog>
  );
}
