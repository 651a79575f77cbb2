import { type FormEvent, useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { InstantText, Money, RelativeTime } from '../../lib/i18n/values.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { useAct } from '../act.ts';
import { Go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextBox } from '../kit/fields.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { type Dispute, DisputeBadge } from './dispute-list.tsx';
import { guarded } from './guard.tsx';

export const DisputePage = guarded(One);

function One({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalMoney.dispute', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/money/disputes', label: t('portal.money.disputes') };
  if (!data)
    return (
      <Page title={t('portal.money.disputes')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.money.disputes')} rows={6} />}</Panel>
      </Page>
    );
  return (
    <Page
      title={t('portal.money.dispute.of', { title: data.earningTitle })}
      back={back}
      meta={
        <>
          <bdi className="num">{t('portal.money.dispute.number', { number: data.number })}</bdi>
          <DisputeBadge state={data.state} />
        </>
      }
      actions={data.state === 'open' ? <Withdraw dispute={data} /> : undefined}
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          {data.answer !== null && <Answer dispute={data} />}
          <Panel title={t('portal.money.dispute.talk')}>
            <Talk dispute={data} />
            {data.state === 'open' && <Say dispute={data} />}
          </Panel>
        </div>
        <Panel title={t('portal.money.dispute.now')} className="self-start">
          {data.state === 'open' ? (
            <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
              <span>
                {t('portal.money.dispute.answersBy', { vendor: portalName() })} <InstantText at={data.dueAt} />
              </span>
              <SlaClock dueAt={data.dueAt} startedAt={data.openedAt} />
            </p>
          ) : (
            <p className="mb-3">{t(`portal.money.dstate.${data.state}.note`)}</p>
          )}
          <Facts
            items={[
              [
                t('portal.money.line'),
                <Go key="line" to={`/portal/money/earnings/${data.earningId}`} className="link in-text">
                  <bdi>{data.earningTitle}</bdi>
                </Go>,
              ],
              [t('portal.money.amount'), <Money key="is" value={data} />],
              ...(data.expectedMinor === null
                ? []
                : [[t('portal.money.dispute.should'), <Money key="should" value={{ amountMinor: data.expectedMinor, currency: data.currency }} />] as const]),
              [t('portal.money.dispute.by'), data.openedBy],
            ]}
          />
        </Panel>
      </div>
    </Page>
  );
}

function Answer({ dispute }: { dispute: Dispute }) {
  return (
    <Panel
      title={t('portal.money.dispute.answer', { vendor: portalName() })}
      note={dispute.answeredAt === null ? undefined : <InstantText at={dispute.answeredAt} />}
    >
      <p className="mb-1">
        <DisputeBadge state={dispute.state} />
      </p>
      <p dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-line">
        {dispute.answer}
      </p>
      {dispute.correctionMinor !== null && (
        <p className="mt-3 flex flex-wrap items-baseline gap-x-3">
          <span className="text-muted">{t('portal.money.dispute.correction')}</span>
          <span className="text-15 font-semibold">
            <Money value={{ amountMinor: dispute.correctionMinor, currency: dispute.currency }} />
          </span>
          {dispute.correctionId !== null && (
            <Go to={`/portal/money/earnings/${dispute.correctionId}`} className="link in-text">
              {t('portal.money.dispute.correction.open')}
            </Go>
          )}
        </p>
      )}
    </Panel>
  );
}

function Talk({ dispute }: { dispute: Dispute }) {
  const said = [{ id: dispute.id, at: dispute.openedAt, by: dispute.openedBy, text: dispute.reason }, ...dispute.comments];
  return (
    <ul aria-label={t('portal.money.dispute.talk')} className="flex flex-col gap-3">
      {said.map((one) => (
        <li key={one.id} className="border-b border-line pb-3 last:border-b-0">
          <p className="flex flex-wrap gap-x-2 text-12 text-muted">
            <bdi className="font-medium text-text">{one.by}</bdi>
            <RelativeTime at={one.at} />
          </p>
          <p dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-line">
            {one.text}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Say({ dispute }: { dispute: Dispute }) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const why = useWhyNot()('portal:money');
  const act = useAct('portalMoney.comment', { onDone: () => setText('') });
  function say(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== '' && why === undefined) void act.run({ params: { id: dispute.id }, body: { text } }).then((done) => done && setTried(false));
  }
  return (
    <form onSubmit={say} className="mt-4 flex flex-col gap-2">
      <TextBox
        label={t('portal.money.dispute.add')}
        value={text}
        onChange={setText}
        maxLength={4000}
        disabled={why !== undefined}
        error={tried && text.trim() === '' ? t('portal.missing') : undefined}
      />
      <Refused sentence={act.refusal} />
      <Button type="submit" look="main" busy={act.busy} why={why} className="self-start">
        {t('portal.money.dispute.send')}
      </Button>
    </form>
  );
}

function Withdraw({ dispute }: { dispute: Dispute }) {
  const [asking, setAsking] = useState(false);
  const why = useWhyNot()('portal:money');
  const act = useAct('portalMoney.withdrawDispute', { notice: t('portal.money.dispute.withdrawn'), onDone: () => setAsking(false) });
  return (
    <>
      <Button why={why} onClick={() => setAsking(true)}>
        {t('portal.money.dispute.withdraw')}
      </Button>
      {asking && (
        <FormDialog
          title={t('portal.money.dispute.withdraw')}
          verb={t('portal.money.dispute.withdraw')}
          busy={act.busy}
          refusal={act.refusal}
          onClose={() => setAsking(false)}
          onSubmit={() => void act.run({ params: { id: dispute.id } })}
        >
          <p>{t('portal.money.dispute.withdraw.note')}</p>
        </FormDialog>
      )}
    </>
  );
}
