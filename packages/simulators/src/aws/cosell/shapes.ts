/** The vocabulary in which request structures are written: a model shape by name, or one of these. */
export type Node =
  | { readonly kind: 'shape'; readonly name: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'list'; readonly item: Node; readonly shape?: string }
  | { readonly kind: 'structure'; readonly members: Readonly<Record<string, Node>>; readonly required: readonly string[] }
  | { readonly kind: 'union'; readonly members: Readonly<Record<string, Node>> };
export type Structure = Extract<Node, { kind: 'structure' }>;
type Written = string | Node;

const node = (written: Written): Node => (typeof written === 'string' ? { kind: 'shape', name: written } : written);
const nodes = (members: Readonly<Record<string, Written>>): Record<string, Node> =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name.replace(/!$/, ''), node(member)]));

/** A name that ends with `!` is required. */
export const structure = (members: Readonly<Record<string, Written>>): Structure => ({
  kind: 'structure',
  members: nodes(members),
  required: Object.keys(members)
    .filter((name) => name.endsWith('!'))
    .map((name) => name.slice(0, -1)),
});
export const union = (members: Readonly<Record<string, Written>>): Node => ({ kind: 'union', members: nodes(members) });
export const listOf = (item: Written, shape?: string): Node => ({ kind: 'list', item: node(item), ...(shape === undefined ? {} : { shape }) });
/** A string without any constraint in the model. */
export const text: Node = { kind: 'text' };
export const timestamp: Node = { kind: 'timestamp' };
