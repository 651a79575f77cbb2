import { Link } from '@tanstack/react-router';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Money } from '../../../lib/i18n/values.tsx';
import { Card, type Fact } from '../../../ui/page.tsx';
import { kindWords, type Registration } from '../words.ts';

/** What the partner said, and what was found out from it. */
export function FactsCard({ registration: one }: { registration: Registration }) {
  const facts: Fact[] = [
    {
      label: t('work.partner'),
      value: (
        <Link to="/partners/$partnerId" params={{ partnerId: one.partnerId }} className="link">
          {one.partnerName}
        </Link>
      ),
    },
    ...(one.actingPartnerName === null ? [] : [{ label: t('registrations.actingFor'), value: one.actingPartnerName }]),
    { label: t('work.value'), value: <Money value={{ amountMinor: one.amountMinor, currency: one.currency }} /> },
    { label: t('registrations.closeOn'), value: <DateText date={one.closeOn} /> },
    { label: t('registrations.kindLabel'), value: kindWords(one.kind) },
    {
      label: t('registrations.customer'),
      value:
        one.accountId === null ? (
          one.companyName
        ) : (
          <Link to="/accounts/$accountId" params={{ accountId: one.accountId }} className="link">
            {one.accountName ?? one.companyName}
          </Link>
        ),
    },
    { label: t('registrations.domain'), value: <span dir="ltr">{one.customerDomain}</span> },
    {
      label: t('registrations.contact'),
      value: (
        <a href={`mailto:${one.contactEmail}`} className="link" dir="ltr">
          {one.contactName === null ? one.contactEmail : `${one.contactName} <${one.contactEmail}>`}
        </a>
      ),
    },
    ...(one.country === null ? [] : [{ label: t('registrations.country'), value: one.country }]),
    { label: t('registrations.region'), value: one.region ?? t('work.none') },
    ...(one.products.length === 0
      ? []
      : [
          {
            label: t('registrations.products'),
            value: new Intl.ListFormat(document.documentElement.lang, { style: 'narrow', type: 'unit' }).format(one.products.map((product) => product.name)),
          },
        ]),
    {
      label: t('registrations.cameBy'),
      value:
        one.submittedBy === null
          ? t(`registrations.cameBy.${one.cameBy}`)
          : t('registrations.cameBy.person', { way: t(`registrations.cameBy.${one.cameBy}`), name: one.submittedBy }),
    },
    ...(one.submittedAt === null ? [] : [{ label: t('registrations.submittedAt'), value: <InstantText at={one.submittedAt} /> }]),
    ...(one.resubmissions === 0 ? [] : [{ label: t('registrations.resubmissions'), value: t('registrations.times', { n: one.resubmissions }) }]),
    ...(one.partnerUpdatedAt === null ? [] : [{ label: t('registrations.partnerUpdated'), value: formatDate(one.partnerUpdatedAt) }]),
  ];
  return (
    <Card title={t('registrations.facts')}>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-6 gap-y-3">
        {facts.map((fact) => (
          <div key={fact.label} className="min-w-0">
            <dt className="text-12 text-muted">{fact.label}</dt>
            <dd className="num mt-0.5 font-medium break-words">
              <bdi>{fact.value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {one.story !== null && one.story !== '' && (
        <div className="mt-4 border-t border-line pt-3">
          <h3 className="text-12 text-muted">{t('registrations.story')}</h3>
          <p className="mt-1 max-w-160 whitespace-pre-wrap">
            <bdi>{one.story}</bdi>
          </p>
        </div>
      )}
    </Card>
  );
}
