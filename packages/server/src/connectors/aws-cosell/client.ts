import type * as SellingSdk from '@aws-sdk/client-partnercentral-selling';
import type { PartnerCentralSellingClient } from '@aws-sdk/client-partnercentral-selling';
import type { Access } from '../../platform/outside/index.ts';
import { asking } from '../aws/outside-error.ts';
import { sdkHandler } from '../aws/sdk-handler.ts';
import { awsCredentials, awsSettings } from '../aws/settings.ts';

type Sdk = typeof SellingSdk;
/** The official client, read from disk when the first connection needs it. */
export type Selling = {
  readonly catalog: string;
  readonly account: string;
  readonly snapshotRole: string | null;
  /** Of what we make there. */
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly now: () => Date;
  /** Sends one command; what goes wrong is an OutsideError. */
  call<Answer>(operation: string, input: object, send: (client: PartnerCentralSellingClient, sdk: Sdk) => Promise<Answer>): Promise<Answer>;
};

export function sellingClient(access: Access): Selling {
  const { catalog, region, snapshotRole, tags } = awsSettings(access);
  let opened: Promise<{ client: PartnerCentralSellingClient; sdk: Sdk }> | undefined;
  const open = async (): Promise<{ client: PartnerCentralSellingClient; sdk: Sdk }> => {
    const sdk = await import('@aws-sdk/client-partnercentral-selling');
    const client = new sdk.PartnerCentralSellingClient({
      region,
      credentials: awsCredentials(access),
      ...(access.baseUrl === null ? {} : { endpoint: access.baseUrl }),
      // Repetitions are the engine's: it knows the budget and the order.
      maxAttempts: 1,
      requestHandler: sdkHandler(access),
    });
    return { client, sdk };
  };
  return {
    catalog,
    account: access.account,
    snapshotRole,
    tags,
    now: access.now,
    call: (operation, input, send) =>
      asking(operation, input, async () => {
        opened ??= open();
        const { client, sdk } = await opened;
        return send(client, sdk);
      }),
  };
}
