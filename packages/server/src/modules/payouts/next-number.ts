export { nextInOrder as nextNumber } from '../../platform/numbers.ts';
