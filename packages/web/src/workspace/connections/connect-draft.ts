import { t } from '../../lib/i18n/i18n.ts';
import type { FormValues } from './form-fields.tsx';
import { type NewConnection, type OutsideSystem, systemLabel } from './words.ts';

export const steps = ['system', 'place', 'credentials', 'test'] as const;
export type Step = (typeof steps)[number];
export const environments = ['simulator', 'sandbox', 'live'] as const;
export type Environment = NewConnection['environment'];
export type Draft = {
  system: NewConnection['system'];
  name: string;
  environment: Environment;
  baseUrl: string;
  account: string;
  settings: FormValues;
  credentials: FormValues;
};

/** What the simulators take in their sample world, as their README says; a stranger has nothing else to type. */
const simulated: Readonly<Partial<Record<NewConnection['system'], Pick<Draft, 'account' | 'credentials'>>>> = {
  salesforce: { account: 'Sample org', credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' } },
  hubspot: { account: 'Sample portal', credentials: { clientId: 'entente-sample', clientSecret: 'entente-sample-secret' } },
  aws: { account: '111122223333', credentials: { accessKeyId: 'AKIA111122223333', secretAccessKey: 'simulated' } },
};

/** Begins where a stranger can begin: at the simulator, when one answers. */
export function draftOf(system: OutsideSystem, prefersSimulator: boolean): Draft {
  const environment = system.simulatorUrl !== null ? 'simulator' : prefersSimulator ? 'sandbox' : 'live';
  return withEnvironment({ system: system.system, name: '', environment, baseUrl: '', account: '', settings: {}, credentials: {} }, system, environment);
}

/** The address and the name follow the environment until somebody has typed their own. */
export function withEnvironment(draft: Draft, system: OutsideSystem, environment: Environment): Draft {
  const proposed = (one: Environment): string =>
    one === 'simulator' ? t('connections.name.simulator', { system: systemLabel(system.system) }) : systemLabel(system.system);
  const own = draft.name !== '' && draft.name !== proposed(draft.environment);
  const simulator = system.simulatorUrl ?? '';
  const given = simulated[system.system];
  const isSample = draft.account === (given?.account ?? '');
  return {
    ...draft,
    environment,
    // What belongs to the sample leaves with it.
    ...(environment === 'simulator' && draft.account === '' ? given : environment !== 'simulator' && isSample ? { account: '', credentials: {} } : {}),
    name: own ? draft.name : proposed(environment),
    baseUrl: environment === 'simulator' ? (draft.baseUrl === '' ? simulator : draft.baseUrl) : draft.baseUrl === simulator ? '' : draft.baseUrl,
  };
}
