import type { Handlers } from '../../platform/http/handlers.ts';
import { closeConflict, listConflicts, openConflict, setCompetingProducts } from './conflicts.ts';
import { getPartner, listDealsOfPartner, listPartners } from './read-partners.ts';
import { addContact, createPartner, setCompetency, updatePartner, type Deps } from './write-partners.ts';

type Operations =
  | 'partners.list'
  | 'partners.get'
  | 'partners.create'
  | 'partners.update'
  | 'partners.setCompetency'
  | 'partners.addContact'
  | 'partners.deals'
  | 'partners.conflicts'
  | 'partners.setCompetingProducts'
  | 'partners.openConflict'
  | 'partners.closeConflict';

export function partnerRoutes(deps: Deps): Pick<Handlers, Operations> {
  return {
    'partners.list': (context, { query }) => listPartners(deps.database, context, query),
    'partners.get': (context, { params }) => getPartner(deps.database, context, params.id, deps.tiesOfPartner),
    'partners.create': (context, { body }) => createPartner(deps, context, body),
    'partners.update': (context, { params, body }, { ifVersion }) => updatePartner(deps, context, params.id, body, ifVersion),
    'partners.setCompetency': (context, { params, body }) => setCompetency(deps, context, params.id, body),
    'partners.addContact': (context, { params, body }) => addContact(deps, context, params.id, body),
    'partners.conflicts': (context, { params }) => listConflicts(deps.database, context, params.id),
    'partners.setCompetingProducts': (context, { params, body }) => setCompetingProducts(deps.database, context, params.id, body.productIds),
    'partners.openConflict': (context, { params, body }) => openConflict(deps.database, context, params.id, body),
    'partners.closeConflict': (context, { params }) => closeConflict(deps.database, context, params.id, params.childId),
    'partners.deals': (context, { params, query }) => listDealsOfPartner(deps.database, context, params.id, query),
  };
}
