import type { Request, Result } from '../../lib/api/index.ts';

export type Programme = Result<'portalIncentives.programmes'>['items'][number];
export type Terms = Programme['terms'];
export type SpiffProgramme = Programme & { readonly terms: Extract<Terms, { kind: 'spiff' }> };
export type InfluenceProgramme = Programme & { readonly terms: Extract<Terms, { kind: 'influence' }> };
export type Registration = Result<'portalIncentives.spiffRegistrations'>['items'][number];
export type Claim = Result<'portalIncentives.getClaim'>;
export type Evidence = Result<'portalIncentives.evidence'>;
export type DealRow = Pick<Result<'portalDeals.list'>['items'][number], 'id' | 'number' | 'name' | 'myRoles' | 'stage'>;

export const isSpiff = (programme: Programme): programme is SpiffProgramme => programme.terms.kind === 'spiff';
export const isInfluence = (programme: Programme): programme is InfluenceProgramme => programme.terms.kind === 'influence';

export const claimStates = ['proposed', 'approved', 'declined'] as const satisfies readonly Claim['state'][];
export type Standing = NonNullable<Registration['accrual']> | 'registered' | 'won' | 'lost';

/** Where a registration stands: what the sale came to, and before that how the deal ended. */
export const standingOf = ({ accrual, dealStatus }: Pick<Registration, 'accrual' | 'dealStatus'>): Standing =>
  accrual ?? (dealStatus === 'open' ? 'registered' : dealStatus);

/** A spiff is registered for before the sale, by whoever has one of its roles on the deal. */
export const mayBeRegistered = (deal: Pick<DealRow, 'stage' | 'myRoles'>, { terms }: SpiffProgramme): boolean =>
  deal.stage !== 'won' && deal.stage !== 'lost' && deal.myRoles.some((role) => terms.roles.includes(role));

export type ClaimDraft = {
  readonly ruleId: string;
  readonly dealId: string;
  readonly note: string;
  /** Left out of the evidence. */ readonly without: readonly string[];
};
export type ClaimFaults = { readonly ruleId?: true; readonly dealId?: true; readonly note?: true; readonly evidence?: 'few' | 'short' };

/** All that counts is chosen to begin with; one takes out what does not belong. */
export const chosen = (evidence: Evidence, without: readonly string[]): string[] => evidence.items.map(({ id }) => id).filter((id) => !without.includes(id));

/** few: the record has less than the programme asks for. short: there is enough, and too much of it was taken out. */
export function claimFaults(draft: ClaimDraft, evidence: Evidence | undefined): ClaimFaults {
  const left = evidence ? chosen(evidence, draft.without).length : 0;
  return {
    ...(draft.ruleId === '' ? { ruleId: true as const } : {}),
    ...(draft.dealId === '' ? { dealId: true as const } : {}),
    ...(draft.note.trim() === '' ? { note: true as const } : {}),
    ...(evidence === undefined || left >= evidence.atLeast
      ? {}
      : { evidence: evidence.items.length < evidence.atLeast ? ('few' as const) : ('short' as const) }),
  };
}

export const claimBody = (draft: ClaimDraft, evidence: Evidence): Request<'portalIncentives.claim'>['body'] => ({
  ruleId: draft.ruleId,
  dealId: draft.dealId,
  note: draft.note.trim(),
  touchIds: chosen(evidence, draft.without),
});
