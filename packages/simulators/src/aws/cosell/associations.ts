import { changeOpportunity } from './change-opportunity.ts';
import { isDescending, instant, ownOpportunity, pageOf, text, texts } from './context.ts';
import type { Call, Cosell } from './context.ts';
import type { Opportunity, RelatedEntityType, Solution } from './model.ts';
import { conflict, fieldError, invalidBusiness, notFound } from './refusals.ts';
import { relatedIdentifierProblem } from './rules.ts';

/** Documented limits per opportunity. */
const limits: Readonly<Record<RelatedEntityType, number>> = {
  Solutions: 10,
  AwsProducts: 20,
  AwsMarketplaceOffers: 1,
  AwsMarketplaceOfferSets: 1,
  AwsMarketplaceSolutions: 10,
  AwsMarketplaceProducts: 10,
};

function editable(cosell: Cosell, call: Call): Opportunity {
  const record = ownOpportunity(cosell, call, call.input.OpportunityIdentifier);
  const { status } = record.review;
  if (status === 'Pending Submission' || status === 'Approved') return record;
  throw invalidBusiness([
    fieldError('OpportunityIdentifier', 'INVALID_RESOURCE_STATE', `Related entities cannot be changed while the review status is ${status}.`),
  ]);
}

export function associateOpportunity(cosell: Cosell, call: Call): object {
  const record = editable(cosell, call);
  const type = text(call.input.RelatedEntityType) as RelatedEntityType;
  const id = text(call.input.RelatedEntityIdentifier);
  const problem = relatedIdentifierProblem(type, id);
  if (problem !== undefined) throw invalidBusiness([problem]);
  if (type === 'Solutions' && !solutionsOf(cosell, call.account, call.catalog).some((solution) => solution.id === id && solution.status === 'Active'))
    throw notFound('An active solution', id);
  const present = record.related[type] ?? [];
  if (present.includes(id)) throw conflict(`${id} is already associated with the opportunity.`);
  if (present.length >= limits[type]) {
    throw invalidBusiness([fieldError('RelatedEntityIdentifier', 'TOO_MANY_VALUES', `An opportunity has at most ${limits[type]} of ${type}.`)]);
  }
  changeOpportunity(cosell, record, { related: { ...record.related, [type]: [...present, id] } });
  return {};
}

export function disassociateOpportunity(cosell: Cosell, call: Call): object {
  const record = editable(cosell, call);
  const type = text(call.input.RelatedEntityType) as RelatedEntityType;
  const id = text(call.input.RelatedEntityIdentifier);
  const present = record.related[type] ?? [];
  if (!present.includes(id)) throw notFound('The association with', id);
  changeOpportunity(cosell, record, { related: { ...record.related, [type]: present.filter((other) => other !== id) } });
  return {};
}

/** Every account has two solutions in the AWS catalog from the start; the Sandbox has none, as practitioners report. */
export function solutionsOf(cosell: Cosell, account: string, catalog: string): readonly Solution[] {
  const key = `${account}/${catalog}`;
  if (catalog === 'AWS' && !cosell.store.solutionsOf.has(key)) {
    const createdAt = Date.UTC(2025, 0, 15);
    cosell.store.addSolution({ id: `S-${account}01`, account, catalog, name: 'Data platform', category: 'Software Product', status: 'Active', createdAt });
    cosell.store.addSolution({
      id: `S-${account}02`,
      account,
      catalog,
      name: 'Migration service',
      category: 'Consulting Service',
      status: 'Active',
      createdAt,
    });
  }
  return cosell.store.solutionsOf.get(key) ?? [];
}

export function listSolutions(cosell: Cosell, call: Call): object {
  const { input } = call;
  const accepts = (name: string, value: string): boolean => texts(input[name]).length === 0 || texts(input[name]).includes(value);
  const all = solutionsOf(cosell, call.account, call.catalog).filter(
    (solution) => accepts('Identifier', solution.id) && accepts('Status', solution.status) && accepts('Category', solution.category),
  );
  const by = (input.Sort as { SortBy?: string } | undefined)?.SortBy ?? 'Identifier';
  const key = (solution: Solution): string =>
    ({ Name: solution.name, Status: solution.status, Category: solution.category, CreatedDate: instant(solution.createdAt) })[by] ?? solution.id;
  const direction = isDescending(input) ? -1 : 1;
  const ordered = all.toSorted((one, other) => direction * key(one).localeCompare(key(other), 'en') || one.id.localeCompare(other.id, 'en'));
  const { items, ...next } = pageOf(ordered, (solution) => solution.id, input);
  const SolutionSummaries = items.map((solution) => ({
    Catalog: solution.catalog,
    Id: solution.id,
    Arn: `arn:aws:partnercentral:us-east-1:${solution.account}:catalog/${solution.catalog}/solution/${solution.id}`,
    Name: solution.name,
    Status: solution.status,
    Category: solution.category,
    CreatedDate: instant(solution.createdAt),
  }));
  return { SolutionSummaries, ...next };
}
