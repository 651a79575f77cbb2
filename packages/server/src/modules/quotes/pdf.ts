import type { Parsed, Result } from '@entente/contracts';
import { requireScope, type Context } from '../../platform/context.ts';
import { today } from './make-quote.ts';
import type { QuotesDeps } from './ports.ts';
import { readQuote, readVersion } from './store.ts';

export async function quotePdf({ database }: QuotesDeps, context: Context, id: string, query: Parsed<'quotes.pdf'>['query']): Promise<Result<'quotes.pdf'>> {
  requireScope(context, 'quotes:read');
  const paper = await database.reading(context.tenantId, async (tx) => {
    const quote = await readQuote(tx, context.tenantId, id);
    const version = await readVersion(tx, context.tenantId, id, query.quoteVersion ?? quote.quoteVersion);
    const workspace = await tx.selectFrom('workspace').select('name').where('id', '=', context.tenantId).executeTakeFirstOrThrow();
    return {
      language: query.language,
      seller: workspace.name,
      number: quote.number,
      version: version.number,
      name: quote.name,
      buyer: quote.accountName,
      dealName: quote.dealName,
      day: version.sentAt?.slice(0, 10) ?? today(context),
      expiresOn: quote.expiresOn,
      terms: version.request.terms,
      priced: version.priced,
    };
  });
  // The renderer is large: whoever makes no document does not load it.
  const { renderQuote } = await import('./pdf/quote-document.ts');
  const file = await renderQuote(paper);
  return { fileName: `quote-${paper.number}-v${paper.version}-${paper.language}.pdf`, mediaType: 'application/pdf', base64: file.toString('base64') };
}
