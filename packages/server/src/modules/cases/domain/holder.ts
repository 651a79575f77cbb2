import type { CaseState } from '@entente/kernel';

export type Held = {
  readonly state: CaseState;
  readonly openedAt: string;
  readonly evidenceUntil: string;
  readonly ruleBy: string;
  readonly ruledAt: string | null;
  readonly appealUntil: string | null;
  readonly appealedAt: string | null;
  readonly closedAt: string | null;
  readonly mediatorName: string | null;
  /** When this side last gave evidence that counts now; null when it has not. */
  readonly gaveEvidenceAt: string | null;
  readonly mayAppeal: boolean;
};
export type Holder = { side: 'vendor' | 'partner' | 'nobody'; name: string | null; since: string; until: string | null; late: boolean; sentence: string };

const shown = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

/** Whose turn it is, since when, until when and why, from one side's place. */
export function holderFor(held: Held, now: Date): Holder {
  const who = held.mediatorName ?? 'A mediator';
  const before = (instant: string): boolean => now.getTime() < Date.parse(instant);
  const started = held.appealedAt ?? held.openedAt;
  if ((held.state === 'evidence' || held.state === 'appealed') && before(held.evidenceUntil)) {
    if (held.gaveEvidenceAt === null)
      return {
        side: 'partner',
        name: null,
        since: started,
        until: held.evidenceUntil,
        late: false,
        sentence: `Give your evidence by ${shown(held.evidenceUntil)}.`,
      };
    return {
      side: 'vendor',
      name: held.mediatorName,
      since: held.gaveEvidenceAt,
      until: held.ruleBy,
      late: false,
      sentence: `Your evidence is in. More may be given until ${shown(held.evidenceUntil)}; ${who} rules by ${shown(held.ruleBy)}.`,
    };
  }
  if (held.state === 'closed')
    return {
      side: 'nobody',
      name: null,
      since: held.closedAt ?? held.ruledAt ?? started,
      until: null,
      late: false,
      sentence: held.ruledAt === null ? 'Closed without a ruling.' : 'Closed; the ruling is final.',
    };
  if (held.state === 'ruled') {
    const since = held.ruledAt ?? started;
    if (held.mayAppeal && held.appealUntil !== null)
      return {
        side: 'partner',
        name: null,
        since,
        until: held.appealUntil,
        late: false,
        sentence: `You may appeal until ${shown(held.appealUntil)}; after that the ruling is final.`,
      };
    return {
      side: 'nobody',
      name: null,
      since,
      until: held.appealUntil,
      late: false,
      sentence: held.appealUntil === null ? 'Ruled.' : `Ruled; final after ${shown(held.appealUntil)} unless a side appeals.`,
    };
  }
  const late = !before(held.ruleBy);
  return {
    side: 'vendor',
    name: held.mediatorName,
    since: held.evidenceUntil,
    until: held.ruleBy,
    late,
    sentence: late ? `${who} should have ruled by ${shown(held.ruleBy)}; it went to somebody higher.` : `${who} rules by ${shown(held.ruleBy)}.`,
  };
}
