import { minorDigits, newId, Problem } from '@entente/kernel';
import type { Database, Tx } from '../../platform/db/database.ts';
import { oneLine, type ReceivedMail } from '../../platform/mail/index.ts';
import { replyAddress, type LinksDeps } from './create-link.ts';
import { ownWords, textOfHtml } from './domain/reply-text.ts';
import { readAnswer } from './domain/read-answer.ts';
import { insistOpen } from './domain/link-state.ts';
import { readReplyToken } from './domain/token.ts';
import { formOf } from './form-of-link.ts';
import { linkContext } from './link-context.ts';
import { lockLink, type Link } from './store.ts';
import { onceMore, useLocked } from './use-link.ts';

type Deps = LinksDeps & { readonly database: Database; readonly now: () => Date };
type Outcome = 'done' | 'refused' | 'ignored';

/** More refusals than that are not answered: two programs that answer each other must come to an end. */
const ANSWERED_REFUSALS = 10;
const PREFIX = 'reply+';

/** Whether a mailbox is one of ours: decided by its mark, without a look at the database. */
export const linkOfMailbox = (key: string, mailbox: string): string | null =>
  mailbox.toLowerCase().startsWith(PREFIX) ? readReplyToken(key, mailbox.slice(PREFIX.length)) : null;

/**
 * Somebody answered the mail of a link: it is the same act as on its page, by the same services. It counts from the link's own
 * address only, once, and a mail back says what was done or why nothing was.
 */
export async function receiveAnswer(deps: Deps, mail: ReceivedMail): Promise<Outcome> {
  const { replies } = deps;
  const linkId = replies === null ? null : linkOfMailbox(replies.key, mail.to.slice(0, mail.to.lastIndexOf('@')));
  if (linkId === null) return 'ignored';
  const place = await deps.database.inSystem((tx) => tx.selectFrom('signed_link').select('tenant_id').where('id', '=', linkId).executeTakeFirst());
  if (!place) return 'ignored';
  const tenantId = place.tenant_id;
  const at = { requestId: newId(), now: deps.now() };
  try {
    return await onceMore(() =>
      deps.database.inTenant(tenantId, async (tx) => {
        const link = await lockLink(tx, tenantId, linkId);
        if (!link) return 'ignored' as const;
        const keep = keeper(tx, link, mail, at.now);
        if (await isKnown(tx, mail)) return 'ignored' as const;
        if (mail.automatic) return keep('ignored', 'It was sent by a program.');
        if (mail.from !== link.email)
          throw new Problem('not_allowed', `The answer came from ${shown(mail.from)}. Only an answer from ${link.email} counts, so nothing was done.`);
        const sentence = await act(tx, deps, link, mail, at);
        await keep('done', sentence);
        await answerBack(tx, deps, link, mail, sentence);
        return 'done' as const;
      }),
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { message } = error;
    return deps.database.inTenant(tenantId, async (tx) => {
      const link = await lockLink(tx, tenantId, linkId);
      if (!link || (await isKnown(tx, mail))) return 'ignored';
      const refused = await refusals(tx, link);
      await keeper(tx, link, mail, at.now)('refused', message);
      // To the link's own address, also when the answer came from another: whoever wrote that gets nothing from us.
      if (refused < ANSWERED_REFUSALS) await answerBack(tx, deps, link, mail, message);
      return 'refused';
    });
  }
}

async function act(tx: Tx, deps: Deps, link: Link, mail: ReceivedMail, at: { requestId: string; now: Date }): Promise<string> {
  insistOpen(link, at.now);
  const words = ownWords(mail.text ?? textOfHtml(mail.html ?? ''));
  const context = linkContext(link, at);
  const form = await formOf(tx, deps.ports, context, { purpose: link.purpose, recordId: link.record_id });
  if (form.verbs.length === 0) throw new Problem('conflict', form.sentence);
  const register = link.purpose === 'register' ? await deps.ports.registerForm(tx, context) : null;
  const { verb, fields, missing } = readAnswer(link.purpose, words, {
    bands: register?.valueBands ?? [],
    currency: register?.currency ?? null,
    minorDigits: minorDigits(register?.currency ?? 'EUR'),
    fields: form.fields,
  });
  if (missing.length > 0) throw new Problem('invalid_input', `Nothing was done yet. Missing: ${missing.join('; ')}. Answer once more, or use the link.`);
  const amount = fields['amountMinor'];
  return (await useLocked(tx, deps, at, link, { verb, fields, from: 'mail', ...(amount === undefined ? {} : { amountMinor: Number(amount) }) })).sentence;
}

async function isKnown(tx: Tx, mail: ReceivedMail): Promise<boolean> {
  const row = await tx.selectFrom('received_mail').select('id').where('message_id', '=', mail.messageId).where('to_address', '=', mail.to).executeTakeFirst();
  return row !== undefined;
}

async function refusals(tx: Tx, link: Link): Promise<number> {
  const rows = await tx
    .selectFrom('received_mail')
    .select('id')
    .where('link_id', '=', link.id)
    .where('outcome', '=', 'refused')
    .limit(ANSWERED_REFUSALS)
    .execute();
  return rows.length;
}

/** The lock of the link is held, so that a mail that is handed over twice at once is kept once. */
const keeper =
  (tx: Tx, link: Link, mail: ReceivedMail, now: Date) =>
  async (outcome: Outcome, sentence: string): Promise<Outcome> => {
    await tx
      .insertInto('received_mail')
      .values({
        tenant_id: link.tenant_id,
        id: newId(),
        message_id: storable(mail.messageId),
        from_address: storable(mail.from).slice(0, 254),
        to_address: mail.to,
        subject: storable(mail.subject),
        body: storable(mail.text ?? textOfHtml(mail.html ?? '')).slice(0, 20_000),
        link_id: link.id,
        outcome,
        sentence,
        at: now.toISOString(),
      })
      .execute();
    return outcome;
  };

async function answerBack(tx: Tx, deps: Deps, link: Link, mail: ReceivedMail, sentence: string): Promise<void> {
  const vendor = await deps.ports.vendor(tx, link.tenant_id);
  const hello = link.person_name === null ? 'Hello,' : `Hello ${oneLine(link.person_name)},`;
  await deps.mail.enqueue(tx, {
    tenantId: link.tenant_id,
    to: link.email,
    subject: oneLine(/^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`),
    text: `${hello}\n\n${sentence}\n\n${vendor.name}\n`,
    inReplyTo: oneLine(mail.messageId),
    ...(deps.replies === null ? {} : { replyTo: replyAddress(deps.replies, link.id) }),
  });
}

const shown = (address: string): string => (address === '' ? 'an address that cannot be read' : oneLine(address).slice(0, 254));
/** The database holds no zero bytes. */
const storable = (text: string): string => text.replaceAll('\u0000', '');
