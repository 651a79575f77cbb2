import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import { revoke, signIn } from './identity.ts';
import { act, may, need } from './kit/acts.ts';
import { guid } from './kit/keys.ts';
import type { Microsoft } from './model.ts';
import { organisationFor } from './referral-acts.ts';

export function identityActs(ms: Microsoft): readonly ActorAct[] {
  return [
    act(
      'revoke-tokens',
      'An administrator revokes the tokens of an organisation',
      [may('tenant', 'Tenant'), may('what', 'What', ['access', 'everything'])],
      ({ tenant, what }) => ({
        revoked: revoke(ms, organisationFor(ms, tenant).tenant, what === 'access' ? 'access' : 'everything'),
      }),
    ),
    act('sign-in', 'A person signs in: a new refresh token', [may('tenant', 'Tenant')], ({ tenant }) => ({
      refreshToken: signIn(ms, organisationFor(ms, tenant).tenant),
    })),
    act('add-organisation', 'Another organisation joins', [need('name', 'Name'), need('mpnId', 'Partner number')], ({ name = '', mpnId = '' }) => {
      if (ms.organisations.all().some((one) => one.mpnId === mpnId)) throw new ActRefused('This partner number is taken.');
      const tenant = guid(ms.world.ids, 'tenant');
      const organisation = ms.organisations.put(tenant, {
        tenant,
        name,
        mpnId,
        clientId: guid(ms.world.ids, 'client'),
        secret: `secret.${ms.world.ids.letters(24)}`,
      });
      return { ...organisation, refreshToken: signIn(ms, tenant) };
    }),
  ];
}
