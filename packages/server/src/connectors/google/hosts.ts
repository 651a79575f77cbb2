import { OutsideError, type Access } from '../../platform/outside/index.ts';

/** The APIs that are used, by what they are for. */
const hosts = {
  /** Cloud Channel: opportunities. */
  channel: 'https://cloudchannel.googleapis.com',
  /** Cloud Commerce Partner Procurement: accounts and entitlements. */
  procurement: 'https://cloudcommerceprocurement.googleapis.com',
  /** Service Control: usage. */
  usage: 'https://servicecontrol.googleapis.com',
  /** Cloud Commerce Producer: private offers. */
  producer: 'https://commerceproducer.googleapis.com',
} as const;
export type Api = keyof typeof hosts;

/** A token for Google goes to Google alone: only a connection to the simulator is asked at an address of its own. */
function simulatorOf(access: Pick<Access, 'environment' | 'baseUrl'>): string | null {
  if (access.environment !== 'simulator') return null;
  if (access.baseUrl === null) throw new OutsideError('auth', 'This connection to the simulator names no address. Enter where the simulator answers.');
  return access.baseUrl.replace(/\/$/, '');
}
type Where = Pick<Access, 'environment' | 'baseUrl'>;
export const hostOf = (access: Where, api: Api): string => simulatorOf(access) ?? hosts[api];
export const tokenAddress = (access: Where): string => `${simulatorOf(access) ?? 'https://oauth2.googleapis.com'}/token`;
/** Where the keys are published that Google signs pushes with. */
export const certsAddress = (access: Where): string => `${simulatorOf(access) ?? 'https://www.googleapis.com'}/oauth2/v3/certs`;
/** Stands in for the report files that Google puts into the seller’s own storage. */
export const reportsHost = (access: Where): string | null => simulatorOf(access);
