import { AwsError } from '../wire/index.ts';

/** The catalog speaks REST JSON: every exception has an HTTP status of its own. */
export type CatalogFault = {
  field?: string;
  message: string;
  reason?: 'UnknownOperation' | 'CannotParse' | 'FieldValidationFailed' | 'Other';
  changeType?: string;
  entityType?: string;
  entityId?: string;
};

export function invalid(faults: readonly CatalogFault[]): AwsError {
  const list = faults.map(({ field, message, reason = 'FieldValidationFailed', changeType, entityType, entityId }) => ({
    Reason: reason,
    Message: message,
    ...(field === undefined ? {} : { Field: field }),
    ...(changeType === undefined ? {} : { ChangeType: changeType }),
    ...(entityType === undefined ? {} : { EntityType: entityType }),
    ...(entityId === undefined ? {} : { EntityId: entityId }),
  }));
  const message = faults.map(({ field, message: text }) => (field === undefined ? text : `${field}: ${text}`)).join(' ');
  return new AwsError('ValidationException', message, { status: 422, members: { ValidationExceptionFieldList: list } });
}
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, { status: 404 });
export const inUse = (message: string): AwsError => new AwsError('ResourceInUseException', message, { status: 423 });
export const notSupported = (message: string): AwsError => new AwsError('ResourceNotSupportedException', message, { status: 415 });
