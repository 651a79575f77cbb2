import { nameLikeness } from './company-name.ts';
import { looksLike } from './look-alike.ts';
import { familyOf } from './web-domain.ts';

/** A company as somebody wrote it down. */
export type Company = { readonly name: string | null; readonly domains: readonly string[]; readonly country: string | null };

export type LikenessReason = {
  readonly code: 'same_domain' | 'domain_family' | 'look_alike' | 'same_name' | 'like_name' | 'other_country';
  readonly points: number;
  readonly sentence: string;
};
export type Likeness = { readonly score: number; readonly reasons: readonly LikenessReason[] };

/** Points of a reason. A domain is strong, a name alone is weak: that is how false alarms and misses fall in public practice. */
const POINTS = { same_domain: 100, domain_family: 70, look_alike: 60, same_name: 55, like_name: 30, other_country: -15 } as const;
const LIKE_NAME = 0.72;

/**
 * How alike two companies are, 0 to 100, with the reasons. For a conflict it is better to show one too many to a person than to miss
 * one, so weak reasons count; for sharing with others, ask for `same_domain` instead of a score.
 */
export function likeness(left: Company, right: Company): Likeness {
  const reasons: LikenessReason[] = [];
  const add = (code: LikenessReason['code'], sentence: string, points: number = POINTS[code]): void => void reasons.push({ code, points, sentence });
  const pairs = left.domains.flatMap((a) => right.domains.map((b) => [a, b] as const));
  const same = pairs.find(([a, b]) => a === b);
  const family = pairs.find(([a, b]) => a !== b && familyOf(a) === familyOf(b));
  const like = pairs.find(([a, b]) => looksLike(a, b));
  if (same) add('same_domain', `Same domain ${same[0]}.`);
  else if (family) add('domain_family', `${family[1]} and ${family[0]} share the name ${familyOf(family[0])}.`);
  else if (like) add('look_alike', `${like[0]} reads like ${like[1]}.`);
  if (left.name !== null && right.name !== null) {
    const share = nameLikeness(left.name, right.name);
    if (share === 1) add('same_name', `Same name, ${right.name}.`);
    else if (share >= LIKE_NAME) add('like_name', `${right.name} is written much like ${left.name}.`, Math.round(POINTS.like_name * share));
  }
  if (!same && left.country !== null && right.country !== null && left.country !== right.country)
    add('other_country', `In ${right.country}, not ${left.country}.`);
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  return { score: reasons.some((reason) => reason.points > 0) ? Math.max(0, Math.min(100, sum)) : 0, reasons };
}
