import { setClocks, type ClockHandlers } from '../../platform/clocks.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askApprovers } from './acts.ts';
import { endAllocation } from './allocations.ts';
import { lockClaim } from './claims.ts';
import { stepRequest } from './domain/machine.ts';
import { beginOf, todayOf } from './domain/policy.ts';
import { lockAllocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { changeRequest, lockRequest, tellRequest, type FundRequest } from './request-store.ts';
import { endClaimWindow, factsOf, termsOf } from './settle.ts';
import { sql } from 'kysely';

type Fired = { readonly tenantId: string; readonly recordId: string; readonly now: Date };

export function fundClocks(ports: FundsPorts): ClockHandlers {
  const contextOf = ({ tenantId, now }: Fired) => systemContext(tenantId, 'Funds', now);
  const requestOf = async (tx: Tx, { tenantId, recordId }: Fired): Promise<FundRequest | null> => {
    const { rows } = await sql`select 1 from fund_request where tenant_id = ${tenantId}::uuid and id = ${recordId}::uuid`.execute(tx);
    return rows.length === 0 ? null : lockRequest(tx, tenantId, recordId);
  };
  return {
    'fund.decision': async (tx, fired) => {
      const request = await requestOf(tx, fired);
      if (request?.state !== 'submitted') return;
      await askApprovers(tx, ports, contextOf(fired), request, {
        kind: 'fund_request_late',
        recordId: request.id,
        title: `Fund request ${request.number} is not decided`,
        detail: `${request.partnerName} was told it would be by now.`,
        dueAt: null,
      });
    },
    'fund.claim_decision': async (tx, fired) => {
      const { rows } = await sql`select 1 from fund_claim where tenant_id = ${fired.tenantId}::uuid and id = ${fired.recordId}::uuid`.execute(tx);
      if (rows.length === 0) return;
      const context = contextOf(fired);
      const { request, claim } = await lockClaim(tx, context, fired.recordId, null);
      if (claim.state !== 'submitted') return;
      await askApprovers(tx, ports, context, request, {
        kind: 'fund_claim_late',
        recordId: claim.id,
        title: `Fund claim ${claim.number} is not decided`,
        detail: `${claim.partnerName} was told it would be by now.`,
        dueAt: null,
      });
    },
    'fund.start': async (tx, fired) => {
      const request = await requestOf(tx, fired);
      if (!request || request.policyNumber === null) return;
      const policy = await termsOf(tx, fired.tenantId, request);
      const facts = await factsOf(tx, fired.tenantId, request, policy, fired.now);
      const context = contextOf(fired);
      if (facts.today < request.startsOn)
        return setClocks(tx, fired.tenantId, [{ kind: 'fund.start', recordId: request.id, dueAt: beginOf(policy, request.startsOn) }]);
      if (request.state === 'approved') {
        await changeRequest(
          tx,
          context,
          request,
          { state: stepRequest(request.state, 'begin', facts) },
          { operation: 'fundRequests.begin', event: 'begun', sentence: 'The activity has begun.' },
        );
      } else if (request.state === 'submitted' || request.state === 'info_requested') {
        await changeRequest(
          tx,
          context,
          request,
          { state: stepRequest(request.state, 'lapse', facts), decide_by: null },
          {
            operation: 'fundRequests.lapse',
            event: 'expired',
            sentence: 'The activity began and was not approved; nothing is approved after the fact.',
            partnerSentence: 'Your activity began before it was approved. It cannot be approved any more.',
          },
        );
        await ports.closeActs(tx, context, request.id, 'The activity began');
      }
    },
    'fund.end': async (tx, fired) => {
      const request = await requestOf(tx, fired);
      if (!request || request.policyNumber === null) return;
      const policy = await termsOf(tx, fired.tenantId, request);
      const facts = await factsOf(tx, fired.tenantId, request, policy, fired.now);
      // The start may not have been told yet, where the worker slept over both.
      const begun = request.state === 'approved' ? stepRequest(request.state, 'begin', facts) : request.state;
      if (begun !== 'in_execution' || facts.today <= request.endsOn) return;
      await changeRequest(
        tx,
        contextOf(fired),
        request,
        { state: stepRequest(begun, 'finish', facts) },
        {
          operation: 'fundRequests.finish',
          event: 'executed',
          sentence: 'The activity is over.',
          partnerSentence: `Claim what it cost by ${request.claimUntil ?? ''}.`,
          dueAt: request.claimUntil === null ? null : `${request.claimUntil}T00:00:00.000Z`,
        },
      );
    },
    'fund.claim_reminder': async (tx, fired) => {
      const request = await requestOf(tx, fired);
      if (!request || (request.state !== 'executed' && request.state !== 'in_execution')) return;
      await tellRequest(tx, contextOf(fired), request, {
        operation: 'fundRequests.remind',
        event: 'claim_due',
        sentence: `Reminded to claim by ${request.claimUntil ?? ''}.`,
        partnerSentence: `Claim your activity by ${request.claimUntil ?? ''}; what is not claimed is lost.`,
      });
    },
    'fund.claim_end': async (tx, fired) => {
      const request = await requestOf(tx, fired);
      if (!request || request.policyNumber === null) return;
      const policy = await termsOf(tx, fired.tenantId, request);
      await endClaimWindow(tx, ports, contextOf(fired), request, await lockAllocation(tx, fired.tenantId, request.allocationId), policy);
    },
    'fund.allocation_end': (tx, fired) => endAllocation(tx, ports, contextOf(fired), fired.recordId, todayOf),
  };
}
