import type { Selling } from './client.ts';
import { decodeText } from './values.ts';

/** Our active solutions over there whose name or number holds the text. */
export async function listSolutions(selling: Selling, text: string | null): Promise<{ type: string; id: string; label: string }[]> {
  const wanted = text?.toLowerCase() ?? '';
  const all: { type: string; id: string; label: string }[] = [];
  let token: string | undefined;
  do {
    const input = { Catalog: selling.catalog, MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) };
    const page = await selling.call('ListSolutions', input, (client, sdk) => client.send(new sdk.ListSolutionsCommand({ ...input, Status: ['Active'] })));
    for (const { Id, Name, Category } of page.SolutionSummaries ?? []) {
      if (Id === undefined) continue;
      const label = `${decodeText(Name ?? Id)}${Category === undefined ? '' : ` (${decodeText(Category)})`}`;
      if (`${label} ${Id}`.toLowerCase().includes(wanted)) all.push({ type: 'Solutions', id: Id, label });
    }
    token = page.NextToken;
  } while (token !== undefined);
  return all;
}
