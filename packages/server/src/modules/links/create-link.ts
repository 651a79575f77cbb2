import { randomBytes } from 'node:crypto';
import { newId, notFound, Problem, type LinkPurpose } from '@entente/kernel';
import { clearClocks, setClocks, type ClockHandlers } from '../../platform/clocks.ts';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { linkState } from './domain/link-state.ts';
import { hashOf, replyTokenOf, SECRET_BYTES, tokenOf } from './domain/token.ts';
import { formOf } from './form-of-link.ts';
import { linkContext } from './link-context.ts';
import { linkMail } from './link-mail.ts';
import type { LinksPorts } from './ports.ts';
import { changeLink, findLink, insertLink, lockLink, partnerOfLink, type Link } from './store.ts';

export type LinksDeps = {
  readonly ports: LinksPorts;
  readonly mail: Mail;
  readonly publicUrl: string;
  /** Null: answers by mail are not taken. */
  readonly replies: { readonly key: string; readonly domain: string } | null;
};
export type NewLink = {
  readonly purpose: LinkPurpose;
  readonly partnerId: string;
  readonly email: string;
  readonly personName: string | null;
  readonly recordId: string | null;
  readonly days: number;
  readonly because: string | null;
};

const DAY_MS = 86_400_000;
const EXPIRE = 'link.expire';
export const replyAddress = (replies: { key: string; domain: string }, linkId: string): string =>
  `reply+${replyTokenOf(replies.key, linkId)}@${replies.domain}`;

/** Makes a link and writes its mail; the secret is in that mail and nowhere else. What the link is for must be possible now. */
export async function createLink(tx: Tx, deps: LinksDeps, context: Context, input: NewLink): Promise<Link> {
  if ((input.purpose === 'register') !== (input.recordId === null))
    throw new Problem('invalid_input', input.purpose === 'register' ? 'A link to register is about no record yet.' : 'Say which record the link is about.');
  const { tenantId } = context;
  const partner = await partnerOfLink(tx, tenantId, input.partnerId);
  if (!partner) throw notFound('partner');
  if (partner.status === 'ended') throw new Problem('conflict', `${partner.name} is no partner any more.`);
  const secret = randomBytes(SECRET_BYTES);
  const at = context.now.toISOString();
  const link = await insertLink(tx, {
    tenant_id: tenantId,
    id: newId(),
    purpose: input.purpose,
    partner_id: input.partnerId,
    email: input.email.trim().toLowerCase(),
    person_name: input.personName,
    record_id: input.recordId,
    secret_hash: hashOf(secret),
    expires_at: new Date(context.now.getTime() + input.days * DAY_MS).toISOString(),
    created_by: context.actor.name,
    created_at: at,
  });
  // Read as the holder would: another partner's record does not exist for them, and so not for the link.
  const form = await formOf(tx, deps.ports, linkContext(link, context), { purpose: link.purpose, recordId: link.record_id });
  if (form.verbs.length === 0) throw new Problem('conflict', form.sentence, { reason: 'not_possible_now' });
  const about = link.record_id === null ? null : ((await deps.ports.labels(tx, tenantId, [link.record_id])).get(link.record_id) ?? null);
  await deps.mail.enqueue(
    tx,
    linkMail({
      tenantId,
      to: link.email,
      personName: link.person_name,
      vendorName: (await deps.ports.vendor(tx, tenantId)).name,
      purpose: link.purpose,
      form,
      because: input.because,
      about,
      url: `${deps.publicUrl}/portal/link#${tokenOf({ tenantId, linkId: link.id, secret })}`,
      expiresAt: link.expires_at,
      replyTo: deps.replies === null ? null : replyAddress(deps.replies, link.id),
    }),
  );
  await setClocks(tx, tenantId, [{ kind: EXPIRE, recordId: link.id, dueAt: new Date(link.expires_at) }]);
  await recordChange(tx, context, { operation: 'links.create', recordType: 'signed_link', recordId: link.id, after: told(link) });
  return link;
}

/** What the audit says of a link: everything but its secret. */
function told(link: Link): Omit<Link, 'secret_hash'> {
  const { secret_hash: _, ...rest } = link;
  return rest;
}

export async function revokeLink(tx: Tx, context: Context, id: string): Promise<Link> {
  const link = await lockLink(tx, context.tenantId, id);
  if (!link) throw notFound('link');
  const state = linkState(link, context.now);
  if (state === 'used') throw new Problem('conflict', 'This link was used; what was done with it stands.', { reason: 'link_used' });
  if (state === 'revoked') return link;
  const revoked = await changeLink(tx, link, { revoked_at: context.now.toISOString() });
  await stopExpiry(tx, link);
  await recordChange(tx, context, {
    operation: 'links.revoke',
    recordType: 'signed_link',
    recordId: id,
    before: { revoked_at: null },
    after: { revoked_at: revoked.revoked_at },
  });
  return revoked;
}

export const stopExpiry = (tx: Tx, link: Link): Promise<void> => clearClocks(tx, link.tenant_id, link.id, [EXPIRE]);

/** That a link ended unused is on record; it is worthless from its last moment on, whether or not this was done. */
export const linkClocks: ClockHandlers = {
  [EXPIRE]: async (tx, { tenantId, recordId, now }) => {
    const link = await findLink(tx, tenantId, recordId);
    if (!link || linkState(link, now) !== 'expired') return;
    await recordChange(tx, systemContext(tenantId, 'Link clock', now), {
      operation: 'links.expire',
      recordType: 'signed_link',
      recordId,
      events: [{ type: 'link.expired', payload: { purpose: link.purpose, recordId: link.record_id } }],
    });
  },
};
