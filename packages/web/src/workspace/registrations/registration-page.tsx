import { useEffect, useState } from 'react';
import { useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { rememberRecent } from '../../lib/search.ts';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { type Attach, attachBody, unattached } from './review/attach.ts';
import { Marks, Review } from './review/review.tsx';
import type { Ask } from './review/step-bar.tsx';
import { StepDialogs } from './review/step-dialogs.tsx';
import { useSteps } from './use-steps.ts';
import { type Registration, registrationNumber } from './words.ts';

/** One registration with an address of its own: below the width of two panes, from a link, from the inbox. */
export function RegistrationPage() {
  const { registrationId } = useParams({ from: '/workspace/registrations/$registrationId' });
  const query = useApi('registrations.get', { params: { id: registrationId } });
  return (
    <RecordPage query={query} what={t('registrations.title')}>
      {(registration) => <Page key={registration.id} registration={registration} />}
    </RecordPage>
  );
}

function Page({ registration }: { registration: Registration }) {
  const [asking, setAsking] = useState<Ask>();
  const [attach, setAttach] = useState<Attach>(unattached);
  const steps = useSteps();
  const number = registrationNumber(registration.number);
  useEffect(
    () => rememberRecent({ id: registration.id, label: registration.companyName, note: number, to: `/registrations/${registration.id}` }),
    [registration.id, registration.companyName, number],
  );
  const may = (key: string) => () => registration.steps.some((step) => step.key === key && step.allowed);
  const approve = () => steps.approve(registration, attachBody(attach), () => setAttach(unattached));
  useRegisterActions(() => {
    const decides = { scope: 'record' as const, permission: 'registrations:decide' };
    return [
      { ...decides, id: 'registration.approve', label: 'registrations.approve', shortcut: 'e', isEnabled: may('approve'), run: approve },
      { ...decides, id: 'registration.decline', label: 'registrations.decline', shortcut: 'd', isEnabled: may('decline'), run: () => setAsking('decline') },
      { ...decides, id: 'registration.ask', label: 'registrations.ask', shortcut: 'i', isEnabled: may('ask'), run: () => setAsking('ask') },
      {
        ...decides,
        id: 'registration.assign',
        label: 'registrations.assign',
        shortcut: 'a',
        isEnabled: () => registration.heldBy === 'vendor',
        run: () => setAsking('assign'),
      },
    ];
  }, [registration.version, attach]);
  return (
    <>
      <PageHeader
        title={registration.companyName}
        crumbs={[{ label: t('registrations.title'), to: '/registrations' }, { label: number }]}
        badges={<Marks registration={registration} />}
        facts={
          <p className="flex flex-wrap gap-x-3 text-muted">
            <bdi>{registration.partnerName}</bdi>
            <Money value={{ amountMinor: registration.amountMinor, currency: registration.currency }} />
          </p>
        }
      />
      <PageBody>
        <div className="mx-auto max-w-280">
          <Review registration={registration} attach={attach} onAttach={setAttach} steps={steps} onApprove={approve} onAsk={setAsking} heading={false} />
        </div>
      </PageBody>
      <StepDialogs registration={registration} asking={asking} steps={steps} onClose={() => setAsking(undefined)} onDecided={() => setAttach(unattached)} />
    </>
  );
}
