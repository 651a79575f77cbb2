import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';
import { ErrorState, SkeletonRows } from './ui/states.tsx';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound });

type SignInSearch = { next?: string; step?: 'second-factor' | 'forgot-password'; error?: string; notice?: 'password-saved' };
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...(typeof search['next'] === 'string' ? { next: search['next'] } : {}),
    ...(search['step'] === 'second-factor' || search['step'] === 'forgot-password' ? { step: search['step'] } : {}),
    ...(typeof search['error'] === 'string' ? { error: search['error'] } : {}),
    ...(search['notice'] === 'password-saved' ? { notice: search['notice'] } : {}),
  }),
  component: lazyRouteComponent(() => import('./shell/sign-in/sign-in.tsx'), 'SignIn'),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  // A token that looks like a number would otherwise arrive as one.
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    typeof search['token'] === 'string' || typeof search['token'] === 'number' ? { token: String(search['token']) } : {},
  component: lazyRouteComponent(() => import('./shell/sign-in/reset-password.tsx'), 'ResetPassword'),
});
const gallery = createRoute({ getParentRoute: () => root, path: '/gallery', component: lazyRouteComponent(() => import('./gallery.tsx'), 'Gallery') });
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});
const shell = createRoute({ getParentRoute: () => root, id: 'workspace', component: Shell });

/** The whole state of a view lives in the address: filters, sort, layout. Screens read it with useSearch. */
const viewState = (search: Record<string, unknown>): Record<string, unknown> => search;

