import { createHash, createPublicKey } from 'node:crypto';
import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import { act, may, need } from '../microsoft/kit/acts.ts';
import { newSigningKey } from '../microsoft/kit/keys.ts';
import type { Google, Organisation } from './model.ts';
import { firstOrganisations } from './model.ts';

export function identityActs(google: Google): readonly ActorAct[] {
  const organisation = (email: string | undefined): Organisation => {
    const found = google.organisations.get(email === undefined || email === '' ? (firstOrganisations[0]?.email ?? '') : email);
    if (found === undefined) throw new ActRefused('There is no such service account.');
    return found;
  };
  return [
    act('create-key', 'A key of a service account is made and downloaded', [may('email', 'Service account')], ({ email }) => {
      const owner = organisation(email);
      const key = newSigningKey();
      google.accountKeys.put(key.keyId, { email: owner.email, publicKey: key.publicKey });
      return {
        type: 'service_account',
        project_id: owner.project,
        private_key_id: key.keyId,
        private_key: key.privateKey,
        client_email: owner.email,
        token_uri: `${google.base}/token`,
      };
    }),
    act(
      'register-public-key',
      'A public key of a service account is uploaded',
      [need('publicKey', 'Public key (PEM)'), may('email', 'Service account')],
      ({ publicKey = '', email }) => {
        let pem: string;
        try {
          const key = createPublicKey(publicKey);
          if (key.asymmetricKeyType !== 'rsa') throw new ActRefused('The key is no RSA key.');
          pem = key.export({ type: 'spki', format: 'pem' }).toString();
        } catch (error) {
          throw error instanceof ActRefused ? error : new ActRefused('The public key cannot be read.');
        }
        const keyId = createHash('sha256').update(pem).digest('hex').slice(0, 40);
        google.accountKeys.put(keyId, { email: organisation(email).email, publicKey: pem });
        return { keyId };
      },
    ),
    act(
      'revoke-tokens',
      'Tokens, and if wished the keys, of a service account are revoked',
      [may('email', 'Service account'), may('what', 'What', ['tokens', 'keys'])],
      ({ email, what }) => {
        const owner = organisation(email).email;
        let revoked = 0;
        for (const [token, kept] of google.tokens.save()) {
          if (kept.email !== owner) continue;
          google.tokens.remove(token);
          revoked += 1;
        }
        if (what === 'keys') for (const [keyId, kept] of google.accountKeys.save()) if (kept.email === owner) google.accountKeys.remove(keyId);
        return { revoked };
      },
    ),
  ];
}
