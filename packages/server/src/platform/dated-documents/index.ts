export { endFrom, makeRoom, onDay, type Dated, type End } from './dates.ts';
export { datedDocuments, type DatedDocument, type DocumentVersion, type HoldingDocument } from './service.ts';