const inWorkspace = { getParentRoute: () => shell, validateSearch: viewState };
const inbox = createRoute({ ...inWorkspace, path: '/inbox', component: lazyRouteComponent(() => import('./workspace/inbox/index.tsx'), 'InboxScreen') });
const overview = createRoute({
  ...inWorkspace,
  path: '/overview',
  component: lazyRouteComponent(() => import('./workspace/overview/index.tsx'), 'OverviewScreen'),
});
const deals = createRoute({ ...inWorkspace, path: '/deals', component: lazyRouteComponent(() => import('./workspace/deals/index.tsx'), 'DealsScreen') });
const deal = createRoute({ ...inWorkspace, path: '/deals/$dealId', component: lazyRouteComponent(() => import('./workspace/deals/index.tsx'), 'DealRoom') });
const settlement = createRoute({
  ...inWorkspace,
  path: '/deals/$dealId/settlement',
  component: lazyRouteComponent(() => import('./workspace/deals/settlement/index.tsx'), 'SettlementScreen'),
});
const registrations = createRoute({
  ...inWorkspace,
  path: '/registrations',
  component: lazyRouteComponent(() => import('./workspace/registrations/index.tsx'), 'RegistrationsScreen'),
});
const registration = createRoute({
  ...inWorkspace,
  path: '/registrations/$registrationId',
  component: lazyRouteComponent(() => import('./workspace/registrations/index.tsx'), 'RegistrationPage'),
});
const programs = createRoute({
  ...inWorkspace,
  path: '/programs',
  component: lazyRouteComponent(() => import('./workspace/programs/index.tsx'), 'ProgramsScreen'),
});
const program = createRoute({
  ...inWorkspace,
  path: '/programs/$programId',
  component: lazyRouteComponent(() => import('./workspace/programs/index.tsx'), 'ProgramScreen'),
});
const partners = createRoute({
  ...inWorkspace,
  path: '/partners',
  component: lazyRouteComponent(() => import('./workspace/partners/index.tsx'), 'PartnersScreen'),
});
const partner = createRoute({
  ...inWorkspace,
  path: '/partners/$partnerId',
  component: lazyRouteComponent(() => import('./workspace/partners/index.tsx'), 'PartnerScreen'),
});
const accounts = createRoute({
  ...inWorkspace,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./workspace/accounts/index.tsx'), 'AccountsScreen'),
});
const account = createRoute({
  ...inWorkspace,
  path: '/accounts/$accountId',
  component: lazyRouteComponent(() => import('./workspace/accounts/index.tsx'), 'AccountScreen'),
});
const plays = createRoute({ ...inWorkspace, path: '/plays', component: lazyRouteComponent(() => import('./workspace/plays/index.tsx'), 'PlaysScreen') });
const play = createRoute({ ...inWorkspace, path: '/plays/$playId', component: lazyRouteComponent(() => import('./workspace/plays/index.tsx'), 'PlayScreen') });
const run = createRoute({
  ...inWorkspace,
  path: '/plays/runs/$runId',
  component: lazyRouteComponent(() => import('./workspace/plays/index.tsx'), 'RunScreen'),
});
const imports = createRoute({
  ...inWorkspace,
  path: '/imports',
  component: lazyRouteComponent(() => import('./workspace/imports/index.tsx'), 'ImportsScreen'),
});
const newImport = createRoute({
  ...inWorkspace,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./workspace/imports/index.tsx'), 'ImportWizard'),
});
const oneImport = createRoute({
  ...inWorkspace,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('./workspace/imports/index.tsx'), 'ImportScreen'),
});
const leads = createRoute({ ...inWorkspace, path: '/leads', component: lazyRouteComponent(() => import('./workspace/leads/index.tsx'), 'LeadsScreen') });
const leadRouting = createRoute({
  ...inWorkspace,
  path: '/leads/routing',
  component: lazyRouteComponent(() => import('./workspace/leads/index.tsx'), 'RoutingScreen'),
});
const lead = createRoute({ ...inWorkspace, path: '/leads/$leadId', component: lazyRouteComponent(() => import('./workspace/leads/index.tsx'), 'LeadScreen') });
const cases = createRoute({ ...inWorkspace, path: '/cases', component: lazyRouteComponent(() => import('./workspace/cases/index.tsx'), 'CasesScreen') });
const oneCase = createRoute({
  ...inWorkspace,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('./workspace/cases/index.tsx'), 'CaseScreen'),
});
const salesReports = createRoute({
  ...inWorkspace,
  path: '/sales-reports',
  component: lazyRouteComponent(() => import('./workspace/sales-reports/index.tsx'), 'SalesReportsScreen'),
});
const salesReport = createRoute({
  ...inWorkspace,
  path: '/sales-reports/$reportId',
  component: lazyRouteComponent(() => import('./workspace/sales-reports/index.tsx'), 'SalesReportScreen'),
});
const connections = createRoute({
  ...inWorkspace,
  path: '/connections',
  component: lazyRouteComponent(() => import('./workspace/connections/index.tsx'), 'ConnectionsScreen'),
});
const connection = createRoute({
  ...inWorkspace,
  path: '/connections/$connectionId',
  component: lazyRouteComponent(() => import('./workspace/connections/index.tsx'), 'ConnectionScreen'),
});
const metering = createRoute({
  ...inWorkspace,
  path: '/metering',
  component: lazyRouteComponent(() => import('./workspace/metering/index.tsx'), 'MeteringScreen'),
});
const disbursements = createRoute({
  ...inWorkspace,
  path: '/disbursements',
  component: lazyRouteComponent(() => import('./workspace/disbursements/index.tsx'), 'DisbursementsScreen'),
});
const conflicts = createRoute({
  ...inWorkspace,
  path: '/conflicts',
  component: lazyRouteComponent(() => import('./workspace/conflicts/index.tsx'), 'ConflictsScreen'),
});
const invitations = createRoute({
  ...inWorkspace,
  path: '/cosell/invitations',
  component: lazyRouteComponent(() => import('./workspace/cosell/index.tsx'), 'InvitationsScreen'),
});
const eligibility = createRoute({
  ...inWorkspace,
  path: '/cosell/programs',
  component: lazyRouteComponent(() => import('./workspace/cosell/index.tsx'), 'EligibilityScreen'),
});
const marketplaces = createRoute({
  ...inWorkspace,
  path: '/marketplaces',
  component: lazyRouteComponent(() => import('./workspace/marketplaces/index.tsx'), 'MarketplacesScreen'),
});
const marketplace = createRoute({
  ...inWorkspace,
  path: '/marketplaces/$marketplaceId',
  component: lazyRouteComponent(() => import('./workspace/marketplaces/index.tsx'), 'MarketplaceScreen'),
});
const offer = createRoute({
  ...inWorkspace,
  path: '/offers/$offerId',
  component: lazyRouteComponent(() => import('./workspace/marketplaces/index.tsx'), 'OfferScreen'),
});
const money = createRoute({
  ...inWorkspace,
  path: '/money',
  component: lazyRouteComponent(() => import('./workspace/money/index.tsx'), 'MoneyHome'),
});
const splits = createRoute({
  ...inWorkspace,
  path: '/money/splits',
  component: lazyRouteComponent(() => import('./workspace/money/splits/index.tsx'), 'SplitsScreen'),
});
const split = createRoute({
  ...inWorkspace,
  path: '/money/splits/$splitId',
  component: lazyRouteComponent(() => import('./workspace/money/splits/index.tsx'), 'SplitPage'),
});
const splitRule = createRoute({
  ...inWorkspace,
  path: '/money/splits/rules/$ruleId',
  component: lazyRouteComponent(() => import('./workspace/money/splits/index.tsx'), 'SplitRulePage'),
});
const incentives = createRoute({
  ...inWorkspace,
  path: '/money/incentives',
  component: lazyRouteComponent(() => import('./workspace/money/incentives/index.tsx'), 'IncentivesScreen'),
});
const programme = createRoute({
  ...inWorkspace,
  path: '/money/incentives/$programmeId',
  component: lazyRouteComponent(() => import('./workspace/money/incentives/index.tsx'), 'ProgrammePage'),
});
const ledger = createRoute({
  ...inWorkspace,
  path: '/money/ledger',
  component: lazyRouteComponent(() => import('./workspace/money/ledger/index.tsx'), 'LedgerScreen'),
});
const ledgerTransaction = createRoute({
  ...inWorkspace,
  path: '/money/ledger/transactions/$transactionId',
  component: lazyRouteComponent(() => import('./workspace/money/ledger/index.tsx'), 'TransactionScreen'),
});
const ledgerPeriod = createRoute({
  ...inWorkspace,
  path: '/money/ledger/periods/$month',
  component: lazyRouteComponent(() => import('./workspace/money/ledger/index.tsx'), 'PeriodScreen'),
});
const payouts = createRoute({
  ...inWorkspace,
  path: '/money/payouts',
  component: lazyRouteComponent(() => import('./workspace/money/payouts/index.tsx'), 'PayoutsScreen'),
});
const payoutRun = createRoute({
  ...inWorkspace,
  path: '/money/payouts/runs/$runId',
  component: lazyRouteComponent(() => import('./workspace/money/payouts/index.tsx'), 'RunPage'),
});
const payee = createRoute({
  ...inWorkspace,
  path: '/money/payouts/payees/$partnerId',
  component: lazyRouteComponent(() => import('./workspace/money/payouts/index.tsx'), 'PayeePage'),
});
const dispute = createRoute({
  ...inWorkspace,
  path: '/money/payouts/disputes/$disputeId',
  component: lazyRouteComponent(() => import('./workspace/money/payouts/index.tsx'), 'DisputePage'),
});
const pricing = createRoute({
  ...inWorkspace,
  path: '/money/pricing',
  component: lazyRouteComponent(() => import('./workspace/money/pricing/index.tsx'), 'PricingScreen'),
});
const quotes = createRoute({
  ...inWorkspace,
  path: '/money/quotes',
  component: lazyRouteComponent(() => import('./workspace/money/quotes/index.tsx'), 'QuotesScreen'),
});
const newQuote = createRoute({
  ...inWorkspace,
  path: '/money/quotes/new',
  component: lazyRouteComponent(() => import('./workspace/money/quotes/index.tsx'), 'NewQuoteScreen'),
});
const oneQuote = createRoute({
  ...inWorkspace,
  path: '/money/quotes/$quoteId',
  component: lazyRouteComponent(() => import('./workspace/money/quotes/index.tsx'), 'QuoteScreen'),
});
const changeQuote = createRoute({
  ...inWorkspace,
  path: '/money/quotes/$quoteId/change',
  component: lazyRouteComponent(() => import('./workspace/money/quotes/index.tsx'), 'ChangeQuoteScreen'),
});
const funds = createRoute({
  ...inWorkspace,
  path: '/money/funds',
  component: lazyRouteComponent(() => import('./workspace/money/funds/index.tsx'), 'FundsScreen'),
});
/** Where an act about an extension leads. */
const fundExtensions = createRoute({
  ...inWorkspace,
  path: '/money/funds/extensions',
  beforeLoad: () => {
    throw redirect({ to: '/money/funds', search: { tab: 'extensions' } });
  },
});
const fundBudget = createRoute({
  ...inWorkspace,
  path: '/money/funds/$budgetId',
  component: lazyRouteComponent(() => import('./workspace/money/funds/index.tsx'), 'BudgetPage'),
});
const fundRequest = createRoute({
  ...inWorkspace,
  path: '/money/funds/requests/$requestId',
  component: lazyRouteComponent(() => import('./workspace/money/funds/index.tsx'), 'RequestPage'),
});
const fundClaim = createRoute({
  ...inWorkspace,
  path: '/money/funds/claims/$claimId',
  component: lazyRouteComponent(() => import('./workspace/money/funds/index.tsx'), 'ClaimPage'),
});
const invoices = createRoute({
  ...inWorkspace,
  path: '/money/invoices',
  component: lazyRouteComponent(() => import('./workspace/money/invoices/index.tsx'), 'InvoicesScreen'),
});
const receipt = createRoute({
  ...inWorkspace,
  path: '/money/invoices/receipts/$receiptId',
  component: lazyRouteComponent(() => import('./workspace/money/invoices/index.tsx'), 'ReceiptPage'),
});
const invoice = createRoute({
  ...inWorkspace,
  path: '/money/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('./workspace/money/invoices/index.tsx'), 'InvoicePage'),
});
const subscriptions = createRoute({
  ...inWorkspace,
  path: '/money/subscriptions',
  component: lazyRouteComponent(() => import('./workspace/money/subscriptions/index.tsx'), 'SubscriptionsScreen'),
});
const subscription = createRoute({
  ...inWorkspace,
  path: '/money/subscriptions/$subscriptionId',
  component: lazyRouteComponent(() => import('./workspace/money/subscriptions/index.tsx'), 'SubscriptionPage'),
});
const meter = createRoute({
  ...inWorkspace,
  path: '/money/subscriptions/meters/$meterId',
  component: lazyRouteComponent(() => import('./workspace/money/subscriptions/index.tsx'), 'MeterPage'),
});
const charge = createRoute({
  ...inWorkspace,
  path: '/money/subscriptions/charges/$chargeId',
  component: lazyRouteComponent(() => import('./workspace/money/subscriptions/index.tsx'), 'ChargePage'),
});
const settingsHome = createRoute({
  ...inWorkspace,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'people' } });
  },
});
const webhook = createRoute({
  ...inWorkspace,
  path: '/settings/webhooks/$endpointId',
  component: lazyRouteComponent(() => import('./workspace/settings/webhooks/endpoint-screen.tsx'), 'EndpointScreen'),
});
/** `section`: people, roles, api-keys, webhooks, audit, security. */
const settings = createRoute({
  ...inWorkspace,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./workspace/settings/index.tsx'), 'SettingsScreen'),
});

const tree = root.addChildren([
  signIn,
  resetPassword,
  gallery,
  home,
  shell.addChildren([
    inbox,
    overview,
    deals,
    deal,
    settlement,
    registrations,
    registration,
    programs,
    program,
    partners,
    partner,
    accounts,
    account,
    plays,
    play,
    run,
    imports,
    newImport,
    oneImport,
    leads,
    leadRouting,
    lead,
    cases,
    oneCase,
    salesReports,
    salesReport,
    connections,
    connection,
    conflicts,
    metering,
    disbursements,
    invitations,
    eligibility,
    marketplaces,
    marketplace,
    offer,
    money,
    subscriptions,
    subscription,
    meter,
    charge,
    pricing,
    quotes,
    newQuote,
    oneQuote,
    changeQuote,
    splits,
    split,
    splitRule,
    incentives,
    programme,
    ledger,
    ledgerTransaction,
    ledgerPeriod,
    payouts,
    payoutRun,
    payee,
    dispute,
    funds,
    fundExtensions,
    fundBudget,
    fundRequest,
    fundClaim,
    invoices,
    receipt,
    invoice,
    settingsHome,
    settings,
    webhook,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: () => <SkeletonRows what="Entente" />,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    defaultNotFoundComponent: NotFound,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
