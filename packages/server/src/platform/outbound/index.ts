export { createOutbound, type Outbound, type OutboundOptions } from './post.ts';
