import type { Parsed } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { checkCustomer } from './check-customer.ts';
import { approve, askInfo, assign, decline, extend, refuseExtension, revoke, undo } from './decide.ts';
import { addDelegation, endDelegation, listDelegations } from './delegations.ts';
import { actingFor, answer, askExtension, editOwn, registerAsPartner, report, submitOwn, withdraw } from './partner-acts.ts';
import type { RegistrationsPorts } from './ports.ts';
import { listOwn, ownDetail, registerForm } from './portal-read.ts';
import { detail, listRegistrations, ofDeal, summary } from './read.ts';
import { lockRegistration, tell } from './store.ts';
import { registerFor } from './submit.ts';

export type RegistrationsDeps = { readonly database: Database; readonly ports: RegistrationsPorts };
type Operation = Extract<
  keyof Handlers,
  `registrations.${string}` | `delegations.${string}` | `portalRegistrations.${string}` | 'portal.check' | 'portal.registerForm'
>;

export function registrationsRoutes({ database, ports }: RegistrationsDeps): Pick<Handlers, Operation> {
  const within = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => inTenant(database, context, work);
  /** A step of the vendor's, answered with the registration as it is afterwards. */
  const staff = (context: Context, id: string, work: (tx: Tx) => Promise<unknown>) =>
    within(context, async (tx) => {
      await work(tx);
      return detail(tx, ports, context, id);
    });
  const partner = (context: Context, id: string, work: (tx: Tx) => Promise<unknown>) =>
    within(context, async (tx) => {
      await work(tx);
      return ownDetail(tx, ports, context, id);
    });
  return {
    'registrations.list': (context, { query }) => within(context, (tx) => listRegistrations(tx, ports, context, query)),
    'registrations.summary': (context) => within(context, (tx) => summary(tx, ports, context)),
    'registrations.get': (context, { params }) => {
      requireScope(context, 'registrations:read');
      return within(context, (tx) => detail(tx, ports, context, params.id));
    },
    'registrations.check': (context, { body }) => {
      requireScope(context, 'registrations:read');
      return within(context, async (tx) => {
        const asked = body.partnerId ? await ports.partner(tx, context.tenantId, body.partnerId) : null;
        if (body.partnerId && !asked) throw notFound('partner');
        const {
          answer: word,
          candidates,
          tookMs,
        } = await checkCustomer(tx, ports, context, { customerDomain: body.customerDomain, companyName: body.companyName, partner: asked });
        return { answer: word, candidates, tookMs };
      });
    },
    'registrations.create': (context, { body }) => {
      requireScope(context, 'registrations:write');
      return within(context, async (tx) => {
        if (body.dealId && !(await ports.deal(tx, context.tenantId, body.dealId))) throw notFound('deal');
        const row = await registerFor(tx, ports, context, body.partnerId, body, {
          cameBy: context.actor.kind === 'api_key' ? 'api' : 'staff',
          actingPartnerId: null,
          draft: false,
        });
        return detail(tx, ports, context, row.id);
      });
    },
    'registrations.approve': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => approve(tx, ports, context, { id: params.id, ifVersion }, body)),
    'registrations.decline': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => decline(tx, ports, context, { id: params.id, ifVersion }, body)),
    'registrations.askInfo': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => askInfo(tx, ports, context, { id: params.id, ifVersion }, body.question)),
    'registrations.undo': (context, { params }, { ifVersion }) => staff(context, params.id, (tx) => undo(tx, ports, context, { id: params.id, ifVersion })),
    'registrations.extend': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => extend(tx, ports, context, { id: params.id, ifVersion }, body)),
    'registrations.refuseExtension': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => refuseExtension(tx, ports, context, { id: params.id, ifVersion }, body.partnerText)),
    'registrations.revoke': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => revoke(tx, ports, context, { id: params.id, ifVersion }, body)),
    'registrations.assign': (context, { params, body }, { ifVersion }) =>
      staff(context, params.id, (tx) => assign(tx, ports, context, { id: params.id, ifVersion }, body.memberId)),
    'registrations.note': (context, { params, body }) => {
      requireScope(context, 'registrations:write');
      return staff(context, params.id, async (tx) => {
        const row = await lockRegistration(tx, context.tenantId, params.id);
        await tell(tx, context, row, { operation: 'registrations.note', kind: 'note', partnerSentence: null, privateNote: body.note }, null, null);
      });
    },
    'registrations.bulkDecide': (context, { body }) => bulkDecide(database, ports, context, body),
    'registrations.ofDeal': (context, { params }) => within(context, (tx) => ofDeal(tx, ports, context, params.id)),
    'delegations.list': (context) => {
      requireScope(context, 'registrations:read');
      return within(context, (tx) => listDelegations(tx, context));
    },
    'delegations.create': (context, { body }) => {
      requireScope(context, 'registrations:decide');
      return within(context, (tx) => addDelegation(tx, context, body));
    },
    'delegations.end': (context, { params }) => {
      requireScope(context, 'registrations:decide');
      return within(context, (tx) => endDelegation(tx, context, params.id));
    },
    'portal.check': (context, { body }) => {
      requireScope(context, 'portal:register');
      return within(context, async (tx) => {
        const { partnerId } = await actingFor(tx, ports, context, body.forPartnerId);
        const found = await checkCustomer(tx, ports, context, {
          customerDomain: body.customerDomain,
          partner: await ports.partner(tx, context.tenantId, partnerId),
        });
        // The name of the company is given back only where it says nothing new: the domain spells it.
        return { answer: found.answer, sentence: found.sentence, company: null };
      });
    },
    'portal.registerForm': (context) => within(context, (tx) => registerForm(tx, ports, context)),
    'portalRegistrations.list': (context, { query }) => within(context, (tx) => listOwn(tx, ports, context, query)),
    'portalRegistrations.get': (context, { params }) => within(context, (tx) => ownDetail(tx, ports, context, params.id)),
    'portalRegistrations.create': (context, { body }) =>
      within(context, async (tx) => {
        const row = await registerAsPartner(tx, ports, context, body, 'portal');
        return ownDetail(tx, ports, context, row.id);
      }),
    'portalRegistrations.edit': (context, { params, body }, { ifVersion }) =>
      partner(context, params.id, (tx) => editOwn(tx, ports, context, { id: params.id, ifVersion }, given(body))),
    'portalRegistrations.submit': (context, { params }, { ifVersion }) =>
      partner(context, params.id, (tx) => submitOwn(tx, ports, context, { id: params.id, ifVersion })),
    'portalRegistrations.withdraw': (context, { params, body }, { ifVersion }) =>
      partner(context, params.id, (tx) => withdraw(tx, ports, context, { id: params.id, ifVersion }, body.reason ?? null)),
    'portalRegistrations.answer': (context, { params, body }, { ifVersion }) =>
      partner(context, params.id, (tx) => answer(tx, ports, context, { id: params.id, ifVersion }, body.answer)),
    'portalRegistrations.report': (context, { params, body }) => partner(context, params.id, (tx) => report(tx, ports, context, params.id, body)),
    'portalRegistrations.askExtension': (context, { params, body }, { ifVersion }) =>
      partner(context, params.id, (tx) => askExtension(tx, ports, context, { id: params.id, ifVersion }, body)),
  };
}

