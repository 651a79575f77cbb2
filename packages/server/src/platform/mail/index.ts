export { createMail, type Mail, type MailOptions } from './mail.ts';
export { isUnreachable, type MailAttachment, type MailInput } from './message.ts';
