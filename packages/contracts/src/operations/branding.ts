import { z } from 'zod';
import { operation } from '../operation.ts';

/** How the partner's pages look: one colour and a logo; everything else is derived from the colour. */
const brand = z.object({ name: z.string(), brandColor: z.string().nullable(), logoUrl: z.string().nullable(), greeting: z.string().nullable() });

export const branding = {
  'branding.get': operation({
    method: 'GET',
    path: '/branding',
    summary: 'The vendor’s name, colour and logo',
    audience: 'signed_in',
    scope: null,
    assistant: 'none',
    output: brand,
  }),
  'branding.set': operation({
    method: 'PUT',
    path: '/branding',
    summary: 'Change the colour, logo and greeting of the partner’s pages',
    audience: 'workspace',
    scope: 'workspace:write',
    assistant: 'none',
    body: z.object({
      brandColor: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i)
        .nullable(),
      greeting: z.string().trim().max(300).nullable(),
      /** PNG, JPEG or WebP as base64, at most 200 KB; null removes it, left out keeps it. */
      logo: z.string().max(280_000).nullish(),
    }),
    output: brand,
  }),
};
