import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Money } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import type { Lead } from './words.ts';

export function ContactLines({ lead }: { lead: Lead }) {
  const none = lead.contactName === null && lead.contactEmail === null && lead.contactPhone === null && lead.customerDomain === null;
  if (none) return <p className="text-muted">{t('leads.noContact')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {lead.contactName !== null && (
        <li className="font-medium">
          <bdi>{lead.contactName}</bdi>
        </li>
      )}
      {lead.contactEmail !== null && (
        <li>
          <a href={`mailto:${lead.contactEmail}`} className="link" dir="ltr">
            {lead.contactEmail}
          </a>
        </li>
      )}
      {lead.contactPhone !== null && (
        <li>
          <bdi dir="ltr">{lead.contactPhone}</bdi>
        </li>
      )}
      {lead.customerDomain !== null && (
        <li className="text-muted">
          <bdi dir="ltr">{lead.customerDomain}</bdi>
        </li>
      )}
    </ul>
  );
}

/** The source stays with the lead to the revenue that is won. */
export function SourceCard({ lead }: { lead: Lead }) {
  return (
    <Card title={t('leads.source')}>
      <dl className="flex flex-col gap-3">
        <div>
          <dt className="text-12 text-muted">{t('leads.source')}</dt>
          <dd>
            <bdi className="font-medium">{lead.source}</bdi>
            {lead.sourceDetail !== null && <bdi className="block text-muted">{lead.sourceDetail}</bdi>}
          </dd>
        </div>
        <div>
          <dt className="text-12 text-muted">{t('leads.createdAt')}</dt>
          <dd>
            <InstantText at={lead.createdAt} />
          </dd>
        </div>
        {lead.accountId !== null && (
          <div>
            <dt className="text-12 text-muted">{t('work.account')}</dt>
            <dd>
              <Link to="/accounts/$accountId" params={{ accountId: lead.accountId }} className="link">
                <bdi>{lead.companyName}</bdi>
              </Link>
            </dd>
          </div>
        )}
        {lead.dealId !== null && (
          <div>
            <dt className="text-12 text-muted">{t('work.deal')}</dt>
            <dd>
              <Link to="/deals/$dealId" params={{ dealId: lead.dealId }} className="link">
                <bdi>{`D-${lead.dealNumber ?? ''}`}</bdi>
              </Link>
            </dd>
          </div>
        )}
        {lead.wonAmountMinor !== null && lead.currency !== null && (
          <div>
            <dt className="text-12 text-muted">{t('leads.won')}</dt>
            <dd className="font-medium">
              <Money value={{ amountMinor: lead.wonAmountMinor, currency: lead.currency }} />
            </dd>
          </div>
        )}
        {lead.closedReason !== null && (
          <div>
            <dt className="text-12 text-muted">{t('leads.closedReason')}</dt>
            <dd>
              <bdi>{lead.closedReason}</bdi>
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
