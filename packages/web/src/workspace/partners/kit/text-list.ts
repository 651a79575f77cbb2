/** "DACH, UK" ↔ ["DACH", "UK"]: short lists are typed as one line. */
export const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,،;\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
];
export const lineOf = (list: readonly string[]): string => list.join(', ');
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
