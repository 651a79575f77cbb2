import type { Result, SettlementOption } from '@entente/contracts';
import type { Candidate } from './facts.ts';

type Shown = NonNullable<Result<'portalSettlement.waterfall'>>;
type Own = Shown['own'][number];
type Chosen = { readonly number: number; readonly candidate: Candidate; readonly option: SettlementOption; readonly chosenAt: string };

/**
 * A plan as one partner is shown it: its own amounts with their arithmetic, everybody else as one sum. What a distributor's customers
 * sell for is nothing it learns, nor what it follows from.
 */
export function planForPartner(dealId: string, { number, candidate, option, chosenAt }: Chosen, partnerId: string): Shown | null {
  const { money } = option;
  if (!money) return null;
  const behind = candidate.kind === 'distribution' && candidate.distributorId === partnerId;
  const own = money.steps.flatMap((step): Own[] =>
    step.key !== 'margin' && step.key !== 'split' && step.key !== 'incentive'
      ? []
      : step.parts
          .filter((part) => part.partnerId === partnerId)
          .map((part) => ({
            key: step.key as Own['key'],
            label: step.key === 'margin' ? 'Your margin' : step.key === 'split' ? 'Your share' : 'Your incentive',
            amountMinor: -part.amountMinor || 0,
            explanation:
              behind && step.key === 'margin'
                ? { ...part.explanation, steps: part.explanation.steps.filter(({ label }) => label === 'Margin') }
                : part.explanation,
          })),
  );
  const ownMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const buyerMinor = behind ? null : money.buyerMinor;
  return {
    dealId,
    number,
    kind: option.kind,
    currency: option.currency,
    buyerMinor,
    own,
    ownMinor,
    othersMinor: buyerMinor === null ? null : buyerMinor - ownMinor,
    credit: option.credit.filter((one) => one.partnerId === partnerId).map(({ role, shareBp }) => ({ role, shareBp })),
    chosenAt,
    sentence:
      own.length === 0
        ? 'Nothing of this deal is expected to come to you the way it is settled now.'
        : 'What is expected to come to you. What is paid follows from what is received.',
  };
}
