import { recentMail } from '../platform/mail/index.ts';
import { withModules } from './with-modules.ts';

/** Without a mail server, links to sign in or to set a password wait here; in a workspace's mailbox they would let its readers in. */
export async function mailboxCommand(options: { last: number; to?: string }): Promise<void> {
  await withModules(async ({ database }) => {
    const mails = await database.inSystem((tx) => recentMail(tx, options));
    if (mails.length === 0) console.log(options.to === undefined ? 'There is no mail yet.' : `There is no mail to ${options.to}.`);
    for (const mail of [...mails].reverse()) {
      console.log(`${mail.createdAt}  ${mail.to}  ${mail.subject}  (${mail.status})`);
      for (const link of mail.links) console.log(`  ${link}`);
    }
  });
}
