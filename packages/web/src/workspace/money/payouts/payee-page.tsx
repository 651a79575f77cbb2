import { useEffect, useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { rememberRecent } from '../../../lib/search.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../../ui/page.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { GatesList } from './gates-list.tsx';
import { Payable } from './payees-tab.tsx';
import { History, WaitingChanges } from './payee-changes.tsx';
import { PayeeFacts } from './payee-facts.tsx';
import { PayeeForm } from './payee-form.tsx';
import { PayeeHolds } from './payee-holds.tsx';
import { PayeeMoney } from './payee-money.tsx';
import type { PayeeDetail } from './words.ts';

export function PayeePage() {
  const { partnerId } = useParams({ from: '/workspace/money/payouts/payees/$partnerId' });
  const query = useApi('payees.get', { params: { id: partnerId } });
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('payouts.payee')}>
        {(payee) => <PayeeRecord key={payee.partnerId} payee={payee} />}
      </RecordPage>
    </>
  );
}

function PayeeRecord({ payee }: { payee: PayeeDetail }) {
  const mayWrite = useCan('payouts:write');
  const [changing, setChanging] = useState(false);
  useEffect(
    () =>
      rememberRecent({ id: `payee-${payee.partnerId}`, label: payee.partnerName, note: t('payouts.payee'), to: `/money/payouts/payees/${payee.partnerId}` }),
    [payee.partnerId, payee.partnerName],
  );
  useRegisterActions(
    () => [
      { id: 'payouts.payee.change', label: 'payouts.payee.change', scope: 'record', shortcut: 'e', permission: 'payouts:write', run: () => setChanging(true) },
    ],
    [],
  );
  return (
    <>
      <PageHeader
        title={payee.partnerName}
        crumbs={[{ label: t('money.payouts'), to: '/money/payouts' }, { label: t('payouts.payee') }]}
        badges={<Payable payee={payee} />}
        actions={
          <>
            <Link to="/partners/$partnerId" params={{ partnerId: payee.partnerId }} className="link">
              {t('payouts.toPartner')}
            </Link>
            <Button isDisabled={!mayWrite} onPress={() => setChanging(true)}>
              {t('payouts.payee.change')}
            </Button>
          </>
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <div className="flex flex-col gap-4">
            <Card title={t('payouts.gates')}>
              <GatesList gates={payee.gates} />
            </Card>
            <PayeeHolds payee={payee} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <WaitingChanges payee={payee} />
            <PayeeFacts payee={payee} />
            <PayeeMoney partnerId={payee.partnerId} />
            <History payee={payee} />
          </div>
        </div>
      </PageBody>
      {changing && <PayeeForm payee={payee} onClose={() => setChanging(false)} />}
    </>
  );
}
