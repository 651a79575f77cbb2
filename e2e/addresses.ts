import type { PortalPath } from '../packages/web/src/portal/pages.tsx';
import type { makeRouter } from '../packages/web/src/router.tsx';

type RoutePath = keyof ReturnType<typeof makeRouter>['routesByPath'];
/** Who looks: somebody of the workspace, somebody of a partner (a reseller, a distributor), or nobody who is signed in. */
export type Viewer = 'owner' | 'partner' | 'distributor' | 'nobody';
/** Fetches one of the sample's records through the API of the signed-in viewer, or makes one of which the sample has none. */
export type Sample = { id: (path: string) => Promise<string>; made: (path: string, body: unknown) => Promise<string> };
/** `hasSkeletons`: shows the shapes of what is to come for good, as examples. */
export type Screen = { viewer?: Viewer; hasSkeletons?: boolean; addresses: readonly string[] | ((sample: Sample) => Promise<readonly string[]>) };
type Redirect = { leadsTo: RoutePath };

const one = (path: string, list: string) => ({ addresses: async ({ id }: Sample) => [`${path}/${await id(list)}`] });

/** Where each route of the web app is looked at. A route without an entry is an error of types, so none is forgotten. */
export const screens: Readonly<Record<RoutePath, Screen | Redirect>> = {
  '/': { leadsTo: '/inbox' },
  '/sign-in': { viewer: 'nobody', addresses: ['/sign-in'] },
  '/reset-password': { viewer: 'nobody', addresses: ['/reset-password', '/reset-password?token=0123456789abcdef'] },
  '/gallery': { hasSkeletons: true, addresses: ['/gallery'] },
  '/inbox': { addresses: ['/inbox', '/inbox?tab=done&all=true'] },
  '/overview': { addresses: ['/overview'] },
  '/deals': { addresses: ['/deals', '/deals?layout=board'] },
  '/deals/$dealId': one('/deals', '/deals?status=open&sort=-amount'),
  '/registrations': { addresses: ['/registrations', '/registrations?tab=all', '/registrations?tab=expiring'] },
  '/registrations/$registrationId': one('/registrations', '/registrations'),
  '/programs': { addresses: ['/programs'] },
  '/programs/$programId': {
    addresses: async ({ id }) => {
      const program = await id('/programs');
      return ['', '?tab=terms', '?tab=bench', '?tab=versions'].map((tab) => `/programs/${program}${tab}`);
    },
  },
  '/partners': { addresses: ['/partners'] },
  '/partners/$partnerId': one('/partners', '/partners'),
  '/accounts': { addresses: ['/accounts'] },
  '/accounts/$accountId': one('/accounts', '/accounts'),
  '/plays': { addresses: ['/plays'] },
  '/plays/$playId': one('/plays', '/plays'),
  '/plays/runs/$runId': one('/plays/runs', '/runs'),
  '/imports': { addresses: ['/imports'] },
  '/imports/new': { addresses: ['/imports/new'] },
  '/imports/$importId': one('/imports', '/imports'),
  '/leads': { addresses: ['/leads', '/leads?tab=figures'] },
  '/leads/routing': { addresses: ['/leads/routing'] },
  '/leads/$leadId': one('/leads', '/leads'),
  '/cases': { addresses: ['/cases'] },
  '/cases/$caseId': one('/cases', '/cases'),
  '/sales-reports': { addresses: ['/sales-reports'] },
  '/sales-reports/$reportId': one('/sales-reports', '/sales-reports'),
  '/connections': { addresses: ['/connections'] },
  '/connections/$connectionId': {
    addresses: async ({ id }) => {
      const connection = await id('/connections');
      return ['', '?tab=mapping', '?tab=log', '?tab=messages'].map((tab) => `/connections/${connection}${tab}`);
    },
  },
  '/metering': { addresses: ['/metering', '/metering?tab=dimensions', '/metering?tab=batches', '/metering?state=rejected'] },
  '/disbursements': { addresses: ['', '?tab=payouts', '?tab=lines', '?tab=lines&state=all', '?tab=fees', '?tab=sources'].map((tab) => `/disbursements${tab}`) },
  '/conflicts': { addresses: ['/conflicts', '/conflicts?tab=failures', '/conflicts?status=resolved'] },
  '/cosell/invitations': { addresses: ['/cosell/invitations', '/cosell/invitations?status=expired'] },
  '/cosell/programs': { addresses: ['/cosell/programs'] },
  '/settings/webhooks/$endpointId': {
    // Nothing is sent to it: no endpoint is disabled here.
    addresses: async ({ made }) => {
      const endpoint = await made('/webhooks', { url: 'https://1.1.1.1/in', description: 'Warehouse', eventTypes: ['webhook.disabled'] });
      return [`/settings/webhooks/${endpoint}`];
    },
  },
  '/marketplaces': {
    addresses: ['', '?tab=listings', '?tab=listings&look=matrix', '?tab=offers', '?tab=agreements', '?tab=figures'].map((tab) => `/marketplaces${tab}`),
  },
  '/marketplaces/$marketplaceId': {
    addresses: async ({ id, made }) => {
      const states = [
        { key: 'draft', label: 'Draft', means: 'draft', next: ['listed'] },
        { key: 'listed', label: 'Listed', means: 'released', next: ['sold'] },
        { key: 'sold', label: 'Sold', means: 'accepted', next: [] },
      ];
      const fields = [{ key: 'region', label: 'Region', type: 'choice', required: true, choices: ['North', 'South'] }];
      const feeTable = [{ from: '2026-01-01', bands: [{ fromMinor: 0, basisPoints: 300 }] }];
      const niche = await made('/marketplaces', {
        kind: 'configured',
        name: `Niche store ${Date.now()}`,
        definition: { states, initial: 'draft', fields },
        feeTable,
      });
      return [`/marketplaces/${await id('/marketplaces')}`, `/marketplaces/${niche}`];
    },
  },
  '/offers/$offerId': {
    // Nothing is sent: it stays a draft.
    addresses: async ({ id, made }) => {
      const line = { dimension: 'seats', description: 'Seats', quantity: 10, unitPriceMinor: 2_000, amountMinor: 20_000 };
      const offer = await made(`/deals/${await id('/deals?status=open&sort=-amount')}/offers`, { listingId: await id('/listings'), lines: [line] });
      return [`/offers/${offer}`];
    },
  },
  '/money/splits': { addresses: ['/money/splits', '/money/splits?state=held', '/money/splits?tab=rules'] },
  '/money/splits/$splitId': one('/money/splits', '/splits'),
  '/money/splits/rules/$ruleId': {
    // Nothing is divided by it: it stays a draft.
    addresses: async ({ made }) => {
      const step = {
        key: 'reseller',
        name: 'Reseller',
        from: 'pool',
        what: { kind: 'percent', percent: '20', base: 'price' },
        to: { kind: 'role', role: 'resell' },
      };
      const document = {
        when: [{ kind: 'everyone' }],
        steps: [{ ...step, among: 'alike', lines: 'all', limits: null, whenNobody: 'skip' }],
        remainder: null,
        keptFee: 'us',
        holdDays: 30,
      };
      return [`/money/splits/rules/${await made('/split-rules', { name: `Resale ${Date.now()}`, document })}`];
    },
  },
  '/money/incentives': {
    addresses: ['', '?tab=progress', '?tab=accruals', '?tab=claims', '?tab=spiffs', '?tab=enrolments', '?tab=held'].map((tab) => `/money/incentives${tab}`),
  },
  '/money/incentives/$programmeId': {
    addresses: async ({ made }) => {
      const terms = { when: [{ kind: 'everyone' }], enrolled: false, holdDays: 30, approveAbove: null };
      const document = { kind: 'commission', ...terms, to: { roles: ['source'] }, basis: 'collected', rate: '10', among: 'alike', caps: [] };
      return [`/money/incentives/${await made('/incentive-rules', { name: `Referral ${Date.now()}`, document })}`];
    },
  },
  '/deals/$dealId/settlement': { addresses: async ({ id }) => [`/deals/${await id('/deals?status=open&sort=-amount')}/settlement`] },
  '/money': { leadsTo: '/money/quotes' },
  '/money/quotes': { addresses: ['/money/quotes'] },
  '/money/quotes/new': { addresses: ['/money/quotes/new'] },
  '/money/quotes/$quoteId': one('/money/quotes', '/quotes'),
  '/money/quotes/$quoteId/change': { addresses: async ({ id }) => [`/money/quotes/${await id('/quotes')}/change`] },
  '/money/pricing': { addresses: ['', '?tab=bundles', '?tab=margins', '?tab=products'].map((tab) => `/money/pricing${tab}`) },
  '/money/subscriptions': {
    addresses: ['', '?tab=charges', '?tab=meters', '?tab=refused', '?tab=credit', '?tab=outcomes'].map((tab) => `/money/subscriptions${tab}`),
  },
  '/money/subscriptions/$subscriptionId': one('/money/subscriptions', '/subscriptions'),
  '/money/subscriptions/meters/$meterId': one('/money/subscriptions/meters', '/meters'),
  '/money/subscriptions/charges/$chargeId': one('/money/subscriptions/charges', '/charges'),
  '/money/invoices': { addresses: ['', '?tab=payments', '?tab=ageing', '?tab=receipts'].map((tab) => `/money/invoices${tab}`) },
  '/money/invoices/$invoiceId': one('/money/invoices', '/invoices'),
  '/money/invoices/receipts/$receiptId': one('/money/invoices/receipts', '/receipts'),
  '/money/funds': { addresses: ['', '?tab=requests', '?tab=claims'].map((tab) => `/money/funds${tab}`) },
  '/money/funds/extensions': { leadsTo: '/money/funds' },
  '/money/funds/$budgetId': one('/money/funds', '/fund-budgets'),
  '/money/funds/requests/$requestId': one('/money/funds/requests', '/fund-requests'),
  // The sample has claimed nothing yet: the page says that there is no such claim.
  '/money/funds/claims/$claimId': { addresses: [] },
  '/money/payouts': { addresses: ['', '?tab=earnings', '?tab=payees', '?tab=disputes', '?tab=documents'].map((tab) => `/money/payouts${tab}`) },
  '/money/payouts/runs/$runId': one('/money/payouts/runs', '/payout-runs'),
  '/money/payouts/payees/$partnerId': { addresses: async ({ id }) => [`/money/payouts/payees/${await id('/partners')}`] },
  '/money/payouts/disputes/$disputeId': one('/money/payouts/disputes', '/earning-disputes'),
  '/money/ledger': {
    addresses: ['', '?tab=transactions', '?tab=trial', '?tab=periods', '?tab=reconciliation', '?tab=verification', '?tab=rates'].map(
      (tab) => `/money/ledger${tab}`,
    ),
  },
  '/money/ledger/transactions/$transactionId': one('/money/ledger/transactions', '/ledger/transactions'),
  '/money/ledger/periods/$month': { addresses: [`/money/ledger/periods/${new Date().toISOString().slice(0, 7)}`] },
  '/settings': { leadsTo: '/settings/$section' },
  '/settings/$section': {
    addresses: ['people', 'roles', 'api-keys', 'webhooks', 'custom-fields', 'audit', 'mailbox', 'branding', 'notifications', 'security'].map(
      (section) => `/settings/${section}`,
    ),
  },
};

