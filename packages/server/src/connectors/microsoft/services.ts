import type { Access } from '../../platform/outside/index.ts';

/** Three services, each with an address and an audience of its own: a token for one is none for another. */
export type Service = 'partner' | 'marketplace' | 'ingestion';

type Described = {
  readonly origin: string;
  readonly scope: string;
  /** Partner Center knows people only: the application acts for the user who signed in. */
  readonly person: boolean;
};
/** learn.microsoft.com: Partner Center referrals, SaaS fulfilment (publisher's authorisation), product ingestion API. */
const services: Readonly<Record<Service, Described>> = {
  partner: { origin: 'https://api.partner.microsoft.com', scope: 'https://api.partner.microsoft.com/.default', person: true },
  marketplace: { origin: 'https://marketplaceapi.microsoft.com', scope: '20e940b3-4c77-4b0b-9a53-9e16a1b308a7/.default', person: false },
  ingestion: { origin: 'https://graph.microsoft.com', scope: 'https://graph.microsoft.com/.default', person: false },
};
/** The application of Microsoft's that calls publishers, and the audience of their calls to it. */
export const MARKETPLACE_APPLICATION = '20e940b3-4c77-4b0b-9a53-9e16a1b308a7';

export const describedService = (service: Service): Described => services[service];
export const originOf = (access: Pick<Access, 'baseUrl'>, service: Service): string => access.baseUrl ?? services[service].origin;
export const directoryOf = (access: Pick<Access, 'baseUrl'>): string => access.baseUrl ?? 'https://login.microsoftonline.com';
