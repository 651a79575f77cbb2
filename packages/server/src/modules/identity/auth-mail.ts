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

export type AccountNotice = 'password' | 'second-factor-off' | 'passkey';

const noticeTexts: Readonly<Record<AccountNotice, { subject: string; done: string }>> = {
  password: { subject: 'Your password for Entente was changed', done: 'The password of your account was changed.' },
  'second-factor-off': { subject: 'The second factor of your Entente account is off', done: 'Signing in no longer asks for a code from your phone.' },
  passkey: { subject: 'A passkey was added to your Entente account', done: 'A new passkey can now sign in to your account.' },
};

export const noticeMail = (to: string, notice: AccountNotice, publicUrl: string): Written => ({
  to,
  subject: noticeTexts[notice].subject,
  text: `${noticeTexts[notice].done}\n\nIf this was you, there is nothing to do. If it was not, set a new password at once, which signs everybody out:\n\n${publicUrl}/sign-in?step=forgot-password\n\nThen look at the passkeys and sessions under Settings, Security.\n`,
});

export const inviteMail = (to: string, invitation: { name: string; by: string; workspace: string; role: string; url: string }): Written => ({
  to,
  subject: `${oneLine(invitation.by)} invites you to ${oneLine(invitation.workspace)} on Entente`,
  text: `Hello ${oneLine(invitation.name)},\n\n${oneLine(invitation.by)} invites you to work in ${oneLine(invitation.workspace)} as ${invitation.role.replaceAll('_', ' ')}. Open this link to accept and sign in:\n\n${invitation.url}\n\nIt works once, for 3 days. After that, enter your address on the sign-in page to get a new link.\n`,
});

/** Names come from people; a line end in one must not make a mail that cannot be sent. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
