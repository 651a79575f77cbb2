import { type FormEvent, useId, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';
import { ConnectPlace, ConnectSystem } from './connect-steps.tsx';
import { FormFields, missingOf, secretsOf, settingsOf } from './form-fields.tsx';
import { draftOf, type Draft, steps, withEnvironment, type Step } from './connect-draft.ts';
import { TestResult } from './test-result.tsx';
import type { Connection } from './words.ts';

/** Four steps, one question each: which system, where, as whom, and does it work. */
export function ConnectDialog({ prefersSimulator, onClose }: { prefersSimulator: boolean; onClose: () => void }) {
  const systems = useApi('connections.systems', undefined, { staleTime: 60_000 });
  const form = useId();
  const navigate = useNavigate();
  const [step, setStep] = useState<Step>('system');
  const [draft, setDraft] = useState<Draft>();
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<Connection>();
  const test = useApiMutation('connections.test');
  const create = useApiMutation('connections.create', { invalidates: ['connections.list'] });
  const items = systems.data?.items ?? [];
  const system = items.find((one) => one.system === draft?.system);
  const put = (changes: Partial<Draft>) => setDraft((before) => (before === undefined ? before : { ...before, ...changes }));
  const to = (next: Step) => {
    setTried(false);
    create.reset();
    setStep(next);
  };
  const missing =
    tried && system && draft ? (step === 'place' ? missingOf(system.settings, draft.settings) : missingOf(system.credentials, draft.credentials)) : [];

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (draft === undefined || system === undefined) return;
    if (step === 'system') return to('place');
    if (step === 'place') {
      const complete = draft.name.trim() !== '' && draft.account.trim() !== '' && (draft.environment !== 'simulator' || draft.baseUrl.trim() !== '');
      if (complete && missingOf(system.settings, draft.settings).length === 0) to('credentials');
      return;
    }
    if (step !== 'credentials' || missingOf(system.credentials, draft.credentials).length > 0) return;
    create.mutate(
      {
        body: {
          system: draft.system,
          name: draft.name.trim(),
          environment: draft.environment,
          baseUrl: draft.baseUrl.trim() === '' ? null : draft.baseUrl.trim(),
          account: draft.account.trim(),
          settings: settingsOf(system.settings, draft.settings),
          credentials: secretsOf(system.credentials, draft.credentials),
        },
      },
      {
        onSuccess: (connection) => {
          setMade(connection);
          to('test');
          test.mutate({ params: { id: connection.id } });
        },
      },
    );
  }

  const place = steps.indexOf(step);
  const footer =
    made !== undefined ? (
      <>
        <Button isPending={test.isPending} onPress={() => test.mutate({ params: { id: made.id } })}>
          {t('connections.test.again')}
        </Button>
        <Button
          kind="primary"
          onPress={() => void navigate({ to: '/connections/$connectionId', params: { connectionId: made.id }, search: { tab: 'mapping' } })}
        >
          {t('connections.connect.toMapping')}
        </Button>
      </>
    ) : (
      <>
        {place > 0 && <Button onPress={() => to(steps[place - 1] ?? 'system')}>{t('connections.connect.back')}</Button>}
        <Button kind="primary" type="submit" form={form} isDisabled={draft === undefined} isPending={create.isPending}>
          {t(step === 'credentials' ? 'connections.connect.verb' : 'connections.connect.next')}
        </Button>
      </>
    );
  return (
    <Dialog
      title={t('connections.connect')}
      note={t('connections.connect.step', { n: place + 1, total: steps.length, name: t(`connections.step.${step}`) })}
      look="side"
      isOpen
      onClose={onClose}
      isDismissable={draft === undefined || made !== undefined}
      footer={footer}
    >
      {systems.error !== null && systems.data === undefined ? (
        <ErrorState error={systems.error} onRetry={() => void systems.refetch()} />
      ) : systems.data === undefined ? (
        <SkeletonRows rows={5} height={64} what={t('connections.step.system')} />
      ) : (
        <form key={step} id={form} onSubmit={submit} className="flex flex-col gap-4">
          <RefusalNote error={create.error} />
          {step === 'system' && (
            <ConnectSystem items={items} value={draft?.system ?? null} onChange={(chosen) => setDraft(draftOf(chosen, prefersSimulator))} />
          )}
          {step === 'place' && draft && system && (
            <ConnectPlace
              system={system}
              draft={draft}
              tried={tried}
              missing={missing}
              onChange={put}
              onEnvironment={(environment) => setDraft(withEnvironment(draft, system, environment))}
            />
          )}
          {step === 'credentials' && draft && system && (
            <>
              <p className="text-muted">{t('connections.credentials.note')}</p>
              <FormFields
                fields={system.credentials}
                values={draft.credentials}
                missing={missing}
                onChange={(key, value) => put({ credentials: { ...draft.credentials, [key]: value } })}
              />
              {system.credentials.length === 0 && <p>{t('connections.credentials.none')}</p>}
            </>
          )}
          {step === 'test' && <TestResult test={test} />}
        </form>
      )}
    </Dialog>
  );
}
