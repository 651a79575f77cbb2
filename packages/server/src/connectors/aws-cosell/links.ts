import type { StepProgress } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import type { Selling } from './client.ts';
import { linkTypes } from './lists.ts';
import { refusal } from './submission.ts';

/** Naming an entity that is named already, or taking off one that is not there, is what was wanted. */
export async function setLink(selling: Selling, outsideId: string, entity: { type: string; id: string }, linked: boolean): Promise<StepProgress> {
  const type = linkTypes.find((each) => each === entity.type);
  if (type === undefined)
    return { done: true, failed: true, sentence: `AWS does not know “${entity.type.slice(0, 60)}” as something to link.`, issues: [], freshToken: false };
  const input = { Catalog: selling.catalog, OpportunityIdentifier: outsideId, RelatedEntityType: type, RelatedEntityIdentifier: entity.id };
  try {
    if (linked) await selling.call('AssociateOpportunity', input, (client, sdk) => client.send(new sdk.AssociateOpportunityCommand(input)));
    else await selling.call('DisassociateOpportunity', input, (client, sdk) => client.send(new sdk.DisassociateOpportunityCommand(input)));
    return { done: true, sentence: linked ? 'Linked.' : 'Taken off.' };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const already = linked ? error.failure === 'conflict' || error.issues.some(({ code }) => code === 'DUPLICATE_KEY_VALUE') : error.failure === 'gone';
    if (already) return { done: true, sentence: linked ? 'It was linked already.' : 'It was not linked any more.' };
    if (error.failure === 'gone')
      return {
        done: true,
        failed: true,
        sentence: `AWS knows no active ${entity.type} with the number ${entity.id.slice(0, 100)}. Choose one from the list.`,
        issues: [],
        freshToken: false,
      };
    if (error.failure === 'invalid') return { ...refusal(error), freshToken: false } as StepProgress;
    throw error;
  }
}
