import { type FormEvent, useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { go, useParam } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { notify } from '../kit/notice.tsx';
import { Empty, Failed, Ghosts, Refused } from '../kit/states.tsx';
import { TextBox } from '../kit/fields.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { FundTerms } from './fund-panel.tsx';
import { guarded } from './guard.tsx';
import { RequestFields } from './request-fields.tsx';
import { bodyOf, draftOf, emptyRequest, faultsOf } from './request-model.ts';
import { type Fund, type RequestDetail } from './words.tsx';

export const RequestForm = guarded(Form);

/** A new request, or `?edit=` one that may still be changed. */
function Form() {
  const [edit] = useParam('edit');
  const funds = useApi('portalFunds.list', {});
  const request = useApi('portalFunds.request', { params: { id: edit ?? '' } }, { enabled: edit !== undefined });
  const back =
    edit === undefined ? { to: '/portal/funds', label: t('portal.nav.funds') } : { to: `/portal/funds/requests/${edit}`, label: t('portal.funds.request') };
  const error = funds.error ?? request.error;
  const choices = funds.data?.items.filter((fund) => (request.data ? fund.allocationId === request.data.allocationId : fund.open)) ?? [];
  const title = request.data ? t('portal.funds.request.change', { name: request.data.name }) : t('portal.funds.request.new');
  if (!funds.data || (edit !== undefined && !request.data))
    return (
      <Page title={title} back={back}>
        <Panel flush>
          {error ? (
            <Failed error={error} onRetry={() => void Promise.all([funds.refetch(), ...(edit === undefined ? [] : [request.refetch()])])} />
          ) : (
            <Ghosts what={title} rows={8} />
          )}
        </Panel>
      </Page>
    );
  return (
    <Page title={title} back={back}>
      {choices.length === 0 ? (
        <Panel flush>
          <Empty title={t('portal.funds.none.open')} action={<GoButton to="/portal/funds">{t('portal.nav.funds')}</GoButton>} />
        </Panel>
      ) : (
        <Fields key={request.data?.id} funds={choices} request={request.data} />
      )}
    </Page>
  );
}

function Fields({ funds, request }: { funds: readonly Fund[]; request: RequestDetail | undefined }) {
  const [draft, setDraft] = useState(() => (request ? draftOf(request) : emptyRequest(funds.length === 1 ? funds[0] : undefined)));
  const [held, setHeld] = useState<{ id: string; version: number }>();
  const [answer, setAnswer] = useState('');
  const [tried, setTried] = useState(false);
  const why = useWhyNot()('portal:funds');
  const fund = funds.find(({ allocationId }) => allocationId === draft.allocationId);
  const fundCurrency = fund?.currency ?? request?.currency ?? 'EUR';
  const create = useAct('portalFunds.createRequest');
  const update = useAct('portalFunds.updateRequest');
  const submit = useAct('portalFunds.submitRequest', { notice: t('portal.funds.form.sent', { vendor: portalName() }) });
  const amends = request?.may.includes('amend') ?? false;
  const faults = faultsOf(draft, fundCurrency);
  const id = request?.id ?? held?.id;
  const version = Math.max(request?.version ?? 0, held?.version ?? 0);
  const busy = create.busy || update.busy || submit.busy;

  /** Stored first, then sent: what is refused when it is sent is stored already, and is not begun twice. */
  async function save(send: boolean): Promise<void> {
    setTried(true);
    for (const act of [create, update, submit]) act.forget();
    if (Object.keys(faults).length > 0 || why !== undefined) return;
    const body = bodyOf(draft, fundCurrency);
    const stored =
      id === undefined
        ? await create.run({ body: { ...body, allocationId: draft.allocationId } })
        : await update.run({ params: { id }, body, ifVersion: version });
    if (!stored) return;
    setHeld({ id: stored.id, version: stored.version });
    if (!send) notify(t(amends ? 'portal.funds.form.saved' : 'portal.funds.form.kept'));
    if (!send || (await submit.run({ params: { id: stored.id }, body: { note: answer.trim() || null }, ifVersion: stored.version })))
      go(`/portal/funds/requests/${stored.id}`);
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void save(!amends);
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        {amends && <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('portal.funds.form.amend')}</p>}
        {request !== undefined && request.question !== null && (
          <Panel title={t('portal.funds.question', { vendor: portalName() })}>
            <p dir="auto" className="mb-3 whitespace-pre-line">
              {request.question}
            </p>
            <TextBox label={t('portal.funds.act.answer.label')} value={answer} onChange={setAnswer} maxLength={4000} />
          </Panel>
        )}
        <RequestFields draft={draft} onChange={setDraft} funds={funds} fund={fund} faults={tried ? faults : {}} fixedFund={id !== undefined} />
        <Refused sentence={create.refusal ?? update.refusal ?? submit.refusal} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main" busy={busy} why={why}>
            {t(amends ? 'portal.funds.form.save' : request?.state === 'info_requested' ? 'portal.funds.claim.sendAnswer' : 'portal.funds.form.send')}
          </Button>
          {!amends && (
            <Button busy={busy} why={why} onClick={() => void save(false)}>
              {t('portal.funds.form.keep')}
            </Button>
          )}
        </div>
      </div>
      {fund !== undefined && (
        <Panel title={t('portal.funds.terms')} className="self-start">
          <FundTerms fund={fund} />
        </Panel>
      )}
    </form>
  );
}
