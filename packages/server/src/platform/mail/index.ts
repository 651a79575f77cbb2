export { createInbound, type Inbound, type InboundOptions, type ReceivedMail } from './inbound.ts';
export { createMail, type Mail, type MailOptions } from './mail.ts';
export { isUnreachable, type MailAttachment, type MailInput } from './message.ts';
export { linksIn, recentMail, type RecentMail } from './recent.ts';
export { escapeHtml, oneLine } from './words.ts';
