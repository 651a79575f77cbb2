import type { Database } from '../../platform/db/database.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { listAudit } from './audit.ts';
import { listMailbox } from './mailbox.ts';
import { peopleOfPartner } from './people-of-partner.ts';
import { changeRole, invitePerson, listPeople, removePerson } from './people.ts';
import { getSession } from './session.ts';
import { listViews, removeView, saveView } from './views.ts';

export type IdentityRouteDeps = { readonly database: Database; readonly mail: Mail; readonly publicUrl: string; readonly onChange: () => void };

export function identityRoutes(deps: IdentityRouteDeps): SomeHandlers {
  const { database } = deps;
  return {
    'session.get': (context) => getSession(database, context),
    'people.list': (context, input) => listPeople(deps, context, input),
    'people.invite': (context, input) => invitePerson(deps, context, input),
    'people.update': (context, input) => changeRole(deps, context, input),
    'people.remove': (context, input) => removePerson(deps, context, input),
    ...peopleOfPartner(deps),
    'apiKeys.list': (context) => listApiKeys(deps, context),
    'apiKeys.create': (context, input) => createApiKey(deps, context, input),
    'apiKeys.revoke': (context, input) => revokeApiKey(deps, context, input),
    'audit.list': (context, input) => listAudit(database, context, input),
    'views.list': (context, input) => listViews(database, context, input),
    'views.save': (context, input) => saveView(database, context, input),
    'views.remove': (context, input) => removeView(database, context, input),
    'mailbox.list': (context, input) => listMailbox(database, context, input),
  };
}
