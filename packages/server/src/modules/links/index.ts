import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { ReceivedMail } from '../../platform/mail/index.ts';
import { createLink, linkClocks, type LinksDeps, type NewLink } from './create-link.ts';
import { linkOfMailbox, receiveAnswer } from './receive-answer.ts';
import { linksRoutes } from './routes.ts';
import { usersOfLinks } from './store.ts';

/** Acts without signing in, for HTTP and for mail; and for other modules, functions inside the caller's transaction. */
export function createLinksModule(deps: LinksDeps & { readonly database: Database; readonly now: () => Date }) {
  return {
    routes: linksRoutes(deps),
    clocks: linkClocks,
    /** The caller has checked the right to send it. */
    create: (tx: Tx, context: Context, link: NewLink) => createLink(tx, deps, context, link),
    usersOf: usersOfLinks,
    accepts: (mailbox: string): boolean => deps.replies !== null && linkOfMailbox(deps.replies.key, mailbox) !== null,
    receive: async (mail: ReceivedMail): Promise<void> => void (await receiveAnswer(deps, mail)),
  };
}
export type LinksModule = ReturnType<typeof createLinksModule>;
export type { LinksPorts } from './ports.ts';
