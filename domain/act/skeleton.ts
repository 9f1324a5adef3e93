import type { Wire } from '../wire/index.ts';
import type { Leaf, Shape } from './schema.ts';

/**
 * A body to be filled in: every field that must be there, empty, a list with one item, the first of
 * several words or forms. Amounts have their two members. What may be absent is left out.
 * @example skeletonOf(ACT_KINDS['order.decline'].body.shape) is {order: '', reason: ''}
 */
export function skeletonOf(shape: Shape): Wire {
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.fields)
          .filter(([, field]) => field.shape.type !== 'optional')
          .map(([name, field]) => [name, skeletonOf(field.shape)]),
      );
    case 'list':
      return [skeletonOf(shape.item.shape)];
    case 'optional':
      return skeletonOf(shape.of.shape);
    case 'either':
      return shape.of[0] ? skeletonOf(shape.of[0].shape) : {};
    case 'oneOf':
      return shape.words[0] ?? '';
    default:
      return EMPTY[shape.type] ?? '';
  }
}

/** What is no text when it is empty. */
const EMPTY: { readonly [L in Leaf]?: Wire } = {
  money: { minor: '', currency: 'CNY' },
  ppm: 0,
  count: 0,
  flag: false,
  wire: {},
};

/** Fields of a body that may be absent, by their paths: `items[].tenorReason`. */
export function optionalFields(shape: Shape, path = ''): readonly string[] {
  if (shape.type === 'list') return optionalFields(shape.item.shape, `${path}[]`);
  if (shape.type === 'either') return shape.of.flatMap(one => optionalFields(one.shape, path));
  if (shape.type === 'optional') return [path, ...optionalFields(shape.of.shape, path)];
  if (shape.type !== 'object') return [];
  const at = path === '' ? '' : `${path}.`;
  return Object.entries(shape.fields).flatMap(([name, field]) =>
    optionalFields(field.shape, `${at}${name}`),
  );
}
