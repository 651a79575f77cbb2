import type { PlayDefinition } from './play.ts';

/** Plays that ship with the product. A workspace copies one and edits its copy; these never change under it. */

const servicesAttach: PlayDefinition = {
  key: 'services-attach', version: 1, name: 'Services attach',
  purpose: 'Name a delivery partner before the customer signs a deal that a reseller or we sell alone.',
  trigger: { on: ['deal.stage_moved'] },
  condition: 'deal.stage in ["technical", "business"] && deal.amountMinor >= 2500000 && !("service" in deal.roles)',
  kpis: ['services_attached', 'hours_to_first_action', 'win_rate'],
  steps: [
    { id: 'match', kind: 'match', title: 'Find a delivery partner', roles: ['service', 'integrate'], maxPartners: 3, next: 'approve', else: 'nobody' },
    { id: 'approve', kind: 'approve', title: 'Approve the delivery partner', assignee: 'deal_owner', clockHours: 24, escalateTo: 'partner_manager', next: 'brief', else: 'declined' },
    { id: 'brief', kind: 'brief', title: 'Write the brief', next: 'meet' },
    { id: 'meet', kind: 'meeting', title: 'Scope the delivery together', organizer: 'deal_owner', durationMinutes: 45, withinDays: 5, clockHours: 48, escalateTo: 'partner_manager', next: 'outcome' },
    { id: 'outcome', kind: 'assign', title: 'Record what the meeting decided', assignee: 'deal_owner', clockHours: 72, escalateTo: 'partner_manager', next: 'log' },
    { id: 'log', kind: 'log', title: 'Log the attach', note: 'Delivery partner proposed and met.', touch: 'services_attach' },
    { id: 'declined', kind: 'log', title: 'Log the refusal', note: 'The proposed delivery partner was not approved.' },
    { id: 'nobody', kind: 'assign', title: 'Find a delivery partner by hand', assignee: 'partner_manager', clockHours: 48, detail: 'No partner scored high enough; the reasons are on the deal.' },
  ],
};

const marketplaceAcceleration: PlayDefinition = {
  key: 'marketplace-acceleration', version: 1, name: 'Marketplace acceleration',
  purpose: 'Shorten procurement by letting the customer buy through a cloud marketplace.',
  trigger: { on: ['deal.stage_moved', 'deal.updated'] },
  condition: 'deal.stage in ["business", "committed"] && deal.amountMinor >= 5000000 && !("marketplace" in deal.routes)',
  kpis: ['marketplace_route_added', 'days_business_to_won'],
  steps: [
    { id: 'ask', kind: 'assign', title: 'Ask the buyer about a committed cloud budget', assignee: 'deal_owner', clockHours: 48, escalateTo: 'alliance_manager', next: 'match' },
    { id: 'match', kind: 'match', title: 'Find the marketplace partner', roles: ['marketplace'], maxPartners: 2, next: 'approve', else: 'none' },
    { id: 'approve', kind: 'approve', title: 'Approve the marketplace route', assignee: 'alliance_manager', clockHours: 24, escalateTo: 'admin', next: 'brief', else: 'none' },
    { id: 'brief', kind: 'brief', title: 'Write the brief', next: 'meet' },
    { id: 'meet', kind: 'meeting', title: 'Agree the private offer', organizer: 'alliance_manager', durationMinutes: 30, withinDays: 3, clockHours: 24, escalateTo: 'admin', next: 'wait' },
    { id: 'wait', kind: 'wait', title: 'Wait for the marketplace route', hours: 120, until: ['route.added'], next: 'log', else: 'remind' },
    { id: 'remind', kind: 'notify', title: 'Remind the owner', to: 'deal_owner', message: 'The marketplace route was agreed five days ago and is not on the deal yet.', next: 'log' },
    { id: 'log', kind: 'log', title: 'Log the motion', note: 'Marketplace route prepared.', touch: 'marketplace' },
    { id: 'none', kind: 'log', title: 'Log why not', note: 'No marketplace route for this deal.' },
  ],
};

