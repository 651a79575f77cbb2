import { isObject } from '../wire/json.ts';
import { identifier, ownOpportunity, text, texts } from './context.ts';
import type { Call, Cosell } from './context.ts';
import { fieldError, invalidBusiness } from './refusals.ts';

const mostTags = 200;

/** Tags belong to whoever owns the record. Here opportunities have them; of solutions and jobs nobody asks. */
function tagsOf(cosell: Cosell, call: Call): Map<string, string> {
  const arn = text(call.input.ResourceArn);
  const record = ownOpportunity(cosell, call, identifier(arn));
  const known = cosell.store.tags.get(record.id) ?? new Map<string, string>();
  cosell.store.tags.set(record.id, known);
  return known;
}

/** Which catalogue a tag operation is about stands in the resource's name; there is no field of its own. */
export const catalogOfArn = (arn: unknown): string => /:catalog\/([A-Za-z]+)\//.exec(text(arn))?.[1] ?? '';

export function tagResource(cosell: Cosell, call: Call): object {
  const tags = tagsOf(cosell, call);
  const given = (Array.isArray(call.input.Tags) ? call.input.Tags : []).filter(isObject);
  const after = new Set([...tags.keys(), ...given.map((tag) => text(tag.Key))]);
  if (after.size > mostTags) throw invalidBusiness([fieldError('Tags', 'TOO_MANY_VALUES', `A resource has at most ${mostTags} tags.`)]);
  for (const tag of given) tags.set(text(tag.Key), text(tag.Value));
  return {};
}

export function untagResource(cosell: Cosell, call: Call): object {
  const tags = tagsOf(cosell, call);
  for (const key of texts(call.input.TagKeys)) tags.delete(key);
  return {};
}

export const listTagsForResource = (cosell: Cosell, call: Call): object => ({
  Tags: [...tagsOf(cosell, call)].map(([Key, Value]) => ({ Key, Value })),
});
