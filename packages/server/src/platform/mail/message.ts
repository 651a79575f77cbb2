import { Problem } from '@entente/kernel';

export type MailAttachment = { readonly name: string; readonly mediaType: string; readonly content: string };
export type MailInput = {
  /** Null for mail that belongs to a person and not to a workspace, such as a sign-in link; it then needs a system transaction. */
  readonly tenantId: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | null;
  readonly attachments?: readonly MailAttachment[];
  readonly dealId?: string | null;
  /** Where an answer goes, when that is not the sender. */
  readonly replyTo?: string | null;
  /** The Message-ID this answers by itself; readers' and our own automatic answers leave such mail alone. */
  readonly inReplyTo?: string | null;
};

const ADDRESS = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\]+$/;
// A line end inside a header would let its text add headers, and recipients, of its own.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** Refuses what would break out of a header. The body may hold anything. */
export function assertSendable(mail: MailInput): void {
  if (CONTROL.test(mail.to) || mail.to.length > 254 || !ADDRESS.test(mail.to)) throw new Problem('invalid_input', 'The address of this mail cannot be used.');
  for (const header of [mail.replyTo, mail.inReplyTo])
    if (header && CONTROL.test(header)) throw new Problem('invalid_input', 'A header of this mail cannot be used.');
  if (CONTROL.test(mail.subject)) throw new Problem('invalid_input', 'The subject of a mail must be one line.');
  for (const attachment of mail.attachments ?? []) {
    if (CONTROL.test(attachment.name) || CONTROL.test(attachment.mediaType)) throw new Problem('invalid_input', 'The name of an attachment must be one line.');
  }
}

/** RFC 2606: nobody can have such an address. People who were imported without one have it. */
export const isUnreachable = (address: string): boolean => address.toLowerCase().endsWith('.invalid');

const MINUTE = 60_000;
/** When a mail may be tried again, counted from when it was written; after the last it has failed. */
export const RETRY_AFTER: readonly number[] = [0, MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 720 * MINUTE];

/** A server that says "never" (5xx) is believed; anything else may pass. */
export function isPermanent(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  // 530 and 535 are about our own login, which an operator can put right.
  return code >= 550 && code < 560;
}
