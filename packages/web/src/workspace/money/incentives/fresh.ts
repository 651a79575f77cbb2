import { daysFrom, today } from '../rules/days.ts';
import type { IncentiveDocument, Kind } from './words.ts';

const common = { when: [{ kind: 'everyone' as const }], enrolled: false, holdDays: 30, approveAbove: null };
const sales = { ...common, to: { roles: ['resell' as const] }, basis: 'collected' as const, rate: '10', among: 'alike' as const, caps: [] };
const period = (every: 'month' | 'quarter' | 'half_year' | 'year') => ({ every, firstMonth: 1, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });

/** A beginning of each kind that can be read and tried; what it pays is the author's to write. */
export function freshDocument(kind: Kind): IncentiveDocument {
  switch (kind) {
    case 'commission':
    case 'renewal':
      return { kind, ...sales };
    case 'spiff':
      return {
        kind,
        ...common,
        to: { roles: ['source'] },
        basis: 'booked',
        from: today(),
        until: daysFrom(today(), 90),
        per: 'deal',
        everyNth: null,
        amounts: [{ amountMinor: 50_000, currency: 'EUR' }],
        capPerPerson: null,
      };
    case 'rebate':
      return {
        kind,
        ...common,
        enrolled: true,
        to: { roles: ['resell'] },
        currency: 'EUR',
        period: period('quarter'),
        settleAfterDays: 15,
        measure: 'amount',
        against: 'volume',
        baseline: null,
        basis: 'marginal',
        pays: 'whole',
        bands: [{ from: '0', reward: { kind: 'percent', percent: '2' } }],
        atLeastMinor: null,
        atMostMinor: null,
      };
    case 'influence':
      return {
        kind,
        ...common,
        currency: 'EUR',
        period: period('quarter'),
        poolMinor: 1_000_000,
        pay: { kind: 'percent', percent: '5' },
        evidence: { touches: 'any', atLeast: 1 },
        approval: 'person',
      };
    case 'adoption':
      return {
        kind,
        ...common,
        enrolled: true,
        to: { roles: ['service'] },
        currency: 'EUR',
        period: period('quarter'),
        settleAfterDays: 15,
        productIds: [],
        metric: '',
        baseline: 'previous_period',
        perUnit: '0.01',
        caps: [],
        clawbackDays: 0,
      };
  }
}
