import type { MailInput } from '../../platform/mail/index.ts';

type Written = Pick<MailInput, 'to' | 'subject' | 'text'>;

export const signInMail = (to: string, url: string): Written => ({
  to,
  subject: 'Your sign-in link for Entente',
  text: `Open this link to sign in to Entente:\n\n${url}\n\nIt works once, for 10 minutes. If you did not ask for it, you can ignore this mail.\n`,
});

export const resetMail = (to: string, url: string): Written => ({
  to,
  subject: 'Set your password for Entente',
  text: `Open this link to set a new password for Entente:\n\n${url}\n\nIt works once, for 30 minutes. Setting a password signs you out everywhere else. If you did not ask for it, you can ignore this mail.\n`,
});

export const inviteMail = (to: string, invitation: { name: string; by: string; workspace: string; role: string; url: string }): Written => ({
  to,
  subject: `${oneLine(invitation.by)} invites you to ${oneLine(invitation.workspace)} on Entente`,
  text: `Hello ${oneLine(invitation.name)},\n\n${oneLine(invitation.by)} invites you to work in ${oneLine(invitation.workspace)} as ${invitation.role.replaceAll('_', ' ')}. Open this link to accept and sign in:\n\n${invitation.url}\n\nIt works once, for 3 days. After that, enter your address on the sign-in page to get a new link.\n`,
});

/** Names come from people; a line end in one must not make a mail that cannot be sent. */
// eslint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
