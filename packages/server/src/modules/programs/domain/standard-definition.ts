import type { EngagementRule, ProgramDefinition } from './definition.ts';

const week = [1, 2, 3, 4, 5];
const office = (timeZone: string) => ({ timeZone, days: week, from: '09:00', to: '17:00', holidays: [] });

/**
 * Where a workspace begins. Ninety days, a decision within two business days, warned at three quarters: usual figures of public
 * programmes. The rules stop what must be stopped first, then let through what is plainly clear, and leave the rest to a person.
 */
export const standardDefinition = (currency: string): ProgramDefinition => ({
  protection: {
    days: 90,
    retroactive: true,
    remindBeforeDays: [14, 3],
    extensionDays: 30,
    maxExtensions: 2,
    managerMayExtendDays: 30,
    updateWarnDays: 30,
    updateReviewDays: 45,
    serviceAttachDays: 180,
    renewalDays: 120,
  },
  decision: {
    hours: 16,
    warnAtPercent: 75,
    escalateToRole: 'admin',
    secondApproverAboveMinor: 500_000_00,
    currency,
    maxResubmissions: 3,
    calendars: {
      default: office('Europe/Berlin'),
      EMEA: office('Europe/Berlin'),
      NA: office('America/New_York'),
      LATAM: office('America/Sao_Paulo'),
      APAC: office('Asia/Singapore'),
    },
  },
  valueBands: [
    { key: 'to-20k', fromMinor: 0, toMinor: 20_000_00 },
    { key: 'to-50k', fromMinor: 20_000_00, toMinor: 50_000_00 },
    { key: 'to-100k', fromMinor: 50_000_00, toMinor: 100_000_00 },
    { key: 'to-250k', fromMinor: 100_000_00, toMinor: 250_000_00 },
    { key: 'over-250k', fromMinor: 250_000_00, toMinor: null },
  ],
  currency,
  limits: { registrationsPerDay: 200, checksPerMinute: 20 },
  rules: [
    rule(
      'inactive',
      'Partner is not active',
      [{ kind: 'partner_not_in', types: ['reseller', 'distributor', 'si', 'msp', 'isv', 'referral', 'consultant', 'hyperscaler'] }],
      'reject',
      'Your company is not active in the programme today, so it cannot register deals.',
    ),
    rule(
      'look-alike',
      'Domain made to look like another',
      [{ kind: 'look_alike_domain' }],
      'review',
      'The customer’s domain needs a closer look before it can be decided.',
    ),
    rule(
      'free-mail',
      'Contact has a free mail address',
      [{ kind: 'free_mail_contact' }],
      'request_info',
      'Give a contact with an address of the customer’s own company.',
    ),
    rule(
      'protected',
      'Another registration protects this customer',
      [{ kind: 'protected_by_other' }, { kind: 'registration_kind', kinds: ['sourcing'] }],
      'review',
      'A person looks at this: there is earlier work with this customer.',
    ),
    rule(
      'filed-before',
      'Another partner filed first',
      [{ kind: 'other_submitted_before' }, { kind: 'registration_kind', kinds: ['sourcing'] }],
      'review',
      'A person looks at this: there is earlier work with this customer.',
    ),
    rule(
      'incumbent-renewal',
      'Renewal belongs to the incumbent',
      [{ kind: 'registration_kind', kinds: ['renewal'] }, { kind: 'is_incumbent' }],
      'approve',
      'Your company serves this customer today; the renewal is yours for {protection} days.',
    ),
    rule(
      'renewal-other',
      'Renewal of somebody else’s customer',
      [{ kind: 'registration_kind', kinds: ['renewal'] }, { kind: 'other_incumbent' }],
      'reject',
      'A renewal is registered by the partner that serves the customer today.',
    ),
    rule(
      'direct',
      'Vendor already works this customer',
      [
        { kind: 'open_direct_deal', atLeastDays: 7 },
        { kind: 'registration_kind', kinds: ['sourcing'] },
      ],
      'review',
      'A person looks at this: there is earlier work with this customer.',
    ),
    rule(
      'territory',
      'Customer is outside the territory',
      [{ kind: 'outside_territory' }],
      'review',
      'The customer is outside the territory agreed with your company; a person decides.',
    ),
    rule(
      'service-attach',
      'Service attach',
      [{ kind: 'registration_kind', kinds: ['service_attach'] }],
      'approve',
      'Service work on this customer is yours for {protection} days.',
    ),
    rule(
      'clear',
      'Nothing like it is known',
      [
        { kind: 'no_likeness_above', score: 20 },
        { kind: 'value_below', amountMinor: 50_000_00, currency },
      ],
      'approve',
      'Nobody else works with this customer; it is yours for {protection} days.',
    ),
  ],
  sellerCredit: { basisPoints: 10_000, exceptions: [] },
  cases: { evidenceHours: 40, rulingHours: 24, appealDays: 14 },
});

function rule(id: string, name: string, when: EngagementRule['when'], effect: EngagementRule['effect'], partnerSentence: string): EngagementRule {
  return { id, name, when, effect, partnerSentence, enabled: true };
}