const siCosell: PlayDefinition = {
  key: 'si-cosell', version: 1, name: 'SI co-sell',
  purpose: 'Win a large deal with a systems integrator that already knows the account.',
  trigger: { clock: { check: 'high_value_without_partner', amountMinor: 10_000_000 } },
  condition: 'deal.stage in ["qualified", "technical"]',
  kpis: ['partner_joined', 'win_rate', 'deal_size'],
  steps: [
    { id: 'match', kind: 'match', title: 'Find the integrator', roles: ['integrate', 'influence'], maxPartners: 3, next: 'approve', else: 'nobody' },
    { id: 'approve', kind: 'approve', title: 'Approve sharing the deal', assignee: 'deal_owner', clockHours: 24, escalateTo: 'alliance_manager', next: 'brief', else: 'declined' },
    { id: 'brief', kind: 'brief', title: 'Write the brief', next: 'meet' },
    { id: 'meet', kind: 'meeting', title: 'Plan the account together', organizer: 'alliance_manager', durationMinutes: 60, withinDays: 7, clockHours: 48, escalateTo: 'admin', next: 'plan' },
    { id: 'plan', kind: 'assign', title: 'Write the joint account plan', assignee: 'deal_owner', clockHours: 120, escalateTo: 'alliance_manager', next: 'watch' },
    { id: 'watch', kind: 'wait', title: 'Give the plan two weeks', hours: 336, until: ['deal.stage_moved'], next: 'log', else: 'review' },
    { id: 'review', kind: 'assign', title: 'Review the plan with the integrator', assignee: 'alliance_manager', clockHours: 72, next: 'log' },
    { id: 'log', kind: 'log', title: 'Log the co-sell', note: 'Joint account plan made with the integrator.', touch: 'cosell' },
    { id: 'declined', kind: 'log', title: 'Log the refusal', note: 'The deal is not shared with an integrator.' },
    { id: 'nobody', kind: 'notify', title: 'Tell the alliance manager', to: 'alliance_manager', message: 'No integrator scored high enough for this deal; the reasons are on the deal.' },
  ],
};

const stalledDealRescue: PlayDefinition = {
  key: 'stalled-deal-rescue', version: 1, name: 'Stalled deal rescue',
  purpose: 'Bring a silent deal back to life through a partner that has a relationship with the account.',
  trigger: { clock: { check: 'stalled', days: 21 } },
  condition: 'deal.stage != "prospect" && deal.amountMinor >= 1000000',
  kpis: ['deal_moved_within_30_days', 'win_rate'],
  steps: [
    { id: 'size', kind: 'branch', title: 'Is it worth a meeting?', condition: 'deal.amountMinor >= 5000000', next: 'match', else: 'nudge' },
    { id: 'match', kind: 'match', title: 'Find who knows the account', maxPartners: 3, next: 'brief', else: 'nudge' },
    { id: 'brief', kind: 'brief', title: 'Write the brief', next: 'approve' },
    { id: 'approve', kind: 'approve', title: 'Approve asking the partner for help', assignee: 'deal_owner', clockHours: 24, escalateTo: 'partner_manager', next: 'meet', else: 'nudge' },
    { id: 'meet', kind: 'meeting', title: 'Agree the way back in', organizer: 'deal_owner', durationMinutes: 30, withinDays: 5, clockHours: 48, escalateTo: 'partner_manager', next: 'watch' },
    { id: 'nudge', kind: 'assign', title: 'Call the customer or close the deal', assignee: 'deal_owner', clockHours: 48, escalateTo: 'partner_manager', next: 'watch' },
    { id: 'watch', kind: 'wait', title: 'Wait for a sign of life', hours: 240, until: ['deal.stage_moved', 'touch.logged'], next: 'moved', else: 'still' },
    { id: 'moved', kind: 'log', title: 'Log the rescue', note: 'The deal moved again.', touch: 'rescue' },
    { id: 'still', kind: 'assign', title: 'Decide: keep or close', assignee: 'partner_manager', clockHours: 72, next: 'end' },
    { id: 'end', kind: 'log', title: 'Log the decision', note: 'The deal stayed silent; a decision was taken.' },
  ],
};

