import { escapeHtml, oneLine, type MailInput } from '../../platform/mail/index.ts';

export type Notice = { readonly title: string; readonly body: string; readonly path: string | null };

type To = { readonly tenantId: string; readonly email: string; readonly name: string | null; readonly workspace: string; readonly publicUrl: string };

/** One notification, or those that gathered, as one mail. */
export function noticeMail(to: To, notices: readonly Notice[]): MailInput {
  const [first] = notices;
  const subject = oneLine(notices.length === 1 && first ? first.title : `${notices.length} notifications from ${to.workspace}`);
  const hello = to.name === null ? 'Hello,' : `Hello ${oneLine(to.name)},`;
  const url = (notice: Notice): string | null => (notice.path === null ? null : `${to.publicUrl}${notice.path}`);
  const text = [
    hello,
    '',
    ...notices.flatMap((notice) => [oneLine(notice.title), notice.body, ...(url(notice) === null ? [] : [url(notice) ?? '']), '']),
    to.workspace,
  ].join('\n');
  const html = [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#0e1116">',
    `<p>${escapeHtml(hello)}</p>`,
    ...notices.map((notice) => {
      const title = escapeHtml(oneLine(notice.title));
      const address = url(notice);
      return `<p><b>${address === null ? title : `<a href="${escapeHtml(address)}">${title}</a>`}</b><br>${escapeHtml(notice.body)}</p>`;
    }),
    `<p>${escapeHtml(to.workspace)}</p>`,
    '</body></html>',
  ].join('\n');
  return { tenantId: to.tenantId, to: to.email, subject, text, html };
}
