import { z } from 'zod';
import { operation } from '../operation.ts';
import { byId, date, id, instant, note, page, pageQuery, stage, version } from '../shapes.ts';
import { dealView, fieldValue, issueShape, outsideSystem } from './connections.ts';

/** What one step would do, told before anybody does it. Nothing here depends on which cloud it is. */
const plan = z.object({
  connectionId: id,
  system: outsideSystem,
  goal: z.enum(['save', 'submit', 'stage']),
  writes: z.array(z.object({ field: z.string(), label: z.string(), outsideField: z.string(), from: fieldValue, to: fieldValue })),
  locked: z.array(
    z.object({ field: z.string(), label: z.string(), why: z.enum(['locked_by_review', 'create_only', 'theirs', 'unsupported']), sentence: z.string() }),
  ),
  issues: z.array(issueShape),
  /** Fields this step looks at, to be filled in one place. */
  fields: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      type: z.string(),
      choices: z.array(z.object({ value: z.string(), label: z.string() })),
      value: fieldValue,
      demanded: z.boolean(),
      help: z.string().nullable(),
    }),
  ),
  /** What can be chosen when submitting. */
  submitChoices: z.object({ involvement: z.array(z.string()), visibility: z.array(z.string()) }),
  nextStages: z.array(z.object({ stage, outside: z.string() })),
  mayGo: z.boolean(),
});
const member = z.object({
  account: z.string(),
  name: z.string().nullable(),
  responsibilities: z.array(z.string()),
  status: z.string().nullable(),
  ours: z.boolean(),
});
const invitation = z.object({
  id,
  connectionId: id,
  connectionName: z.string(),
  system: outsideSystem,
  outsideId: z.string(),
  kind: z.string(),
  sender: z.string(),
  title: z.string(),
  /** As the sender shows it before it is accepted: parts may be masked. */
  customer: z.record(z.string(), z.string().nullable()),
  details: z.array(z.object({ label: z.string(), value: z.string() })),
  status: z.enum(['pending', 'accepting', 'accepted', 'rejecting', 'rejected', 'expired']),
  expiresAt: instant.nullable(),
  reason: z.string().nullable(),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  receivedAt: instant,
  version,
});
const reading = { audience: 'workspace', scope: 'deals:read', assistant: 'read' } as const;
const working = { audience: 'workspace', scope: 'cosell:submit', assistant: 'propose' } as const;

