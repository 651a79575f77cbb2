import { z } from 'zod';
import { linkPurposes } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, cursor, email, id, instant, limit, name, page } from '../shapes.ts';

const linkRow = z.object({
  id,
  purpose: z.enum(linkPurposes),
  partnerId: id,
  partnerName: z.string(),
  email: z.string(),
  about: z.string().nullable(),
  state: z.enum(['waiting', 'opened', 'used', 'expired', 'revoked']),
  expiresAt: instant,
  usedAt: instant.nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
const token = z.string().min(20).max(300);
/** What the holder of a link is shown: the form for its one purpose, in words of the partner's side. */
const opened = z.object({
  purpose: z.enum(linkPurposes),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  vendor: z.object({ name: z.string(), brandColor: z.string().nullable(), logoUrl: z.string().nullable() }),
  partnerName: z.string(),
  email: z.string(),
  expiresAt: instant,
  title: z.string(),
  sentence: z.string(),
  /** The record it is about, as the partner may see it. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  fields: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['domain', 'email', 'choice', 'date', 'text', 'long_text', 'days']),
      required: z.boolean(),
      choices: z.array(z.object({ key: z.string(), label: z.string() })),
      value: z.string().nullable(),
    }),
  ),
  /** Verbs of the form; a link to accept a lead has two. */
  verbs: z.array(z.object({ key: z.string(), label: z.string() })),
});
const write = { audience: 'workspace', scope: 'links:write', assistant: 'none' } as const;
const anybody = { method: 'POST', audience: 'public', scope: null, assistant: 'none' } as const;

export const links = {
  'links.list': operation({
    method: 'GET',
    path: '/links',
    summary: 'Links given to partners, and what became of them',
    ...write,
    query: z.object({ partnerId: id.optional(), cursor: cursor.optional(), limit }),
    output: page(linkRow),
  }),
  'links.create': operation({
    method: 'POST',
    path: '/links',
    summary: 'Mail somebody at a partner a link that lets them do one thing without signing in',
    ...write,
    body: z.object({
      purpose: z.enum(linkPurposes),
      partnerId: id,
      email,
      personName: name.nullish(),
      recordId: id.nullish(),
      days: z.number().int().min(1).max(90).default(14),
    }),
    output: linkRow,
    status: 201,
  }),
  'links.revoke': operation({ method: 'DELETE', path: '/links/:id', summary: 'Make a link worthless', ...write, params: byId, output: linkRow }),
  'links.open': operation({
    ...anybody,
    path: '/links/open',
    summary: 'What a link is for; nothing is done by looking',
    body: z.object({ token }),
    output: opened,
  }),
  'links.check': operation({
    ...anybody,
    path: '/links/check',
    summary: 'Whether a customer can be registered: clear, needs review or not eligible',
    body: z.object({ token, customerDomain: z.string().trim().min(3).max(253) }),
    output: z.object({ answer: z.enum(['clear', 'needs_review', 'not_eligible']), sentence: z.string() }),
  }),
  'links.use': operation({
    ...anybody,
    path: '/links/use',
    summary: 'Do the one thing; a link is used once',
    body: z.object({ token, verb: z.string().max(40), fields: z.record(z.string().max(40), z.string().max(4000)) }),
    output: z.object({ sentence: z.string(), facts: z.array(z.object({ label: z.string(), value: z.string() })) }),
  }),
};
