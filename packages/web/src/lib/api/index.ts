export { ApiProblem, type CallInput, type OperationId, type Result, type Request } from '@entente/contracts/client';
export { belongsTo } from './areas.ts';
export { api, asProblemError, callApi, isStale, problemSentence } from './client.ts';
export { apiKey, useApi, useApiMutation, useApiPages } from './hooks.ts';
export { uploadFile } from './upload.ts';
