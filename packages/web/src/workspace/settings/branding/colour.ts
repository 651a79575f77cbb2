export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** WCAG contrast as people say it: rounded down, so that 4.49 is never shown as 4.5. */
export const ratioText = (ratio: number): string => `${(Math.floor(ratio * 10) / 10).toFixed(1)}:1`;