const renewalWithMsp: PlayDefinition = {
  key: 'renewal-with-msp', version: 1, name: 'Renewal with MSP',
  purpose: 'Prepare a renewal with the managed service provider that runs the product for the customer.',
  trigger: { clock: { check: 'renewal', days: 90 } },
  condition: 'account.isCustomer',
  kpis: ['renewed', 'net_revenue_retention', 'days_before_expiry_signed'],
  steps: [
    { id: 'usage', kind: 'branch', title: 'Is usage falling?', condition: 'account.usageChangePercent <= -15.0', next: 'warn', else: 'match' },
    { id: 'warn', kind: 'notify', title: 'Warn the owner', to: 'deal_owner', message: 'Usage has fallen by 15% or more and the renewal is within 90 days.', next: 'match' },
    { id: 'match', kind: 'match', title: 'Find the service provider', roles: ['service'], maxPartners: 2, next: 'brief', else: 'alone' },
    { id: 'brief', kind: 'brief', title: 'Write the renewal brief', next: 'meet' },
    { id: 'meet', kind: 'meeting', title: 'Prepare the renewal together', organizer: 'partner_manager', durationMinutes: 45, withinDays: 10, clockHours: 72, escalateTo: 'admin', next: 'offer' },
    { id: 'alone', kind: 'assign', title: 'Prepare the renewal without a provider', assignee: 'deal_owner', clockHours: 120, escalateTo: 'partner_manager', next: 'offer' },
    { id: 'offer', kind: 'assign', title: 'Send the renewal offer', assignee: 'deal_owner', clockHours: 240, escalateTo: 'partner_manager', next: 'wait' },
    { id: 'wait', kind: 'wait', title: 'Wait for the signature', hours: 720, until: ['deal.won', 'deal.lost'], next: 'log', else: 'chase' },
    { id: 'chase', kind: 'assign', title: 'Chase the renewal', assignee: 'partner_manager', clockHours: 48, next: 'log' },
    { id: 'log', kind: 'log', title: 'Log the renewal', note: 'Renewal worked with the service provider.', touch: 'renewal' },
  ],
};

const multiPartnerSolution: PlayDefinition = {
  key: 'multi-partner-solution', version: 1, name: 'Multi-partner solution',
  purpose: 'Put together the team for a deal that needs several products to work together.',
  trigger: { on: ['deal.created', 'deal.lines_changed', 'deal.stage_moved'] },
  condition: 'size(deal.productIds) >= 3 && size(deal.openRoles) >= 2 && deal.stage in ["qualified", "technical", "business"]',
  kpis: ['roles_covered', 'handoffs_late', 'win_rate'],
  steps: [
    { id: 'match', kind: 'match', title: 'Propose the team', maxPartners: 7, next: 'approve', else: 'nobody' },
    { id: 'approve', kind: 'approve', title: 'Approve the team', assignee: 'alliance_manager', clockHours: 48, escalateTo: 'admin', next: 'brief', else: 'declined' },
    { id: 'brief', kind: 'brief', title: 'Write one brief for everybody', next: 'meet' },
    { id: 'meet', kind: 'meeting', title: 'Agree roles and handoffs', organizer: 'alliance_manager', durationMinutes: 60, withinDays: 7, clockHours: 48, escalateTo: 'admin', next: 'handoffs' },
    { id: 'handoffs', kind: 'assign', title: 'Write the handoffs on the deal', assignee: 'deal_owner', clockHours: 72, escalateTo: 'alliance_manager', next: 'tell' },
    { id: 'tell', kind: 'notify', title: 'Tell the integrator it starts', to: 'participant:integrate', message: 'The team is agreed and the handoffs are on the deal.', next: 'watch' },
    { id: 'watch', kind: 'wait', title: 'Give the team a week', hours: 168, next: 'complete' },
    { id: 'complete', kind: 'branch', title: 'Is every role covered?', condition: 'size(deal.openRoles) == 0', next: 'log', else: 'gap' },
    { id: 'gap', kind: 'assign', title: 'Close the open roles', assignee: 'alliance_manager', clockHours: 72, escalateTo: 'admin', next: 'log' },
    { id: 'log', kind: 'log', title: 'Log the team', note: 'Team and handoffs agreed.', touch: 'team' },
    { id: 'declined', kind: 'log', title: 'Log the refusal', note: 'The proposed team was not approved.' },
    { id: 'nobody', kind: 'assign', title: 'Find partners by hand', assignee: 'partner_manager', clockHours: 72, detail: 'No partner scored high enough; the reasons are on the deal.' },
  ],
};

export const PLAY_TEMPLATES: readonly PlayDefinition[] = [servicesAttach, marketplaceAcceleration, siCosell, stalledDealRescue, renewalWithMsp, multiPartnerSolution];
