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
const Team = later(async () => (await import('./team/team-page.tsx')).TeamPage);
const Preferences = later(async () => (await import('./notifications/preferences-page.tsx')).PreferencesPage);
const Rooms = later(async () => (await import('./notifications/chat-rooms.tsx')).ChatRooms);
const Notifications = later(async () => (await import('./notifications/notification-list.tsx')).NotificationList);

const pages: readonly (readonly [pattern: RegExp, page: PageComponent])[] = [
  [/^\/portal$/, Home],
  [/^\/portal\/register$/, Register],
  [/^\/portal\/registrations$/, Registrations],
  [/^\/portal\/registrations\/([^/]+)$/, Registration],
  [/^\/portal\/cases$/, Cases],
  [/^\/portal\/cases\/([^/]+)$/, Case],
  [/^\/portal\/deals$/, Deals],
  [/^\/portal\/deals\/([^/]+)$/, Deal],
  [/^\/portal\/leads(?:\/([^/]+))?$/, Leads],
  [/^\/portal\/partners$/, FindPartners],
  [/^\/portal\/partners\/mine$/, OwnEntry],
  [/^\/portal\/shares(?:\/([^/]+))?$/, Shares],
  [/^\/portal\/reports$/, Reports],
  [/^\/portal\/reports\/([^/]+)$/, Report],
  [/^\/portal\/team$/, Team],
  [/^\/portal\/settings$/, Preferences],
  [/^\/portal\/settings\/rooms$/, Rooms],
  [/^\/portal\/notifications$/, Notifications],
];

export function pageFor(path: string): { Component: PageComponent; id: string } | undefined {
  for (const [pattern, Component] of pages) {
    const found = pattern.exec(path);
    if (found) return { Component, id: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}
