import type { OutsideRecord } from '../../../modules/sync/index.ts';
import { listAt, textAt, type Fields } from '../values.ts';
import { flatten } from './fields.ts';
import { SOLUTIONS } from './lists.ts';
import { continuation, type Referral } from './referral.ts';
import { lockOf, standingOf, stateOf } from './standing.ts';

export const solutionsOf = (document: Fields): readonly Fields[] => listAt(document, ['details', 'requirements', 'solutions']);

export function recordOf(referral: Referral): OutsideRecord {
  const standing = standingOf(referral.document);
  const into = continuation(referral);
  return {
    id: referral.id,
    version: referral.eTag,
    modifiedAt: new Date(referral.updatedAt).toISOString(),
    values: flatten(referral.document),
    url: `https://partner.microsoft.com/dashboard/v2/referrals/cosell/${encodeURIComponent(referral.engagementId ?? referral.id)}`,
    locked: lockOf(standing),
    state: stateOf(standing, referral.document),
    links: solutionsOf(referral.document).flatMap((each) => {
      const id = textAt(each, ['id']);
      return id === null ? [] : [{ type: SOLUTIONS, id, label: textAt(each, ['name']) }];
    }),
    ...(into === null ? {} : { gone: { reason: 'merged' as const, into } }),
  };
}
