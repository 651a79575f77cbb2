import type { IncentiveCondition, Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { enrolmentOf, inForce, isKind, type Kinded, type RuleVersion } from './domain/facts.ts';
import { ruleVersions } from './rule-store.ts';
import { enrolmentsOn } from './store.ts';

type Told = Result<'portalIncentives.programmes'>['items'][number];

/** Programmes a partner is told of today: those it is enrolled in or need not be, and of those that name partners only its own. */
async function toldTo(tx: Tx, { tenantId, now }: Context, partnerId: string): Promise<RuleVersion[]> {
  const day = now.toISOString().slice(0, 10);
  const enrolments = await enrolmentsOn(tx, tenantId, [partnerId]);
  return inForce(await ruleVersions(tx, tenantId), day)
    .filter(({ document, ruleId }) => !document.enrolled || enrolmentOf(enrolments, ruleId, partnerId, day) !== null)
    .filter(({ document }) => document.when.every((condition) => condition.kind !== 'partner' || condition.partnerIds.includes(partnerId)));
}
export async function requireTold(tx: Tx, context: Context, partnerId: string, ruleId: string): Promise<void> {
  if (!(await toldTo(tx, context, partnerId)).some((rule) => rule.ruleId === ruleId)) throw notFound('programme');
}

/** What it pays and asks for. How much is in a pool, and above what somebody looks at it, is the workspace's own. */
export async function programmesFor(tx: Tx, context: Context, partnerId: string): Promise<Told[]> {
  const day = context.now.toISOString().slice(0, 10);
  const told = await toldTo(tx, context, partnerId);
  const spiffs = told.filter(isKind('spiff')).filter(({ document }) => document.from <= day && day < document.until);
  const influence = told.filter(isKind('influence'));
  const products = await productNames(tx, context.tenantId, [...spiffs, ...influence]);
  return [
    ...spiffs.map(({ ruleId, name, document }) => ({
      ruleId,
      name,
      kind: document.kind,
      from: document.from,
      until: document.until,
      sentence: 'Register a person for a deal before it is won.',
      terms: spiffTerms(document),
      rules: rulesOf(document.when, products),
    })),
    ...influence.map(({ ruleId, name, document }) => ({
      ruleId,
      name,
      kind: document.kind,
      from: null,
      until: null,
      sentence: `Claim influence on a deal you take part in; ${document.evidence.atLeast} logged ${document.evidence.atLeast === 1 ? 'touch shows' : 'touches show'} it.`,
      terms: influenceTerms(document),
      rules: rulesOf(document.when, products),
    })),
  ];
}

function spiffTerms({ to, amounts, per, everyNth, capPerPerson, basis, holdDays }: Kinded<'spiff'>): Told['terms'] {
  return { kind: 'spiff', roles: to.roles, amounts, per, everyNth, capPerPerson, basis, holdDays };
}
function influenceTerms({ pay, currency, period, evidence, approval, holdDays }: Kinded<'influence'>): Told['terms'] {
  return {
    kind: 'influence',
    pay: pay.kind === 'fixed' ? { kind: 'fixed', amountMinor: pay.amountMinor, currency } : pay,
    every: period.every,
    touches: evidence.touches,
    atLeast: evidence.atLeast,
    approval,
    holdDays,
  };
}

async function productNames(tx: Tx, tenantId: string, rules: readonly RuleVersion[]): Promise<ReadonlyMap<string, string>> {
  const ids = rules.flatMap(({ document }) => document.when.flatMap((one) => (one.kind === 'product' ? one.productIds : [])));
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from product where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** That everybody is meant needs no saying, and which other partners are is nobody's business. */
function rulesOf(when: readonly IncentiveCondition[], products: ReadonlyMap<string, string>): Told['rules'] {
  return when.flatMap((one): Told['rules'] => {
    switch (one.kind) {
      case 'everyone':
      case 'partner':
        return [];
      case 'tier':
        return [{ kind: one.kind, values: one.tiers }];
      case 'product':
        return [{ kind: one.kind, values: one.productIds.flatMap((id) => products.get(id) ?? []) }];
      case 'lines':
        return [{ kind: one.kind, values: [one.of] }];
      case 'route':
        return [{ kind: one.kind, values: one.routes }];
      case 'region':
        return [{ kind: one.kind, values: one.regions }];
      case 'source':
        return [{ kind: one.kind, values: [one.source] }];
      case 'currency':
        return [{ kind: one.kind, values: one.currencies }];
      case 'term':
        return [{ kind: one.kind, values: [one.term] }];
      case 'customer':
        return [{ kind: one.kind, values: [one.customer] }];
      case 'registered':
        return [{ kind: one.kind, values: [] }];
    }
  });
}
