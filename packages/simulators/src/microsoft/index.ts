import type { ActorAct, CreateSimulator, RecordList, SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { certificateRoutes } from './notifications.ts';
import { earningsActs, earningsRoutes } from './earnings.ts';
import { fulfilmentActs, fulfilmentTick } from './fulfilment-acts.ts';
import { fulfilmentRoutes } from './fulfilment.ts';
import { identityActs } from './identity-acts.ts';
import { identityRoutes } from './identity.ts';
import { ingestionRoutes, runJobs } from './ingestion.ts';
import { Quota } from './kit/quota.ts';
import { find } from './kit/routes.ts';
import { meteringRoutes } from './metering.ts';
import { emptyMicrosoft, seed, time } from './model.ts';
import { expireOffers, offerActs } from './offer-acts.ts';
import { recordsOf } from './records.ts';
import { expireReferrals, referralActs } from './referral-acts.ts';
import { referralRoutes } from './referrals.ts';
import { Refusal } from './refusals.ts';
import { loadState, resetState, saveState } from './saved.ts';

/** Calls a minute of one token: assumed, the services do not publish theirs. See the README. */
export const callsPerMinute = 600;

export const createMicrosoft: CreateSimulator = (world) => {
  const ms = emptyMicrosoft(world);
  seed(ms);
  const quota = new Quota(callsPerMinute);
  const routes = [
    ...identityRoutes(ms),
    ...certificateRoutes(ms),
    ...referralRoutes(ms),
    ...fulfilmentRoutes(ms),
    ...meteringRoutes(ms),
    ...ingestionRoutes(ms),
    ...earningsRoutes(ms),
  ];
  const acts: readonly ActorAct[] = [...referralActs(ms), ...offerActs(ms), ...fulfilmentActs(ms), ...earningsActs(ms), ...identityActs(ms)];

  const tick = (): void => {
    runJobs(ms);
    expireReferrals(ms);
    expireOffers(ms);
    fulfilmentTick(ms);
  };

  async function handle(request: SimulatedRequest): Promise<SimulatedResponse> {
    ms.base = request.base;
    const throttled = world.faults.of('microsoft').quotas ? quota.take(request.headers.authorization ?? '', time(ms)) : null;
    if (throttled !== null) {
      return {
        status: 429,
        headers: { 'retry-after': String(throttled) },
        body: { error: { code: 'TooManyRequests', message: 'Too many requests.' }, code: 'TooManyRequests', message: 'Too many requests.' },
      };
    }
    tick();
    const found = find(routes, request);
    if (found.kind === 'nothing') return { status: 404, body: { error: { code: 'itemNotFound', message: `Nothing is at ${request.path}.` } } };
    if (found.kind === 'method') return { status: 405, body: { error: { code: 'invalidRequest', message: `${request.method} is not supported here.` } } };
    try {
      return await found.run(request, found.parameters);
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      throw error;
    }
  }

  return {
    name: 'microsoft',
    title: 'Microsoft',
    handle,
    acts,
    records: (): readonly RecordList[] => recordsOf(ms),
    tick,
    save: () => saveState(ms),
    load: (state) => loadState(ms, state),
    reset: () => resetState(ms),
  };
};
