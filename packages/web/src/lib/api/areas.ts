/**
 * Keys begin with the operation ("deals.get"); live events speak of areas ("deals").
 * `lib/live.ts` marks as out of date what belongs to the area.
 */
const areaOf: Readonly<Record<string, readonly string[]>> = {
  session: ['session'],
  people: ['settings'],
  apiKeys: ['settings'],
  audit: ['settings'],
  views: ['views'],
  mailbox: ['mailbox'],
  calendar: ['calendar'],
  deals: ['deals', 'inbox'],
  overview: ['overview', 'deals'],
  registrations: ['registrations', 'deals'],
  delegations: ['registrations'],
  programs: ['programs'],
  partners: ['partners'],
  accounts: ['accounts'],
  contacts: ['accounts'],
  products: ['products'],
  acts: ['inbox', 'deals'],
  match: ['deals'],
  brief: ['deals'],
  meetings: ['deals'],
  outcome: ['deals'],
  plays: ['plays'],
  runs: ['plays', 'runs'],
  leads: ['leads', 'inbox'],
  leadRouting: ['leads'],
  cases: ['cases', 'inbox'],
  partnerTies: ['distribution', 'partners'],
  chains: ['distribution', 'deals'],
  salesReports: ['distribution'],
  shares: ['shares', 'deals'],
  links: ['links'],
  notifications: ['notifications'],
  notificationHooks: ['notifications'],
  branding: ['branding'],
  imports: ['imports'],
  jobs: ['imports'],
};

export function belongsTo(key: readonly unknown[], area: string): boolean {
  const operation = key[0];
  if (typeof operation !== 'string') return false;
  return operation === area || (areaOf[operation.split('.')[0] ?? '']?.includes(area) ?? false);
}
