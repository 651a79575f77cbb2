import type { Handlers } from '../../platform/http/handlers.ts';
import { decideApproval, submitQuote } from './approve.ts';
import { acceptQuote, endQuote, sendQuote } from './close.ts';
import { changeQuote, copyQuote, createQuote, previewQuote } from './make-quote.ts';
import { quotePdf } from './pdf.ts';
import type { QuotesDeps } from './ports.ts';
import { compareQuote, getQuote, listQuotes } from './read.ts';
import type { ApprovalRules } from './rules.ts';

type Operation = Extract<keyof Handlers, `quotes.${string}`>;

export function quotesRoutes(deps: QuotesDeps, rules: ApprovalRules): Pick<Handlers, Operation> {
  return {
    'quotes.list': (context, { query }) => listQuotes(deps, context, query),
    'quotes.get': (context, { params, query }) => getQuote(deps, context, params.id, query.quoteVersion),
    'quotes.preview': (context, { body }) => previewQuote(deps, rules, context, body),
    'quotes.create': (context, { body }) => createQuote(deps, context, body),
    'quotes.change': (context, { params, body }, { ifVersion }) => changeQuote(deps, context, params.id, body, ifVersion),
    'quotes.submit': (context, { params, body }, { ifVersion }) => submitQuote(deps, rules, context, params.id, body.note, ifVersion),
    'quotes.approve': (context, { params, body }) => decideApproval(deps, context, params, { approve: true, note: body.note }),
    'quotes.reject': (context, { params, body }) => decideApproval(deps, context, params, { approve: false, note: body.note }),
    'quotes.send': (context, { params, body }, { ifVersion }) => sendQuote(deps, context, params.id, body.note, ifVersion),
    'quotes.accept': (context, { params, body }, { ifVersion }) => acceptQuote(deps, context, params.id, body, ifVersion),
    'quotes.decline': (context, { params, body }, { ifVersion }) => endQuote(deps, context, params.id, 'decline', body.note, ifVersion),
    'quotes.withdraw': (context, { params, body }, { ifVersion }) => endQuote(deps, context, params.id, 'withdraw', body.note, ifVersion),
    'quotes.copy': (context, { params, body }) => copyQuote(deps, context, params.id, body),
    'quotes.pdf': (context, { params, query }) => quotePdf(deps, context, params.id, query),
    'quotes.compare': (context, { params, query }) => compareQuote(deps, context, params.id, query),
    'quotes.rules': (context, { query }) => rules.list(context, query),
    'quotes.addRule': (context, { body }) => rules.add(context, body),
    'quotes.amendRule': (context, { params, body }, { ifVersion }) => rules.amend(context, params.id, body, ifVersion),
    'quotes.endRule': (context, { params, body }, { ifVersion }) => rules.end(context, params.id, body, ifVersion),
  };
}
