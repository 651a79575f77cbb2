import { dealStageOf } from './stages.ts';
import type { Org } from './org.ts';
import type { Value, Values } from './values.ts';

const number = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null);
const roundMoney = (value: number): number => Number(value.toFixed(2));

/** What the platform fills in by itself, over what was written. */
export function withDerived(org: Org, object: string, values: Values, given: Values): Values {
  switch (object) {
    case 'Opportunity':
      return opportunity(org, values, given);
    case 'Contact':
      return { ...values, Name: [values['FirstName'], values['LastName']].filter(Boolean).join(' ') };
    case 'OpportunityLineItem':
      return lineItem(org, values);
    case 'PricebookEntry': {
      const product = org.store('Product2').get(String(values['Product2Id']))?.values;
      return { ...values, Name: product?.['Name'] ?? null, ProductCode: product?.['ProductCode'] ?? null };
    }
    case 'User':
      return { ...values, Name: [values['FirstName'], values['LastName']].filter(Boolean).join(' ') };
    default:
      return values;
  }
}

/** The stage decides probability and forecast, unless the same write says otherwise. */
function opportunity(org: Org, values: Values, given: Values): Values {
  const stage = dealStageOf(org, values['StageName']);
  const moved = given['StageName'] !== undefined;
  const probability = moved && given['Probability'] === undefined && stage ? stage.probability : (number(values['Probability']) ?? stage?.probability ?? 0);
  const forecast =
    moved && given['ForecastCategoryName'] === undefined && stage ? stage.forecast : (values['ForecastCategoryName'] ?? stage?.forecast ?? 'Pipeline');
  const amount = number(values['Amount']);
  return {
    ...values,
    Probability: probability,
    ForecastCategoryName: forecast,
    IsClosed: stage?.closed ?? false,
    IsWon: stage?.won ?? false,
    ExpectedRevenue: amount === null ? null : roundMoney((amount * probability) / 100),
    HasOpportunityLineItem: values['HasOpportunityLineItem'] ?? false,
    CurrencyIsoCode: values['CurrencyIsoCode'] ?? 'USD',
  };
}

function lineItem(org: Org, values: Values): Values {
  const entry = org.store('PricebookEntry').get(String(values['PricebookEntryId']))?.values;
  const price = number(values['UnitPrice']) ?? number(entry?.['UnitPrice']) ?? 0;
  return {
    ...values,
    UnitPrice: price,
    TotalPrice: roundMoney(price * (number(values['Quantity']) ?? 0)),
    Product2Id: entry?.['Product2Id'] ?? null,
    Name: entry?.['Name'] ?? null,
  };
}

/** The amount of an opportunity that has line items is their sum; undefined while it has none. */
export function sumOfLines(org: Org, opportunityId: string): number | undefined {
  let sum: number | undefined;
  for (const line of org.where('OpportunityLineItem', 'OpportunityId', opportunityId)) sum = roundMoney((sum ?? 0) + (number(line.values['TotalPrice']) ?? 0));
  return sum;
}
