import type { Result } from '@entente/contracts';
import { encodeCursor } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { policyNow, policyNumbered } from './budget-store.ts';
import { linesOf, missingProof, proofsOf, selectClaims, type Claim, type Proof } from './claim-store.ts';
import { inFund, safe } from './domain/amounts.ts';
import { peopleFor, todayOf, type FundPolicy } from './domain/policy.ts';
import { EMPTY, type Balance } from './domain/moves.ts';
import { balancesOf } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { approvalsOf } from './requests.ts';
import { extensionsOf, historyOf, type FundRequest } from './request-store.ts';

export type BalanceView = Result<'funds.allocation'>['balance'];
export const balanceView = (of: Balance): BalanceView => ({
  allocatedMinor: safe(of.allocated),
  availableMinor: safe(of.available),
  committedMinor: safe(of.committed),
  claimedPendingMinor: safe(of.claimed + of.owed),
  owedMinor: safe(of.owed),
  paidMinor: safe(of.paid),
  expiredMinor: safe(of.expired),
});

export const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
export function pageOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
  sort: (row: Row) => string | number | null = () => null,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: sort(last), id: last.id }) : null };
}

/** The terms of each request: those it was submitted under, or those of today for a draft. */
export async function policiesOf(tx: Tx, tenantId: string, requests: readonly FundRequest[], now: Date): Promise<(request: FundRequest) => FundPolicy> {
  const known = new Map<string, FundPolicy>();
  const keyOf = (request: FundRequest): string => `${request.budgetId}:${request.policyNumber ?? 'now'}`;
  for (const request of requests)
    if (!known.has(keyOf(request)))
      known.set(
        keyOf(request),
        (
          await (request.policyNumber === null
            ? policyNow(tx, tenantId, request.budgetId, now)
            : policyNumbered(tx, tenantId, request.budgetId, request.policyNumber))
        ).policy,
      );
  return (request) => known.get(keyOf(request)) as FundPolicy;
}

/** A type that the terms do not name any more is told by its key. */
export const typeName = (policy: FundPolicy, key: string): string => policy.activityTypes.find((type) => type.key === key)?.name ?? key.replaceAll('_', ' ');

type RequestFields = Result<'portalFunds.requests'>['items'][number];
export type Shaped = { readonly request: FundRequest; readonly policy: FundPolicy; readonly balance: Balance; readonly fields: RequestFields };
/** Requests as both sides see them; what only one side sees is added by it. */
export async function shapeRequests(tx: Tx, ports: Pick<FundsPorts, 'rate'>, tenantId: string, requests: readonly FundRequest[], now: Date): Promise<Shaped[]> {
  const balances = await balancesOf(
    tx,
    tenantId,
    'request_id',
    requests.map(({ id }) => id),
  );
  const policy = await policiesOf(tx, tenantId, requests, now);
  const shaped: Shaped[] = [];
  for (const request of requests) {
    const balance = balances.get(request.id) ?? EMPTY;
    const terms = policy(request);
    // A draft is shown at today's rate, where there is one.
    const draftRate =
      request.state === 'draft' && request.localCurrency !== request.currency
        ? await ports.rate(tx, tenantId, request.localCurrency, request.currency, todayOf(terms, now))
        : null;
    const rate = request.state === 'draft' ? draftRate : request.rate;
    const convertible = rate !== null || request.localCurrency === request.currency;
    const { budgetId: _b, partnerId: _p, partnerName: _n, createdBy: _c, policyNumber: _v, round: _r, ...rest } = request;
    shaped.push({
      request,
      policy: terms,
      balance,
      fields: {
        ...rest,
        activityTypeName: typeName(terms, request.activityType),
        partnerShareLocalMinor: request.totalCostMinor - request.requestedLocalMinor,
        requestedMinor: request.state === 'draft' ? (convertible ? safe(inFund(BigInt(request.requestedLocalMinor), rate)) : null) : request.requestedMinor,
        rate,
        committedMinor: safe(balance.committed),
        claimedMinor: safe(balance.claimed),
        owedMinor: safe(balance.owed),
        paidMinor: safe(balance.paid),
        proof: terms.activityTypes.find(({ key }) => key === request.activityType)?.proof ?? [],
      },
    });
  }
  return shaped;
}

export type StaffRequest = Result<'fundRequests.list'>['items'][number];
export async function staffRequest(tx: Tx, tenantId: string, { request, policy, fields }: Shaped): Promise<StaffRequest> {
  const given = request.round === 0 ? [] : await approvalsOf(tx, tenantId, request.id, request.round);
  return {
    ...fields,
    budgetId: request.budgetId,
    partnerId: request.partnerId,
    partnerName: request.partnerName,
    createdBy: request.createdBy,
    policyNumber: request.policyNumber,
    approvalsNeeded: peopleFor(policy, BigInt(request.approvedMinor ?? given[0]?.amountMinor ?? request.requestedMinor ?? 0)),
    approvalsGiven: given.length,
  };
}

/** `which`: the workspace is not shown claims that a partner has not sent. */
export async function requestParts(tx: Tx, tenantId: string, id: string, which: RawBuilder<unknown> = sql``) {
  const claims = await selectClaims(tx, tenantId, sql`and c.request_id = ${id}::uuid ${which}`, sql`c.id`, 200);
  return {
    extensions: (await extensionsOf(tx, tenantId, sql`and e.request_id = ${id}::uuid`)).map(({ requestId: _of, ...rest }) => rest),
    claims: claims.map(({ id: claimId, number, title, state, claimedMinor, approvedMinor, reversedMinor }) => ({
      id: claimId,
      number,
      title,
      state,
      claimedMinor,
      approvedMinor,
      reversedMinor,
    })),
    history: await historyOf(tx, tenantId, id),
  };
}

type DetailClaim = Result<'fundClaims.get'>;
export type ClaimFields = Result<'portalFunds.claims'>['items'][number];
export function claimFields({ allocationId: _a, partnerId: _p, partnerName: _n, decidedBy: _d, explanation: _e, ...rest }: Claim): ClaimFields {
  return rest;
}
export async function claimParts(
  tx: Tx,
  tenantId: string,
  claim: Claim,
  wanted: readonly Proof[],
): Promise<Pick<DetailClaim, 'lines' | 'proofs' | 'missingProof' | 'explanation' | 'history'>> {
  const explanation = claim.explanation;
  return {
    lines: (await linesOf(tx, tenantId, claim.id)).map(({ fileName, fileSize, ...line }) => ({
      ...line,
      invoiceFile: { id: line.invoiceFileId, name: fileName, sizeBytes: fileSize },
    })),
    proofs: (await proofsOf(tx, tenantId, claim.id)).map(({ fileName, fileSize, ...proof }) => ({
      ...proof,
      file: { id: proof.fileId, name: fileName, sizeBytes: fileSize },
    })),
    missingProof: await missingProof(tx, tenantId, claim.requestId, claim.id, wanted),
    explanation:
      explanation === null ? null : { ...explanation, inputs: [...explanation.inputs], steps: [...explanation.steps], evidence: [...explanation.evidence] },
    history: await historyOf(tx, tenantId, claim.requestId, claim.id),
  };
}
