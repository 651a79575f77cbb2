import type { Result } from '@entente/contracts';
import { Problem, newId, notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import { approvalsFor } from './domain/approvals.ts';
import { moved } from './domain/quote-machine.ts';
import { openDeal, price, today, told } from './make-quote.ts';
import type { QuotesDeps } from './ports.ts';
import { shapeQuote } from './read.ts';
import type { ApprovalRules } from './rules.ts';
import { lockQuote, readApprovals, readQuote, readVersion, updateQuote, voidApprovals, writeVersion } from './store.ts';

type Quote = Result<'quotes.get'>;

/** Priced again by what holds today, so that what is approved is what will be sent. */
export function submitQuote(
  deps: QuotesDeps,
  rules: ApprovalRules,
  context: Context,
  id: string,
  note: string | undefined,
  ifVersion: number | null,
): Promise<Quote> {
  requireScope(context, 'quotes:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const quote = await lockQuote(tx, tenantId, id, ifVersion);
    const facts = { expiresOn: quote.expiresOn, today: today(context) };
    moved(quote.state, 'submit', facts);
    const version = await readVersion(tx, tenantId, id, quote.quoteVersion);
    const priced = await price(deps, tx, tenantId, await openDeal(tx, tenantId, quote.dealId), version.request, facts.today);
    const [refusal] = priced.check.refusals;
    if (refusal) throw new Problem('conflict', refusal.reason, { reason: 'incompatible' });
    const needed = approvalsFor(priced, await rules.holding(tx, tenantId, facts.today));
    const step = needed.length === 0 ? 'submit' : 'ask_approval';
    await voidApprovals(tx, tenantId, id);
    await writeVersion(tx, context, id, quote.quoteVersion, version.request, priced);
    for (const { ruleId, ruleName, ruleVersion, approverRole, reason } of needed)
      await tx
        .insertInto('quote_approval')
        .values({
          tenant_id: tenantId,
          id: newId(),
          quote_id: id,
          quote_version: quote.quoteVersion,
          rule_id: ruleId,
          rule_version: ruleVersion,
          rule_name: ruleName,
          approver_role: approverRole,
          reason,
          state: 'waiting',
          created_at: context.now.toISOString(),
        })
        .execute();
    await updateQuote(tx, context, id, {
      state: moved(quote.state, step, facts),
      list_minor: priced.listMinor,
      net_minor: priced.netMinor,
      ours_minor: priced.oursMinor,
    });
    const after = await readQuote(tx, tenantId, id);
    await told(
      tx,
      context,
      'quotes.submit',
      needed.length === 0 ? 'quote.approved' : 'quote.submitted',
      after,
      { approvals: needed.map(({ ruleName }) => ruleName) },
      note ?? null,
    );
    return shapeQuote(tx, context, id);
  });
}

export function decideApproval(
  deps: QuotesDeps,
  context: Context,
  ids: { readonly id: string; readonly approvalId: string },
  decision: { readonly approve: boolean; readonly note: string | undefined },
): Promise<Quote> {
  requireScope(context, 'quotes:approve');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const quote = await lockQuote(tx, tenantId, ids.id, null);
    const approvals = await readApprovals(tx, tenantId, ids.id);
    const approval = approvals.find((each) => each.id === ids.approvalId);
    if (!approval) throw notFound('approval');
    if (approval.state !== 'waiting')
      throw new Problem(
        'conflict',
        approval.decidedByName ? `${approval.decidedByName} has already decided this.` : 'The quote was changed: this approval is not asked for any more.',
        { reason: 'already_decided' },
      );
    const { madeById } = await readVersion(tx, tenantId, ids.id, quote.quoteVersion);
    if (madeById === context.actor.id)
      throw new Problem('not_allowed', 'Whoever made a version does not approve it. Ask somebody else.', { reason: 'four_eyes' });
    if (context.actor.role !== approval.approverRole && context.actor.role !== 'owner')
      throw new Problem('not_allowed', `This approval is for ${approval.approverRole.replaceAll('_', ' ')}.`, { reason: 'other_role' });
    const facts = { expiresOn: quote.expiresOn, today: today(context) };
    const left = approvals.filter(({ state, id }) => state === 'waiting' && id !== approval.id).length;
    const state = decision.approve ? (left === 0 ? moved(quote.state, 'approve', facts) : quote.state) : moved(quote.state, 'reject', facts);
    await tx
      .updateTable('quote_approval')
      .set({
        state: decision.approve ? 'approved' : 'rejected',
        decided_by_id: context.actor.id,
        decided_by_name: context.actor.name,
        decided_at: context.now.toISOString(),
        note: decision.note ?? null,
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', approval.id)
      .execute();
    if (!decision.approve) await voidApprovals(tx, tenantId, ids.id);
    await updateQuote(tx, context, ids.id, { state });
    const type = decision.approve ? (state === 'approved' ? 'quote.approved' : 'quote.approved_once') : 'quote.rejected';
    await told(
      tx,
      context,
      decision.approve ? 'quotes.approve' : 'quotes.reject',
      type,
      await readQuote(tx, tenantId, ids.id),
      { rule: approval.ruleName },
      decision.note ?? null,
    );
    return shapeQuote(tx, context, ids.id);
  });
}
