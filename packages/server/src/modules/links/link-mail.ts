import type { LinkPurpose } from '@entente/kernel';
import { escapeHtml, oneLine, type MailInput } from '../../platform/mail/index.ts';
import type { Form } from './domain/form.ts';
import { dayOf } from './domain/link-state.ts';
import { MARKER } from './domain/reply-text.ts';

const HOW_TO_ANSWER: Readonly<Record<LinkPurpose, string>> = {
  register: 'Or answer this mail with four lines: “customer: acme.example”, “contact: jo@acme.example”, “value: 30,000” and “close: 2026-12-31”.',
  update: 'Or answer this mail with a sentence on how the deal stands; a line “close: 2026-12-31” moves the expected close.',
  answer: 'Or answer this mail.',
  extend: 'Or answer this mail with the reason; a line “days: 30” says for how long.',
  accept_lead: 'Or answer this mail with “accept”, or with “decline” and the reason.',
  evidence: 'Or answer this mail with what your company did and when.',
};

/** The mail that carries a link. It says what the link is for, that it is used once, and until when. */
export function linkMail(options: {
  tenantId: string;
  to: string;
  personName: string | null;
  vendorName: string;
  purpose: LinkPurpose;
  form: Form;
  /** Why the mail is sent just now, when it was not a person who sent it. */
  because: string | null;
  about: string | null;
  url: string;
  expiresAt: string;
  replyTo: string | null;
}): MailInput {
  const { form } = options;
  const subject = oneLine(options.about === null ? `${form.title} with ${options.vendorName}` : `${options.about}: ${lower(form.title)}`);
  const hello = options.personName === null ? 'Hello,' : `Hello ${oneLine(options.personName)},`;
  const why = options.because === null || options.because === form.sentence ? [form.sentence] : [options.because, form.sentence];
  const once = `The link is for you alone, works once, and ends on ${dayOf(options.expiresAt)}.`;
  const answer = options.replyTo === null ? null : HOW_TO_ANSWER[options.purpose];
  const facts = form.facts.map(({ label, value }) => `${label}: ${value}`);
  const text = [
    ...(answer === null ? [] : [`-- ${MARKER} --`, '']),
    hello,
    '',
    ...why.flatMap((line) => [line, '']),
    ...(facts.length === 0 ? [] : [...facts, '']),
    `${form.title}:`,
    options.url,
    '',
    ...(answer === null ? [] : [answer]),
    once,
    '',
    options.vendorName,
  ].join('\n');
  const html = [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#0e1116">',
    ...(answer === null ? [] : [`<p style="color:#5b6472;font-size:12px">-- ${MARKER} --</p>`]),
    `<p>${escapeHtml(hello)}</p>`,
    ...why.map((line) => `<p>${escapeHtml(line)}</p>`),
    facts.length === 0 ? '' : `<p>${facts.map(escapeHtml).join('<br>')}</p>`,
    `<p><a href="${escapeHtml(options.url)}">${escapeHtml(form.title)}</a></p>`,
    `<p style="color:#5b6472">${answer === null ? '' : `${escapeHtml(answer)}<br>`}${escapeHtml(once)}</p>`,
    `<p>${escapeHtml(options.vendorName)}</p>`,
    '</body></html>',
  ].join('\n');
  return { tenantId: options.tenantId, to: options.to, subject, text, html, replyTo: options.replyTo };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
