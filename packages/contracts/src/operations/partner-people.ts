import { z } from 'zod';
import { operation } from '../operation.ts';
import { partnerRoles } from '../permissions.ts';
import { byId, email, id, instant, name } from '../shapes.ts';

const role = z.enum(partnerRoles);
const person = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  status: z.enum(['active', 'ended']),
  me: z.boolean(),
  createdAt: instant,
});
const write = { audience: 'workspace', scope: 'partners:write', assistant: 'none' } as const;
const child = z.object({ id, childId: id });

/** People of a partner who can sign in, as whoever looks after the partner sees them. */
export const partnerPeople = {
  'partners.people': operation({
    method: 'GET',
    path: '/partners/:id/people',
    summary: 'People of a partner who can sign in',
    audience: 'workspace',
    scope: 'partners:read',
    assistant: 'none',
    params: byId,
    output: z.object({ items: z.array(person) }),
  }),
  'partners.invitePerson': operation({
    method: 'POST',
    path: '/partners/:id/people',
    summary: 'Invite a person of a partner by mail',
    ...write,
    params: byId,
    body: z.object({ email, name, role }),
    output: person,
    status: 201,
  }),
  'partners.setPersonRole': operation({
    method: 'PATCH',
    path: '/partners/:id/people/:childId',
    summary: 'Change the role of a person of a partner; one admin stays',
    ...write,
    params: child,
    body: z.object({ role }),
    output: person,
  }),
  'partners.removePerson': operation({
    method: 'DELETE',
    path: '/partners/:id/people/:childId',
    summary: 'End the membership of a person of a partner; the last admin stays',
    ...write,
    params: child,
    output: person,
  }),
};