const ofPartner = (addresses: Screen['addresses']): Screen => ({ viewer: 'partner', addresses });
const oneOfPartner = (path: string, list = path): Screen => ({ ...one(path, list), viewer: 'partner' });

/** The same for the partner's pages. */
export const portalScreens: Readonly<Record<PortalPath, Screen>> = {
  '/portal': ofPartner(['/portal']),
  '/portal/register': ofPartner(['/portal/register']),
  '/portal/registrations': ofPartner(['/portal/registrations']),
  '/portal/registrations/$id': oneOfPartner('/portal/registrations'),
  '/portal/cases': ofPartner(['/portal/cases']),
  '/portal/cases/$id': oneOfPartner('/portal/cases'),
  '/portal/deals': ofPartner(['/portal/deals']),
  '/portal/deals/$id': oneOfPartner('/portal/deals'),
  '/portal/leads': ofPartner(['/portal/leads']),
  '/portal/leads/$id': oneOfPartner('/portal/leads'),
  '/portal/partners': ofPartner(['/portal/partners']),
  '/portal/partners/mine': ofPartner(['/portal/partners/mine']),
  '/portal/shares': ofPartner(['/portal/shares']),
  '/portal/shares/$id': oneOfPartner('/portal/shares'),
  '/portal/reports': { viewer: 'distributor', addresses: ['/portal/reports'] },
  '/portal/reports/$id': { ...one('/portal/reports', '/portal/sales-reports'), viewer: 'distributor' },
  '/portal/money': ofPartner(['/portal/money', '/portal/money?state=held']),
  '/portal/money/earnings/$id': oneOfPartner('/portal/money/earnings'),
  '/portal/money/statements': ofPartner(['/portal/money/statements']),
  '/portal/money/statements/$id': oneOfPartner('/portal/money/statements'),
  '/portal/money/disputes': ofPartner(['/portal/money/disputes']),
  '/portal/money/disputes/$id': oneOfPartner('/portal/money/disputes'),
  '/portal/money/incentives': ofPartner(['/portal/money/incentives', '/portal/money/incentives?state=closed']),
  '/portal/money/payee': ofPartner(['/portal/money/payee']),
  '/portal/incentives': ofPartner(['/portal/incentives']),
  '/portal/incentives/register': ofPartner(['/portal/incentives/register']),
  '/portal/incentives/claims': ofPartner(['/portal/incentives/claims', '/portal/incentives/claims?state=declined']),
  '/portal/incentives/claims/new': ofPartner(['/portal/incentives/claims/new']),
  // The sample has claimed nothing: e2e/incentives.e2e.ts looks at one.
  '/portal/incentives/claims/$id': ofPartner([]),
  '/portal/funds': ofPartner(['/portal/funds']),
  '/portal/funds/requests': ofPartner(['/portal/funds/requests', '/portal/funds/requests?state=settled']),
  '/portal/funds/requests/new': ofPartner(['/portal/funds/requests/new']),
  '/portal/funds/requests/$id': oneOfPartner('/portal/funds/requests', '/portal/fund-requests'),
  '/portal/funds/claims': ofPartner(['/portal/funds/claims']),
  '/portal/funds/claims/new': ofPartner(['/portal/funds/claims/new']),
  // The sample has claimed nothing yet: the page says that there is no such claim.
  '/portal/funds/claims/$id': ofPartner([]),
  '/portal/team': ofPartner(['/portal/team']),
  '/portal/settings': ofPartner(['/portal/settings']),
  '/portal/settings/rooms': ofPartner(['/portal/settings/rooms']),
  '/portal/notifications': ofPartner(['/portal/notifications']),
};
