import type { ParticipantRole } from '@entente/kernel';

/** How a partner stands to a deal: what it is in it now and, if it is in it no more, since when. */
export type Standing = { readonly roles: readonly ParticipantRole[]; /** Null while it takes part. */ readonly leftAt: string | null };

type Rule = {
  /** Who is told, of those who take part. */
  readonly roles: 'every' | readonly ParticipantRole[];
  /** Whether it is told afterwards, as it was when the partner left. */
  readonly afterwards: boolean;
  readonly why: string;
};

/** What a partner is told of a deal it takes part in. Whatever is not in this table it is never told. */
export const disclosure = {
  stage: { roles: 'every', afterwards: true, why: 'Everybody in a deal works towards its next stage; who has left knows the stage it left.' },
  closeOn: { roles: 'every', afterwards: false, why: 'A plan is made around it.' },
  amount: {
    roles: ['source', 'resell', 'distribute'],
    afterwards: false,
    why: 'Who brings or sells the deal works with its value; for anybody else it is the vendor’s own figure.',
  },
  lines: { roles: 'every', afterwards: false, why: 'What is delivered, without prices.' },
  othersLanes: { roles: 'every', afterwards: false, why: 'That another part is being done, and how far it is; never by whom, or the words of its step.' },
  ownLanes: { roles: 'every', afterwards: true, why: 'Its own words.' },
  handoffs: { roles: 'every', afterwards: true, why: 'Promises it gave or was given.' },
  comments: { roles: 'every', afterwards: true, why: 'What it wrote, and what was written to it.' },
  timeline: { roles: 'every', afterwards: true, why: 'What it did, what was done for it, and the stages; never what others did.' },
  contact: { roles: 'every', afterwards: true, why: 'Somebody to call: the deal’s owner, else the partner’s manager. No other colleague is named.' },
} as const satisfies Readonly<Record<string, Rule>>;
export type Fact = keyof typeof disclosure;

export function isTold(fact: Fact, standing: Standing): boolean {
  const rule: Rule = disclosure[fact];
  if (standing.leftAt !== null) return rule.afterwards;
  return rule.roles === 'every' || standing.roles.some((role) => rule.roles.includes(role));
}
/** Whether something that happened then is told: nothing is of the time after the partner left. */
export const isOfItsTime = (at: string, standing: Standing): boolean => standing.leftAt === null || Date.parse(at) < Date.parse(standing.leftAt);
