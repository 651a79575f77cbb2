import { type ComponentType, lazy } from 'react';
import { Home } from './home/home.tsx';

type PageProps = { id: string };
type PageComponent = ComponentType<PageProps>;
/** Home comes with the first load; every other page when one goes there. */
const later = (load: () => Promise<PageComponent>) => lazy(async () => ({ default: await load() }));

const Register = later(async () => (await import('./register/register-page.tsx')).RegisterPage);
const Registrations = later(async () => (await import('./registrations/registration-list.tsx')).RegistrationList);
const Registration = later(async () => (await import('./registrations/registration-page.tsx')).RegistrationPage);
const Cases = later(async () => (await import('./cases/case-list.tsx')).CaseList);
const Case = later(async () => (await import('./cases/case-page.tsx')).CasePage);
const Deals = later(async () => (await import('./deals/deal-list.tsx')).DealList);
const Deal = later(async () => (await import('./deals/deal-room.tsx')).DealRoom);
const Leads = later(async () => (await import('./leads/lead-list.tsx')).LeadList);
const FindPartners = later(async () => (await import('./partners/find-partners.tsx')).FindPartners);
const OwnEntry = later(async () => (await import('./partners/own-entry.tsx')).OwnEntry);
const Shares = later(async () => (await import('./partners/shares.tsx')).Shares);
const Reports = later(async () => (await import('./reports/report-list.tsx')).ReportList);
const Report = later(async () => (await import('./reports/report-lines.tsx')).ReportLines);
const Earnings = later(async () => (await import('./money/earning-list.tsx')).EarningList);
const Earning = later(async () => (await import('./money/earning-page.tsx')).EarningPage);
const Statements = later(async () => (await import('./money/statement-list.tsx')).StatementList);
const Statement = later(async () => (await import('./money/statement-page.tsx')).StatementPage);
const Disputes = later(async () => (await import('./money/dispute-list.tsx')).DisputeList);
const Dispute = later(async () => (await import('./money/dispute-page.tsx')).DisputePage);
const Incentives = later(async () => (await import('./money/incentives-page.tsx')).IncentivesPage);
const Spiffs = later(async () => (await import('./incentives/spiffs-page.tsx')).SpiffsPage);
const SpiffForm = later(async () => (await import('./incentives/spiff-form.tsx')).SpiffForm);
const InfluenceClaims = later(async () => (await import('./incentives/claim-list.tsx')).ClaimList);
const InfluenceClaimForm = later(async () => (await import('./incentives/claim-form.tsx')).ClaimForm);
const InfluenceClaim = later(async () => (await import('./incentives/claim-page.tsx')).ClaimPage);
const Payee = later(async () => (await import('./money/payee-page.tsx')).PayeePage);
const Funds = later(async () => (await import('./funds/funds-home.tsx')).FundsHome);
const FundRequests = later(async () => (await import('./funds/request-list.tsx')).RequestList);
const FundRequestForm = later(async () => (await import('./funds/request-form.tsx')).RequestForm);
const FundRequest = later(async () => (await import('./funds/request-page.tsx')).RequestPage);
const FundClaims = later(async () => (await import('./funds/claim-list.tsx')).ClaimList);
const FundClaimForm = later(async () => (await import('./funds/claim-form.tsx')).ClaimForm);
const FundClaim = later(async () => (await import('./funds/claim-page.tsx')).ClaimPage);
const Team = later(async () => (await import('./team/team-page.tsx')).TeamPage);
const Preferences = later(async () => (await import('./notifications/preferences-page.tsx')).PreferencesPage);
const Rooms = later(async () => (await import('./notifications/chat-rooms.tsx')).ChatRooms);
const Notifications = later(async () => (await import('./notifications/notification-list.tsx')).NotificationList);

const pages = {
  '/portal': Home,
  '/portal/register': Register,
  '/portal/registrations': Registrations,
  '/portal/registrations/$id': Registration,
  '/portal/cases': Cases,
  '/portal/cases/$id': Case,
  '/portal/deals': Deals,
  '/portal/deals/$id': Deal,
  '/portal/leads': Leads,
  '/portal/leads/$id': Leads,
  '/portal/partners': FindPartners,
  '/portal/partners/mine': OwnEntry,
  '/portal/shares': Shares,
  '/portal/shares/$id': Shares,
  '/portal/reports': Reports,
  '/portal/reports/$id': Report,
  '/portal/money': Earnings,
  '/portal/money/earnings/$id': Earning,
  '/portal/money/statements': Statements,
  '/portal/money/statements/$id': Statement,
  '/portal/money/disputes': Disputes,
  '/portal/money/disputes/$id': Dispute,
  '/portal/money/incentives': Incentives,
  '/portal/money/payee': Payee,
  '/portal/incentives': Spiffs,
  '/portal/incentives/register': SpiffForm,
  '/portal/incentives/claims': InfluenceClaims,
  '/portal/incentives/claims/new': InfluenceClaimForm,
  '/portal/incentives/claims/$id': InfluenceClaim,
  '/portal/funds': Funds,
  '/portal/funds/requests': FundRequests,
  '/portal/funds/requests/new': FundRequestForm,
  '/portal/funds/requests/$id': FundRequest,
  '/portal/funds/claims': FundClaims,
  '/portal/funds/claims/new': FundClaimForm,
  '/portal/funds/claims/$id': FundClaim,
  '/portal/team': Team,
  '/portal/settings': Preferences,
  '/portal/settings/rooms': Rooms,
  '/portal/notifications': Notifications,
} satisfies Readonly<Record<string, PageComponent>>;
/** Every address of the portal, for whoever visits them all. */
export type PortalPath = keyof typeof pages;

const patterns = Object.entries(pages).map(([path, Component]) => ({ pattern: new RegExp(`^${path.replace('$id', '([^/]+)')}$`), Component }));

export function pageFor(path: string): { Component: PageComponent; id: string } | undefined {
  const exact = Object.hasOwn(pages, path) ? pages[path as PortalPath] : undefined;
  if (exact) return { Component: exact, id: '' };
  for (const { pattern, Component } of patterns) {
    const found = pattern.exec(path);
    if (found) return { Component, id: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}
