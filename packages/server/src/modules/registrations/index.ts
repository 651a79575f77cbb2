import type { Database, Tx } from '../../platform/db/database.ts';
import type { Context } from '../../platform/context.ts';
import { applyOutcome, caseSide } from './case-outcome.ts';
import { checkCustomer } from './check-customer.ts';
import { registrationClocks } from './clocks.ts';
import { followDeals } from './follow-deal.ts';
import { answer, askExtension, registerAsPartner, report } from './partner-acts.ts';
import { countPast, pastRegistration, pastRegistrations } from './past.ts';
import { figuresOf, needsOf, ownDetail, ownOfDeal, protectedUntilOf, registerForm, withVendor } from './portal-read.ts';
import type { RegistrationsPorts } from './ports.ts';
import { decisionHours } from './read.ts';
import { registrationsRoutes } from './routes.ts';
import { registerFor, type CameBy, type NewRegistration } from './submit.ts';

/** Registrations, for HTTP; for clocks and the outbox; and for other modules, functions inside the caller's transaction. */
export function createRegistrationsModule(deps: { database: Database; ports: RegistrationsPorts; now: () => Date }) {
  const { ports } = deps;
  return {
    routes: registrationsRoutes(deps),
    clocks: registrationClocks(ports),
    onEvents: followDeals(deps),
    /** A partner's registration by whoever may: leads that become deals, staff, the sample. The caller has checked the right. */
    submitFor: (tx: Tx, context: Context, partnerId: string, input: NewRegistration, cameBy: CameBy) =>
      registerFor(tx, ports, context, partnerId, input, { cameBy, actingPartnerId: null, draft: false }),
    /** The partner's own acts, for links and mail; each checks the scope of its context. */
    forPartner: {
      register: (tx: Tx, context: Context, input: NewRegistration, cameBy: CameBy) => registerAsPartner(tx, ports, context, { ...input, draft: false }, cameBy),
      answer: (tx: Tx, context: Context, id: string, text: string) => answer(tx, ports, context, { id, ifVersion: null }, text),
      report: (tx: Tx, context: Context, id: string, body: Parameters<typeof report>[4]) => report(tx, ports, context, id, body),
      askExtension: (tx: Tx, context: Context, id: string, body: { days: number; reason: string }) =>
        askExtension(tx, ports, context, { id, ifVersion: null }, body),
      check: async (tx: Tx, context: Context, customerDomain: string) =>
        checkCustomer(tx, ports, context, {
          customerDomain,
          partner: context.actor.partnerId === null ? null : await ports.partner(tx, context.tenantId, context.actor.partnerId),
        }),
      form: (tx: Tx, context: Context) => registerForm(tx, ports, context),
      detail: (tx: Tx, context: Context, id: string) => ownDetail(tx, ports, context, id),
      ofDeal: (tx: Tx, context: Context, dealId: string) => ownOfDeal(tx, ports, context, dealId),
      needs: (tx: Tx, context: Context) => needsOf(tx, ports, context),
      withVendor: (tx: Tx, context: Context) => withVendor(tx, ports, context),
      figures: figuresOf,
      protectedUntil: protectedUntilOf,
      usualDecisionHours: async (tx: Tx, context: Context) => (await decisionHours(tx, ports, context)).median,
    },
    forCases: {
      side: caseSide,
      applyOutcome: (tx: Tx, context: Context, ruled: Parameters<typeof applyOutcome>[3]) => applyOutcome(tx, ports, context, ruled),
    },
    forPrograms: { pastRegistrations, pastRegistration, countPast },
  };
}
export type RegistrationsModule = ReturnType<typeof createRegistrationsModule>;
export type { CameBy, NewRegistration } from './submit.ts';
export type { CaseSide } from './case-outcome.ts';
export type { RegistrationsPorts } from './ports.ts';
