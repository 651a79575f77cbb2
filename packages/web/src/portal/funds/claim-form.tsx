import { type FormEvent, useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { DateText } from '../../lib/i18n/values.tsx';
import { formatPercent } from '../../lib/i18n/format.ts';
import { useAct } from '../act.ts';
import { go, useParam } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { TextBox, TextInput, Tick } from '../kit/fields.tsx';
import { notify } from '../kit/notice.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { draftsOf, emptyLine, isUntouched, type LineDraft, lineFaults, partsOf, type ProofDraft, proofsToAdd } from './claim-model.ts';
import { LineFields, ProofFields } from './claim-parts.tsx';
import { guarded } from './guard.tsx';
import { type ClaimDetail, daysWords, Minor, rateWords, requestName, type RequestDetail } from './words.tsx';

export const ClaimForm = guarded(Form);

/** `?request=` names the activity, `?edit=` a claim that may still be changed. Without either, one chooses. */
function Form() {
  const [asked] = useParam('request');
  const [edit] = useParam('edit');
  const claim = useApi('portalFunds.claim', { params: { id: edit ?? '' } }, { enabled: edit !== undefined });
  const requestId = claim.data?.requestId ?? (edit === undefined ? asked : undefined);
  const request = useApi('portalFunds.request', { params: { id: requestId ?? '' } }, { enabled: requestId !== undefined });
  if (edit === undefined && asked === undefined) return <ChooseActivity />;
  const error = claim.error ?? request.error;
  const back =
    edit === undefined
      ? { to: `/portal/funds/requests/${asked ?? ''}`, label: t('portal.funds.request') }
      : { to: `/portal/funds/claims/${edit}`, label: t('portal.funds.claim') };
  const title = claim.data
    ? t('portal.funds.claim.change', { name: claim.data.title })
    : request.data
      ? t('portal.funds.claim.new', { name: request.data.name })
      : t('portal.funds.claim');
  return (
    <Page title={title} back={back}>
      {!request.data || (edit !== undefined && !claim.data) ? (
        <Panel flush>
          {error ? (
            <Failed
              error={error}
              onRetry={() => void Promise.all([edit === undefined ? undefined : claim.refetch(), requestId === undefined ? undefined : request.refetch()])}
            />
          ) : (
            <Ghosts what={title} rows={8} />
          )}
        </Panel>
      ) : (
        <Fields key={claim.data?.id} request={request.data} claim={claim.data} />
      )}
    </Page>
  );
}

function ChooseActivity() {
  const begun = useApi('portalFunds.requests', { query: { state: 'in_execution', limit: 100 } });
  const over = useApi('portalFunds.requests', { query: { state: 'executed', limit: 100 } });
  const error = begun.error ?? over.error;
  const rows = [...(over.data?.items ?? []), ...(begun.data?.items ?? [])];
  return (
    <Page title={t('portal.funds.claim.choose')} back={{ to: '/portal/funds/claims', label: t('portal.funds.claims') }}>
      <Panel flush>
        {!begun.data || !over.data ? (
          error ? (
            <Failed error={error} onRetry={() => void Promise.all([begun.refetch(), over.refetch()])} />
          ) : (
            <Ghosts what={t('portal.funds.requests')} rows={3} height={68} />
          )
        ) : rows.length === 0 ? (
          <Empty
            title={t('portal.funds.claim.noneOpen')}
            detail={t('portal.funds.claim.noneOpen.detail')}
            action={<GoButton to="/portal/funds/requests">{t('portal.funds.requests')}</GoButton>}
          />
        ) : (
          <Rows label={t('portal.funds.requests')}>
            {rows.map((request) => (
              <RowLink
                key={request.id}
                to={`/portal/funds/claims/new?request=${request.id}`}
                title={requestName(request)}
                meta={<bdi>{daysWords(request.startsOn, request.endsOn)}</bdi>}
                aside={<Minor amountMinor={request.committedMinor} currency={request.currency} />}
              />
            ))}
          </Rows>
        )}
      </Panel>
    </Page>
  );
}

const FARTHEST_MS = 14 * 3_600_000;
/** The day where it is latest; the server judges by the day of the fund, which may lie ahead of the browser's. */
const latestDay = (): string => new Date(Date.now() + FARTHEST_MS).toISOString().slice(0, 10);

function Fields({ request, claim }: { request: RequestDetail; claim: ClaimDetail | undefined }) {
  const currency = request.localCurrency;
  const [today] = useState(latestDay);
  const [start] = useState(() => {
    const own = claim ? draftsOf(claim) : { lines: [emptyLine()], proofs: [] };
    return { ...own, proofs: [...own.proofs, ...proofsToAdd(claim?.missingProof ?? request.proof, own.proofs)] };
  });
  const [lines, setLines] = useState<readonly LineDraft[]>(start.lines);
  const [proofs, setProofs] = useState<readonly ProofDraft[]>(start.proofs);
  const [title, setTitle] = useState(claim?.title ?? '');
  const [final, setFinal] = useState(claim?.final ?? false);
  const [answer, setAnswer] = useState('');
  const [held, setHeld] = useState<{ id: string; version: number }>();
  const [tried, setTried] = useState(false);
  const why = useWhyNot()('portal:funds');
  const create = useAct('portalFunds.createClaim');
  const update = useAct('portalFunds.updateClaim');
  const submit = useAct('portalFunds.submitClaim', { notice: t('portal.funds.form.sent', { vendor: portalName() }) });
  const id = claim?.id ?? held?.id;
  const version = Math.max(claim?.version ?? 0, held?.version ?? 0);
  const busy = create.busy || update.busy || submit.busy;
  const answers = claim?.state === 'info_requested';
  const typed = lines.filter((line) => !isUntouched(line));
  const faults = new Map(typed.map((line) => [line.key, lineFaults(line, currency, request.approvedOn, today)]));
  const faulty = title.trim() === '' || [...faults.values()].some((fault) => Object.keys(fault).length > 0);

  /** Stored first, then sent: what is refused when it is sent is stored already, and is not begun twice. */
  async function save(send: boolean): Promise<void> {
    setTried(true);
    for (const act of [create, update, submit]) act.forget();
    if (faulty || why !== undefined || (send && typed.length === 0)) return;
    const body = { title: title.trim(), final, ...partsOf(typed, proofs, currency) };
    const stored =
      id === undefined ? await create.run({ body: { ...body, requestId: request.id } }) : await update.run({ params: { id }, body, ifVersion: version });
    if (!stored) return;
    setHeld({ id: stored.id, version: stored.version });
    if (!send) notify(t('portal.funds.form.kept'));
    if (!send || (await submit.run({ params: { id: stored.id }, body: { note: answer.trim() || null }, ifVersion: stored.version })))
      go(`/portal/funds/claims/${stored.id}`);
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void save(true);
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        {answers && claim.question !== null && (
          <Panel title={t('portal.funds.question', { vendor: portalName() })}>
            <p dir="auto" className="mb-3 [overflow-wrap:anywhere] whitespace-pre-line">
              {claim.question}
            </p>
            <TextBox label={t('portal.funds.act.answer.label')} value={answer} onChange={setAnswer} maxLength={4000} />
          </Panel>
        )}
        <Panel title={t('portal.funds.claim')}>
          <div className="flex flex-col gap-4 pt-1">
            <TextInput
              label={t('portal.funds.claim.title')}
              note={t('portal.funds.claim.title.note')}
              value={title}
              onChange={setTitle}
              maxLength={200}
              error={tried && title.trim() === '' ? t('portal.missing') : undefined}
              required
            />
            <Tick label={t('portal.funds.claim.final')} note={t('portal.funds.claim.final.note')} checked={final} onChange={setFinal} />
          </div>
        </Panel>
        <LineFields
          lines={lines}
          onChange={setLines}
          currency={currency}
          costShareBp={request.costShareBp}
          approvedOn={request.approvedOn}
          today={today}
          faults={tried ? faults : new Map()}
        />
        <ProofFields proofs={proofs} wanted={request.proof} onChange={setProofs} />
        <Refused sentence={tried && typed.length === 0 ? t('portal.funds.lines.none') : (create.refusal ?? update.refusal ?? submit.refusal)} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main" busy={busy} why={why}>
            {t(answers ? 'portal.funds.claim.sendAnswer' : 'portal.funds.claim.send')}
          </Button>
          <Button busy={busy} why={why} onClick={() => void save(false)}>
            {t('portal.funds.form.keep')}
          </Button>
        </div>
      </div>
      <Panel title={t('portal.funds.activity')} className="self-start">
        <Facts
          items={[
            [t('portal.funds.request'), requestName(request)],
            [t('portal.funds.activity.when'), daysWords(request.startsOn, request.endsOn)],
            [t('portal.funds.money.approved'), <Minor key="approved" amountMinor={request.approvedMinor} currency={request.currency} />],
            [t('portal.funds.claim.left'), <Minor key="left" amountMinor={request.committedMinor} currency={request.currency} />],
            [t('portal.funds.claim.borne'), t('portal.funds.term.share.is', { share: formatPercent(request.costShareBp / 10_000, 2) })],
            ...(request.claimUntil === null ? [] : ([[t('portal.funds.claim.by'), <DateText key="by" date={request.claimUntil} />]] as const)),
            ...(request.rate === null
              ? []
              : ([[t('portal.funds.money.rate'), request.claimRate === 'request' ? rateWords(request.rate) : t('portal.funds.claim.rateOfDay')]] as const)),
          ]}
        />
      </Panel>
    </form>
  );
}
