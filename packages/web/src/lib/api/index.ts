export { ApiProblem, type CallInput, type OperationId, type Result, type Request } from '@entente/contracts/client';
export { api, callApi, isStale, problemSentence, setApiHeader } from './client.ts';
export { apiKey, useApi, useApiMutation, useApiPages } from './hooks.ts';
export { uploadFile } from './upload.ts';
