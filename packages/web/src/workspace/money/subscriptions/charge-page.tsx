import { useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { allows, useSession } from '../../../lib/session.ts';
import { Card, PageBody, PageHeader } from '../../../ui/page.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { NotOpen } from './bits.tsx';
import { ChargeBody } from './charge-sheet.tsx';

/** One amount that is owed, at an address of its own: explanations and outcomes lead here. */
export function ChargePage() {
  const { chargeId } = useParams({ from: '/workspace/money/subscriptions/charges/$chargeId' });
  const session = useSession();
  const query = useApi('charges.get', { params: { id: chargeId } }, { enabled: allows(session, 'subscriptions:read') });
  if (session !== undefined && !allows(session, 'subscriptions:read')) return <NotOpen />;
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('subs.charge')}>
        {(charge) => (
          <>
            <PageHeader title={charge.description} crumbs={[{ label: t('money.subscriptions'), to: '/money/subscriptions' }, { label: t('subs.charge') }]} />
            <PageBody>
              <Card className="max-w-220">
                <ChargeBody charge={charge} />
              </Card>
            </PageBody>
          </>
        )}
      </RecordPage>
    </>
  );
}
