import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { FundsPorts } from './ports.ts';
import type { FundRequest } from './request-store.ts';

type Asked = {
  readonly kind: 'fund_request' | 'fund_request_late' | 'fund_claim' | 'fund_claim_late' | 'fund_extension';
  readonly recordId: string;
  readonly title: string;
  readonly detail: string;
  readonly dueAt: string | null;
};

/** Leaves a decision to those who look after partners; late ones to finance as well. */
export const askApprovers = (tx: Tx, ports: FundsPorts, context: Context, request: FundRequest, act: Asked): Promise<void> =>
  ports.openAct(tx, context, {
    kind: act.kind,
    title: act.title,
    detail: act.detail,
    dealId: null,
    partnerId: request.partnerId,
    assigneeId: null,
    assigneeRole: act.kind === 'fund_claim' || act.kind.endsWith('_late') ? 'finance' : 'partner_manager',
    dueAt: act.dueAt,
    recordId: act.recordId,
  });
