import type { Scope } from '@entente/contracts/permissions';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { addByStaff } from './add-entry.ts';
import { assignMediator } from './assign-mediator.ts';
import { closeCase } from './close-case.ts';
import { openByStaff } from './open-case.ts';
import { addEvidence, appealCase } from './portal-acts.ts';
import { listOwnCases, ownCase, type PortalCase } from './portal-views.ts';
import type { CasesPorts } from './ports.ts';
import { ruleCase } from './rule-case.ts';
import { caseDetail, listCases, type CaseDetail } from './staff-views.ts';
import type { Case } from './store.ts';

type CaseOperation = Extract<keyof Handlers, `cases.${string}` | `portalCases.${string}`>;

export function casesRoutes({ database, ports }: { readonly database: Database; readonly ports: CasesPorts }): Pick<Handlers, CaseOperation> {
  const within = <Value>(context: Context, scope: Scope, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, scope);
    return database.inTenant(context.tenantId, work);
  };
  const staff = (context: Context, scope: Scope, work: (tx: Tx) => Promise<Case>): Promise<CaseDetail> =>
    within(context, scope, async (tx) => caseDetail(tx, ports, context, (await work(tx)).id));
  const partner = (context: Context, work: (tx: Tx) => Promise<Case>): Promise<PortalCase> =>
    within(context, 'portal:register', async (tx) => ownCase(tx, ports, context, (await work(tx)).id));
  return {
    'cases.list': (context, { query }) => within(context, 'cases:read', (tx) => listCases(tx, context, query)),
    'cases.get': (context, { params }) => within(context, 'cases:read', (tx) => caseDetail(tx, ports, context, params.id)),
    'cases.open': (context, { body }) => staff(context, 'cases:write', (tx) => openByStaff(tx, ports, context, body)),
    'cases.addEntry': (context, { params, body }) => staff(context, 'cases:write', (tx) => addByStaff(tx, ports, context, params.id, body)),
    'cases.assign': (context, { params, body }, { ifVersion }) =>
      staff(context, 'cases:mediate', (tx) => assignMediator(tx, ports, context, { id: params.id, ifVersion }, body.mediatorId)),
    'cases.rule': (context, { params, body }, { ifVersion }) =>
      staff(context, 'cases:mediate', (tx) => ruleCase(tx, ports, context, { id: params.id, ifVersion }, body)),
    'cases.close': (context, { params, body }, { ifVersion }) =>
      staff(context, 'cases:mediate', (tx) => closeCase(tx, ports, context, { id: params.id, ifVersion }, body.reason)),
    'portalCases.list': (context, { query }) => within(context, 'portal:read', (tx) => listOwnCases(tx, ports, context, query)),
    'portalCases.get': (context, { params }) => within(context, 'portal:read', (tx) => ownCase(tx, ports, context, params.id)),
    'portalCases.addEvidence': (context, { params, body }) => partner(context, (tx) => addEvidence(tx, ports, context, params.id, body)),
    'portalCases.appeal': (context, { params, body }, { ifVersion }) =>
      partner(context, (tx) => appealCase(tx, ports, context, { id: params.id, ifVersion }, body.reason)),
  };
}
