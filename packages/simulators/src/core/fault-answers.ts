import type { SimulatedResponse, SimulatorName } from './simulator.ts';

/** How each vendor says that it is too much, or that it failed: clients recognise these by their shape. */
type Answers = { throttled(): SimulatedResponse; failed(status: 500 | 503): SimulatedResponse };

const retryAfter = { 'retry-after': '1' };

export const faultAnswers: Readonly<Record<SimulatorName, Answers>> = {
  aws: {
    throttled: () => awsError(429, 'ThrottlingException', 'Rate exceeded'),
    failed: (status) =>
      status === 500
        ? awsError(500, 'InternalServerException', 'The request could not be processed.')
        : awsError(503, 'ServiceUnavailableException', 'The service is unavailable.'),
  },
  microsoft: {
    throttled: () => ({ status: 429, headers: retryAfter, body: { error: { code: 'TooManyRequests', message: 'Too many requests. Try again later.' } } }),
    failed: (status) => ({
      status,
      body: { error: { code: status === 500 ? 'InternalServerError' : 'ServiceUnavailable', message: 'The request could not be processed.' } },
    }),
  },
  google: {
    throttled: () => ({ status: 429, body: { error: { code: 429, message: 'Quota exceeded.', status: 'RESOURCE_EXHAUSTED' } } }),
    failed: (status) => ({
      status,
      body: { error: { code: status, message: 'The request could not be processed.', status: status === 500 ? 'INTERNAL' : 'UNAVAILABLE' } },
    }),
  },
  salesforce: {
    /** Salesforce answers its request limit with 403. */
    throttled: () => ({
      status: 403,
      body: JSON.stringify([{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]),
      headers: jsonType,
    }),
    failed: (status) => ({
      status,
      body: JSON.stringify([{ message: 'The request could not be processed.', errorCode: status === 500 ? 'UNKNOWN_EXCEPTION' : 'SERVER_UNAVAILABLE' }]),
      headers: jsonType,
    }),
  },
  hubspot: {
    throttled: () => ({
      status: 429,
      headers: retryAfter,
      body: { status: 'error', message: 'You have reached your secondly limit.', errorType: 'RATE_LIMIT', policyName: 'SECONDLY', category: 'RATE_LIMITS' },
    }),
    failed: (status) => ({ status, body: { status: 'error', message: 'The request could not be processed.', category: 'INTERNAL_ERROR' } }),
  },
};

const jsonType = { 'content-type': 'application/json;charset=UTF-8' };

function awsError(status: number, type: string, message: string): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message, Message: message }),
  };
}
