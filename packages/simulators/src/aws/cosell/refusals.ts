import { AwsError } from '../wire/errors.ts';

export type FieldErrorCode =
  | 'REQUIRED_FIELD_MISSING'
  | 'INVALID_ENUM_VALUE'
  | 'INVALID_STRING_FORMAT'
  | 'INVALID_VALUE'
  | 'NOT_ENOUGH_VALUES'
  | 'TOO_MANY_VALUES'
  | 'INVALID_RESOURCE_STATE'
  | 'DUPLICATE_KEY_VALUE'
  | 'VALUE_OUT_OF_RANGE'
  | 'ACTION_NOT_PERMITTED';
export type FieldError = { readonly FieldName: string; readonly Message: string; readonly Code: FieldErrorCode };

export const fieldError = (FieldName: string, Code: FieldErrorCode, Message: string): FieldError => ({ FieldName, Code, Message });

function invalid(reason: 'REQUEST_VALIDATION_FAILED' | 'BUSINESS_VALIDATION_FAILED', errors: readonly FieldError[]): AwsError {
  const fields = errors.map((error) => error.FieldName).join(', ');
  return new AwsError('ValidationException', `${errors.length} validation ${errors.length === 1 ? 'error' : 'errors'} detected: ${fields}`, {
    status: 400,
    members: { Reason: reason, ErrorList: errors },
  });
}
/** What the model forbids. */
export const invalidRequest = (errors: readonly FieldError[]): AwsError => invalid('REQUEST_VALIDATION_FAILED', errors);
/** What the rules of co-selling forbid. */
export const invalidBusiness = (errors: readonly FieldError[]): AwsError => invalid('BUSINESS_VALIDATION_FAILED', errors);
export const throwIfAny = (errors: readonly FieldError[]): void => {
  if (errors.length > 0) throw invalidBusiness(errors);
};

/** What a task ends with: the code it names as its reason. */
export const taskRefused = (ReasonCode: string, message: string): AwsError =>
  new AwsError('ConflictException', message, { status: 409, members: { ReasonCode } });
export const notFound = (what: string, id: string): AwsError => new AwsError('ResourceNotFoundException', `${what} ${id} was not found.`, { status: 404 });
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });
export const denied = (message: string): AwsError => new AwsError('AccessDeniedException', message, { status: 403 });
export const throttled = (): AwsError => new AwsError('ThrottlingException', 'Rate exceeded', { status: 429, retryAfterSeconds: 1 });