/** What an edit left out stays; the contract's default for products would take them all away. */
const given = <Body extends object>(body: Body): Partial<Body> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<Body>;

const SOURCED_TWICE = 'registration_sourcing_once';

/** The last guard against two approvals in one instant is an index; what it refuses is told like any other conflict. */
async function inTenant<Value>(database: Database, context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  try {
    return await database.inTenant(context.tenantId, work);
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === SOURCED_TWICE)
      throw new Problem('conflict', 'Another registration was approved as the source of this deal in the same moment.', { reason: 'sourced_already' });
    throw error;
  }
}

/** One after another, each in a transaction of its own: what can be decided is, what cannot says why. */
async function bulkDecide(database: Database, ports: RegistrationsPorts, context: Context, body: Parsed<'registrations.bulkDecide'>['body']) {
  requireScope(context, 'registrations:decide');
  if (body.decision === 'decline' && (!body.reason || !body.partnerText))
    throw new Problem('invalid_input', 'To decline, give the reason and the text the partners read.');
  const decided: string[] = [];
  const refused: { id: string; sentence: string }[] = [];
  for (const id of new Set(body.ids)) {
    try {
      await inTenant(database, context, async (tx) => {
        if (body.decision === 'approve') await approve(tx, ports, context, { id, ifVersion: null }, {});
        else await decline(tx, ports, context, { id, ifVersion: null }, { reason: body.reason ?? 'other', partnerText: body.partnerText ?? '' });
      });
      decided.push(id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ id, sentence: error.message });
    }
  }
  return { decided, refused };
}
