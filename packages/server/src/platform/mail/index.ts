export { createInbound, type Inbound, type InboundOptions, type ReceivedMail } from './inbound.ts';
export { createMail, type Mail, type MailOptions } from './mail.ts';
export { isUnreachable, type MailAttachment, type MailInput } from './message.ts';
export { recentMail } from './recent.ts';
export { escapeHtml, oneLine } from './words.ts';
