export { createOutbound, type Outbound, type OutboundOptions } from './post.ts';
export { NotReached, type OutboundRequest, type OutboundResponse } from './request.ts';
