/** In a long form the refusal stands above what is seen: it is brought into view once it has been drawn. */
export function showRefusal(): void {
  setTimeout(() => document.querySelector('[role="dialog"] [role="alert"]')?.scrollIntoView({ block: 'nearest' }), 50);
}
