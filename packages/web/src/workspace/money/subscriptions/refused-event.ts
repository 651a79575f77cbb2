import type { GivenEvent } from './event-form.tsx';

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

/** What can still be read of an event that was refused, for the form in which it is put right. */
export function readableEvent(content: unknown): GivenEvent {
  if (typeof content !== 'object' || content === null) return {};
  const given: Record<string, unknown> = { ...content };
  const text = (key: 'id' | 'meter' | 'subject' | 'at' | 'value') => {
    const value = given[key];
    return typeof value === 'string' && value !== '' ? { [key]: value } : {};
  };
  const { quantity, dimensions } = given;
  return {
    ...text('id'),
    ...text('meter'),
    ...text('subject'),
    ...text('at'),
    ...text('value'),
    ...(typeof quantity === 'string' || typeof quantity === 'number' ? { quantity: String(quantity) } : {}),
    ...(isTexts(dimensions) ? { dimensions } : {}),
  };
}
