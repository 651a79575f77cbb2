const notForText = ['checkbox', 'radio', 'file', 'hidden'].map((type) => `:not([type=${type}])`).join('');

/** As a `ref`: the element takes the focus when it appears because of what the person has just done. */
export const focusNow = (element: HTMLElement | null): void => element?.focus();

/** As a `ref`: the first field to type in takes the focus when its form appears. */
export const focusFirstField = (within: HTMLElement | null): void => focusNow(within?.querySelector<HTMLElement>(`input${notForText}, textarea`) ?? null);