export const clouds = {
  'clouds.plan': operation({
    method: 'GET',
    path: '/deals/:id/cosell/:childId/plan',
    summary: 'What the next step with a cloud would write, what is locked and what is missing, before anything is sent',
    ...reading,
    params: z.object({ id, childId: id }),
    query: z.object({ goal: z.enum(['save', 'submit', 'stage']).default('submit'), stage: stage.optional() }),
    output: plan,
  }),
  'clouds.share': operation({
    method: 'POST',
    path: '/deals/:id/cosell',
    summary: 'Begin co-selling this deal with a cloud: a co-sell route and a draft over there',
    ...working,
    params: byId,
    body: z.object({ connectionId: id }),
    output: dealView,
    status: 201,
  }),
  'clouds.submit': operation({
    method: 'POST',
    path: '/outside-views/:id/submit',
    summary: 'Submit the co-sell record for the cloud’s review',
    ...working,
    params: byId,
    body: z.object({ involvement: z.string().max(60).nullish(), visibility: z.string().max(60).nullish() }),
    output: dealView,
    status: 202,
  }),
  'clouds.solutions': operation({
    method: 'GET',
    path: '/connections/:id/solutions',
    summary: 'Solutions, products and offers of ours over there that a co-sell record can name',
    ...reading,
    params: byId,
    query: z.object({ q: z.string().trim().max(100).optional() }),
    output: z.object({ items: z.array(z.object({ type: z.string(), id: z.string(), label: z.string() })) }),
  }),
  'clouds.link': operation({
    method: 'POST',
    path: '/outside-views/:id/links',
    summary: 'Name a solution, product or offer on the co-sell record, or take it off',
    ...working,
    params: byId,
    body: z.object({ type: z.string().max(60), entityId: z.string().trim().min(1).max(255), linked: z.boolean() }),
    output: dealView,
    status: 202,
  }),
  'clouds.engagement': operation({
    method: 'GET',
    path: '/outside-views/:id/engagement',
    summary: 'Who works on the shared engagement, and what each member sees of it',
    ...reading,
    params: byId,
    output: z.object({
      engagement: z
        .object({
          id,
          outsideId: z.string(),
          title: z.string().nullable(),
          members: z.array(member),
          snapshots: z.array(z.object({ revision: z.number().int(), template: z.string(), at: instant.nullable() })),
          readAt: instant,
        })
        .nullable(),
      mostMembers: z.number().int().nullable(),
      responsibilities: z.array(z.string()),
      /** Who works on the record, on our side and on theirs; as it is read now. */
      team: z.array(z.object({ name: z.string().nullable(), email: z.string().nullable(), title: z.string().nullable(), theirs: z.boolean() })),
      tags: z.array(z.object({ key: z.string(), value: z.string() })),
      /** Whether what we change later reaches the other members, and by which role. */
      updates: z.object({ role: z.string().nullable(), sentence: z.string().nullable() }).nullable(),
    }),
  }),
  'clouds.invite': operation({
    method: 'POST',
    path: '/outside-views/:id/engagement/invitations',
    summary: 'Invite another partner into the engagement',
    ...working,
    params: byId,
    body: z.object({
      account: z.string().trim().min(1).max(100),
      responsibilities: z.array(z.string().max(80)).min(1).max(10),
      message: z.string().trim().min(1).max(255),
    }),
    output: dealView,
    status: 202,
  }),

  'invitations.list': operation({
    method: 'GET',
    path: '/cosell-invitations',
    summary: 'Opportunities that clouds and partners offer us, with the time left to answer',
    ...reading,
    query: z.object({ ...pageQuery, status: z.enum(['pending', 'accepted', 'rejected', 'expired']).optional() }),
    output: page(invitation),
  }),
  'invitations.get': operation({
    method: 'GET',
    path: '/cosell-invitations/:id',
    summary: 'One invitation, with deals of ours that may be the same',
    ...reading,
    params: byId,
    output: invitation.extend({
      candidates: z.array(
        z.object({ dealId: id, dealNumber: z.number().int(), dealName: z.string(), accountName: z.string().nullable(), score: z.number(), why: z.string() }),
      ),
      rejectReasons: z.array(z.string()),
    }),
  }),
  'invitations.accept': operation({
    method: 'POST',
    path: '/cosell-invitations/:id/accept',
    summary: 'Accept, making a new deal or joining one that is there',
    ...working,
    versioned: true,
    params: byId,
    body: z.object({ dealId: id.nullish() }),
    output: invitation,
    status: 202,
  }),
  'invitations.reject': operation({
    method: 'POST',
    path: '/cosell-invitations/:id/reject',
    summary: 'Reject with a reason; access to it ends',
    ...working,
    versioned: true,
    params: byId,
    body: z.object({ reason: z.string().trim().min(1).max(80) }),
    output: invitation,
    status: 202,
  }),

  'eligibility.list': operation({
    method: 'GET',
    path: '/cosell-eligibility',
    summary: 'What each cloud’s co-sell programme asks for, where we stand, and since when',
    ...reading,
    output: z.object({
      items: z.array(
        z.object({
          id,
          cloud: outsideSystem,
          program: z.string(),
          requirement: z.string(),
          unit: z.enum(['yes_no', 'count', 'money']),
          required: z.number(),
          current: z.number(),
          /** Counted by us from our own records, or stated by a person. */
          counted: z.boolean(),
          earnedOn: date.nullable(),
          note: z.string().nullable(),
          /** Where the requirement comes from. */
          source: z.string(),
          version,
        }),
      ),
    }),
  }),
  'eligibility.set': operation({
    method: 'PUT',
    path: '/cosell-eligibility/:id',
    summary: 'State where we stand on a requirement',
    audience: 'workspace',
    scope: 'connections:write',
    assistant: 'none',
    versioned: true,
    params: byId,
    body: z.object({ current: z.number().min(0), earnedOn: date.nullish(), note: note.nullish() }),
    output: z.object({ id, version }),
  }),
};
