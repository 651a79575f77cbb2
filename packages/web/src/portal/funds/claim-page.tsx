import { FileText } from 'lucide-react';
import { useApi } from '../../lib/api/index.ts';
import { DateText, InstantText } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { ExplanationBody } from '../../ui/explanation-body.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Go } from '../address.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { useDownload } from '../money/use-download.ts';
import { portalName, usePortalSession } from '../session.ts';
import { t } from '../text.ts';
import { ClaimActs } from './claim-acts.tsx';
import { fileWords } from './file-field.tsx';
import { guarded } from './guard.tsx';
import { History, Said } from './history.tsx';
import { ClaimBadge, type ClaimDetail, type FundFile, Minor, proofWords, rateWords, requestName } from './words.tsx';

export const ClaimPage = guarded(One);

function One({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalFunds.claim', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/funds/claims', label: t('portal.funds.claims') };
  if (!data)
    return (
      <Page title={t('portal.funds.claim')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.funds.claim')} rows={6} />}</Panel>
      </Page>
    );
  return (
    <Page
      title={data.title}
      back={back}
      meta={
        <>
          <bdi className="num">{t('portal.funds.claim.number', { number: data.number })}</bdi>
          <ClaimBadge state={data.state} />
          {data.final && <Badge>{t('portal.funds.claim.last')}</Badge>}
          <Go to={`/portal/funds/requests/${data.requestId}`} className="link">
            <bdi>{requestName({ number: data.requestNumber, name: data.requestName })}</bdi>
          </Go>
          {data.state === 'submitted' && data.decideBy !== null && (
            <SlaClock dueAt={data.decideBy} {...(data.submittedAt === null ? {} : { startedAt: data.submittedAt })} />
          )}
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Standing claim={data} />
          <Lines claim={data} />
          <Proofs claim={data} />
          {data.explanation !== null && (
            <Panel title={t('money.why')}>
              <ExplanationBody value={data.explanation} name={(record, label) => <Named record={record} label={label} />} />
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Money claim={data} />
          <History entries={data.history} />
        </div>
      </div>
    </Page>
  );
}

type Props = { claim: ClaimDetail };

/** What is decided or asked, and when the money comes. */
function Standing({ claim }: Props) {
  const mayMoney = usePortalSession().data?.permissions.includes('portal:money') ?? false;
  return (
    <Panel title={t('portal.funds.standing')}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ClaimBadge state={claim.state} />
        {claim.state === 'submitted' && claim.decideBy !== null && (
          <span>
            {t('portal.funds.claim.decideBy')} <InstantText at={claim.decideBy} />
          </span>
        )}
        {claim.state === 'approved' && claim.payBy !== null && (
          <span>
            {t('portal.funds.claim.payBy')} <DateText date={claim.payBy} />
          </span>
        )}
        {claim.paidOn !== null && (
          <span>
            {t('portal.funds.claim.paidOn')} <DateText date={claim.paidOn} />
          </span>
        )}
        {mayMoney && claim.statementId !== null ? (
          <Go to={`/portal/money/statements/${claim.statementId}`} className="link">
            {t('portal.funds.claim.statement')}
          </Go>
        ) : (
          mayMoney &&
          claim.earningId !== null && (
            <Go to={`/portal/money/earnings/${claim.earningId}`} className="link">
              {t('portal.funds.claim.earning')}
            </Go>
          )
        )}
      </p>
      {claim.question !== null && <Said title={t('portal.funds.question', { vendor: portalName() })} text={claim.question} asks />}
      {claim.question === null && claim.reason !== null && (
        <Said title={claim.state === 'withdrawn' ? t('portal.reason') : t('portal.funds.decision', { vendor: portalName() })} text={claim.reason} />
      )}
      <ClaimActs claim={claim} />
    </Panel>
  );
}

function Named({ record, label }: { record: { type: string; id: string } | undefined; label: string }) {
  const text = <bdi>{label}</bdi>;
  return record?.type === 'fund_request' ? (
    <Go to={`/portal/funds/requests/${record.id}`} className="link in-text">
      {text}
    </Go>
  ) : (
    text
  );
}

function FileLink({ claimId, file }: { claimId: string; file: FundFile }) {
  const download = useDownload('portalFunds.file');
  return (
    <span className="flex min-w-0 flex-col items-start gap-1">
      <button
        type="button"
        aria-busy={download.busy}
        onClick={() => void download.save({ params: { id: claimId, childId: file.id } })}
        className="link inline-flex min-h-6 max-w-full items-center gap-1.5 text-start"
      >
        <FileText size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <bdi className="min-w-0 truncate">{fileWords(file)}</bdi>
      </button>
      <Refused sentence={download.refusal} />
    </span>
  );
}

function Lines({ claim }: Props) {
  const currency = claim.localCurrency;
  const decided = claim.lines.some((line) => line.approvedMinor !== null);
  const sums = [
    [t('portal.funds.line.cost'), claim.lines.reduce((sum, line) => sum + line.costMinor, 0)],
    [t('portal.funds.line.claimed'), claim.claimedLocalMinor],
    ...(decided ? [[t('portal.funds.line.approved'), claim.lines.reduce((sum, line) => sum + (line.approvedMinor ?? 0), 0)] as const] : []),
  ] as const;
  return (
    <Panel title={t('portal.funds.lines')} note={t('portal.funds.lines.note', { currency })} flush>
      {claim.lines.length === 0 ? (
        <p className="px-4 pt-1 pb-3 text-muted">{t('portal.funds.lines.none')}</p>
      ) : (
        <ul aria-label={t('portal.funds.lines')}>
          {claim.lines.map((line) => (
            <li key={line.number} className="flex flex-wrap justify-between gap-x-6 gap-y-2 border-b border-line px-4 py-3">
              <span className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5">
                <bdi className="font-medium">{line.description}</bdi>
                <span className="flex flex-wrap gap-x-3 text-12 text-muted">
                  <bdi>{line.supplier}</bdi>
                  <bdi>{line.invoiceNumber}</bdi>
                  <DateText date={line.invoiceDate} />
                </span>
                <FileLink claimId={claim.id} file={line.invoiceFile} />
                {line.reason !== null && (
                  <span dir="auto" className="text-13 text-warn">
                    {line.reason}
                  </span>
                )}
              </span>
              <Amounts
                currency={currency}
                items={[
                  [t('portal.funds.line.cost'), line.costMinor],
                  [t('portal.funds.line.claimed'), line.claimedMinor],
                  ...(decided ? [[t('portal.funds.line.approved'), line.approvedMinor] as const] : []),
                ]}
              />
            </li>
          ))}
          <li className="flex flex-wrap justify-between gap-x-6 gap-y-2 px-4 py-3 font-medium">
            <span>{t('portal.funds.total')}</span>
            <Amounts currency={currency} items={sums} />
          </li>
        </ul>
      )}
    </Panel>
  );
}

function Amounts({ currency, items }: { currency: string; items: readonly (readonly [string, number | null])[] }) {
  return (
    <dl className="grid auto-cols-[6.5rem] grid-flow-col text-end">
      {items.map(([label, amountMinor]) => (
        <div key={label}>
          <dt className="text-12 font-normal text-muted">{label}</dt>
          <dd>
            <Minor amountMinor={amountMinor} currency={currency} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Proofs({ claim }: Props) {
  return (
    <Panel title={t('portal.funds.proofs')} flush>
      {claim.missingProof.length > 0 && (
        <p className="bg-warn-soft px-4 py-2 text-warn">{t('portal.funds.proofs.missing', { list: proofWords(claim.missingProof) })}</p>
      )}
      {claim.proofs.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('portal.funds.proofs.none')}</p>
      ) : (
        <ul aria-label={t('portal.funds.proofs')}>
          {claim.proofs.map((proof) => (
            <li key={`${proof.kind}${proof.fileId}`} className="flex flex-wrap gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
              <span className="w-36 text-muted">{t(`portal.funds.proof.${proof.kind}`)}</span>
              <span className="min-w-0 flex-1 basis-48">
                <FileLink claimId={claim.id} file={proof.file} />
                {proof.note !== null && (
                  <span dir="auto" className="block text-12 text-muted">
                    {proof.note}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Money({ claim }: Props) {
  const own = (amountMinor: number | null) => <Minor amountMinor={amountMinor} currency={claim.currency} />;
  return (
    <Panel title={t('portal.funds.money')}>
      <Facts
        items={[
          [t('portal.funds.claim.claimedLocal'), <Minor key="local" amountMinor={claim.claimedLocalMinor} currency={claim.localCurrency} />],
          ...(claim.rate === null
            ? []
            : ([
                [t('portal.funds.claim.claimed'), own(claim.claimedMinor)],
                [t('portal.funds.money.rate'), rateWords(claim.rate)],
              ] as const)),
          [t('portal.funds.claim.approved'), own(claim.approvedMinor)],
          ...(claim.reversedMinor === 0 ? [] : ([[t('portal.funds.money.back'), own(claim.reversedMinor)]] as const)),
        ]}
      />
    </Panel>
  );
}
