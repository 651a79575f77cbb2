import { notFound, Problem, type LinkPurpose } from '@entente/kernel';
import type { Result } from '@entente/contracts';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { stopExpiry, type LinksDeps } from './create-link.ts';
import { doAct, type Done, type Given } from './do-act.ts';
import { holderState, insistOpen, whyNot } from './domain/link-state.ts';
import { readToken, secretMatches } from './domain/token.ts';
import { formOf } from './form-of-link.ts';
import { linkContext } from './link-context.ts';
import { changeLink, findLink, lockLink, partnerOfLink, type Link } from './store.ts';

type Deps = LinksDeps & { readonly database: Database };

/** Runs `work` where the link is. Whatever is wrong with a token, it is found out in the same way and told in the same words. */
async function withLink<Value>(deps: Deps, token: string, lock: boolean, work: (tx: Tx, link: Link) => Promise<Value>): Promise<Value> {
  const { tenantId, linkId, secret } = readToken(token);
  return onceMore(() =>
    deps.database.inTenant(tenantId, async (tx) => {
      // First without a lock: who has no secret makes nobody wait.
      const link = await findLink(tx, tenantId, linkId);
      if (!secretMatches(secret, link?.secret_hash ?? null) || !link) throw notFound('link');
      const now = lock ? await lockLink(tx, tenantId, linkId) : link;
      if (!now) throw notFound('link');
      return work(tx, now);
    }),
  );
}

/** Two acts can meet in an index that lets one of them pass. The other looks again, and sees what the first did. */
export async function onceMore<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '40P01')) return work();
    throw error;
  }
}

async function insistPartner(tx: Tx, link: Link): Promise<string> {
  const partner = await partnerOfLink(tx, link.tenant_id, link.partner_id);
  if (!partner || partner.status === 'ended') throw notFound('link');
  return partner.name;
}

/** What the link is for. Looking is noted and does nothing else, because programs look at links before people do. */
export async function openLink(deps: Deps, context: Context, token: string): Promise<Result<'links.open'>> {
  return withLink(deps, token, false, async (tx, link) => {
    const partnerName = await insistPartner(tx, link);
    const state = holderState(link, context.now);
    if (state === 'open' && link.opened_at === null) await changeLink(tx, link, { opened_at: context.now.toISOString() });
    const form =
      state === 'open'
        ? await formOf(tx, deps.ports, linkContext(link, context), { purpose: link.purpose, recordId: link.record_id })
        : { title: TITLES[link.purpose], sentence: whyNot(link, context.now) ?? '', facts: [], fields: [], verbs: [] };
    return {
      purpose: link.purpose,
      state,
      vendor: await deps.ports.vendor(tx, link.tenant_id),
      partnerName,
      email: link.email,
      expiresAt: link.expires_at,
      ...form,
    };
  });
}

const TITLES: Readonly<Record<LinkPurpose, string>> = {
  register: 'Register a deal',
  update: 'Say how the deal stands',
  answer: 'Answer a question',
  extend: 'Ask for more time',
  accept_lead: 'Take a lead',
  evidence: 'Give evidence',
};

export async function checkByLink(deps: Deps, context: Context, token: string, customerDomain: string): Promise<Result<'links.check'>> {
  return withLink(deps, token, false, async (tx, link) => {
    await insistPartner(tx, link);
    insistOpen(link, context.now);
    if (link.purpose !== 'register') throw new Problem('invalid_input', 'This link is not for that.');
    const { answer, sentence } = await deps.ports.check(tx, linkContext(link, context), customerDomain);
    return { answer, sentence };
  });
}

export async function useByToken(deps: Deps, context: Context, token: string, given: Given): Promise<Result<'links.use'>> {
  return withLink(deps, token, true, async (tx, link) => {
    const { sentence, facts } = await useLocked(tx, deps, context, link, given);
    return { sentence, facts };
  });
}

/** Does the one thing and uses the link up, both or neither. The link is locked by the caller. */
export async function useLocked(tx: Tx, deps: LinksDeps, at: { requestId: string; now: Date }, link: Link, given: Given): Promise<Done> {
  await insistPartner(tx, link);
  insistOpen(link, at.now);
  const context = linkContext(link, at);
  const done = await doAct(tx, deps.ports, context, link, given);
  const usedAt = at.now.toISOString();
  await changeLink(tx, link, { used_at: usedAt, used_from: given.from, record_id: done.recordId });
  await stopExpiry(tx, link);
  await recordChange(tx, context, {
    operation: 'links.use',
    recordType: 'signed_link',
    recordId: link.id,
    before: { used_at: null },
    after: { used_at: usedAt, used_from: given.from, purpose: link.purpose, verb: given.verb, record_id: done.recordId },
  });
  return done;
}
