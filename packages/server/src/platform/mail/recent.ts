import type { Tx } from '../db/database.ts';

export type RecentMail = {
  readonly to: string;
  readonly subject: string;
  readonly status: string;
  readonly createdAt: string;
  readonly links: readonly string[];
};

/**
 * The newest mails of the whole installation, newest first: also those that belong to a person and to no workspace, which no
 * mailbox of a workspace shows. Whoever may call this can sign in as anybody, so it is for the machine's own command line only.
 */
export async function recentMail(tx: Tx, wanted: { last: number; to?: string | undefined }): Promise<RecentMail[]> {
  let select = tx.selectFrom('mail_message').select(['to_address', 'subject', 'status', 'created_at', 'text_body']);
  if (wanted.to !== undefined) select = select.where((e) => e(e.fn<string>('lower', ['to_address']), '=', wanted.to?.trim().toLowerCase() ?? ''));
  const rows = await select.orderBy('id', 'desc').limit(wanted.last).execute();
  return rows.map((row) => ({ to: row.to_address, subject: row.subject, status: row.status, createdAt: row.created_at, links: linksIn(row.text_body) }));
}

/** Each address in a text once, without the full stop that ends its sentence. */
export const linksIn = (text: string): string[] => [...new Set((text.match(/https?:\/\/[^\s<>"]+/g) ?? []).map((link) => link.replace(/[.,;:!?)\]]+$/, '')))];
