import type { Parsed, Result } from '@entente/contracts';
import { isRole } from '@entente/contracts/permissions';
import { encodeCursor } from '@entente/kernel';
import { z } from 'zod';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { placeOf } from './audit.ts';
import { mayOpenSignInLink } from './domain/grants.ts';
import { hideActLinks, hideSignInLinks } from './domain/hidden-link.ts';

const attachmentList = z.array(z.object({ name: z.string(), mediaType: z.string(), content: z.string() }));
const statusShape = z.enum(['queued', 'sent', 'kept', 'failed']);

/**
 * Mail of this workspace, newest first; sign-in and password mail belongs to no workspace and is never here. The link of an
 * invitation is shown only while no server has sent it, and only to somebody who could have given the invited role: it signs
 * its reader in.
 */
export async function listMailbox(database: Database, context: Context, { query }: Parsed<'mailbox.list'>): Promise<Result<'mailbox.list'>> {
  requireScope(context, 'mailbox:read');
  const { tenantId, actor } = context;
  const before = placeOf(query.cursor);
  const { rows, roles } = await database.inTenant(tenantId, async (tx) => {
    let select = tx.selectFrom('mail_message').selectAll().where('tenant_id', '=', tenantId);
    if (before !== null) select = select.where('id', '<', before);
    const found = await select
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const addresses = [...new Set(found.map((mail) => mail.to_address))];
    const members =
      addresses.length === 0
        ? []
        : await tx
            .selectFrom('membership as m')
            .innerJoin('user as u', 'u.id', 'm.user_id')
            .select(['u.email', 'm.role', 'm.tenant_id'])
            .where('m.tenant_id', '=', tenantId)
            .where('m.status', '=', 'active')
            .where('u.email', 'in', addresses)
            .execute();
    return { rows: found, roles: members };
  });
  const mayOpenLinkOf = (address: string): boolean => {
    const held = roles.filter((member) => member.email === address);
    return held.length > 0 && held.every((member) => isRole(member.role) && mayOpenSignInLink(actor, member.role));
  };
  const items = rows.slice(0, query.limit).map((row) => {
    const unsent = row.status !== 'sent';
    // Whoever may send links to act could send this one to themselves; nobody else can use it from here.
    const mayAct = unsent && actor.scopes.has('links:write');
    const maySignIn = unsent && mayOpenLinkOf(row.to_address);
    const shown = (text: string): string => {
      const acts = mayAct ? text : hideActLinks(text);
      return maySignIn ? acts : hideSignInLinks(acts);
    };
    return {
      id: row.id,
      to: row.to_address,
      subject: row.subject,
      text: shown(row.text_body),
      html: row.html_body === null ? null : shown(row.html_body),
      attachments: attachmentList.parse(row.attachments),
      status: statusShape.parse(row.status),
      createdAt: row.created_at,
      dealId: row.deal_id,
    };
  });
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}
