import type { ReactNode } from 'react';
import { Download } from 'lucide-react';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useSaving } from '../kit/save-file.ts';
import { none } from './badges.tsx';
import type { PayeeDetail } from './words.ts';

/** How the partner is paid, as approved. Of a bank account only a mask is ever shown. */
export function PayeeFacts({ payee }: { payee: PayeeDetail }) {
  const { address, taxForm } = payee;
  const rows: readonly (readonly [label: string, value: ReactNode])[] = [
    [t('payouts.legalName'), payee.legalName === null ? none : <bdi>{payee.legalName}</bdi>],
    [
      t('payouts.address'),
      address === null ? (
        none
      ) : (
        <bdi>{[address.street, [address.postalCode, address.city].filter(Boolean).join(' '), address.region, address.country].filter(Boolean).join(', ')}</bdi>
      ),
    ],
    [t('payouts.taxId'), payee.taxId === null ? none : <bdi dir="ltr">{payee.taxId}</bdi>],
    [
      t('payouts.taxForm'),
      taxForm === null ? (
        none
      ) : (
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>
            {t(`payouts.taxForm.${taxForm.kind}`)} · {t('payouts.validUntil')} <DateText date={taxForm.validUntil} />
          </span>
          {taxForm.fileId !== null && <TaxFormFile partnerId={payee.partnerId} fileId={taxForm.fileId} />}
        </span>
      ),
    ],
    [
      t('payouts.bank'),
      payee.bank === null ? (
        none
      ) : (
        <span className="inline-flex flex-wrap items-center gap-2">
          <bdi dir="ltr" className="num">
            {payee.bank}
          </bdi>
          {!payee.bankApproved && <Badge tone="bad">{t('payouts.bank.unconfirmed')}</Badge>}
        </span>
      ),
    ],
    [t('payouts.currency'), payee.currency ?? none],
    [
      t('payouts.minimums'),
      payee.minimums.length === 0 ? (
        none
      ) : (
        <span className="inline-flex flex-wrap gap-x-4">
          {payee.minimums.map((minimum) => (
            <ExactMoney key={minimum.currency} value={minimum} />
          ))}
        </span>
      ),
    ],
    [t('payouts.language'), t(`payouts.language.${payee.language}`)],
  ];
  return (
    <Card title={t('payouts.payee.facts')}>
      <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-2">
        {rows.map(([label, value]) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function TaxFormFile({ partnerId, fileId }: { partnerId: string; fileId: string }) {
  const { saving, save } = useSaving();
  return (
    <Button
      size="compact"
      icon={<Download size={14} aria-hidden />}
      isPending={saving}
      onPress={() => void save(() => callApi('payees.taxForm', { params: { id: partnerId, childId: fileId } }))}
    >
      {t('payouts.taxForm.look')}
    </Button>
  );
}
