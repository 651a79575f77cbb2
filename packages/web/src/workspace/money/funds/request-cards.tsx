import type { ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { Minor, none, rateWords } from './marks.tsx';
import type { RequestDetail } from './words.ts';

/** Labels at the start, values at the end edge: figures of one card stand under each other. */
export function Lines({ items }: { items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="flex flex-col">
      {items.map(([label, value]) => (
        <div key={label} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-1.5 last:border-b-0">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 text-end">
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function ActivityCard({ request }: { request: RequestDetail }) {
  return (
    <Card title={t('funds.activity')}>
      <p className="mb-3 [overflow-wrap:anywhere] whitespace-pre-line">
        <bdi>{request.description}</bdi>
      </p>
      <Lines
        items={[
          [t('funds.activity.type'), <bdi key="type">{request.activityTypeName}</bdi>],
          [t('funds.activity.how'), t(request.inPerson ? 'funds.activity.inPerson' : 'funds.activity.digital')],
          [
            t('funds.activity.when'),
            request.startsOn === request.endsOn ? (
              <DateText date={request.startsOn} />
            ) : (
              <>
                <DateText date={request.startsOn} /> – <DateText date={request.endsOn} />
              </>
            ),
          ],
          [t('funds.activity.place'), request.place ?? none],
          [t('funds.activity.campaign'), request.campaign ?? none],
          [t('funds.activity.contacts'), request.targetContacts === null ? none : <Num value={request.targetContacts} />],
          [t('funds.activity.pipeline'), <Minor key="1" amountMinor={request.expectedPipelineMinor} currency={request.currency} />],
          [t('funds.activity.proof'), request.proof.length === 0 ? none : request.proof.map((proof) => t(`funds.proof.${proof}`)).join(', ')],
          [t('funds.activity.by'), request.createdBy],
        ]}
      />
    </Card>
  );
}

/** In the currency of the activity first, then in that of the fund with the rate that made it, then what became of it. */
export function MoneyCard({ request }: { request: RequestDetail }) {
  const local = (amountMinor: number | null) => <Minor amountMinor={amountMinor} currency={request.localCurrency} />;
  const own = (amountMinor: number | null) => <Minor amountMinor={amountMinor} currency={request.currency} />;
  return (
    <Card title={t('funds.money')} note={request.rate === null ? undefined : rateWords(request.rate)}>
      <Lines
        items={[
          [t('funds.cost'), local(request.totalCostMinor)],
          [t('funds.cost.partner'), local(request.partnerShareLocalMinor)],
          [t('funds.askedLocal'), local(request.requestedLocalMinor)],
          [t(request.state === 'draft' ? 'funds.asked.today' : 'funds.asked'), own(request.requestedMinor)],
          [t('funds.approved'), own(request.approvedMinor)],
          ...(request.approvedMinor === null
            ? []
            : ([
                [t('funds.part.committed'), own(request.committedMinor)],
                [t('funds.part.claimed'), own(request.claimedMinor)],
                [t('funds.owed'), own(request.owedMinor)],
                [t('funds.part.paid'), own(request.paidMinor)],
              ] as const)),
          ...(request.policyNumber === null ? [] : ([[t('funds.terms'), t('funds.terms.version', { n: request.policyNumber })]] as const)),
        ]}
      />
    </Card>
  );
}
