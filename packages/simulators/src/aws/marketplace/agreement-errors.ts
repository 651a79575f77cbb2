import { AwsError } from '../wire/index.ts';

export const invalidAgreement = (reason: string, message: string, field?: string): AwsError =>
  new AwsError('ValidationException', message, { members: { reason, fields: field === undefined ? [] : [{ name: field, message }] } });
export const noAgreement = (id: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The agreement ${id} does not exist.`, { status: 404, members: { resourceId: id, resourceType: 'Agreement' } });
export const agreementConflict = (id: string, message: string): AwsError =>
  new AwsError('ConflictException', message, { status: 409, members: { resourceId: id, resourceType: 'Agreement' } });
